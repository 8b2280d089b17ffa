import type { ErrorData } from '../errors.ts'
import { isObject } from '../json.ts'
import type { Action } from '../workflow/schema.ts'

/** When a failed attempt is followed by another. Times in milliseconds. */
export interface RetryPolicy {
  maxAttempts: number
  backoffMs: number
  maxBackoffMs: number
}

// Activepieces' `retryOnFailure` means four attempts with waits that double from four seconds.
const ON_FAILURE: RetryPolicy = { maxAttempts: 4, backoffMs: 4_000, maxBackoffMs: 60_000 }
const MAX_RETRY_AFTER_MS = 86_400_000

/** The policy of a step, or undefined where it is tried once. */
export function retryPolicy(step: Action): RetryPolicy | undefined {
  if (step.type !== 'PIECE' && step.type !== 'CODE') return undefined
  const { retry, errorHandlingOptions } = step.settings
  if (retry) {
    return {
      maxAttempts: retry.maxAttempts,
      backoffMs: (retry.backoffSeconds ?? 2) * 1000,
      maxBackoffMs: (retry.maxBackoffSeconds ?? 300) * 1000,
    }
  }
  return errorHandlingOptions?.retryOnFailure?.value ? ON_FAILURE : undefined
}

/**
 * Milliseconds until the next attempt, or undefined when there is none. Waits double, with jitter over their upper
 * half so that many runs don't come back together; a service's own Retry-After is never undercut.
 * @param tries attempts made so far that had an outcome
 * @param random in [0, 1)
 */
export function nextRetry(
  policy: RetryPolicy | undefined,
  error: ErrorData,
  tries: number,
  random: number,
): number | undefined {
  if (!policy || !error.retryable || tries >= policy.maxAttempts) return undefined
  const full = Math.min(policy.backoffMs * 2 ** (tries - 1), policy.maxBackoffMs)
  const wait = full / 2 + (random * full) / 2
  return Math.round(Math.max(wait, retryAfter(error)))
}

function retryAfter(error: ErrorData): number {
  const asked = isObject(error.details) ? error.details.retryAfterMs : undefined
  return typeof asked === 'number' && asked > 0 ? Math.min(asked, MAX_RETRY_AFTER_MS) : 0
}
