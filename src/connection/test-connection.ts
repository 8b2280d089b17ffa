import { openDb } from '../db/client.ts'
import { changeUnlessReplaced } from '../db/connections.ts'
import type { ConnectionRow } from '../db/schema-connections.ts'
import { type ErrorData, isCoded, toErrorData } from '../errors.ts'
import { isObject } from '../json.ts'
import { httpClientFor } from '../piece/http-client.ts'
import { loadPiece } from '../piece/registry.ts'
import { forgetConnection, renewConnection } from './open.ts'
import { unseal } from './seal.ts'
import { tryOut } from './try-out.ts'
import { type ConnectionValue, stepValue } from './value.ts'

/**
 * Tries a kept connection out at its service and notes what it says: refused credentials make it inactive, good ones
 * active. A service that has trouble says nothing about them.
 * @returns null where they are good
 * @throws CodedError PIECE_UNKNOWN, DECRYPT_FAILED
 */
export async function testConnection(env: Cloudflare.Env, row: ConnectionRow): Promise<ErrorData | null> {
  const piece = await loadPiece(row.pieceName)
  const value = await unseal<ConnectionValue>(env, row.secret, row.id)
  const refresh = async () => (await renewConnection(env, row.id, stepValue(row.id, value)))?.value
  try {
    await tryOut(httpClientFor(env), piece, value, { id: row.id, refresh })
    await note(env, row, null)
    return null
  } catch (error) {
    if (!isCoded(error)) throw error
    const reason = isObject(error.details) ? error.details.reason : undefined
    if (reason === 'CONNECTION_REFUSED') await note(env, row, error.message)
    return toErrorData(error)
  }
}

async function note(env: Cloudflare.Env, row: ConnectionRow, statusReason: string | null): Promise<void> {
  const status = statusReason === null ? 'ACTIVE' : 'ERROR'
  if (status === row.status) return
  await changeUnlessReplaced(openDb(env.DB), row, { status, statusReason, updatedAt: Date.now() })
  forgetConnection(row.id)
}
