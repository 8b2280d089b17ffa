import * as z from 'zod'
import { CodedError } from '../errors.ts'
import { isObject, type Json } from '../json.ts'

/** How a piece's service knows who asks. A piece may offer several kinds; a connection is of one of them. */
export type Auth = SecretTextAuth | BasicAuth | CustomAuth | OAuth2Auth

interface AuthText {
  label: string
  description?: string
}

/** One secret: an API key or a token. */
export interface SecretTextAuth extends AuthText {
  type: 'SECRET_TEXT'
}

/** A user and a password, whatever the service calls them. */
export interface BasicAuth extends AuthText {
  type: 'BASIC_AUTH'
  username: AuthText
  password: AuthText
}

/** Several fields, declared as an action's input is. */
export interface CustomAuth<F extends z.ZodObject = z.ZodObject> extends AuthText {
  type: 'CUSTOM_AUTH'
  fields: F
}

/** OAuth 2.0 (RFC 6749), with PKCE (RFC 7636) unless the service refuses it. */
export interface OAuth2Auth<F extends z.ZodObject = z.ZodObject> extends AuthText {
  type: 'OAUTH2'
  /** `{name}` is replaced by the field of that name */
  authUrl: string
  tokenUrl: string
  scopes: readonly string[]
  /** between scopes; a space where unset */
  scopeSeparator?: string
  grantType?: 'authorization_code' | 'client_credentials'
  /** false for services that refuse an unknown parameter */
  pkce?: boolean
  /** where the client's id and secret go when a token is asked for */
  clientAuth?: 'BODY' | 'HEADER'
  /** more parameters of the authorization request: `access_type`, `prompt` */
  extra?: Readonly<Record<string, string>>
  /** what is asked for beside the login, such as a subdomain */
  fields?: F
}

/** An API key or token. */
export const secretText = (options: AuthText): SecretTextAuth => ({ type: 'SECRET_TEXT', ...options })

/** A user and a password. */
export const basicAuth = (options: Omit<BasicAuth, 'type'>): BasicAuth => ({ type: 'BASIC_AUTH', ...options })

/** Several fields of its own. */
export const customAuth = <F extends z.ZodObject>(options: Omit<CustomAuth<F>, 'type'>): CustomAuth<F> => ({
  type: 'CUSTOM_AUTH',
  ...options,
})

/** A login at the service. */
export const oauth2 = <F extends z.ZodObject = z.ZodObject<Record<never, never>>>(
  options: Omit<OAuth2Auth<F>, 'type' | 'label'> & { label?: string },
): OAuth2Auth<F> => ({ type: 'OAUTH2', label: 'Connection', ...options })

/** A connection's credentials as a piece gets them. */
export type Credential<A extends Auth = Auth> = A extends SecretTextAuth
  ? { type: 'SECRET_TEXT'; secret: string }
  : A extends BasicAuth
    ? { type: 'BASIC_AUTH'; username: string; password: string }
    : A extends CustomAuth<infer F>
      ? { type: 'CUSTOM_AUTH'; fields: z.output<F> }
      : A extends OAuth2Auth<infer F>
        ? { type: 'OAUTH2'; accessToken: string; fields: z.output<F>; data: Record<string, unknown> }
        : never

/** A connection's value as it is stored: Activepieces' shapes, so that expressions read it by the same names. */
const StoredValue = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('SECRET_TEXT'), secret_text: z.string().min(1) }),
  z.looseObject({ type: z.literal('BASIC_AUTH'), username: z.string(), password: z.string() }),
  z.looseObject({ type: z.literal('CUSTOM_AUTH'), props: z.record(z.string(), z.unknown()) }),
  z.looseObject({
    type: z.literal('OAUTH2'),
    access_token: z.string().min(1),
    props: z.record(z.string(), z.unknown()).optional(),
    data: z.record(z.string(), z.unknown()).optional(),
  }),
])

/**
 * A stored connection's value as the credential of one of `kinds`.
 * @param piece display name, for messages
 * @throws CodedError CONNECTION_MISSING where the step names none, CONNECTION_INVALID where it is of another kind
 */
export function credentialOf(kinds: readonly Auth[], value: Json | undefined, piece: string): Credential {
  if (value === undefined || value === null || value === '') {
    throw new CodedError('CONNECTION_MISSING', `Choose a ${piece} connection in the field "auth".`)
  }
  const stored = StoredValue.safeParse(normal(value))
  const kind = stored.success ? kinds.find(({ type }) => type === stored.data.type) : undefined
  if (!stored.success || !kind) {
    const offered = kinds.map(({ type }) => type).join(' or ')
    const message = `The connection in "auth" does not fit ${piece}, which takes ${offered}. Choose another.`
    throw new CodedError('CONNECTION_INVALID', message)
  }
  const { data } = stored
  switch (data.type) {
    case 'SECRET_TEXT':
      return { type: 'SECRET_TEXT', secret: data.secret_text }
    case 'BASIC_AUTH':
      return { type: 'BASIC_AUTH', username: data.username, password: data.password }
    case 'CUSTOM_AUTH':
      return { type: 'CUSTOM_AUTH', fields: fieldsOf(kind, data.props, piece) }
    case 'OAUTH2': {
      const fields = fieldsOf(kind, data.props ?? {}, piece)
      return { type: 'OAUTH2', accessToken: data.access_token, fields, data: data.data ?? {} }
    }
  }
}

/** Diga names OAuth connections by who keeps the client's secret; to a piece they are the same. */
function normal(value: Json): unknown {
  if (!isObject(value)) return value
  return value.type === 'CLOUD_OAUTH2' || value.type === 'PLATFORM_OAUTH2'
    ? { ...value, type: 'OAUTH2' }
    : value
}

function fieldsOf(kind: Auth, props: Record<string, unknown>, piece: string): Record<string, unknown> {
  const schema = kind.type === 'CUSTOM_AUTH' || kind.type === 'OAUTH2' ? kind.fields : undefined
  if (!schema) return {}
  const parsed = schema.safeParse(props)
  if (parsed.success) return parsed.data
  // Only names: what stands in the fields is secret.
  const names = parsed.error.issues.map(({ path }) => path.join('.')).join(', ')
  throw new CodedError('CONNECTION_INVALID', `The ${piece} connection lacks or misstates: ${names}. Edit it.`)
}
