import { and, asc, inArray, lt } from 'drizzle-orm'
import { runsOf } from '../call/dispatch.ts'
import { guarded, openDb } from '../db/client.ts'
import { runs } from '../db/schema.ts'
import { toErrorData } from '../errors.ts'
import { objectOfRun } from '../run/ids.ts'
import { keepHouse } from './housekeeping.ts'

/** A run that the index shows as moving for this long without news is looked at. Milliseconds. */
const SILENT_MS = 5 * 60_000
const MAX_POKES = 200

/**
 * The work of one cron tick: knocks at objects whose runs should be moving but were not heard of, so that a run is
 * never lost to an alarm that the platform gave up on; then keeps house. Returns how many objects were reached.
 */
export async function tick(env: Cloudflare.Env, now: number): Promise<number> {
  const db = openDb(env.DB)
  const silent = await guarded(
    db
      .select({ id: runs.id })
      .from(runs)
      .where(and(inArray(runs.status, ['QUEUED', 'RUNNING']), lt(runs.updatedAt, now - SILENT_MS)))
      .orderBy(asc(runs.updatedAt))
      .limit(MAX_POKES),
  )
  const objects = new Set(silent.flatMap(({ id }) => objectOfRun(id) ?? []))
  const pokes = [...objects].map((name) => runsOf(env)(name).poke())
  const results = await Promise.allSettled(pokes)
  for (const result of results) {
    if (result.status === 'rejected') console.error('tick.poke', toErrorData(result.reason).code)
  }
  await guarded(keepHouse(db, now))
  return results.filter((result) => result.status === 'fulfilled').length
}
