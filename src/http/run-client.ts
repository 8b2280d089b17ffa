import { runsOf } from '../call/dispatch.ts'
import { CodedError, isCoded } from '../errors.ts'
import { objectOfRun } from '../run/ids.ts'
import type { RunApi } from '../run/protocol.ts'
import { runNotFound } from '../run/run-rows.ts'

/**
 * Asks the object that holds a run.
 * @throws CodedError RUN_NOT_FOUND for what can't be a run's id, RUNTIME_UNAVAILABLE where the object can't be reached,
 *   and what the object throws
 */
export async function askRun<T>(
  env: Cloudflare.Env,
  runId: string,
  ask: (object: RunApi) => Promise<T>,
): Promise<T> {
  const name = objectOfRun(runId)
  if (name === undefined) throw runNotFound(runId)
  try {
    return await ask(runsOf(env)(name))
  } catch (error) {
    if (isCoded(error)) throw error
    console.error(error)
    const message = 'The run did not answer for certain. Read it to see how it stands, then try again.'
    throw new CodedError('RUNTIME_UNAVAILABLE', message, { retryable: true, cause: error })
  }
}
