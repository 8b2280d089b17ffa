import type { Auth } from '../piece/auth.ts'
import type { AuthData, Metadata, PropertiesData, PropertyData } from './piece.ts'
import { schemaOf } from './props.ts'

/** Kinds of property that hold a connection. Until framework 0.3 a connection was a field like any other. */
const CREDENTIALS: ReadonlySet<string> = new Set(['OAUTH2', 'BASIC_AUTH', 'CUSTOM_AUTH'])

/** True for a field that holds a connection. */
export const isCredential = ({ type }: PropertyData): boolean => CREDENTIALS.has(type)

/** True for an action or trigger that does nothing without a connection. */
export const needsConnection = (
  { auth }: Metadata,
  { requireAuth, props }: { requireAuth: boolean; props: PropertiesData },
): boolean => (auth.length > 0 ? requireAuth : Object.values(props).some(isCredential))

/** The kinds of connection a community piece takes. Those we don't know (OIDC) are left out. */
export function authOf(metadata: Metadata): Auth[] {
  return declaredAuth(metadata).flatMap((each) => kindOf(each) ?? [])
}

/** The kinds of connection a piece says it takes, be it in a field. */
export function declaredAuth(metadata: Metadata): AuthData[] {
  return metadata.auth.length > 0 ? metadata.auth : [fieldAuth(metadata) ?? []].flat()
}

/** The connection of an old piece, which its actions and triggers ask for in a field. */
function fieldAuth({ actions, triggers }: Metadata): AuthData | undefined {
  const parts = [...Object.values(actions), ...Object.values(triggers)]
  return parts.flatMap(({ props }) => Object.values(props)).find(isCredential) as AuthData | undefined
}

function kindOf(data: AuthData): Auth | undefined {
  const { displayName, description, props } = data
  const label = { label: displayName ?? 'Connection', ...(description && { description }) }
  switch (data.type) {
    case 'SECRET_TEXT':
      return { type: 'SECRET_TEXT', ...label }
    case 'BASIC_AUTH':
      return {
        type: 'BASIC_AUTH',
        ...label,
        username: { label: data.username?.displayName ?? 'Username' },
        password: { label: data.password?.displayName ?? 'Password' },
      }
    case 'CUSTOM_AUTH':
      return { type: 'CUSTOM_AUTH', ...label, fields: schemaOf(props ?? {}) }
    case 'OAUTH2':
      return { type: 'OAUTH2', ...label, ...loginOf(data), ...(props && { fields: schemaOf(props) }) }
    default:
      return undefined
  }
}

function loginOf(data: AuthData) {
  const { authUrl = '', tokenUrl = '', scope = [], extra, prompt = 'consent' } = data
  return {
    authUrl,
    tokenUrl,
    scopes: scope,
    pkce: data.pkce ?? false,
    clientAuth: data.authorizationMethod === 'HEADER' ? 'HEADER' : 'BODY',
    ...(data.grantType === 'client_credentials' && { grantType: 'client_credentials' as const }),
    // What Activepieces adds to every login.
    extra: { access_type: 'offline', ...(prompt !== 'omit' && { prompt }), ...extra },
  } as const
}
