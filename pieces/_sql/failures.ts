import { CodedError, isCoded } from '../../src/errors.ts'
import { errorOfStatus } from '../../src/piece/service-errors.ts'

/**
 * An error of a driver as ours. `status` says what it means as HTTP would; undefined where the database said nothing
 * and so could not be reached.
 */
export function sqlError(displayName: string, error: unknown, status: number | undefined): unknown {
  if (isCoded(error)) return error
  if (status !== undefined) return errorOfStatus({ displayName }, status, (error as Error).message)
  const message = `${displayName} could not be reached, or broke the connection. Check host, port and encryption.`
  return new CodedError('SERVICE_UNREACHABLE', message, { retryable: true, cause: error })
}

/** A statement that took too long. */
export function statementTimeout(displayName: string, ms: number): CodedError {
  const message = `${displayName} did not finish the query within ${ms / 1000} s. Make it faster, or raise its timeout.`
  return new CodedError('SERVICE_TIMEOUT', message, { retryable: true })
}

/** Runs `use`; where the signal fires, `destroy` ends what it holds, and the signal's reason is thrown. */
export async function untilAborted<T>(
  signal: AbortSignal | undefined,
  destroy: () => void,
  use: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const abort = () => {
    destroy()
    aborted.reject(signal?.reason)
  }
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([use(), aborted.promise])
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
