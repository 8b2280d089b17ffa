import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import {
  type ConnectionRequestRow,
  type ConnectionRow,
  connectionRequests,
  connections,
} from './schema-connections.ts'

/** Forms that may be sent in with one token: enough to mistype, too few to try credentials out. */
const MAX_ATTEMPTS = 20

/** Adds a request. */
export const insertRequest = (db: Db, row: ConnectionRequestRow) => db.insert(connectionRequests).values(row)

/** One page of the requests, newest first. @throws CodedError CURSOR_INVALID */
export function listRequests(db: Db, request: PageRequest): Promise<Page<ConnectionRequestRow>> {
  return readRows(db, connectionRequests, undefined, request)
}

/** The request of that id. @throws CodedError CONNECTION_REQUEST_NOT_FOUND */
export async function getRequest(db: Db, id: string): Promise<ConnectionRequestRow> {
  const row = await db.select().from(connectionRequests).where(eq(connectionRequests.id, id)).get()
  if (row) return row
  throw new CodedError('CONNECTION_REQUEST_NOT_FOUND', `There is no connection request "${id}".`)
}

/** The request a link's token belongs to, while it is open. */
export function findOpenRequest(db: Db, tokenHash: string, now: number) {
  return db
    .select()
    .from(connectionRequests)
    .where(and(eq(connectionRequests.tokenHash, tokenHash), isOpen(now)))
    .get()
}

const isOpen = (now: number): SQL | undefined =>
  and(
    isNull(connectionRequests.revokedAt),
    isNull(connectionRequests.completedAt),
    gt(connectionRequests.expiresAt, now),
  )

/** Counts a form that was sent in. @throws CodedError RATE_LIMITED */
export async function countAttempt(db: Db, id: string): Promise<void> {
  const counted = await db
    .update(connectionRequests)
    .set({ attempts: sql`${connectionRequests.attempts} + 1` })
    .where(and(eq(connectionRequests.id, id), sql`${connectionRequests.attempts} < ${MAX_ATTEMPTS}`))
    .returning({ id: connectionRequests.id })
  if (counted.length > 0) return
  throw new CodedError('RATE_LIMITED', 'This link was tried too often. Ask for a new one.')
}

/** Gives an open request another link. False where it is completed. */
export async function renewRequest(
  db: Db,
  id: string,
  link: Pick<ConnectionRequestRow, 'tokenHash' | 'expiresAt'>,
): Promise<boolean> {
  const renewed = await db
    .update(connectionRequests)
    .set({ ...link, revokedAt: null, attempts: 0 })
    .where(and(eq(connectionRequests.id, id), isNull(connectionRequests.completedAt)))
    .returning({ id: connectionRequests.id })
  return renewed.length > 0
}

/** Shuts a request's link. */
export async function revokeRequest(db: Db, id: string, now: number): Promise<void> {
  await db
    .update(connectionRequests)
    .set({ revokedAt: now })
    .where(and(eq(connectionRequests.id, id), isNull(connectionRequests.completedAt)))
}

/**
 * Adds the connection that an open request asked for and completes the request: both or neither, and once.
 * @throws CodedError CONNECTION_REQUEST_CLOSED
 */
export async function completeRequest(db: Db, id: string, row: ConnectionRow, now: number): Promise<void> {
  const isOurs = sql`EXISTS (SELECT 1 FROM ${connectionRequests}
    WHERE ${connectionRequests.id} = ${id} AND ${connectionRequests.connectionId} = ${row.id})`
  const [completed] = await db.batch([
    db
      .update(connectionRequests)
      .set({ completedAt: now, connectionId: row.id })
      .where(and(eq(connectionRequests.id, id), isOpen(now)))
      .returning({ id: connectionRequests.id }),
    db.insert(connections).select(
      sql`SELECT ${row.id}, ${row.pieceName}, ${row.displayName}, ${row.type}, ${row.secret}, ${row.status},
        ${row.statusReason}, ${row.createdAt}, ${row.updatedAt} WHERE ${isOurs}`,
    ),
  ])
  if (completed.length === 0) throw requestClosed()
}

/** A link that leads nowhere any more; the same words whatever the reason. */
export const requestClosed = () =>
  new CodedError(
    'CONNECTION_REQUEST_CLOSED',
    'This link is not valid any more: it was used, revoked or has expired. Ask for a new one.',
  )
