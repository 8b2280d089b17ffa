import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ErrorData } from '../errors.ts'
import type { RunComparison, Verdict } from '../run/compare.ts'

/** Past runs that a draft is tried on: see src/http/replay-runs.ts. */
export const replays = sqliteTable(
  'replays',
  {
    id: text().primaryKey(),
    workflowId: text('workflow_id').notNull(),
    /** the snapshot of the draft that is tried */
    versionId: text('version_id').notNull(),
    createdAt: integer('created_at').notNull(),
    /** somebody sees to its runs until then */
    drivenUntil: integer('driven_until').notNull(),
  },
  (table) => [index('replays_workflow').on(table.workflowId, table.createdAt)],
)

/** One past run of a replay. The verdict is null until its replay has ended. */
export const replayRuns = sqliteTable(
  'replay_runs',
  {
    replayId: text('replay_id').notNull(),
    runId: text('run_id').notNull(),
    /** its place in the list */
    position: integer().notNull(),
    /** the run that repeats it */
    testRunId: text('test_run_id'),
    verdict: text().$type<Verdict | 'not_replayed'>(),
    comparison: text({ mode: 'json' }).$type<RunComparison>(),
    /** why it could not be replayed */
    error: text({ mode: 'json' }).$type<ErrorData>(),
  },
  (table) => [primaryKey({ columns: [table.replayId, table.runId] })],
)

export type ReplayRow = typeof replays.$inferSelect
export type ReplayRunRow = typeof replayRuns.$inferSelect
