import { CodedError, type ErrorData, toErrorData } from '../errors.ts'
import type { Downloader } from '../piece/http-client.ts'

/** A request as the guest hands it over. */
export interface GuestRequest {
  method: string
  url: string
  headers: [string, string][]
  redirect: string
  body: Uint8Array<ArrayBuffer> | undefined
}

/** Its answer, or why there is none. */
export type GuestAnswer =
  | { refused: ErrorData }
  | {
      refused?: undefined
      status: number
      headers: [string, string][]
      url: string
      redirected: boolean
      body: Uint8Array<ArrayBuffer>
    }

/** Bounds of one call of a piece. */
const MAX_REQUESTS = 200
const MAX_ANSWER_BYTES = 25 * 1024 * 1024
const TIMEOUT_MS = 120_000
/** Requests that are noted in a step's log; the rest is counted. */
const MAX_NOTED = 50

/** Headers of a body that was unpacked on its way. */
const OF_TRANSPORT: ReadonlySet<string> = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
])

/**
 * The way out of one call of a piece: to public hosts only, redirects included, so many requests of so much. Each is
 * noted with its address, without what may be secret in it. Never throws: a refusal goes to the piece as an answer.
 * @param note takes a line for the step's log
 */
export function createEgress(
  http: Downloader,
  signal: AbortSignal,
  note: (line: string) => void,
): (request: GuestRequest) => Promise<GuestAnswer> {
  let made = 0
  return async (request) => {
    made++
    try {
      if (made > MAX_REQUESTS) throw tooMany()
      const answer = await send(http, request, signal)
      if (made <= MAX_NOTED) note(`${nameOf(request)} → ${answer.status}`)
      return answer
    } catch (error) {
      const refused = toErrorData(error, 'HTTP_NETWORK')
      if (made <= MAX_NOTED) note(`${nameOf(request)} → ${refused.code}`)
      return { refused }
    }
  }
}

async function send(
  http: Downloader,
  { method, url, headers, redirect, body }: GuestRequest,
  signal: AbortSignal,
) {
  const answer = await http.download(
    {
      method,
      url,
      headers: Object.fromEntries(headers),
      ...(body && { body }),
      anyStatus: true,
      followRedirects: redirect === 'follow',
      timeoutMs: TIMEOUT_MS,
      signal,
    },
    MAX_ANSWER_BYTES,
  )
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !OF_TRANSPORT.has(name)),
    url: answer.url,
    redirected: answer.url !== url,
    body: answer.bytes,
  }
}

/** Without query, where secrets travel. */
function nameOf({ method, url }: GuestRequest): string {
  const { protocol = '', host = '', pathname = '' } = URL.parse(url) ?? {}
  return `${method} ${protocol}//${host}${pathname}`
}

function tooMany(): CodedError {
  return new CodedError(
    'PIECE_REQUESTS',
    `The piece made over ${MAX_REQUESTS} requests in one step. Let it do less at a time.`,
  )
}
