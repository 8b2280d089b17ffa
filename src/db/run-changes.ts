import { and, asc, eq, gt, inArray, max, type SQL, sql } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { followedWorkflows, type RunRow, runs } from './schema.ts'

/**
 * The number of a change of the index, to be written with it: greater than all before in the workflow, in the order in
 * which they were committed. Clocks of objects differ, so a time they send could not tell what a reader has not seen.
 * It begins at the database's time, so that it doesn't fall back when the runs with the greatest numbers are deleted.
 * @param nth from 1, among the rows of one statement
 */
export function nextChange(workflowId: string, nth: number): SQL<number> {
  const latest = sql`(SELECT coalesce(max(${runs.change}), 0) FROM ${runs} WHERE ${runs.workflowId} = ${workflowId})`
  return sql`max(${latest}, CAST(unixepoch('subsec') * 1000 AS INTEGER)) + ${sql.raw(String(nth))}`
}

/** The number of a workflow's latest change, 0 where there is none. */
export async function latestChange(db: Db, workflowId: string): Promise<number> {
  const query = db
    .select({ latest: max(runs.change) })
    .from(runs)
    .where(eq(runs.workflowId, workflowId))
  return (await guarded(query.get()))?.latest ?? 0
}

/** Runs of a workflow that changed after a change, in the order of their latest change. */
export function runsChangedAfter(
  db: Db,
  workflowId: string,
  after: number,
  limit: number,
): Promise<RunRow[]> {
  const changed = and(eq(runs.workflowId, workflowId), gt(runs.change, after))
  return guarded(db.select().from(runs).where(changed).orderBy(asc(runs.change)).limit(limit))
}

/** Says whether anybody follows a workflow's runs: only then are its changes announced. */
export async function setFollowed(db: Db, workflowId: string, isFollowed: boolean): Promise<void> {
  const row = { workflowId }
  if (isFollowed) await guarded(db.insert(followedWorkflows).values(row).onConflictDoNothing())
  else await guarded(db.delete(followedWorkflows).where(eq(followedWorkflows.workflowId, workflowId)))
}

/** Which of these workflows somebody follows. */
export const selectFollowed = (db: Db, workflowIds: string[]) =>
  db.select().from(followedWorkflows).where(inArray(followedWorkflows.workflowId, workflowIds))
