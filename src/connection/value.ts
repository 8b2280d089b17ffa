import type * as z from 'zod'
import type { ConnectionRow } from '../db/schema-connections.ts'
import { CodedError } from '../errors.ts'
import { isObject, type JsonObject } from '../json.ts'
import type { Auth, OAuth2Auth } from '../piece/auth.ts'
import type { Piece } from '../piece/piece.ts'

export type ConnectionType = ConnectionRow['type']
export type OAuthType = Extract<ConnectionType, `${string}OAUTH2`>

/** An OAuth connection as it is stored. Activepieces' shape, so that expressions read it by the same names. */
export interface OAuthValue {
  type: OAuthType
  access_token: string
  refresh_token?: string
  token_type: string
  /** seconds from `claimed_at`; left out where the service does not say */
  expires_in?: number
  /** epoch seconds */
  claimed_at: number
  scope: string
  token_url: string
  client_id: string
  /** left out with PLATFORM_OAUTH2: that client's secret stands with the piece's app */
  client_secret?: string
  grant_type: 'authorization_code' | 'client_credentials'
  authorization_method: 'BODY' | 'HEADER'
  redirect_url?: string
  props?: JsonObject
  /** the rest of what the service answered with the token */
  data: JsonObject
}

/** A connection's credentials as they are stored, encrypted. */
export type ConnectionValue =
  | { type: 'SECRET_TEXT'; secret_text: string }
  | { type: 'BASIC_AUTH'; username: string; password: string }
  | { type: 'CUSTOM_AUTH'; props: JsonObject }
  | { type: 'NO_AUTH' }
  | OAuthValue

export const isOAuthType = (type: ConnectionType): type is OAuthType => type.endsWith('OAUTH2')

export const isOAuth = (value: ConnectionValue): value is OAuthValue => isOAuthType(value.type)

/**
 * The kind of auth among a piece's own that a type stands for. Undefined for a piece that has none, such as `http`:
 * it may be given any, for its steps to read.
 * @throws CodedError CONNECTION_VALUE_INVALID
 */
export function kindOf(piece: Piece, type: ConnectionType): Auth | undefined {
  const wanted = isOAuthType(type) ? 'OAUTH2' : type
  const kind = piece.auth.find((each) => each.type === wanted)
  if (kind || (piece.auth.length === 0 && wanted !== 'OAUTH2')) return kind
  const offered = piece.auth.map((each) => each.type)
  const takes = offered.length > 0 ? `one of ${offered.join(', ')}` : 'any type but OAUTH2'
  throw invalid('type', `${piece.displayName} takes ${takes}.`)
}

/** The piece's OAuth login. @throws CodedError CONNECTION_VALUE_INVALID where it has none */
export function oauthKindOf(piece: Piece): OAuth2Auth {
  const kind = piece.auth.find((each) => each.type === 'OAUTH2')
  if (!kind) throw invalid('type', `${piece.displayName} has no OAuth login.`)
  return kind
}

/**
 * Credentials from a request, as they are stored. Those of OAuth come from the service: see `oauth-login.ts`.
 * @throws CodedError CONNECTION_VALUE_INVALID, naming the field
 */
export function enteredValue(
  piece: Piece,
  type: Exclude<ConnectionType, OAuthType>,
  given: Readonly<Record<string, unknown>>,
): ConnectionValue {
  const kind = kindOf(piece, type)
  switch (type) {
    case 'NO_AUTH':
      return { type }
    case 'SECRET_TEXT':
      return { type, secret_text: textOf(given, 'secret_text') }
    case 'BASIC_AUTH':
      // Services that take a key as the user's name leave the password empty.
      return { type, username: textOf(given, 'username'), password: textOf(given, 'password', true) }
    case 'CUSTOM_AUTH':
      return { type, props: fieldsOfAuth(kind, given.props) }
  }
}

/** The fields beside the login or of a custom auth, checked. @throws CodedError CONNECTION_VALUE_INVALID */
export function fieldsOfAuth(kind: Auth | undefined, given: unknown): JsonObject {
  const schema = kind && 'fields' in kind ? (kind.fields as z.ZodObject | undefined) : undefined
  if (!schema) return kind === undefined && isObject(given) ? (given as JsonObject) : {}
  const parsed = schema.safeParse(isObject(given) ? given : {})
  if (parsed.success) return parsed.data as JsonObject
  const [issue] = parsed.error.issues
  // Zod's message names the type and never the value.
  throw invalid(`value.props.${issue?.path.join('.')}`, issue?.message ?? 'it does not fit')
}

function textOf(given: Readonly<Record<string, unknown>>, name: string, mayBeEmpty = false): string {
  const text = given[name]
  if (typeof text === 'string' && (mayBeEmpty || text.trim() !== '')) return text.trim()
  throw invalid(`value.${name}`, mayBeEmpty ? 'send a text' : 'send a text that is not empty')
}

/** @param field at fault, as the request names it */
export function invalid(field: string, complaint: string): CodedError {
  const end = /[.!?]$/.test(complaint) ? '' : '.'
  return new CodedError('CONNECTION_VALUE_INVALID', `"${field}": ${complaint}${end}`, {
    details: [{ field, message: complaint }],
  })
}

/** What `{{connections['id']}}` stands for in a step: the value without what only we need. */
export function stepValue(id: string, value: ConnectionValue): JsonObject {
  const { refresh_token: _, client_secret: __, ...shown } = value as unknown as JsonObject
  return { ...shown, id }
}
