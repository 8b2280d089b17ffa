import type * as z from 'zod'
import { CodedError, isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts'
import { answerInvalid, type ErrorReader, hiding, pageAnswered, serviceError } from './service-errors.ts'

/** What a query parameter may be; a list is sent as several parameters of the name. */
export type QueryValue = string | number | boolean | null | undefined | readonly (string | number | boolean)[]

/** One request to a piece's service. */
export interface ServiceRequest
  extends Pick<
    HttpRequest,
    'headers' | 'json' | 'body' | 'timeoutMs' | 'followRedirects' | 'as' | 'anyStatus'
  > {
  query?: Readonly<Record<string, QueryValue>>
  /** sent as application/x-www-form-urlencoded; what is undefined is left out */
  form?: Readonly<Record<string, string | number | boolean | undefined>>
}

/** A request whose answer is read: the schema says as much of it as the piece needs. */
interface Reading<S extends z.ZodType> extends ServiceRequest {
  answer: S
}

interface Verb {
  <S extends z.ZodType>(path: string, request: Reading<S>): Promise<z.output<S>>
  (path: string, request?: ServiceRequest): Promise<Json>
}

/**
 * HTTP bound to a service and a connection: `path` is joined to the base address, credentials are added. Each gives the
 * body of a good answer and throws the coded errors of `service-errors.ts` for any other.
 */
export interface ServiceHttp {
  get: Verb
  post: Verb
  put: Verb
  patch: Verb
  delete: Verb
  /** the whole answer */
  send(method: string, path: string, request?: ServiceRequest): Promise<HttpResponse>
}

/** What a request carries to prove who asks. */
export interface Authorization {
  headers?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string>>
}

/** What binds HTTP to a service. */
export interface ServiceBinding extends ErrorReader {
  http: HttpClient
  baseUrl: string
  /** other origins that may be given the credentials, such as one for uploads */
  hosts?: readonly string[]
  headers?: Readonly<Record<string, string>>
  authorization(): Authorization
  /** what errors must not show, for services that want it in the address */
  secret?(): string | undefined
  /** gets new credentials after the service refused the old ones; false where there are none to get */
  refresh?(): Promise<boolean>
  /** tells requests with the same credentials to wait; see `rate-limit.ts` */
  limiter?: { pass(): Promise<void>; limited(retryAfterMs: number | undefined): void }
}

/** A path with its parts escaped: at`/contacts/${id}` */
export function at(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)))
}

/** HTTP bound to a service. */
export function serviceHttp(binding: ServiceBinding): ServiceHttp {
  const send = (method: string, path: string, request: ServiceRequest = {}) =>
    sendRefreshed(binding, method, path, request)
  const verb =
    (method: string) =>
    async (path: string, request: ServiceRequest | Reading<z.ZodType> = {}) => {
      const { body } = await send(method, path, request)
      return 'answer' in request ? read(request.answer, body, binding) : body
    }
  return {
    get: verb('GET'),
    post: verb('POST'),
    put: verb('PUT'),
    patch: verb('PATCH'),
    delete: verb('DELETE'),
    send,
  } as ServiceHttp
}

function read(schema: z.ZodType, body: Json, reader: ErrorReader): unknown {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw answerInvalid(reader, parsed.error.issues.map(({ path }) => path.join('.')).join(', '))
}

/** Sends; a refused token is renewed once and the request sent again. */
async function sendRefreshed(
  binding: ServiceBinding,
  method: string,
  path: string,
  request: ServiceRequest,
): Promise<HttpResponse> {
  try {
    return await sendOnce(binding, method, path, request)
  } catch (error) {
    if (!isCoded(error) || error.code !== 'CONNECTION_REFUSED' || !(await binding.refresh?.())) throw error
    return sendOnce(binding, method, path, request)
  }
}

async function sendOnce(
  binding: ServiceBinding,
  method: string,
  path: string,
  request: ServiceRequest,
): Promise<HttpResponse> {
  const { query, form, ...rest } = request
  const { headers: proof, query: proofQuery } = binding.authorization()
  const url = addressOf(binding, path, { ...query, ...proofQuery })
  await binding.limiter?.pass()
  const response = await binding.http
    .request({
      ...rest,
      method,
      url: url.href,
      headers: merged({ accept: 'application/json' }, binding.headers, request.headers, proof),
      ...(form && { body: new URLSearchParams(definedTexts(form)) }),
    })
    .catch((error: unknown) => {
      throw told(binding, hiding(binding.secret?.(), serviceError(binding, error)))
    })
  if (!request.anyStatus && isUnwantedPage(request, response.body)) throw pageAnswered(binding)
  const failure = request.anyStatus ? undefined : binding.failure?.(response.body, response)
  if (failure) throw told(binding, failure)
  return response
}

/**
 * A web page where data was asked for: a login page, one that says "back soon", an address that is none of the API.
 * Whoever wants a page asks for text, or says what it accepts.
 */
function isUnwantedPage({ as = 'auto', headers = {} }: ServiceRequest, body: Json): boolean {
  if (as !== 'auto' || Object.keys(headers).some((name) => name.toLowerCase() === 'accept')) return false
  return typeof body === 'string' && /^\s*<(?:!doctype html|html)\b/i.test(body)
}

function told(binding: ServiceBinding, error: unknown): unknown {
  if (isCoded(error) && error.code === 'RATE_LIMITED') {
    binding.limiter?.limited((error.details as { retryAfterMs?: number } | undefined)?.retryAfterMs)
  }
  return error
}

/** The address of a path, or a full address where it is one the credentials may go to. */
function addressOf(
  { baseUrl, hosts = [] }: ServiceBinding,
  path: string,
  query: Readonly<Record<string, QueryValue>>,
): URL {
  const isFull = /^https?:\/\//i.test(path)
  const url = URL.parse(isFull ? path : `${baseUrl.replace(/\/$/, '')}${path.replace(/^(?!\/|$)/, '/')}`)
  const allowed = [baseUrl, ...hosts].map((each) => URL.parse(each)?.origin)
  if (!url || !allowed.includes(url.origin)) {
    const message = `"${path.split('?')[0]}" is no address of this service: its credentials go to ${allowed.join(', ')} only.`
    throw new CodedError('ADDRESS_REFUSED', message)
  }
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') url.searchParams.append(name, String(each))
    }
  }
  return url
}

/** Headers of which later ones replace earlier ones of the name, in whatever case it is written. */
function merged(...all: (Readonly<Record<string, string>> | undefined)[]): Record<string, string> {
  const entries = all.flatMap((each) => Object.entries(each ?? {}))
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]))
}

function definedTexts(form: NonNullable<ServiceRequest['form']>): [string, string][] {
  return Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
}
