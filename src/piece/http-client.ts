import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { toBase64 } from './base64.ts'
import { checkEgress, checkHost, withoutSecrets } from './egress.ts'
import { type Limited, MAX_BYTES, readBody, readBytes, readText } from './http-body.ts'

/** One request of a piece. */
export interface HttpRequest {
  method: string
  url: string
  headers?: Record<string, string>
  query?: Record<string, string | number | boolean | undefined>
  /** sent as JSON */
  json?: unknown
  /** sent as is; with `json` unset */
  body?: BodyInit
  timeoutMs?: number
  /** default true; at most 5 */
  followRedirects?: boolean
  /** how the body comes back: parsed by its type, as text, or as base64 */
  as?: 'auto' | 'text' | 'base64'
  /** true hands back every status; otherwise 4xx and 5xx are thrown */
  anyStatus?: boolean
  /** the step's signal: cancelling the step ends the request */
  signal?: AbortSignal
}

export interface HttpResponse {
  status: number
  headers: Record<string, string>
  body: Json
}

/** The HTTP client a piece is given. @throws CodedError HTTP_STATUS, HTTP_NETWORK, HTTP_TIMEOUT, HTTP_TOO_LARGE, HTTP_HOST_REFUSED, HTTP_URL_INVALID, HTTP_HEADER_INVALID, HTTP_REDIRECT */
export interface HttpClient {
  request(request: HttpRequest): Promise<HttpResponse>
  /** for pieces that open sockets: the rule for hosts that requests follow too. @throws CodedError HTTP_HOST_REFUSED */
  checkHost(host: string): void
}

/** A body as it came, and where it came from after redirects. */
export interface Downloaded {
  status: number
  bytes: Uint8Array<ArrayBuffer>
  headers: Headers
  url: string
}

/** Fetches what is too large for a step's record. @throws CodedError as `HttpClient` */
export interface Downloader {
  download(request: HttpRequest, maxBytes: number): Promise<Downloaded>
}

interface ClientOptions {
  /** lets requests reach loopback and private networks: for tests and self-hosting behind a firewall */
  allowPrivateHosts: boolean
  fetch?: typeof fetch
}

const DEFAULT_TIMEOUT_MS = 30_000
const MAX_REDIRECTS = 5
const MAX_ERROR_BODY = 4 * 1024
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** Headers that prove who we are: they don't follow a redirect to another host. */
const CREDENTIAL_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/** An HTTP client with time and size limits that reaches public hosts only, redirects included. */
export function createHttpClient(options: ClientOptions): HttpClient & Downloader {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args))
  async function exchange<T>(
    request: HttpRequest,
    receive: (arrival: Arrival, request: HttpRequest, url: URL) => Promise<T>,
  ): Promise<T> {
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS
    const url = urlOf(request)
    const init = initOf(request, url)
    // Not AbortSignal.timeout: its timer would go on after the answer and keep a Durable Object awake.
    const timeout = new AbortController()
    const timer = setTimeout(() => timeout.abort(), timeoutMs)
    const signal = request.signal ? AbortSignal.any([request.signal, timeout.signal]) : timeout.signal
    try {
      const arrival = await follow(send, url, { ...init, signal }, request, options.allowPrivateHosts)
      if (arrival.response.status >= 400 && !request.anyStatus) {
        throw await statusError(arrival.response, request, url)
      }
      return await receive(arrival, request, url)
    } catch (error) {
      if (error instanceof CodedError) throw error
      if (timeout.signal.aborted) throw timedOut(request, url, timeoutMs)
      request.signal?.throwIfAborted()
      throw unreachable(request, url, error)
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    checkHost: (host) => checkHost(host, options.allowPrivateHosts),
    request: (request) => exchange(request, receive),
    download: (request, maxBytes) =>
      exchange(request, async ({ response, url }) => ({
        status: response.status,
        bytes: await readBytes(response, limit(request, url, maxBytes)),
        headers: response.headers,
        url: url.href,
      })),
  }
}

/** An answer, and who gave it after redirects. */
interface Arrival {
  response: Response
  url: URL
}

/** The client with which this installation reaches out. */
export function httpClientFor(
  env: Pick<Cloudflare.Env, 'PATCHCORD_ALLOW_PRIVATE_HOSTS'>,
): HttpClient & Downloader {
  return createHttpClient({ allowPrivateHosts: env.PATCHCORD_ALLOW_PRIVATE_HOSTS === '1' })
}

/** The same client, whose requests end when `signal` aborts. */
export function endingWith(http: HttpClient, signal: AbortSignal): HttpClient {
  return {
    checkHost: (host) => http.checkHost(host),
    request: (request) => http.request({ signal, ...request }),
  }
}

function urlOf(request: HttpRequest): URL {
  const text = request.url.trim()
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    const shown = url ? withoutSecrets(url) : text.split(/[?#]/)[0]?.replace(/\/\/[^/@]*@/, '//')
    throw new CodedError(
      'HTTP_URL_INVALID',
      `"${shown}" is not a web address. It must start with http:// or https://.`,
    )
  }
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value))
  }
  return url
}

