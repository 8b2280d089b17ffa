import { and, asc, eq, lt, notExists, sql } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { calls, runs, workflows } from './schema.ts'

const DAY_MS = 86_400_000

/** A run that is past its time. */
export interface ExpiredRun {
  id: string
  /** the moment before which it should have ended to be past its time, in epoch milliseconds */
  before: number
}

/**
 * Runs that ended longer ago than their workflow keeps them, at most `limit`. One look into an index a workflow.
 * @param days that runs are kept where the workflow says nothing
 */
export function expiredRuns(db: Db, now: number, days: number, limit: number): Promise<ExpiredRun[]> {
  const before = sql<number>`${now} - coalesce(${workflows.retentionDays}, ${days}) * ${DAY_MS}`
  return guarded(
    db
      .select({ id: runs.id, before: before.mapWith(Number).as('before') })
      .from(workflows)
      // As a cross join, which SQLite takes in this order.
      .crossJoin(runs)
      .where(and(eq(runs.workflowId, workflows.id), lt(runs.finishedAt, before)))
      .limit(limit),
  )
}

/** Calls that were not heard of since `before` and have no runs, at most `limit`. */
export async function idleCalls(db: Db, before: number, limit: number): Promise<string[]> {
  const ofCall = db.select({ id: runs.id }).from(runs).where(eq(runs.callId, calls.id))
  const idle = await guarded(
    db
      .select({ id: calls.id })
      .from(calls)
      .where(and(lt(calls.updatedAt, before), notExists(ofCall)))
      .orderBy(asc(calls.updatedAt))
      .limit(limit),
  )
  return idle.map(({ id }) => id)
}

/** Takes runs out of the index, and those of the calls that no run is left of. */
export async function forgetRuns(db: Db, runIds: string[], callIds: string[]): Promise<void> {
  // A list goes in as one parameter, of which a statement may have a hundred.
  const among = (ids: string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const ofCall = db.select({ id: runs.id }).from(runs).where(eq(runs.callId, calls.id))
  await guarded(
    db.batch([
      db.delete(runs).where(sql`${runs.id} IN ${among(runIds)}`),
      db.delete(calls).where(and(sql`${calls.id} IN ${among(callIds)}`, notExists(ofCall))),
    ]),
  )
}
