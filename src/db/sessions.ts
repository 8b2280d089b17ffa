import { and, eq, gt, lte, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { type MemberRow, members, sessions } from './schema-access.ts'

/** How long a session lasts from its last use. Milliseconds. */
export const SESSION_MS = 30 * 86_400_000

/** A session that has less than this left is extended: once a day. */
const EXTEND_BELOW_MS = SESSION_MS - 86_400_000

/** A session somebody holds, with the member it is of. */
export interface LiveSession {
  hash: string
  expiresAt: number
  member: MemberRow
}

/**
 * Logs a member in: keeps the session's hash, and the password's new one if there is one. Gives false where the
 * member's password is no longer the one that was checked: it was reset meanwhile.
 */
export async function openSession(
  db: Db,
  member: MemberRow,
  hash: string,
  now: number,
  newPasswordHash?: string,
): Promise<boolean> {
  const isStillTheirs = and(eq(members.id, member.id), sql`${members.passwordHash} IS ${member.passwordHash}`)
  const session = db
    .select({
      hash: sql`${hash}`.as('hash'),
      memberId: members.id,
      createdAt: sql`${now}`.as('created_at'),
      expiresAt: sql`${now + SESSION_MS}`.as('expires_at'),
    })
    .from(members)
    .where(isStillTheirs)
  const [opened] = await db.batch([
    db.insert(sessions).select(session).returning({ hash: sessions.hash }),
    db.update(members).set({ lastLoginAt: now, passwordHash: newPasswordHash }).where(isStillTheirs),
  ])
  return opened.length > 0
}

/** The session with this hash that has not expired. */
export async function findSession(db: Db, hash: string, now: number): Promise<LiveSession | undefined> {
  const row = await db
    .select()
    .from(sessions)
    .innerJoin(members, eq(members.id, sessions.memberId))
    .where(and(eq(sessions.hash, hash), gt(sessions.expiresAt, now)))
    .get()
  return row && { hash, expiresAt: row.sessions.expiresAt, member: row.members }
}

/** Whether a session is due to be extended. */
export const isSessionAging = ({ expiresAt }: LiveSession, now: number) => expiresAt - now < EXTEND_BELOW_MS

/** Has a session last its full time from now on. */
export async function extendSession(db: Db, hash: string, now: number): Promise<void> {
  await db
    .update(sessions)
    .set({ expiresAt: now + SESSION_MS })
    .where(eq(sessions.hash, hash))
}

/** Ends a session, if it is one. */
export async function endSession(db: Db, hash: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.hash, hash))
}

/** Removes the sessions that have expired. */
export async function removeExpiredSessions(db: Db, now: number): Promise<void> {
  await db.delete(sessions).where(lte(sessions.expiresAt, now))
}
