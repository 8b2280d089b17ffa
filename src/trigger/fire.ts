import { enabledRefs } from '../db/directory.ts'
import type { TriggerRow } from '../db/schema-triggers.ts'
import { claimDue, saveTurns } from '../db/triggers.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import type { WorkflowRef } from '../run/protocol.ts'
import type { TriggerDeps } from './deps.ts'
import { afterFailure } from './failures.ts'
import { reconcile } from './lifecycle.ts'
import { startRuns } from './start.ts'
import { timetableOf, toFire } from './timetable.ts'

/** Times in milliseconds. A batch is claimed for longer than it can take. */
const LEASE_MS = 180_000
/** No new rows are taken up after this long: the next tick comes in a minute. */
const BUDGET_MS = 45_000
/** Schedules fall due together, so they are read and written many at a time. */
const BATCH = 100
const SIDE_BY_SIDE = 25
/** In one tick: each makes a request, of the 10,000 that a tick may make. */
const MAX_ROWS = 5000

/**
 * Fires the schedules that are due, within bounds; what is left has its turn at the next tick.
 * @throws what the database says. What was claimed then comes up again, and what had been started starts no second time
 */
export async function fireDueSchedules(deps: TriggerDeps): Promise<void> {
  const startedAt = Date.now()
  for (let done = 0; done < MAX_ROWS && Date.now() - startedAt < BUDGET_MS; done += BATCH) {
    const now = deps.now()
    const rows = await claimDue(deps.db, ['SCHEDULE'], BATCH, { now, until: now + LEASE_MS })
    if (rows.length > 0) await fireBatch(deps, rows)
    if (rows.length < BATCH) return
  }
}

async function fireBatch(deps: TriggerDeps, rows: readonly TriggerRow[]): Promise<void> {
  const active = rows.filter(({ status }) => status === 'ACTIVE').map(({ workflowId }) => workflowId)
  const workflows = await enabledRefs(deps.db, active)
  const turned = await inParallel(rows, SIDE_BY_SIDE, (row) => turn(deps, row, workflows.get(row.workflowId)))
  await saveTurns(
    deps.db,
    turned.flatMap((row) => row ?? []),
    deps.now(),
  )
}

/** A row as it is to be after its turn; undefined where that is written already. Never throws. */
async function turn(
  deps: TriggerDeps,
  row: TriggerRow,
  workflow: WorkflowRef | undefined,
): Promise<TriggerRow | undefined> {
  try {
    if (workflow) return { ...row, ...(await fire(deps, row, workflow)) }
    // Held by somebody who died, or of a workflow that is off.
    await reconcile(deps, row)
    return undefined
  } catch (error) {
    console.error('trigger.fire', row.workflowId, toErrorData(error).code)
    return workflow && { ...row, ...afterFailure(row, error, deps.now()) }
  }
}

/**
 * Starts a run for each time that is due, and goes on from there. A run's id is its workflow's and its nominal time's:
 * whoever fires a time again starts nothing.
 */
async function fire(
  deps: TriggerDeps,
  { workflowId, settings, cursor }: TriggerRow,
  workflow: WorkflowRef,
): Promise<Partial<TriggerRow>> {
  const timetable = await timetableOf(settings)
  const now = deps.now()
  const since = cursor?.since ?? now
  const events = toFire(timetable, since, now).map((at) => ({
    id: `schedule:${workflowId}:${new Date(at).toISOString()}`,
    payload: timetable.dataAt(at),
  }))
  await startRuns(deps, workflow, 'schedule', events)
  const done = Math.max(since, now)
  const nextAt = timetable.next(done) ?? null
  return { cursor: { since: done, seen: [] }, nextAt, error: null, failures: 0 }
}
