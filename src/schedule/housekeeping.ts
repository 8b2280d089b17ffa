import type { Db } from '../db/client.ts'
import { forgetOldLogins } from '../db/logins.ts'
import { removeExpiredSessions } from '../db/sessions.ts'

/** Removes what nobody needs any more, once an hour: on the tick of the full hour. */
export async function keepHouse(db: Db, now: number): Promise<void> {
  if (new Date(now).getUTCMinutes() !== 0) return
  await removeExpiredSessions(db, now)
  await forgetOldLogins(db, now)
}
