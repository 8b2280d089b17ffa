import { createCache } from '../call/cache.ts'
import { openDb } from '../db/client.ts'
import { getConnection } from '../db/connections.ts'
import type { ConnectionRow } from '../db/schema-connections.ts'
import type { OpenConnection } from '../engine/ports.ts'
import { isCoded } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { Piece } from '../piece/piece.ts'
import { loadPiece } from '../piece/registry.ts'
import { inactive, isDue } from './renew.ts'
import { unseal } from './seal.ts'
import { secretsOf } from './secrets.ts'
import { type ConnectionValue, type OAuthValue, stepValue } from './value.ts'

/** What was changed or deleted takes effect within this time in every isolate, and at once in the one it was done in. */
const KEPT_MS = 5_000
const kept = createCache<OpenConnection>({ newMs: 0, freshMs: KEPT_MS, staleMs: KEPT_MS, maxEntries: 500 })

/** Forgets what is kept of a connection: call it after every write to one. */
export const forgetConnection = (id: string): void => kept.invalidate(id)

/**
 * Connections as steps may use them, their tokens fresh.
 * @throws CodedError CONNECTION_NOT_FOUND, CONNECTION_INACTIVE, DECRYPT_FAILED
 */
export async function openConnections(
  env: Cloudflare.Env,
  ids: readonly string[],
): Promise<Record<string, OpenConnection>> {
  const opened = ids.map(async (id) => [id, await openKept(env, id)] as const)
  return Object.fromEntries(await Promise.all(opened))
}

async function openKept(env: Cloudflare.Env, id: string): Promise<OpenConnection> {
  const load = async () => openRow(env, await getConnection(openDb(env.DB), id))
  // Never null: what is not there is thrown.
  return (await kept.get(id, load, () => undefined)).value as OpenConnection
}

/** A stored connection, decrypted; renewed where its token runs out. @throws CodedError CONNECTION_INACTIVE */
async function openRow(env: Cloudflare.Env, row: ConnectionRow): Promise<OpenConnection> {
  if (row.status === 'ERROR') throw inactive(row)
  return viewOpen(row.id, await pieceOf(row), await freshValue(env, row))
}

async function freshValue(env: Cloudflare.Env, row: ConnectionRow): Promise<ConnectionValue> {
  const value = await unseal<ConnectionValue>(env, row.secret, row.id)
  if (!isDue(value, Date.now(), Math.random())) return value
  try {
    return (await askToRenew(env, row.id, null)) ?? value
  } catch (error) {
    // The old token may still be good. Where it is not, the service says so, and the step asks again.
    if (isCoded(error) && error.code === 'CONNECTION_REFRESH_FAILED') return value
    throw error
  }
}

/**
 * The connection with new credentials, after its service refused those in `refused`. Undefined where there are none
 * to be had. @throws CodedError CONNECTION_INACTIVE, CONNECTION_REFRESH_FAILED, CONNECTION_NOT_FOUND
 */
export async function renewConnection(
  env: Cloudflare.Env,
  id: string,
  refused: Json,
): Promise<OpenConnection | undefined> {
  const token =
    isObject(refused) && typeof refused.access_token === 'string' ? refused.access_token : undefined
  if (token === undefined) return undefined
  const value = await askToRenew(env, id, token)
  return value && viewOpen(id, await pieceOf(await getConnection(openDb(env.DB), id)), value)
}

/**
 * Renews a connection's token where it has run out, or is about to.
 * @throws CodedError CONNECTION_INACTIVE, CONNECTION_REFRESH_FAILED, CONNECTION_NOT_FOUND
 */
export async function renewIfDue(env: Cloudflare.Env, id: string): Promise<void> {
  await askToRenew(env, id, null)
}

async function askToRenew(
  env: Cloudflare.Env,
  id: string,
  refused: string | null,
): Promise<OAuthValue | undefined> {
  try {
    const text = await env.CONNECTIONS.getByName(id).renew(id, refused)
    return text === null ? undefined : (JSON.parse(text) as OAuthValue)
  } finally {
    forgetConnection(id)
  }
}

const viewOpen = (id: string, piece: Piece | undefined, value: ConnectionValue): OpenConnection => ({
  value: stepValue(id, value),
  secrets: secretsOf(piece, value),
})

/** Undefined for a piece this version does not have. */
async function pieceOf({ pieceName }: ConnectionRow): Promise<Piece | undefined> {
  try {
    return await loadPiece(pieceName)
  } catch {
    return undefined
  }
}
