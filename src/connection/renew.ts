import type { Db } from '../db/client.ts'
import { changeUnlessReplaced, findConnection, getConnection } from '../db/connections.ts'
import { findApp } from '../db/oauth.ts'
import type { ConnectionRow } from '../db/schema-connections.ts'
import { CodedError, isCoded } from '../errors.ts'
import { loadPiece } from '../piece/registry.ts'
import { isGrantEnded, type OAuthClient, type TokenAnswer, type TokenRequest } from './oauth-token.ts'
import { type Keys, seal, unseal } from './seal.ts'
import { type ConnectionValue, isOAuth, type OAuthValue } from './value.ts'

/** What a renewal needs around it. `ConnectionObject` provides it. */
export interface RenewDeps {
  db: Db
  keys: Keys
  /** `requestToken`, as far as the service is not left alone for a while */
  ask(request: TokenRequest): Promise<TokenAnswer>
  now(): number
  /** keeps what a service answered until it is in D1; durable before the promise resolves */
  outbox: { put(text: string): Promise<void>; take(): Promise<string | undefined>; clear(): Promise<void> }
}

/** A renewed value that may not have reached D1 yet, and the token it takes the place of. */
interface Renewed {
  replaces: string
  value: OAuthValue
}

/** Tokens are renewed this long before they run out, or a quarter of their life where that is shorter. */
const MARGIN_S = 300
const MARGIN_SHARE = 4
/** The margin of connections made at the same time differs by up to this share. */
const JITTER = 0.2

/** True where the token is about to run out and there is a way to get another. */
export function isDue(value: ConnectionValue, now: number, random: number): boolean {
  if (!isOAuth(value) || !isRenewable(value) || value.expires_in === undefined) return false
  const margin = Math.min(MARGIN_S, value.expires_in / MARGIN_SHARE) * (1 + JITTER * random)
  return now >= (value.claimed_at + value.expires_in - margin) * 1000
}

/** Without a refresh token there is nothing to renew with, except where the client itself is who logs in. */
const isRenewable = ({ refresh_token, grant_type }: OAuthValue) =>
  refresh_token !== undefined || grant_type === 'client_credentials'

/** An error of a connection that only a person can mend. */
export const inactive = ({ displayName, statusReason }: ConnectionRow) =>
  new CodedError(
    'CONNECTION_INACTIVE',
    `The connection "${displayName}" is inactive: ${statusReason ?? 'its service refused it.'} Reconnect it.`,
  )

/**
 * Renews a connection's token, unless somebody did since `refused` was handed out. Call it for one connection at a
 * time: see `ConnectionObject`.
 * @param refused the access token that the service did not take, or undefined where it only runs out
 * @returns the value as it now is; undefined where it is of a kind that can't be renewed
 * @throws CodedError CONNECTION_NOT_FOUND; CONNECTION_INACTIVE where the grant has ended: the connection is then in
 * ERROR; CONNECTION_REFRESH_FAILED for anything else: the old token stays
 */
export async function renew(
  deps: RenewDeps,
  id: string,
  refused: string | undefined,
): Promise<OAuthValue | undefined> {
  await keepLeftOver(deps, id)
  const row = await getConnection(deps.db, id)
  if (row.status === 'ERROR') throw inactive(row)
  const value = await unseal<ConnectionValue>(deps.keys, row.secret, id)
  if (!isOAuth(value) || !isRenewable(value)) return undefined
  const isOld = refused === undefined ? isDue(value, deps.now(), 1) : value.access_token === refused
  if (!isOld) return value
  const renewed = { replaces: value.access_token, value: await renewedValue(deps, row, value) }
  await deps.outbox.put(await seal(deps.keys, renewed, outboxOwner(id)))
  await keep(deps, id, renewed)
  await deps.outbox.clear()
  return renewed.value
}

