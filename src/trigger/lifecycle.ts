import { loadPublished } from '../db/directory.ts'
import type { TriggerRow } from '../db/schema-triggers.ts'
import {
  findTrigger,
  holdTrigger,
  newAddress,
  removeTrigger,
  sameSettings,
  saveTrigger,
} from '../db/triggers.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import type { Trigger } from '../workflow/schema.ts'
import type { TriggerDeps } from './deps.ts'
import { failed, MAX_FAILURES } from './failures.ts'
import { newSealed, sealTrigger, unsealTrigger } from './sealed.ts'
import { disable, enable, nextTurn, type Wanted, wantedOf } from './subscribe.ts'
import { nextDue } from './timetable.ts'

/**
 * Keeps what services know of us in step with what is published and enabled.
 *
 * A row is held (CHANGING) from before the first word to the service until all is written. Should the process die in
 * between, cron finds the row and puts it right. What can be left behind then, or where a service would not end an old
 * subscription, is a subscription nobody knows of any more; it sends to an address that answers 410 and starts nothing,
 * since each enabling has an address of its own.
 */

/** How long a row is held at most: longer than all the service is given. Milliseconds. */
const HOLD_MS = 120_000

/**
 * Switches a workflow's trigger, and with it whatever `commit` writes. A service that refuses the new trigger stops it
 * before `commit`; one that will not end the old one stops nothing.
 * @param wanted the trigger of what will be published and enabled; null where the workflow will be off
 * @throws CodedError WORKFLOW_BUSY while somebody else does the same, what the service says, and what `commit` throws
 */
export async function changeTrigger<T>(
  deps: TriggerDeps,
  workflowId: string,
  wanted: Trigger | null,
  commit: () => Promise<T>,
): Promise<T> {
  const next = wanted && (await wantedOf(wanted))
  const row = await findTrigger(deps.db, workflowId)
  const result = isSettled(row, next) ? await commit() : await change(deps, workflowId, row, next, commit)
  await logged({ workflowId }, confirm(deps, workflowId, next))
  return result
}

/** Clears all that is kept for the trigger of a workflow that was deleted. */
export async function forgetTrigger(deps: TriggerDeps, workflowId: string): Promise<void> {
  await deps.store(workflowId).clear()
}

/** True where all there is of a trigger is its row: no service knows of it. */
const isOurs = (kind: TriggerRow['kind']): boolean => kind === 'POLLING' || kind === 'SCHEDULE'

function isSettled(row: TriggerRow | undefined, next: Wanted | null): boolean {
  if (!row || !next) return !row && !next
  return row.status === 'ACTIVE' && sameSettings(row.settings, next.settings)
}

async function change<T>(
  deps: TriggerDeps,
  workflowId: string,
  before: TriggerRow | undefined,
  next: Wanted | null,
  commit: () => Promise<T>,
): Promise<T> {
  const now = deps.now()
  const held = await holdTrigger(deps.db, workflowId, { now, until: now + HOLD_MS }, next ?? undefined)
  if (!held) throw busy(workflowId)
  let ready: TriggerRow | undefined
  let result: T
  try {
    if (next) ready = await replace(deps, held, next)
    result = await commit()
  } catch (error) {
    await logged(held, putBack(deps, held, before, next !== null))
    throw error
  }
  // It is done, whatever follows: what can't be written now, cron sees to. Off comes first, so that what still arrives
  // while the service is asked to stop starts nothing.
  await logged(held, ready ? activate(deps, ready) : dismiss(deps, held))
  return result
}

async function logged({ workflowId }: Pick<TriggerRow, 'workflowId'>, work: Promise<void>): Promise<void> {
  await work.catch((error) => console.error('trigger.change', workflowId, toErrorData(error).code))
}

/** Ends what was enabled, and enables what is wanted. The row stays held. */
async function replace(deps: TriggerDeps, held: TriggerRow, next: Wanted): Promise<TriggerRow> {
  const { db, keys, now } = deps
  const old = await unsealTrigger(keys, held)
  const isSame = sameSettings(held.settings, next.settings)
  // What was given up goes on from where it was.
  if (isSame && isOurs(next.kind) && old?.isEnabled) {
    return taken(await saveTrigger(db, held, { error: null, failures: 0 }, now()))
  }
  if (old?.isEnabled) await disable(deps, held, old).catch((error) => logLeft(held, error))
  const sealed = newSealed()
  const fresh = {
    ...next,
    status: 'CHANGING',
    address: newAddress(),
    sealed: await sealTrigger(keys, sealed, held.workflowId),
    cursor: null,
    error: null,
    failures: 0,
  } as const
  const row = taken(await saveTrigger(db, held, fresh, now()))
  const enabled = await enable(deps, row, sealed)
  const ready = await saveTrigger(db, row, enabled, now())
  if (ready) return ready
  // It took so long that somebody else took it over.
  const late = { ...row, ...enabled }
  const known = await unsealTrigger(keys, late)
  if (known) await disable(deps, late, known).catch((error) => logLeft(late, error))
  throw busy(row.workflowId)
}

