import type { Db } from '../db/client.ts'
import { removeExpiredDoNotCall } from '../db/do-not-call.ts'
import { forgetOldLogins } from '../db/logins.ts'
import { removeExpiredSessions } from '../db/sessions.ts'
import { removeExpiredFiles } from '../run/files.ts'

/** Removes what nobody needs any more, once an hour on the tick of the full hour; files once a day. */
export async function keepHouse(db: Db, now: number, files?: R2Bucket): Promise<void> {
  const time = new Date(now)
  if (time.getUTCMinutes() !== 0) return
  await removeExpiredSessions(db, now)
  await forgetOldLogins(db, now)
  await removeExpiredDoNotCall(db, now)
  if (files && time.getUTCHours() === 0) await removeExpiredFiles(files, now)
}
