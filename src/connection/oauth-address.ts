import { createHash } from 'node:crypto'
import type { JsonObject } from '../json.ts'
import type { OAuth2Auth } from '../piece/auth.ts'
import { invalid } from './value.ts'

/** What may replace a `{name}`: a host, a part of one, or one segment of a path. Never a slash, an @ or a colon. */
const PLACEABLE = /^[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.))*$/
const MAX_PLACEABLE = 253

/**
 * A text of a piece's auth with each `{name}` replaced by the field of that name.
 * @throws CodedError CONNECTION_VALUE_INVALID where the field has what no address can have
 */
export function filled(template: string, props: JsonObject): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(props[name] ?? '')
    if (PLACEABLE.test(value) && value.length <= MAX_PLACEABLE) return value
    throw invalid(`props.${name}`, 'it becomes part of an address: use letters, digits, dots and hyphens')
  })
}

/** What an authorization request says. */
export interface AuthorizationRequest {
  clientId: string
  redirectUrl: string
  state: string
  /** undefined for services that refuse PKCE */
  verifier: string | undefined
  scopes: readonly string[]
  props: JsonObject
}

/** Where the user logs in (RFC 6749, 4.1.1). @throws CodedError CONNECTION_VALUE_INVALID */
export function authorizationUrl(kind: OAuth2Auth, request: AuthorizationRequest): string {
  const url = new URL(filled(kind.authUrl, request.props))
  const challenge = request.verifier && createHash('sha256').update(request.verifier).digest('base64url')
  const scope = scopeText(kind, request)
  const parameters = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUrl,
    ...(scope && { scope }),
    state: request.state,
    ...(challenge && { code_challenge: challenge, code_challenge_method: 'S256' }),
    ...kind.extra,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** Scopes as one text. */
export function scopeText(
  { scopeSeparator = ' ' }: OAuth2Auth,
  { scopes, props }: Pick<AuthorizationRequest, 'scopes' | 'props'>,
): string {
  return scopes.map((scope) => filled(scope, props)).join(scopeSeparator)
}
