import type { ErrorData } from '../errors.ts'
import type { LiveRun } from './live.ts'
import { planOf } from './live.ts'
import { enclosing, prefixOf } from './path.ts'
import type { RunStatus, StepStatus } from './records.ts'

/** Ends a run: nothing of it may write after this. */
export function finish(live: LiveRun, status: RunStatus): void {
  const { run, deps } = live
  for (const path of [...live.waits.keys()]) cancelWait(live, path)
  run.status = status
  noteTold(live)
  run.finishedAt = deps.clock.now()
  deps.journal.saveRun(run)
  deps.journal.log(`run.${status.toLowerCase()}`)
  live.answerUnsaved = false
  live.over = true
  for (const controller of live.inFlight.values()) controller.abort(new Error('The run has ended.'))
  deps.listener.settled()
  deps.listener.changed()
}

/** Notes that there is something to tell the caller from now on. It is saved with what that is. */
export function noteTold({ run, deps }: LiveRun): void {
  run.toldAt ??= deps.clock.now()
}

function cancelWait(live: LiveRun, path: string): void {
  const { journal } = live.deps
  live.waits.delete(path)
  journal.deleteWait(path)
  const record = journal.step(path)
  if (record) journal.saveStep({ ...record, status: 'CANCELED', endedAt: live.deps.clock.now() })
}

const STATUS_OF_ERROR: Readonly<Record<string, RunStatus>> = {
  RUN_TIMEOUT: 'TIMEOUT',
  STEP_LIMIT: 'QUOTA_EXCEEDED',
  JOURNAL_LIMIT: 'MEMORY_LIMIT_EXCEEDED',
  INTERNAL_ERROR: 'INTERNAL_ERROR',
}

/**
 * Marks a run as failing at `path`. Parallel iterations finish the attempt they are in, start no other, and the
 * last one out closes the run; whoever waits for an answer is told right away.
 */
export function failRun(live: LiveRun, path: string, error: ErrorData): void {
  const { run } = live
  if (run.error) return
  const { step } = planOf(live, path)
  run.error = error
  run.failedStep = { name: step.name, displayName: step.displayName, path }
  setLoopsAround(live, path, 'FAILED')
  if (live.tokens > 1) {
    noteTold(live)
    live.deps.journal.saveRun(run)
    live.deps.listener.settled()
  }
}

/** Sets the status of the loops around a step; they carry no outcome of their own when one of their steps fails. */
export function setLoopsAround(live: LiveRun, path: string, status: StepStatus): void {
  for (const { outer, name } of enclosing(prefixOf(path))) {
    const record = live.deps.journal.step(outer + name)
    const endedAt = status === 'RUNNING' ? null : live.deps.clock.now()
    if (record) live.deps.journal.saveStep({ ...record, status, endedAt })
  }
}

/** Called when no chain is being followed any more: the run failed, waits, or has lost its way. */
export function settleIdle(live: LiveRun): void {
  if (live.tokens > 0) return
  live.drained.resolve()
  live.drained = Promise.withResolvers()
  if (live.over) return
  const { run, deps } = live
  if (live.parking) {
    // Nothing to write: the journal says where the run stands.
    live.over = true
    return
  }
  if (run.error) {
    finish(live, STATUS_OF_ERROR[run.error.code] ?? 'FAILED')
    return
  }
  if (live.waits.size === 0) {
    run.error = { code: 'INTERNAL_ERROR', message: 'The run has no step to go on with.', retryable: false }
    finish(live, 'INTERNAL_ERROR')
    return
  }
  const holds = [...live.waits.values()].some((wait) => wait.holdsCaller)
  run.status = holds ? 'RUNNING' : 'PAUSED'
  if (!holds) noteTold(live)
  deps.journal.saveRun(run)
  live.answerUnsaved = false
  if (!holds || run.answer) deps.listener.settled()
  deps.listener.changed()
}