/** The workflow says the same now: from here on events count. */
async function activate(deps: TriggerDeps, row: TriggerRow): Promise<void> {
  const nextAt = row.kind === 'SCHEDULE' ? await nextDue(deps, row) : nextTurn(deps, row)
  await saveTrigger(deps.db, row, { status: 'ACTIVE', nextAt }, deps.now())
}

/** Ends what was enabled and forgets it. Where the service will not, cron asks again. */
async function dismiss(deps: TriggerDeps, held: TriggerRow): Promise<void> {
  try {
    const old = await unsealTrigger(deps.keys, held)
    if (old?.isEnabled) await disable(deps, held, old)
  } catch (error) {
    logLeft(held, error)
    const change = failed(held, error, deps.now())
    if (change.failures < MAX_FAILURES) {
      await saveTrigger(deps.db, held, { ...change, status: 'LEFT' }, deps.now())
      return
    }
  }
  await removeTrigger(deps.db, held)
}

/**
 * After a change that failed: as it was before.
 * @param isReplaced whether what it was subscribed or listened to may have given way to another
 */
async function putBack(
  deps: TriggerDeps,
  held: TriggerRow,
  before: TriggerRow | undefined,
  isReplaced: boolean,
): Promise<void> {
  const { db, now } = deps
  if (!before) return held.sealed === null ? removeTrigger(db, held) : reconcile(deps, held)
  const { workflowId: _, lease: __, ...columns } = before
  // What is published is enabled anew.
  const isGone = isReplaced && !isOurs(before.kind) && before.status !== 'LEFT'
  const row = await saveTrigger(db, held, isGone ? { ...columns, sealed: null } : columns, now())
  if (row && (isGone || before.status === 'CHANGING')) await reconcile(deps, row)
}

/** Puts right a row that is held by its caller: enables what is published, or forgets what is not wanted any more. */
export async function reconcile(deps: TriggerDeps, held: TriggerRow): Promise<void> {
  try {
    const next = await wantedNow(deps, held.workflowId)
    if (!next) return await dismiss(deps, held)
    const old = await unsealTrigger(deps.keys, held)
    const isEnabled = old?.isEnabled && sameSettings(held.settings, next.settings)
    const ready = isEnabled && held.status === 'CHANGING' ? held : await replace(deps, held, next)
    await activate(deps, ready)
  } catch (error) {
    console.error('trigger.enable', held.workflowId, toErrorData(error).code)
    await saveTrigger(deps.db, held, { ...failed(held, error, deps.now()), status: 'ERROR' }, deps.now())
  }
}

/** What should be enabled as things are stored now; null where nothing should. */
async function wantedNow(deps: TriggerDeps, workflowId: string): Promise<Wanted | null> {
  try {
    const { status, trigger } = await loadPublished(deps.db, workflowId)
    if (status !== 'ENABLED' || !trigger.pieceName) return null
    const { pieceName, pieceVersion = '', triggerName, input } = trigger
    return await wantedOf({
      name: 'trigger',
      displayName: 'trigger',
      type: 'PIECE_TRIGGER',
      settings: { pieceName, triggerName, input: input ?? {}, pieceVersion },
    } as Trigger)
  } catch (error) {
    if (isCoded(error) && GONE.has(error.code)) return null
    throw error
  }
}

const GONE: ReadonlySet<string> = new Set([
  'WORKFLOW_NOT_FOUND',
  'WORKFLOW_NOT_PUBLISHED',
  'PIECE_UNKNOWN',
  'TRIGGER_UNKNOWN',
])

/** Somebody may have switched or published the workflow at the same moment: the last word counts. */
async function confirm(deps: TriggerDeps, workflowId: string, next: Wanted | null): Promise<void> {
  const actual = await wantedNow(deps, workflowId)
  if (actual && next ? sameSettings(actual.settings, next.settings) : actual === next) return
  const now = deps.now()
  const held = await holdTrigger(deps.db, workflowId, { now, until: now + HOLD_MS }, actual ?? undefined)
  if (held) await reconcile(deps, held)
}

/** @throws CodedError WORKFLOW_BUSY where there is no row: somebody else took it over */
function taken(row: TriggerRow | undefined): TriggerRow {
  if (row) return row
  throw busy()
}

function busy(workflowId?: string): CodedError {
  const which = workflowId === undefined ? 'The workflow' : `Workflow "${workflowId}"`
  const message = `${which} is being enabled or disabled by somebody else: try again in a moment.`
  return new CodedError('WORKFLOW_BUSY', message, { retryable: true })
}

function logLeft({ workflowId, settings }: TriggerRow, error: unknown): void {
  console.error('trigger.disable', workflowId, settings.pieceName, toErrorData(error).code)
}
