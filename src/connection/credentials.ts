import { httpClientFor } from '../piece/http-client.ts'
import type { Piece } from '../piece/piece.ts'
import { chooseClient, claim, scopeOf } from './oauth-login.ts'
import {
  type ConnectionType,
  type ConnectionValue,
  enteredValue,
  fieldsOfAuth,
  invalid,
  isOAuthType,
  oauthKindOf,
} from './value.ts'

/**
 * What a request calls the value of a connection, as it is stored. Of OAuth it holds the `code` of a login that
 * ended, with `redirect_url` and the PKCE verifier as `code_challenge` (Activepieces' name for it), or
 * `grant_type: "client_credentials"`.
 * @throws CodedError CONNECTION_VALUE_INVALID, OAUTH_APP_MISSING, OAUTH_REFUSED, OAUTH_UNAVAILABLE
 */
export async function credentialsOf(
  env: Cloudflare.Env,
  piece: Piece,
  type: ConnectionType,
  given: Readonly<Record<string, unknown>>,
): Promise<ConnectionValue> {
  if (!isOAuthType(type)) return enteredValue(piece, type, given)
  const kind = oauthKindOf(piece)
  const props = fieldsOfAuth(kind, given.props)
  const text = (name: string) => {
    const value = given[name]
    if (value === undefined || value === null || typeof value === 'string') return value || undefined
    throw invalid(`value.${name}`, 'send a text')
  }
  const own = { client_id: text('client_id'), client_secret: text('client_secret') }
  const client = await chooseClient(env, piece, own)
  const scope = text('scope') ?? scopeOf(kind, props)
  const login = { client, scope, props }
  if ((text('grant_type') ?? kind.grantType) === 'client_credentials') {
    return claim(httpClientFor(env), piece, login)
  }
  const code = text('code')
  const redirectUrl = text('redirect_url')
  if (!code) throw invalid('value.code', 'send the code that the login gave, or start one with /oauth/start')
  if (!redirectUrl) throw invalid('value.redirect_url', 'send the address that the login came back to')
  const verifier = text('code_verifier') ?? text('code_challenge')
  const grant = { code, redirectUrl, ...(verifier !== undefined && { verifier }) }
  return claim(httpClientFor(env), piece, { ...login, grant })
}
