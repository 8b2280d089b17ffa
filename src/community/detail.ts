import { groupsOf, NOT_KEPT, type PieceDetail } from '../piece/catalogue.ts'
import type { Choice } from '../piece/fields.ts'
import { mapValues, type Properties, type Property } from '../piece/property.ts'
import { communityPin } from '../workflow/piece-name.ts'
import { declaredAuth, isCredential, needsConnection } from './auth.ts'
import type { ActionData, AuthData, CommunityPiece, PropertyData, TriggerData } from './piece.ts'

/** The kinds of connections there are here. OIDC is none of them yet. */
const AUTH_TYPES = ['SECRET_TEXT', 'BASIC_AUTH', 'CUSTOM_AUTH', 'OAUTH2']

/**
 * A community piece in the catalogue's form. Its version says that the community's is meant, so that a definition
 * which takes it over gets this piece and no other. Logos lie at others' addresses, which our pages don't open: the
 * icon is one of ours.
 */
export function communityDetail({
  name,
  package: packageName,
  version,
  metadata,
}: CommunityPiece): PieceDetail {
  const { displayName, description, authors, categories } = metadata
  const auth = declaredAuth(metadata).filter(({ type }) => AUTH_TYPES.includes(type))
  return {
    ...NOT_KEPT,
    id: `${name}@${communityPin(version)}`,
    name: packageName,
    displayName: displayName || name,
    description: description || `A community piece for ${displayName || name}.`,
    version: communityPin(version),
    authors,
    categories: groupsOf(categories),
    logoUrl: `/pieces/${name}.svg`,
    auth: authOf(auth.map(authView)),
    pieceType: 'CUSTOM',
    packageType: 'REGISTRY',
    tags: [],
    actions: mapValues(metadata.actions, (action) => ({
      ...actionView(action),
      requireAuth: auth.length > 0 && needsConnection(metadata, action),
    })),
    triggers: mapValues(metadata.triggers, triggerView),
    community: true,
  }
}

type AuthView = Extract<NonNullable<PieceDetail['auth']>, readonly unknown[]>[number]

const authOf = (kinds: AuthView[]): PieceDetail['auth'] => (kinds.length > 1 ? kinds : (kinds[0] ?? null))

/** A kind of connection; a login that may be of either grant is the one with a person. */
function authView(auth: AuthData): AuthView {
  const { type, displayName, description, username, password, props } = auth
  const head = {
    displayName: displayName || 'Connection',
    ...(description && { description }),
    required: true,
  }
  switch (type) {
    case 'BASIC_AUTH':
      return {
        ...head,
        type,
        username: textOf(username, 'Username'),
        password: textOf(password, 'Password'),
      }
    case 'CUSTOM_AUTH':
      return { ...head, type, props: propertiesOf(props) }
    case 'OAUTH2':
      return {
        ...head,
        type,
        authUrl: auth.authUrl ?? '',
        tokenUrl: auth.tokenUrl ?? '',
        scope: auth.scope ?? [],
        pkce: auth.pkce ?? false,
        grantType: auth.grantType === 'client_credentials' ? 'client_credentials' : 'authorization_code',
        ...(props && { props: propertiesOf(props) }),
      }
    default:
      return { ...head, type: 'SECRET_TEXT' }
  }
}

function textOf(said: { displayName?: string; description?: unknown } | undefined, otherwise: string) {
  const description = typeof said?.description === 'string' ? said.description : undefined
  return { displayName: said?.displayName || otherwise, description }
}

function actionView({ name, displayName, description, props }: ActionData) {
  return {
    name,
    displayName: displayName || name,
    description: description || displayName || name,
    props: propertiesOf(props),
    errorHandlingOptions: {
      continueOnFailure: { defaultValue: false },
      retryOnFailure: { defaultValue: false },
    },
  }
}

function triggerView({ name, displayName, description, type, props, sampleData }: TriggerData) {
  return {
    name,
    displayName: displayName || name,
    description: description || displayName || name,
    // It waits for whoever starts it, as a webhook does.
    type: type === 'MANUAL' ? 'WEBHOOK' : type,
    testStrategy: type === 'POLLING' ? 'TEST_FUNCTION' : 'SIMULATION',
    props: propertiesOf(props),
    sampleData: sampleData ?? null,
    handshakeConfiguration: null,
    renewConfiguration: null,
  }
}

function propertiesOf(props: Record<string, PropertyData> = {}): Properties {
  const fields = Object.entries(props).filter(([, property]) => !isCredential(property))
  return mapValues(Object.fromEntries(fields), propertyOf)
}

/** What a connection is called among the fields that choices hang on, now and until framework 0.3. */
const CONNECTION_FIELDS = ['auth', 'authentication']

/** A property of Activepieces as our forms read it. */
function propertyOf(property: PropertyData): Property {
  const { type, displayName, description, required, defaultValue, refreshOnSearch } = property
  const choices = choicesOf(property)
  // The connection is no field here: a change of it asks for everything anew.
  const refreshers = property.refreshers?.filter((name) => !CONNECTION_FIELDS.includes(name)) ?? []
  return {
    // A property with controls of its own holds JSON.
    type: type === 'CUSTOM' ? 'JSON' : type,
    displayName,
    required: required && type !== 'MARKDOWN',
    ...(description && { description }),
    ...(defaultValue !== undefined && defaultValue !== null && { defaultValue }),
    ...(choices && { options: { disabled: false as const, options: choices } }),
    ...(property.properties && { properties: propertiesOf(property.properties) }),
    ...(refreshers.length > 0 && { refreshers }),
    ...(refreshOnSearch && { refreshOnSearch }),
  }
}

/** Choices that are written down. A value may be anything there; what is text or a number in nearly all is kept as it is. */
function choicesOf({ type, options }: PropertyData): Choice[] | undefined {
  if (!type.startsWith('STATIC_')) return undefined
  return (options?.options ?? []).map(({ label, value }) => ({
    label: label ?? String(value),
    value: value as Choice['value'],
  }))
}
