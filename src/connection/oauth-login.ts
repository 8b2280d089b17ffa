import { openDb } from '../db/client.ts'
import { addState, takeState } from '../db/oauth.ts'
import type { ConnectionRequestRow, ConnectionRow } from '../db/schema-connections.ts'
import { CodedError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { OAuth2Auth } from '../piece/auth.ts'
import { type HttpClient, httpClientFor } from '../piece/http-client.ts'
import type { Piece } from '../piece/piece.ts'
import { loadPiece } from '../piece/registry.ts'
import { hashToken, newToken } from '../token.ts'
import { addConnection, reconnect } from './keep.ts'
import { authorizationUrl, filled, scopeText } from './oauth-address.ts'
import { type OAuthClient, requestToken } from './oauth-token.ts'
import { appOf, tokensOf } from './renew.ts'
import { type Keys, seal, unseal } from './seal.ts'
import {
  type ConnectionValue,
  fieldsOfAuth,
  isOAuth,
  type OAuthType,
  type OAuthValue,
  oauthKindOf,
} from './value.ts'

/** A client with the name of where its secret is kept: in the connection, or with the piece's app. */
export interface ChosenClient extends OAuthClient {
  type: OAuthType
}

/** A login under way: what is needed to go on when it comes back. Stored encrypted. */
interface Login {
  pieceName: string
  displayName: string
  /** the connection that is reconnected */
  connectionId?: string
  /** the connection request that is answered, and the language of its page */
  request?: Pick<ConnectionRequestRow, 'id' | 'language'>
  client: ChosenClient
  /** PKCE */
  verifier?: string
  redirectUrl: string
  scope: string
  props: JsonObject
}

/** What a login is started with. */
export interface LoginRequest
  extends Pick<Login, 'displayName' | 'connectionId' | 'request' | 'redirectUrl'> {
  piece: Piece
  client: ChosenClient
  props: unknown
  /** the piece's own where left out */
  scopes?: readonly string[]
  /** a token that only this browser holds, where a browser started it */
  browser?: string
}

const LOGIN_MS = 10 * 60_000

/**
 * Starts a login.
 * @returns where the user is sent, and the state with which the service sends them back: good once, for ten minutes
 * @throws CodedError CONNECTION_VALUE_INVALID
 */
export async function startLogin(
  env: Cloudflare.Env,
  request: LoginRequest,
): Promise<{ authorizationUrl: string; state: string }> {
  const { piece, client, browser, redirectUrl } = request
  const kind = oauthKindOf(piece)
  const state = newToken()
  // 43 characters, as RFC 7636, 4.1 has it.
  const verifier = kind.pkce === false ? undefined : newToken()
  const props = fieldsOfAuth(kind, request.props)
  const scopes = request.scopes ?? kind.scopes
  const address = { clientId: client.id, redirectUrl, state, verifier, scopes, props }
  const url = authorizationUrl(kind, address)
  const login: Login = {
    pieceName: piece.name,
    displayName: request.displayName,
    ...(request.connectionId !== undefined && { connectionId: request.connectionId }),
    ...(request.request && { request: request.request }),
    client,
    ...(verifier !== undefined && { verifier }),
    redirectUrl,
    scope: scopeText(kind, address),
    props,
  }
  const hash = hashToken(state)
  const now = Date.now()
  await addState(openDb(env.DB), {
    hash,
    login: await seal(env, login, hash),
    browserHash: browser === undefined ? null : hashToken(browser),
    createdAt: now,
    expiresAt: now + LOGIN_MS,
  })
  return { authorizationUrl: url, state }
}

/** What a service sends back through the user's browser. */
export interface LoginReturn {
  state: string | undefined
  code: string | undefined
  /** RFC 6749, 4.1.2.1 */
  error: string | undefined
  /** the token of `LoginRequest.browser`, as this browser has it */
  browser: string | undefined
}

/** How a login ended. `language` is set where a client's page began it. */
export interface LoginEnd {
  language?: ConnectionRequestRow['language']
  outcome: { connectionId: string } | { error: unknown }
}

/**
 * Ends a login: takes its state, asks for the token and keeps the connection.
 * @throws CodedError OAUTH_STATE_INVALID where nobody here waits for it; whatever else goes wrong is in the outcome
 */
export async function finishLogin(env: Cloudflare.Env, back: LoginReturn): Promise<LoginEnd> {
  const { login, browserHash } = await takeLogin(env, back.state ?? '')
  const language = login.request?.language
  const end = language === undefined ? {} : { language }
  try {
    if (browserHash !== null && browserHash !== hashToken(back.browser ?? '')) throw stateInvalid()
    return { ...end, outcome: { connectionId: await keepLogin(env, login, back) } }
  } catch (error) {
    return { ...end, outcome: { error } }
  }
}

async function takeLogin(env: Cloudflare.Env, state: string) {
  const hash = hashToken(state)
  const row = await takeState(openDb(env.DB), hash, Date.now())
  if (!row) throw stateInvalid()
  return { login: await unseal<Login>(env, row.login, hash), browserHash: row.browserHash }
}

const stateInvalid = () =>
  new CodedError(
    'OAUTH_STATE_INVALID',
    'This login was not started here, or not in this browser, or it took too long. Start it again.',
  )

async function keepLogin(env: Cloudflare.Env, login: Login, { code, error }: LoginReturn): Promise<string> {
  const piece = await loadPiece(login.pieceName)
  if (error !== undefined || !code) {
    const words = (error ?? 'no code came back').slice(0, 100)
    throw new CodedError('OAUTH_DENIED', `${piece.displayName} did not let us in: ${words}. Start again.`)
  }
  const { client, verifier, redirectUrl, scope, props } = login
  const grant = { code, redirectUrl, ...(verifier !== undefined && { verifier }) }
  const value = await claim(httpClientFor(env), piece, { client, scope, props, grant })
  if (login.connectionId === undefined) {
    const made = { piece, displayName: login.displayName, value, validate: true }
    return (await addConnection(env, { ...made, ...(login.request && { requestId: login.request.id }) })).id
  }
  await reconnect(env, login.connectionId, { piece, value, validate: true })
  return login.connectionId
}

/** What a token is asked for with. */
export interface Claim {
  client: ChosenClient
  scope: string
  props: JsonObject
  /** the code that the user's login gave; left out for the grant of client credentials */
  grant?: { code: string; redirectUrl: string; verifier?: string }
}

/**
 * Asks for a connection's first token.
 * @throws CodedError OAUTH_REFUSED, OAUTH_UNAVAILABLE, CONNECTION_VALUE_INVALID
 */
export async function claim(
  http: HttpClient,
  piece: Piece,
  { client, scope, props, grant }: Claim,
): Promise<OAuthValue> {
  const kind = oauthKindOf(piece)
  const clientAuth = kind.clientAuth ?? 'BODY'
  const tokenUrl = filled(kind.tokenUrl, props)
  const parameters = grant
    ? {
        grant_type: 'authorization_code',
        code: grant.code,
        redirect_uri: grant.redirectUrl,
        code_verifier: grant.verifier,
      }
    : { grant_type: 'client_credentials', scope }
  const { displayName } = piece
  const answer = await requestToken(http, { displayName, tokenUrl, client, clientAuth, parameters })
  return {
    type: client.type,
    scope,
    ...tokensOf(answer, Date.now()),
    token_url: tokenUrl,
    client_id: client.id,
    ...(client.type !== 'PLATFORM_OAUTH2' && { client_secret: client.secret }),
    grant_type: grant ? 'authorization_code' : 'client_credentials',
    authorization_method: clientAuth,
    ...(grant && { redirect_url: grant.redirectUrl }),
    props,
    data: answer.data,
  }
}

/**
 * The client to log in with: the user's own where given, else the piece's app from settings.
 * @throws CodedError OAUTH_APP_MISSING
 */
export async function chooseClient(
  env: Keys & Pick<Cloudflare.Env, 'DB'>,
  piece: Piece,
  own: { client_id?: string | undefined; client_secret?: string | undefined },
): Promise<ChosenClient> {
  if (own.client_id) return { type: 'OAUTH2', id: own.client_id, secret: own.client_secret ?? '' }
  const app = await appOf(openDb(env.DB), env, piece.name)
  if (app) return { type: 'PLATFORM_OAUTH2', ...app }
  throw new CodedError(
    'OAUTH_APP_MISSING',
    `Send "client_id" and "client_secret", or store an OAuth app for ${piece.displayName} first.`,
  )
}

/** What a connection was connected with, for another login: its own client, if it has one, and its fields. */
export async function earlierLogin(
  env: Keys,
  row: ConnectionRow,
): Promise<{ client_id?: string; client_secret?: string; props?: JsonObject }> {
  const value = await unseal<ConnectionValue>(env, row.secret, row.id)
  if (!isOAuth(value)) return {}
  const { type, client_id, client_secret, props } = value
  return {
    ...(type === 'OAUTH2' && { client_id, ...(client_secret !== undefined && { client_secret }) }),
    ...(props && { props }),
  }
}

/** The scopes of a login as its token request says them. */
export const scopeOf = (kind: OAuth2Auth, props: JsonObject): string =>
  scopeText(kind, { scopes: kind.scopes, props })
