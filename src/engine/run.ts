import { CodedError, type ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import { advance, follow } from './flow.ts'
import { finish, setLoopsAround, settleIdle } from './lifecycle.ts'
import { type LiveRun, openRun, runLimit } from './live.ts'
import type { Plan } from './plan.ts'
import type { EngineDeps } from './ports.ts'
import { isTerminal, type RunStatus } from './records.ts'
import { findPositions } from './recover.ts'

export type { LiveRun } from './live.ts'

/** A run in memory, and what resolves when it waits or has ended. */
interface Running {
  live: LiveRun
  turn: Promise<void>
}

/** Begins a new run, whose record must be in the journal. One that was cancelled before it began stays so. */
export function startRun(plan: Plan, deps: EngineDeps): Running {
  const live = openRun(plan, deps, false)
  if (isTerminal(live.run.status)) return leaveAlone(live)
  live.run.status = 'RUNNING'
  live.run.startedAt = deps.clock.now()
  deps.journal.log('run.started')
  const turn = live.drained.promise
  void follow(live, live.plan.first ?? leaveEmpty(live))
  return { live, turn }
}

function leaveAlone(live: LiveRun): Running {
  live.over = true
  return { live, turn: Promise.resolve() }
}

function leaveEmpty(live: LiveRun): undefined {
  finish(live, 'SUCCEEDED')
}

/**
 * Takes a run up again from its journal alone: after a restart, an eviction, or a turn that gave way. Does nothing to
 * waits that are not due.
 */
export function recoverRun(plan: Plan, deps: EngineDeps): Running {
  const live = openRun(plan, deps)
  const { steps, bytes } = deps.journal.tally()
  live.run.stepsCount = steps
  live.run.journalBytes = bytes
  if (isTerminal(live.run.status)) return leaveAlone(live)
  live.run.startedAt ??= deps.clock.now()
  const turn = live.drained.promise
  resume(live)
  return { live, turn }
}

function resume(live: LiveRun): void {
  const { plan } = live
  // A token of our own holds the run open while its chains are taken up one after another.
  live.tokens++
  if (plan.first === null) leaveEmpty(live)
  else if (!live.run.error && !endIfExpired(live)) {
    const { enter, leave } = findPositions(live)
    for (const path of [...enter, ...dueWaits(live)]) goOn(live, path)
    for (const path of leave) if (!live.over) void follow(live, advance(live, path))
  }
  live.tokens--
  settleIdle(live)
}

function dueWaits(live: LiveRun): string[] {
  const now = live.deps.clock.now()
  const due: string[] = []
  for (const [path, wait] of live.waits) {
    if (!wait.fired && wait.until <= now) due.push(path)
  }
  return due
}

function endIfExpired(live: LiveRun): boolean {
  if (live.deps.clock.now() < runLimit(live)) return false
  const message = 'The run took longer than a run may and was ended.'
  endRun(live, 'TIMEOUT', { code: 'RUN_TIMEOUT', message, retryable: false })
  return true
}

/** Goes on with every wait whose time has come. Resolves when the run waits again or has ended. */
export async function wakeRun(live: LiveRun): Promise<void> {
  if (live.over || live.run.error) return
  if (endIfExpired(live)) return
  const turn = live.drained.promise
  const due = dueWaits(live)
  for (const path of due) goOn(live, path)
  if (due.length > 0) await turn
}

/** Goes on with a waiting step. The end of its wait is recorded first: a second alarm must not run it twice. */
function goOn(live: LiveRun, path: string): void {
  const wait = live.waits.get(path)
  if (wait && !wait.fired) {
    wait.fired = { payload: null, timedOut: wait.kind === 'event' }
    live.deps.journal.saveWait(wait)
  }
  if (live.run.status === 'PAUSED') {
    // Written, and not only known here: once the wait is over, nothing else says that the run should be moving.
    live.run.status = 'RUNNING'
    live.deps.journal.saveRun(live.run)
  }
  void follow(live, path)
}

/**
 * Hands an outside event to the step that waits for `key`, or keeps it until one does. Resolves when the run waits
 * again or has ended. @throws CodedError RUN_ENDED
 */
export async function deliverEvent(live: LiveRun, key: string, payload: Json): Promise<void> {
  if (live.over) throw new CodedError('RUN_ENDED', 'The run has ended; nothing waits for this any more.')
  const wait = [...live.waits.values()].find((each) => each.key === key && !each.fired)
  if (!wait) {
    live.deps.journal.keepEvent(key, payload)
    return
  }
  wait.fired = { payload, timedOut: false }
  live.deps.journal.saveWait(wait)
  const turn = live.drained.promise
  goOn(live, wait.path)
  await turn
}

/** Ends a run from outside: cancelled, or over a limit. Attempts in flight are aborted, their outcome is unknown. */
export function endRun(live: LiveRun, status: RunStatus, error: ErrorData | null): void {
  if (live.over) return
  const { journal, clock } = live.deps
  for (const path of live.inFlight.keys()) {
    const record = journal.step(path)
    if (record) journal.saveStep({ ...record, status: 'CANCELED', endedAt: clock.now() })
  }
  live.run.error = error
  finish(live, status)
}

/**
 * Puts an ended run back to where it failed. With `skip` the failed step counts as done without an outcome.
 * Afterwards `recoverRun` takes it up. @throws CodedError RUN_NOT_RETRYABLE
 */
export function reopenRun(plan: Plan, deps: EngineDeps, skip: boolean): void {
  const live = openRun(plan, deps)
  const { run } = live
  if (!isTerminal(run.status) || run.status === 'SUCCEEDED') {
    throw new CodedError('RUN_NOT_RETRYABLE', `A run that is ${run.status} can't be retried.`)
  }
  const path = run.failedStep?.path
  const record = path === undefined ? undefined : deps.journal.step(path)
  if (path !== undefined && record) {
    setLoopsAround(live, path, 'RUNNING')
    if (skip) deps.journal.saveStep({ ...record, meta: { ...record.meta, skipped: true } })
    else deps.journal.deleteStep(path)
  }
  run.status = 'RUNNING'
  run.error = null
  run.failedStep = null
  run.finishedAt = null
  deps.journal.saveRun(run)
  deps.journal.log('run.reopened', path)
}
