import { CodedError, type ErrorData } from '../errors.ts'
import type { LiveRun } from './live.ts'
import type { PreparedStep } from './ports.ts'
import type { StepMeta, StepRecord } from './records.ts'

/** Whether an attempt that was cut short may be made again. @param isResumed it went on after a wait */
export function isRepeatable(
  { idempotent }: PreparedStep,
  input: Record<string, unknown>,
  isResumed: boolean,
): boolean {
  return typeof idempotent === 'function' ? idempotent(input, isResumed) : idempotent
}

interface Interrupted {
  live: LiveRun
  step: { name: string }
  record: StepRecord
  meta: StepMeta
}

/**
 * A step that was running when the process died: done again only where that does no harm.
 * @param before what was recorded of it then
 * @throws CodedError INTERRUPTED where it isn't, or was too often
 */
export function refuseUnlessRepeatable(
  { record, meta, live, step }: Interrupted,
  before: StepRecord,
  repeatable: boolean,
): void {
  const error: ErrorData = {
    code: 'INTERRUPTED',
    message: `Step "${step.name}" was interrupted: whether it took effect is unknown. Check the service, then retry or skip the step.`,
    retryable: false,
  }
  const interruptions = 1 + (meta.attempts ?? []).filter((each) => each.error.code === 'INTERRUPTED').length
  if (!repeatable || interruptions > live.deps.limits.maxInterruptions) {
    record.attempt = before.attempt
    throw new CodedError(error.code, error.message)
  }
  const ended = {
    attempt: before.attempt,
    startedAt: before.startedAt,
    endedAt: live.deps.clock.now(),
    error,
  }
  meta.attempts = [...(meta.attempts ?? []), ended]
}
