import { CodedError } from '../errors.ts'

/** A caller may wait this long for a limit to pass; longer ones end the attempt, and the step tries again. */
const MAX_WAIT_MS = 2_000
const DEFAULT_PAUSE_MS = 1_000

/** When each connection may be used again, as far as this isolate knows. Epoch milliseconds. */
const pausedUntil = new Map<string, number>()

/**
 * Keeps the steps of this isolate from running into a limit that one of them has met. `key` names the credentials.
 * `pass` waits where the limit passes soon. @throws CodedError RATE_LIMITED from `pass` where it does not
 */
export function rateLimiter(key: string, displayName: string) {
  return {
    async pass(): Promise<void> {
      const left = (pausedUntil.get(key) ?? 0) - Date.now()
      if (left <= 0) {
        pausedUntil.delete(key)
        return
      }
      if (left > MAX_WAIT_MS) {
        const message = `${displayName} asked this connection to pause for ${Math.ceil(left / 1000)} s.`
        throw new CodedError('RATE_LIMITED', message, { retryable: true, details: { retryAfterMs: left } })
      }
      await new Promise((resolve) => setTimeout(resolve, left))
    },
    limited(retryAfterMs: number = DEFAULT_PAUSE_MS): void {
      pausedUntil.set(key, Math.max(pausedUntil.get(key) ?? 0, Date.now() + retryAfterMs))
    },
  }
}