/** Brings into D1 what a renewal left in the outbox: the process died, or D1 was out of reach. */
async function keepLeftOver(deps: RenewDeps, id: string): Promise<void> {
  const text = await deps.outbox.take()
  if (text === undefined) return
  // What no key opens any more must not stand in the way of what comes after it.
  const renewed = await unseal<Renewed>(deps.keys, text, outboxOwner(id)).catch(() => undefined)
  if (renewed) await keep(deps, id, renewed)
  await deps.outbox.clear()
}

const outboxOwner = (id: string) => `outbox of ${id}`

/** Stores a renewed value, unless the connection was reconnected, or deleted, since. */
async function keep({ db, keys }: RenewDeps, id: string, { replaces, value }: Renewed): Promise<void> {
  for (;;) {
    const row = await findConnection(db, id)
    if (!row) return
    const stored = await unseal<ConnectionValue>(keys, row.secret, id)
    if (!isOAuth(stored) || stored.access_token !== replaces) return
    // Where the secret changed in between, it was encrypted anew or replaced: look again.
    if (await changeUnlessReplaced(db, row, { secret: await seal(keys, value, id) })) return
  }
}

async function renewedValue(deps: RenewDeps, row: ConnectionRow, value: OAuthValue): Promise<OAuthValue> {
  try {
    const answer = await askAgain(deps, row, value)
    return { ...value, ...tokensOf(answer, deps.now()), data: { ...value.data, ...answer.data } }
  } catch (error) {
    if (!isCoded(error)) throw error
    const { message, retryable } = error
    if (isGrantEnded(error)) {
      const change = { status: 'ERROR' as const, statusReason: message, updatedAt: deps.now() }
      await changeUnlessReplaced(deps.db, row, change)
      throw inactive({ ...row, statusReason: message })
    }
    const said = `The connection "${row.displayName}" could not be renewed: ${message}`
    throw new CodedError('CONNECTION_REFRESH_FAILED', said, { retryable, cause: error })
  }
}

async function askAgain(deps: RenewDeps, row: ConnectionRow, value: OAuthValue): Promise<TokenAnswer> {
  const { displayName } = await loadPiece(row.pieceName)
  const { grant_type, refresh_token, scope } = value
  const parameters =
    grant_type === 'client_credentials'
      ? { grant_type, scope }
      : { grant_type: 'refresh_token', refresh_token }
  return deps.ask({
    displayName,
    tokenUrl: value.token_url,
    client: await clientOf(deps, row.pieceName, value),
    clientAuth: value.authorization_method,
    parameters,
  })
}

async function clientOf({ db, keys }: RenewDeps, pieceName: string, value: OAuthValue): Promise<OAuthClient> {
  if (value.type !== 'PLATFORM_OAUTH2') return { id: value.client_id, secret: value.client_secret ?? '' }
  const app = await appOf(db, keys, pieceName)
  if (app?.id === value.client_id) return app
  throw new CodedError(
    'OAUTH_APP_MISSING',
    `The OAuth app of ${pieceName} is not the one it was connected with. Store that again, or reconnect.`,
  )
}

/** The piece's OAuth client from settings, decrypted. */
export async function appOf(db: Db, keys: Keys, pieceName: string): Promise<OAuthClient | undefined> {
  const app = await findApp(db, pieceName)
  return app && { id: app.clientId, secret: await unseal<string>(keys, app.clientSecret, pieceName) }
}

/** What a token answer sets of a connection's value. A refresh token that is not replaced stays good. */
export function tokensOf(answer: TokenAnswer, now: number) {
  return {
    access_token: answer.accessToken,
    ...(answer.refreshToken !== undefined && { refresh_token: answer.refreshToken }),
    token_type: answer.tokenType,
    ...(answer.expiresIn !== undefined && { expires_in: answer.expiresIn }),
    claimed_at: Math.floor(now / 1000),
    ...(answer.scope !== undefined && { scope: answer.scope }),
  }
}
