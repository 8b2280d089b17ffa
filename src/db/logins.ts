import { eq, lte, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { loginAttempts } from './schema-access.ts'

/** Failures before an e-mail is locked. The lock doubles with each one more, up to about an hour. */
const FREE_ATTEMPTS = 5
const FIRST_LOCK_MS = 60_000
const MAX_DOUBLINGS = 6

/** Failures are forgotten after this time without another. Milliseconds. */
const FORGET_MS = 86_400_000

/**
 * Counts a login before its password is looked at, so that of many at once no more get through than one after the
 * other would; one that succeeds clears the count. Gives until when the e-mail is locked, where it is. Epoch ms.
 * @param emailHash the same for members and strangers: a lock tells nothing about either
 */
export async function admitLogin(db: Db, emailHash: string, now: number): Promise<number | undefined> {
  const { count, lockedUntil } = loginAttempts
  const doublings = sql`min(${count} + 1 - ${FREE_ATTEMPTS}, ${MAX_DOUBLINGS})`
  const lock = sql`CASE WHEN ${count} + 1 >= ${FREE_ATTEMPTS} THEN ${now} + (${FIRST_LOCK_MS} << ${doublings}) END`
  const admitted = await db
    .insert(loginAttempts)
    .values({ emailHash, count: 1, lockedUntil: null, lastAt: now })
    .onConflictDoUpdate({
      target: loginAttempts.emailHash,
      set: { count: sql`${count} + 1`, lockedUntil: lock, lastAt: now },
      setWhere: sql`coalesce(${lockedUntil}, 0) <= ${now}`,
    })
    .returning({ count })
  if (admitted.length > 0) return undefined
  const locked = await db
    .select({ until: lockedUntil })
    .from(loginAttempts)
    .where(eq(loginAttempts.emailHash, emailHash))
    .get()
  return locked?.until ?? now
}

/** Forgets the failures of an e-mail. */
export async function clearLogins(db: Db, emailHash: string): Promise<void> {
  await db.delete(loginAttempts).where(eq(loginAttempts.emailHash, emailHash))
}

/** Forgets the failures that lie long back. */
export async function forgetOldLogins(db: Db, now: number): Promise<void> {
  await db.delete(loginAttempts).where(lte(loginAttempts.lastAt, now - FORGET_MS))
}
