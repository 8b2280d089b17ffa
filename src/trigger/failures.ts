import type { TriggerRow } from '../db/schema-triggers.ts'
import { toErrorData } from '../errors.ts'
import { isObject } from '../json.ts'

/** Failures in a row after which a trigger is given up, until a person enables it anew. */
export const MAX_FAILURES = 20

const FIRST_WAIT_MS = 60_000
const LONGEST_WAIT_MS = 6 * 3_600_000

/** What a row holds after one more failure: the error, and when to try again, ever later. */
export function failed(
  row: Pick<TriggerRow, 'kind' | 'failures' | 'intervalMs'>,
  thrown: unknown,
  now: number,
): Pick<TriggerRow, 'error' | 'failures' | 'nextAt' | 'noticedAt'> {
  const { details, ...error } = toErrorData(thrown, 'TRIGGER_FAILED')
  const failures = row.failures + 1
  // A renewal comes early enough to be tried several times.
  const usual = (row.kind === 'POLLING' ? row.intervalMs : null) ?? FIRST_WAIT_MS
  const doubled = usual * 2 ** failures
  const wait = Math.max(Math.min(doubled, LONGEST_WAIT_MS), retryAfterOf(details))
  // Should it be given up now, nobody was told yet.
  return { error, failures, nextAt: failures >= MAX_FAILURES ? null : now + wait, noticedAt: null }
}

/** The same, with the trigger given up where it failed too often. */
export function afterFailure(
  row: Pick<TriggerRow, 'kind' | 'failures' | 'intervalMs' | 'status'>,
  thrown: unknown,
  now: number,
): ReturnType<typeof failed> & Pick<TriggerRow, 'status'> {
  const change = failed(row, thrown, now)
  return { ...change, status: change.nextAt === null ? 'ERROR' : row.status }
}

/** Milliseconds a service wants to be left alone for, where an error says so. */
function retryAfterOf(details: unknown): number {
  return isObject(details) && typeof details.retryAfterMs === 'number' ? details.retryAfterMs : 0
}
