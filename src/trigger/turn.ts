import type { TriggerRow } from '../db/schema-triggers.ts'
import { claimDue, saveTrigger } from '../db/triggers.ts'
import { toErrorData } from '../errors.ts'
import type { WorkflowRef } from '../run/protocol.ts'
import { triggerOf } from './bind.ts'
import type { TriggerDeps } from './deps.ts'
import { afterFailure } from './failures.ts'
import { reconcile } from './lifecycle.ts'
import { unsealTrigger } from './sealed.ts'
import { sift } from './sift.ts'
import { checkPayload, eventIdOf, runningWorkflow, startRuns, type TriggerEvent } from './start.ts'
import { nextTurn, renew } from './subscribe.ts'

/** Times in milliseconds. A row is claimed for longer than its turn can take. */
const LEASE_MS = 180_000
const POLL_MS = 60_000
/** What one poll left over is fetched this soon. */
const LEFT_OVER_MS = 30_000
/** No new rows are taken up after this long: the next tick comes in a minute. */
const BUDGET_MS = 30_000
const SIDE_BY_SIDE = 10
const MAX_ROWS = 100
/** Runs that one poll starts at most. */
const MAX_STARTS = 100
/** Those that wait for services. Schedules have a queue of their own. */
const KINDS = ['POLLING', 'WEBHOOK', 'APP_WEBHOOK'] as const

/** Takes up triggers whose turn has come, within bounds; what is left has its turn at the next tick. */
export async function runDueTriggers(deps: TriggerDeps): Promise<void> {
  const startedAt = Date.now()
  for (let done = 0; done < MAX_ROWS && Date.now() - startedAt < BUDGET_MS; ) {
    const now = deps.now()
    const rows = await claimDue(deps.db, KINDS, SIDE_BY_SIDE, { now, until: now + LEASE_MS })
    await Promise.all(rows.map((row) => takeTurn(deps, row)))
    if (rows.length < SIDE_BY_SIDE) return
    done += rows.length
  }
}

/** One turn of one trigger. Never throws: what goes wrong is kept in its row. */
async function takeTurn(deps: TriggerDeps, row: TriggerRow): Promise<void> {
  try {
    const workflow = row.status === 'ACTIVE' ? await runningWorkflow(deps, row.workflowId) : undefined
    if (!workflow) return await reconcile(deps, row)
    const change = row.kind === 'POLLING' ? await poll(deps, row, workflow) : await prolong(deps, row)
    await saveTrigger(deps.db, row, change, deps.now())
  } catch (error) {
    console.error('trigger.turn', row.workflowId, toErrorData(error).code)
    await noteFailure(deps, row, error).catch((failure) => {
      // The database is out of reach: the claim runs out, and another tick has its turn.
      console.error('trigger.turn', row.workflowId, toErrorData(failure).code)
    })
  }
}

async function noteFailure(deps: TriggerDeps, row: TriggerRow, error: unknown): Promise<void> {
  await saveTrigger(deps.db, row, afterFailure(row, error, deps.now()), deps.now())
}

async function prolong(deps: TriggerDeps, row: TriggerRow): Promise<Partial<TriggerRow>> {
  const sealed = await unsealTrigger(deps.keys, row)
  return sealed ? renew(deps, row, sealed) : { nextAt: null }
}

/** Asks the service what is there and starts a run for each new item. Only then is it remembered. */
async function poll(deps: TriggerDeps, row: TriggerRow, workflow: WorkflowRef): Promise<Partial<TriggerRow>> {
  const cursor = row.cursor ?? { since: null, seen: [] }
  const { trigger, ask, clean } = await triggerOf(deps, row.workflowId, row.settings)
  const since = cursor.since === null ? {} : { since: cursor.since }
  const known = { ...since, seen: cursor.seen }
  const items = await ask(POLL_MS, (context) => trigger.poll?.({ ...context, ...known }))
  const { fresh, waiting, cursor: next } = sift(cursor, items ?? [], MAX_STARTS)
  let error: TriggerRow['error'] = null
  const events = fresh.flatMap(({ id, data }): TriggerEvent[] => {
    const payload = clean(data)
    try {
      checkPayload(payload)
      return [{ id: eventIdOf(row.settings, id), payload }]
    } catch (thrown) {
      // It would be too large at the next poll too.
      error = toErrorData(thrown)
      return []
    }
  })
  await startRuns(deps, workflow, 'poll', events)
  const nextAt = waiting > 0 ? deps.now() + LEFT_OVER_MS : nextTurn(deps, row)
  const { times } = cursor
  return { cursor: { ...next, ...(times && { times }) }, error, failures: 0, nextAt }
}
