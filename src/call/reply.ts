import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import type { ResponseAnswer } from './outcome.ts'

/** What goes back over HTTP. Text is sent as it is, anything else as JSON. */
export interface Reply {
  status: number
  headers?: Record<string, string>
  body: Json
  /** `text`: a body that is no text is still sent as JSON */
  format?: 'json' | 'text'
}

/** What most platforms take: a 200 with JSON. */
export const okReply = (body: Json): Reply => ({ status: 200, body })

/** The answer of a run as a reply; status and headers are the workflow's to choose. */
export function answerReply(answer: ResponseAnswer): Reply {
  return {
    status: answer.status ?? 200,
    headers: answer.headers,
    body: answer.body,
    format: answer.format,
  }
}

/** An error as every route of ours sends it. */
export function errorReply(status: number, error: ErrorData): Reply {
  const { code, message, details } = error
  return {
    status,
    body: { status: 'error', error_code: code, message, ...(details === undefined ? {} : { details }) },
  }
}

/** Headers that are the server's own affair. */
const RESERVED = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])

/** Statuses whose responses have no body. */
const EMPTY_STATUSES = new Set([204, 205, 304])

/**
 * The response for a reply.
 * @param runIds go into `x-run-id`, separated by commas
 */
export function toResponse(reply: Reply, runIds: string[] = []): Response {
  const isText = reply.format === 'text' && typeof reply.body === 'string'
  const headers = new Headers({
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
  })
  for (const [name, value] of Object.entries(reply.headers ?? {})) setHeader(headers, name, value)
  // A page made by a workflow must not act as one of ours, with our cookies and storage.
  if (/html|xml/i.test(headers.get('content-type') ?? '')) {
    headers.set('content-security-policy', 'sandbox allow-forms allow-popups allow-scripts')
  }
  if (runIds.length > 0) headers.set('x-run-id', runIds.join(', '))
  const text = isText ? (reply.body as string) : JSON.stringify(reply.body)
  return new Response(EMPTY_STATUSES.has(reply.status) ? null : text, { status: reply.status, headers })
}

function setHeader(headers: Headers, name: string, value: string): void {
  if (RESERVED.has(name.toLowerCase())) return
  try {
    headers.set(name, value)
  } catch {
    // A line break in a value: the caller had better get the answer without this header than none.
  }
}
