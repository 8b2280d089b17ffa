import { and, asc, lt, sql } from 'drizzle-orm'
import { runsOf } from '../call/dispatch.ts'
import { guarded, openDb } from '../db/client.ts'
import { runs } from '../db/schema.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import { objectOfRun } from '../run/ids.ts'

/** A run that the index shows as moving for this long without news is looked at. Milliseconds. */
const SILENT_MS = 5 * 60_000
const MAX_POKES = 200
const POKES_AT_ONCE = 20

/**
 * Knocks at objects whose runs should be moving but were not heard of, so that a run is never lost to an alarm that the
 * platform gave up on. Returns how many objects were reached.
 */
export async function pokeSilent(env: Cloudflare.Env, now: number): Promise<number> {
  const silent = await guarded(
    openDb(env.DB)
      .select({ id: runs.id })
      .from(runs)
      // In the words of the index `runs_moving`, which a parameter would keep from being used.
      .where(and(sql`${runs.status} IN ('QUEUED', 'RUNNING')`, lt(runs.updatedAt, now - SILENT_MS)))
      .orderBy(asc(runs.updatedAt))
      .limit(MAX_POKES),
  )
  const objects = [...new Set(silent.flatMap(({ id }) => objectOfRun(id) ?? []))]
  const reached = await inParallel(objects, POKES_AT_ONCE, async (name) => {
    try {
      await runsOf(env)(name).poke()
      return 1
    } catch (error) {
      console.error('tick.poke', toErrorData(error).code)
      return 0
    }
  })
  return reached.reduce<number>((sum, one) => sum + one, 0)
}
