import { CodedError, isCoded } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { HttpResponse } from './http-client.ts'

/** How a service words what went wrong. */
export interface ErrorReader {
  /** the service, for messages */
  displayName: string
  /** the service's own message in the body of an error; the usual places are looked through where unset */
  errorMessage?(body: Json, status: number): string | undefined
  /** the status an error stands for, where the service sends another, such as 403 for too many requests */
  statusOf?(body: Json, status: number): number | undefined
  /** an error that is answered with a good status, as Slack's `ok: false` */
  failure?(body: Json, response: HttpResponse): CodedError | undefined
}

interface Meaning {
  code: string
  /** what happened, after the service's name */
  what: string
  /** what to do about it */
  advice: string
}

const MEANINGS: Readonly<Record<number, Meaning>> = {
  400: { code: 'INPUT_REJECTED', what: 'refused the request', advice: "Check the step's fields." },
  401: {
    code: 'CONNECTION_REFUSED',
    what: 'refused the credentials',
    advice: 'Reconnect the connection.',
  },
  402: { code: 'PAYMENT_REQUIRED', what: 'wants to be paid first', advice: 'Check the account there.' },
  403: {
    code: 'PERMISSION_DENIED',
    what: 'does not permit this',
    advice: 'Give the connection the scope or role it needs, and reconnect.',
  },
  404: {
    code: 'RESOURCE_NOT_FOUND',
    what: 'found nothing there',
    advice: "Check the ids in the step's fields.",
  },
  409: { code: 'CONFLICT', what: 'reports a conflict', advice: 'It may exist already, or have changed.' },
  410: {
    code: 'RESOURCE_NOT_FOUND',
    what: 'says this is gone',
    advice: "Check the ids in the step's fields.",
  },
  413: { code: 'INPUT_REJECTED', what: 'finds the request too large', advice: 'Send less.' },
  422: { code: 'INPUT_REJECTED', what: 'refused the request', advice: "Check the step's fields." },
  429: {
    code: 'RATE_LIMITED',
    what: 'wants fewer requests',
    advice: 'Slow down, or let the step try again.',
  },
}

const UNAVAILABLE: Meaning = {
  code: 'SERVICE_UNAVAILABLE',
  what: 'has trouble',
  advice: 'Try again later.',
}
const REFUSED: Meaning = {
  code: 'REQUEST_REFUSED',
  what: 'refused the request',
  advice: "Check the step's fields.",
}

const MAX_SERVICE_MESSAGE = 500

/** What the HTTP client could not do, told of the service instead of an address, which may hold credentials. */
const NOT_DONE: Readonly<Record<string, string>> = {
  HTTP_TIMEOUT: 'gave no answer in time. Try again later, or let the step wait longer.',
  HTTP_NETWORK: "could not be reached. Try again later, and check the connection's address where it has one.",
  HTTP_TOO_LARGE: 'answered more than a step can take. Ask for less at a time.',
  HTTP_REDIRECT: "sends the request in circles. Check the connection's address where it has one.",
}

/** An error of the HTTP client as the service's: what it means, in its own words, and what to check. */
export function serviceError(reader: ErrorReader, error: unknown): unknown {
  const notDone = isCoded(error) ? NOT_DONE[error.code] : undefined
  if (isCoded(error) && notDone) {
    const { code, retryable } = error
    return new CodedError(code, `${reader.displayName} ${notDone}`, { retryable, cause: error })
  }
  if (!isCoded(error) || error.code !== 'HTTP_STATUS' || !isObject(error.details)) return error
  const { status, body, retryAfterMs } = error.details as {
    status: number
    body: string
    retryAfterMs?: number
  }
  const answer = parsed(body)
  const meant = reader.statusOf?.(answer, status) ?? status
  return errorOfStatus(reader, meant, messageIn(reader, answer, status), retryAfterMs)
}

/**
 * The error a status stands for, for services that tell it another way too.
 * @param said the service's own words, shown as they are
 */
export function errorOfStatus(
  { displayName }: Pick<ErrorReader, 'displayName'>,
  status: number,
  said?: string,
  retryAfterMs?: number,
): CodedError {
  const { code, what, advice } = MEANINGS[status] ?? (status >= 500 ? UNAVAILABLE : REFUSED)
  const words = said ? `: ${clipped(said)}` : ''
  const end = /[.!?]$/.test(words) ? '' : '.'
  return new CodedError(code, `${displayName} ${what} (${status})${words}${end} ${advice}`, {
    retryable: status === 408 || status === 429 || status >= 500,
    details: { status, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  })
}

/** An error that does not show a secret: some services want theirs in the address, which errors name. */
export function hiding(secret: string | undefined, error: unknown): unknown {
  if (!secret || !isCoded(error) || !error.message.includes(secret)) return error
  const { code, retryable, details } = error
  return new CodedError(code, error.message.replaceAll(secret, '…'), {
    retryable,
    ...(details !== undefined && { details }),
  })
}

/** An answer that is not what its documentation promises. */
export function answerInvalid({ displayName }: Pick<ErrorReader, 'displayName'>, where: string): CodedError {
  const message = `${displayName} answered something unexpected${where ? ` (at ${where})` : ''}. Its address may be wrong, or its API has changed.`
  return new CodedError('ANSWER_INVALID', message)
}

/** A web page in place of data. */
export function pageAnswered({ displayName }: Pick<ErrorReader, 'displayName'>): CodedError {
  const message = `${displayName} answered with a web page instead of data. Check the path, and the connection's address where it has one.`
  return new CodedError('ANSWER_INVALID', message)
}

function messageIn(reader: ErrorReader, body: Json, status: number): string | undefined {
  const own = reader.errorMessage?.(body, status)
  if (own) return own
  if (typeof body === 'string') return /^\s*</.test(body) ? undefined : body.trim() || undefined
  return usualMessage(body)
}

/** Where most services put what they have to say. */
function usualMessage(body: Json): string | undefined {
  if (Array.isArray(body)) return usualMessage(body[0] ?? null)
  if (typeof body === 'string') return body || undefined
  if (!isObject(body)) return undefined
  const names = [
    'message',
    'error_description',
    'error_message',
    'detail',
    'title',
    'description',
    'reason',
    'msg',
  ]
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'string' && value) return value
  }
  for (const name of ['error', 'errors', 'fault', 'message']) {
    const inner = usualMessage((body[name] ?? null) as Json)
    if (inner) return inner
  }
  return undefined
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    return body
  }
}

const clipped = (text: string) =>
  text.length > MAX_SERVICE_MESSAGE ? `${text.slice(0, MAX_SERVICE_MESSAGE)}…` : text
