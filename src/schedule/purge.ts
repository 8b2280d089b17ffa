import { runsOf } from '../call/dispatch.ts'
import { openDb } from '../db/client.ts'
import { forgetDials } from '../db/dials.ts'
import { forgetTurns } from '../db/number-turns.ts'
import { removeOldReplays } from '../db/replays.ts'
import { type ExpiredRun, expiredRuns, forgetRuns, idleCalls } from '../db/retention.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import { objectOfRun, runStoreName } from '../run/ids.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const DEFAULT_DAYS = 30
/** What one tick does at most: 288,000 runs a day, and well below the requests that a Worker may make at a time. */
const MAX_RUNS = 200
const MAX_CALLS = 200
const MAX_REPLAYS = 200
/** 480,000 a day. */
const MAX_DIALS = 20_000
const OBJECTS_AT_ONCE = 6

/** What is to go from one object. */
interface Purge {
  object: string
  runs: ExpiredRun[]
  before: number
}

/** What is gone from one object, and may leave the index. */
interface Purged {
  runIds: string[]
  callIds: string[]
}

/**
 * Deletes runs that ended longer ago than they are to be kept, with all that was stored for them, and calls that nothing
 * is left of. The index goes last: what is still in it after a crash is only purged again. Returns the number of runs.
 */
export async function purgeOld(env: Cloudflare.Env, now: number): Promise<number> {
  const db = openDb(env.DB)
  const days = retentionDays(env)
  const expired = await expiredRuns(db, now, days, MAX_RUNS)
  const purges = [...byObject(expired)]
  // Every look at the calls meets those that are kept for long, so once an hour is enough.
  if (new Date(now).getUTCMinutes() === 0) {
    const before = now - days * DAY_MS
    const idle = await idleCalls(db, before, MAX_CALLS)
    purges.push(...idle.map((object) => ({ object, runs: [], before })))
  }
  const purged = await inParallel(purges, OBJECTS_AT_ONCE, (purge) => purgeObject(env, purge))
  const runIds = purged.flatMap((each) => each.runIds)
  const callIds = purged.flatMap((each) => each.callIds)
  if (runIds.length + callIds.length > 0) await forgetRuns(db, runIds, callIds)
  return runIds.length
}

/**
 * Forgets dials that are as old as runs may become, and that no campaign needs, and turns of numbers, which count for
 * seconds; once an hour.
 */
export async function purgeDials(env: Cloudflare.Env, now: number): Promise<void> {
  if (new Date(now).getUTCMinutes() !== 0) return
  const db = openDb(env.DB)
  await forgetTurns(db, now - HOUR_MS)
  await forgetDials(db, now, now - retentionDays(env) * DAY_MS, MAX_DIALS)
}

/** Forgets replays that are older than runs of their workflow may become; once an hour. */
export async function purgeReplays(env: Cloudflare.Env, now: number): Promise<void> {
  if (new Date(now).getUTCMinutes() !== 0) return
  await removeOldReplays(openDb(env.DB), now, retentionDays(env), MAX_REPLAYS)
}

/** Days that runs are kept where their workflow says nothing. */
function retentionDays(env: Cloudflare.Env): number {
  const days = Number(env.PATCHCORD_RETENTION_DAYS)
  return days > 0 ? days : DEFAULT_DAYS
}

function byObject(expired: ExpiredRun[]): Iterable<Purge> {
  const purges = new Map<string, Purge>()
  for (const run of expired) {
    const object = objectOfRun(run.id)
    if (object === undefined) continue
    const purge = purges.get(object) ?? { object, runs: [], before: run.before }
    purge.runs.push(run)
    purge.before = Math.max(purge.before, run.before)
    purges.set(object, purge)
  }
  return purges.values()
}

/** What can't be purged now stays in the index, and so comes up again. */
async function purgeObject(env: Cloudflare.Env, { object, runs, before }: Purge): Promise<Purged> {
  try {
    const { kept, emptied } = await runsOf(env)(object).purge({ runs, before })
    const runIds = runs.map(({ id }) => id).filter((id) => !kept.includes(id))
    for (const id of runIds) await env.STORES.getByName(runStoreName(id)).purge()
    return { runIds, callIds: emptied ? [object] : [] }
  } catch (error) {
    console.error('tick.purge', toErrorData(error).code)
    return { runIds: [], callIds: [] }
  }
}
