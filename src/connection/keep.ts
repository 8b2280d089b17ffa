import { newId, openDb } from '../db/client.ts'
import { completeRequest } from '../db/connection-requests.ts'
import { changeConnection, insertConnection } from '../db/connections.ts'
import type { ConnectionRow } from '../db/schema-connections.ts'
import { CodedError } from '../errors.ts'
import { httpClientFor } from '../piece/http-client.ts'
import type { Piece } from '../piece/piece.ts'
import { forgetConnection } from './open.ts'
import { seal } from './seal.ts'
import { tryOut } from './try-out.ts'
import type { ConnectionValue } from './value.ts'

/** Credentials to be kept, and where. */
export interface NewCredentials {
  piece: Piece
  displayName: string
  value: ConnectionValue
  /** false keeps them without trying them out */
  validate: boolean
  /** the connection request that they answer */
  requestId?: string
}

/** What ids of connections begin with. */
const ID_PREFIX = 'conn'

/** Whether a text has the form of a connection's id, whether or not there is one. */
export const isConnectionId = (text: string): boolean => text.startsWith(`${ID_PREFIX}_`)

/**
 * Makes a connection of credentials, for the caller to store.
 * @throws CodedError CONNECTION_REFUSED, SERVICE_UNAVAILABLE
 */
export async function newConnection(
  env: Cloudflare.Env,
  { piece, displayName, value, validate }: Omit<NewCredentials, 'requestId'>,
): Promise<ConnectionRow> {
  if (validate) await tryOut(httpClientFor(env), piece, value)
  const id = newId(ID_PREFIX)
  const now = Date.now()
  return {
    id,
    pieceName: piece.name,
    displayName,
    type: value.type,
    secret: await seal(env, value, id),
    status: 'ACTIVE',
    statusReason: null,
    createdAt: now,
    updatedAt: now,
  }
}

/**
 * Makes a connection of credentials and stores it.
 * @throws CodedError CONNECTION_REFUSED, SERVICE_UNAVAILABLE; CONNECTION_REQUEST_CLOSED where the request was answered
 *   or revoked meanwhile
 */
export async function addConnection(
  env: Cloudflare.Env,
  { requestId, ...credentials }: NewCredentials,
): Promise<ConnectionRow> {
  const row = await newConnection(env, credentials)
  const db = openDb(env.DB)
  if (requestId === undefined) await insertConnection(db, row)
  else await completeRequest(db, requestId, row, row.createdAt)
  return row
}

/**
 * Gives a connection new credentials; steps that name it go on with them.
 * @throws CodedError CONNECTION_REFUSED, SERVICE_UNAVAILABLE, CONNECTION_NOT_FOUND
 */
export async function reconnect(
  env: Cloudflare.Env,
  id: string,
  { piece, value, validate }: Pick<NewCredentials, 'piece' | 'value' | 'validate'>,
): Promise<void> {
  if (validate) await tryOut(httpClientFor(env), piece, value)
  const change = {
    type: value.type,
    secret: await seal(env, value, id),
    status: 'ACTIVE' as const,
    statusReason: null,
    updatedAt: Date.now(),
  }
  const isThere = await changeConnection(openDb(env.DB), id, change)
  forgetConnection(id)
  if (!isThere) throw new CodedError('CONNECTION_NOT_FOUND', `There is no connection "${id}" any more.`)
}
