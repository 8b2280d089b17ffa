import { and, asc, lt, sql } from 'drizzle-orm'
import { runsOf } from '../call/dispatch.ts'
import { campaignOf } from '../campaign/protocol.ts'
import { overdueCampaigns } from '../db/campaigns.ts'
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
  return knock(objects, (name) => runsOf(env)(name).poke())
}

/** The same for campaigns that should have done something by now. */
export async function pokeCampaigns(env: Cloudflare.Env, now: number): Promise<number> {
  const silent = await overdueCampaigns(openDb(env.DB), now - SILENT_MS, MAX_POKES)
  return knock(silent, (id) => campaignOf(env, id).poke())
}

async function knock(names: readonly string[], poke: (name: string) => Promise<void>): Promise<number> {
  const reached = await inParallel(names, POKES_AT_ONCE, async (name) => {
    try {
      await poke(name)
      return 1
    } catch (error) {
      console.error('tick.poke', toErrorData(error).code)
      return 0
    }
  })
  return reached.reduce<number>((sum, one) => sum + one, 0)
}
