import { isCoded } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import type { HttpRequest } from '../../src/piece/http-client.ts'
import { type ActionContext, wait } from '../../src/piece/piece.ts'
import type { SendRequestInput } from './inputs.ts'

/** Failures of the exchange itself; a bad address or input fails the step in every mode. */
const FAILURES: ReadonlySet<string> = new Set(['HTTP_STATUS', 'HTTP_NETWORK', 'HTTP_TIMEOUT'])

/** Tries in all, and the wait after the first failed one in milliseconds; it doubles. */
const TRIES = 3
const FIRST_WAIT_MS = 1000

/** A caller stays on the line for a wait this long, in milliseconds. */
const SHORT_MS = 10_000

/**
 * What comes of a failed request, by the step's `failureMode`: an output, another try, or the error itself.
 * Another try comes after a durable wait, and as late as the server's Retry-After asks.
 */
export function afterFailure(
  error: unknown,
  context: ActionContext<SendRequestInput>,
  request: HttpRequest,
): unknown {
  if (!isCoded(error) || !FAILURES.has(error.code) || context.signal.aborted) throw error
  const details = isObject(error.details) ? error.details : {}
  const status = typeof details.status === 'number' ? details.status : undefined
  const isClient = status !== undefined && status < 500
  switch (context.input.failureMode) {
    case 'retry_all':
      return tryAgain(error, context, details.retryAfterMs)
    case 'retry_5xx':
      if (isClient) throw error
      return tryAgain(error, context, details.retryAfterMs)
    case 'continue_all':
      return failureOf(error, status, details.body, request)
    case 'continue_4xx':
      if (!isClient) throw error
      return failureOf(error, status, details.body, request)
    default:
      throw error
  }
}

function tryAgain(error: Error, context: ActionContext<SendRequestInput>, retryAfterMs: unknown): unknown {
  const state = context.resume?.state
  const failed = (typeof state === 'number' ? state : 0) + 1
  if (failed >= TRIES) throw error
  const backoff = FIRST_WAIT_MS * 2 ** (failed - 1)
  const ms = Math.max(backoff, typeof retryAfterMs === 'number' ? retryAfterMs : 0)
  context.log(`${error.message} Next try in ${Math.ceil(ms / 1000)} s.`)
  return wait({ until: Date.now() + ms, holdsCaller: ms <= SHORT_MS, state: failed })
}

/** A failure as an output: Activepieces' shape, with our error beside it. */
function failureOf(
  error: Error & { code: string },
  status: number | undefined,
  body: unknown,
  request: HttpRequest,
): Json {
  return {
    response: { status: status ?? null, body: parsed(body) },
    request: { body: (request.json ?? (typeof request.body === 'string' ? request.body : null)) as Json },
    error: { code: error.code, message: error.message },
  }
}

function parsed(body: unknown): Json {
  if (typeof body !== 'string') return null
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}
