import { and, asc, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { type Db, guarded, newId } from './client.ts'
import { workflows } from './schema.ts'
import { type ReplayRow, type ReplayRunRow, replayRuns, replays } from './schema-replays.ts'

const DAY_MS = 86_400_000

/** Enters a replay of these runs, all or nothing. The caller sees to it until `drivenUntil`, in epoch milliseconds. */
export async function createReplay(
  db: Db,
  replay: Omit<ReplayRow, 'id'>,
  runIds: readonly string[],
): Promise<ReplayRow> {
  const row = { ...replay, id: newId('replay') }
  const list = JSON.stringify(runIds)
  await db.batch([
    db.insert(replays).values(row),
    // With every column, in their order.
    db
      .insert(replayRuns)
      .select(sql`SELECT ${row.id}, value, key, NULL, NULL, NULL, NULL FROM json_each(${list})`),
  ])
  return row
}

/** A replay with its runs, in their order. @throws CodedError REPLAY_NOT_FOUND */
export async function readReplay(
  db: Db,
  workflowId: string,
  id: string,
): Promise<{ replay: ReplayRow; runs: ReplayRunRow[] }> {
  const [[replay], runs] = await db.batch([
    db
      .select()
      .from(replays)
      .where(and(eq(replays.id, id), eq(replays.workflowId, workflowId))),
    db.select().from(replayRuns).where(eq(replayRuns.replayId, id)).orderBy(asc(replayRuns.position)),
  ])
  if (replay) return { replay, runs }
  throw new CodedError('REPLAY_NOT_FOUND', `The workflow has no replay "${id}".`)
}

/** The latest replays of a workflow, newest first. */
export function latestReplays(db: Db, workflowId: string, limit: number): Promise<ReplayRow[]> {
  const ofWorkflow = eq(replays.workflowId, workflowId)
  return db.select().from(replays).where(ofWorkflow).orderBy(desc(replays.createdAt)).limit(limit).all()
}

/** Takes over a replay that nobody sees to any more. False where somebody does, or was quicker. */
export async function takeReplay(db: Db, id: string, now: number, drivenUntil: number): Promise<boolean> {
  const taken = await db
    .update(replays)
    .set({ drivenUntil })
    .where(and(eq(replays.id, id), lt(replays.drivenUntil, now)))
    .returning({ id: replays.id })
  return taken.length > 0
}

/** The runs of a replay that nothing is known of yet. */
export function openRuns(db: Db, id: string): Promise<{ runId: string }[]> {
  return db
    .select({ runId: replayRuns.runId })
    .from(replayRuns)
    .where(and(eq(replayRuns.replayId, id), isNull(replayRuns.verdict)))
    .orderBy(asc(replayRuns.position))
    .all()
}

/** Enters what came of one of its runs. */
export async function saveReplayRun(
  db: Db,
  replayId: string,
  runId: string,
  outcome: Partial<Pick<ReplayRunRow, 'testRunId' | 'verdict' | 'comparison' | 'error'>>,
): Promise<void> {
  const which = and(eq(replayRuns.replayId, replayId), eq(replayRuns.runId, runId))
  await db.update(replayRuns).set(outcome).where(which)
}

/** Removes replays that are older than their workflow keeps its runs; `days` where it says nothing. */
export async function removeOldReplays(db: Db, now: number, days: number, limit: number): Promise<void> {
  const before = sql`${now} - coalesce(${workflows.retentionDays}, ${days}) * ${DAY_MS}`
  const old = await guarded(
    db
      .select({ id: replays.id })
      .from(workflows)
      // As a cross join, which SQLite takes in this order: one look into the index a workflow.
      .crossJoin(replays)
      .where(and(eq(replays.workflowId, workflows.id), sql`${replays.createdAt} < ${before}`))
      .limit(limit),
  )
  if (old.length === 0) return
  const among = sql`(SELECT value FROM json_each(${JSON.stringify(old.map(({ id }) => id))}))`
  await guarded(
    db.batch([
      db.delete(replayRuns).where(sql`${replayRuns.replayId} IN ${among}`),
      db.delete(replays).where(sql`${replays.id} IN ${among}`),
    ]),
  )
}