/** Sends, and follows redirects by hand so that each target is checked. */
async function follow(
  send: typeof fetch,
  start: URL,
  first: Init,
  request: HttpRequest,
  allowPrivateHosts: boolean,
): Promise<Arrival> {
  let url = start
  let init = first
  for (let hops = 0; ; hops++) {
    if (!allowPrivateHosts) checkEgress(url)
    const response = await send(bare(url), { ...init, redirect: 'manual' })
    const location = response.headers.get('location')
    if (request.followRedirects === false || !location || !REDIRECTS.has(response.status)) {
      return { response, url }
    }
    await response.body?.cancel()
    const target = URL.parse(location, url)
    if (hops === MAX_REDIRECTS || !target || !/^https?:$/.test(target.protocol))
      throw badRedirect(request, start)
    init = redirected(init, response.status, target.origin === url.origin)
    url = target
  }
}

interface Init {
  method: string
  headers: Headers
  body?: BodyInit
  signal?: AbortSignal
}

function initOf(request: HttpRequest, url: URL): Init {
  const headers = headersOf(request.headers)
  if (url.username && !headers.has('authorization')) {
    headers.set(
      'authorization',
      basicAuth(decodeURIComponent(url.username), decodeURIComponent(url.password)),
    )
  }
  const init: Init = { method: request.method.toUpperCase(), headers }
  if (request.json !== undefined) {
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    init.body = JSON.stringify(request.json)
  } else if (request.body !== undefined) {
    init.body = request.body
  }
  return init
}

function headersOf(given: Record<string, string> = {}): Headers {
  const headers = new Headers()
  for (const [header, value] of Object.entries(given)) {
    try {
      headers.append(header, value)
    } catch {
      throw new CodedError(
        'HTTP_HEADER_INVALID',
        `The header "${header}" has a name or value HTTP does not allow.`,
      )
    }
  }
  return headers
}

/** The value of an Authorization header for a user and a password (RFC 7617, UTF-8). */
export function basicAuth(username: string, password: string): string {
  return `Basic ${toBase64(new TextEncoder().encode(`${username}:${password}`))}`
}

/** fetch refuses addresses with a user in them. */
function bare(url: URL): string {
  const copy = new URL(url)
  copy.username = ''
  copy.password = ''
  return copy.href
}

/** The next request after a redirect, as browsers make it (fetch standard, HTTP-redirect fetch). */
function redirected(init: Init, status: number, sameOrigin: boolean): Init {
  const headers = new Headers(init.headers)
  if (!sameOrigin) for (const name of CREDENTIAL_HEADERS) headers.delete(name)
  const becomesGet = (status === 303 && init.method !== 'HEAD') || (status <= 302 && init.method === 'POST')
  if (!becomesGet) return { ...init, headers }
  headers.delete('content-type')
  headers.delete('content-length')
  return { method: 'GET', headers, signal: init.signal }
}

async function receive({ response }: Arrival, request: HttpRequest, url: URL): Promise<HttpResponse> {
  const body = await readBody(response, request.as ?? 'auto', limit(request, url))
  return { status: response.status, headers: Object.fromEntries(response.headers), body }
}

function limit(request: HttpRequest, url: URL, maxBytes = MAX_BYTES): Limited {
  return {
    maxBytes,
    tooLarge: () =>
      new CodedError('HTTP_TOO_LARGE', `${name(request, url)} answered more than ${maxBytes / 2 ** 20} MiB.`),
  }
}

async function statusError(response: Response, request: HttpRequest, url: URL): Promise<CodedError> {
  const { status } = response
  const text = await readText(response, MAX_ERROR_BODY)
  const retryAfterMs = retryAfter(response.headers.get('retry-after'))
  return new CodedError('HTTP_STATUS', `${name(request, url)} answered ${status}.`, {
    retryable: status === 408 || status === 429 || status >= 500,
    details: { status, body: text, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  })
}

/** Retry-After as milliseconds from now: seconds or an HTTP date (RFC 9110, 10.2.3). */
export function retryAfter(header: string | null | undefined): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

function name(request: HttpRequest, url: URL): string {
  return `${request.method.toUpperCase()} ${withoutSecrets(url)}`
}

function timedOut(request: HttpRequest, url: URL, timeoutMs: number): CodedError {
  const message = `${name(request, url)} gave no answer within ${timeoutMs / 1000} s.`
  return new CodedError('HTTP_TIMEOUT', message, { retryable: true })
}

function unreachable(request: HttpRequest, url: URL, error: unknown): CodedError {
  const cause = (error as { cause?: { code?: unknown } }).cause?.code
  const why = typeof cause === 'string' ? ` (${cause})` : ''
  return new CodedError('HTTP_NETWORK', `${name(request, url)} could not be reached${why}.`, {
    retryable: true,
    cause: error,
  })
}

function badRedirect(request: HttpRequest, url: URL): CodedError {
  const message = `${name(request, url)} redirected more than ${MAX_REDIRECTS} times, or to something that is no web address.`
  return new CodedError('HTTP_REDIRECT', message)
}
