import { CodedError, isCoded } from '../errors.ts'
import type { CallWatcher, DispatchReply, DispatchRequest, RunApi, RunReply } from '../run/protocol.ts'
import type { CallResult } from './result.ts'

/** Makes a stub of the object of that name: a new one each time, since an exception spoils a stub. */
export type RunLookup = (objectName: string) => RunApi

/** The run objects of this Worker. */
export function runsOf(env: Cloudflare.Env): RunLookup {
  // The methods are the same; the stub's types are lost on a value as recursive as JSON.
  return (objectName) => env.RUNS.getByName(objectName) as unknown as RunApi
}

/**
 * Hands an event to its object. It is idempotent by `event.id`, so where the object was moved or restarted meanwhile
 * it is tried once more, for what is left of the time.
 * @throws CodedError RUNTIME_UNAVAILABLE, and what the object throws
 */
export async function dispatch(
  runs: RunLookup,
  objectName: string,
  request: DispatchRequest,
): Promise<DispatchReply> {
  const startedAt = Date.now()
  try {
    return await inTime(runs(objectName).dispatch(request), request)
  } catch (error) {
    if (isCoded(error) || !mayRetry(error)) throw asCoded(error)
  }
  const spent = Date.now() - startedAt
  const starts = request.starts.map((start) => ({ ...start, waitMs: Math.max(0, start.waitMs - spent) }))
  try {
    return await inTime(runs(objectName).dispatch({ ...request, starts }), { starts })
  } catch (error) {
    throw asCoded(error)
  }
}

/** The version of its agent that the object's call is on, where it has begun. @throws CodedError RUNTIME_UNAVAILABLE */
export async function versionOf(runs: RunLookup, objectName: string): Promise<string | undefined> {
  try {
    return (await runs(objectName).timeline()).call?.agent_version_id
  } catch (error) {
    throw asCoded(error)
  }
}

/**
 * Hands an outside event to the run that waits for it. Never tried again: a second event could resume a later wait.
 * @throws CodedError RUNTIME_UNAVAILABLE, RUN_NOT_FOUND, RUN_ENDED
 */
export async function deliver(
  runs: RunLookup,
  objectName: string,
  ...delivery: Parameters<RunApi['deliver']>
): Promise<RunReply> {
  try {
    return await runs(objectName).deliver(...delivery)
  } catch (error) {
    throw asCoded(error)
  }
}

/**
 * Has the end of the object's call told to somebody; gives the result where it has ended already.
 * @throws CodedError RUNTIME_UNAVAILABLE, CALL_NOT_FOUND
 */
export async function watch(
  runs: RunLookup,
  objectName: string,
  watcher: CallWatcher,
): Promise<CallResult | null> {
  try {
    return await runs(objectName).watchCall(watcher)
  } catch (error) {
    throw asCoded(error)
  }
}

/** What a repeated event is told whose runs were purged. */
export const runPurged = () =>
  new CodedError('RUN_PURGED', 'This event came before. What it started has ended and was deleted.')

/** How much longer than it was asked to an object may take. Milliseconds. */
const GRACE_MS = 5_000

/** The object keeps the deadline. Should it hang, its caller is not to hang with it. */
async function inTime(
  replying: Promise<DispatchReply>,
  { starts }: Pick<DispatchRequest, 'starts'>,
): Promise<DispatchReply> {
  const { promise, reject } = Promise.withResolvers<never>()
  const limit = Math.max(0, ...starts.map((start) => start.waitMs)) + GRACE_MS
  const timer = setTimeout(() => reject(new Error('The object did not answer.')), limit)
  try {
    return await Promise.race([replying, promise])
  } finally {
    clearTimeout(timer)
  }
}

/** The platform's own marks on an error of a Durable Object's stub. */
function mayRetry(error: unknown): boolean {
  const { retryable, overloaded } = error as { retryable?: boolean; overloaded?: boolean }
  return retryable === true && !overloaded
}

function asCoded(error: unknown): Error {
  if (isCoded(error)) return error
  const message = 'The event could not be handed over for certain. Send it again, with the same id.'
  return new CodedError('RUNTIME_UNAVAILABLE', message, { retryable: true, cause: error })
}
