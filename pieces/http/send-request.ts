import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { fromBase64 } from '../../src/piece/base64.ts'
import { basicAuth, type HttpClient, type HttpRequest } from '../../src/piece/http-client.ts'
import { variantOf } from '../../src/piece/input.ts'
import { action } from '../../src/piece/piece.ts'
import { afterFailure } from './failure.ts'
import {
  authVariants,
  bodyVariants,
  type FormField,
  type SendRequestInput,
  sendRequestInput,
} from './inputs.ts'

const REPEATABLE: ReadonlySet<unknown> = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

/** Sends one request. */
export const sendRequest = action({
  name: 'send_request',
  displayName: 'Send HTTP request',
  description: 'Sends a request and gives back status, headers and body.',
  input: sendRequestInput,
  output: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.unknown() }),
  idempotent: (input) => REPEATABLE.has(input.method) || hasIdempotencyKey(input.headers),
  async run(context) {
    const request = await requestOf(context.input, context.http)
    try {
      return await context.http.request(request)
    } catch (error) {
      return afterFailure(error, context, request)
    }
  },
})

function hasIdempotencyKey(headers: unknown): boolean {
  return isObject(headers) && Object.keys(headers).some((name) => name.toLowerCase() === 'idempotency-key')
}

async function requestOf(input: SendRequestInput, http: HttpClient): Promise<HttpRequest> {
  if (input.use_proxy) {
    throw new CodedError(
      'HTTP_PROXY_UNSUPPORTED',
      '"use_proxy" is on, but requests cannot go through a proxy here.',
    )
  }
  if (input.body_type !== 'none' && (input.method === 'GET' || input.method === 'HEAD')) {
    throw new CodedError('INPUT_INVALID', `A ${input.method} request has no body. Set "body_type" to none.`)
  }
  return {
    method: input.method,
    url: input.url,
    headers: { ...texts(input.headers), ...authOf(input) },
    query: texts(input.queryParams),
    ...(input.timeout ? { timeoutMs: input.timeout * 1000 } : {}),
    followRedirects: input.followRedirects,
    as: input.response_is_binary ? 'base64' : 'auto',
    ...(await bodyOf(input, http)),
  }
}

/** Header and query values as text; what is empty is left out. */
function texts(values: Record<string, unknown>): Record<string, string> {
  const given = Object.entries(values).filter(
    ([name, value]) => name !== '' && value !== null && value !== undefined,
  )
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)]),
  )
}

function authOf(input: SendRequestInput): Record<string, string> {
  if (input.authType === 'NONE') return {}
  if (input.authType === 'BASIC') {
    const { username, password } = variantOf(authVariants, 'BASIC', input.authFields, 'authFields')
    return { Authorization: basicAuth(username, password ?? '') }
  }
  const { token } = variantOf(authVariants, 'BEARER_TOKEN', input.authFields, 'authFields')
  return { Authorization: `Bearer ${token}` }
}

async function bodyOf(
  input: SendRequestInput,
  http: HttpClient,
): Promise<Pick<HttpRequest, 'json' | 'body'>> {
  switch (input.body_type) {
    case 'json':
      return { json: variantOf(bodyVariants, 'json', input.body, 'body').data }
    case 'raw':
      return { body: variantOf(bodyVariants, 'raw', input.body, 'body').data }
    case 'form_data':
      return { body: await formOf(variantOf(bodyVariants, 'form_data', input.body, 'body').data, http) }
    default:
      return {}
  }
}

async function formOf(fields: FormField[], http: HttpClient): Promise<FormData> {
  const form = new FormData()
  for (const { fieldName, fieldType, textFieldValue, fileFieldValue } of fields) {
    if (fieldType === 'text' && textFieldValue) form.append(fieldName, textFieldValue)
    if (fieldType === 'file' && fileFieldValue) {
      form.append(fieldName, await fileOf(fileFieldValue, http), nameOf(fileFieldValue))
    }
  }
  return form
}

async function fileOf(source: string, http: HttpClient): Promise<Blob> {
  const [, type, data] = /^data:([^;,]*)[^,]*;base64,(.*)$/s.exec(source) ?? []
  if (data !== undefined) return new Blob([fromBase64(data)], { type })
  const file = await http.request({ method: 'GET', url: source, as: 'base64' })
  return new Blob([fromBase64(String(file.body))], { type: file.headers['content-type'] })
}

function nameOf(source: string): string {
  const name = source.startsWith('data:') ? '' : URL.parse(source)?.pathname.split('/').pop()
  return name || 'file'
}
