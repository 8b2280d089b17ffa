import { CodedError, isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import { toBase64 } from '../piece/base64.ts'
import type { WebhookRequest } from '../piece/trigger.ts'
import { parseJson, parseText } from './body.ts'

/** A request from outside, read for the workflow it is meant for. */
export interface ReadRequest extends WebhookRequest {
  /** the body as it came, where it is text */
  text: string | null
}

/** Headers that carry secrets on every site: no workflow sees them. */
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/**
 * Reads a request whose sender may use any method and any type of body.
 * @throws CodedError JSON_INVALID, VALIDATION_FAILED where the body isn't what its content type says
 */
export async function readRequest(request: Request, rawBody: Uint8Array<ArrayBuffer>): Promise<ReadRequest> {
  const type = request.headers.get('content-type') ?? ''
  const text = decoded(rawBody)
  return {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    queryParams: Object.fromEntries(new URL(request.url).searchParams),
    body: await bodyOf(type, rawBody, text),
    rawBody,
    text,
  }
}

/**
 * What a workflow sees of it, in Activepieces' names.
 * @param hidden further header names to leave out, in lower case
 */
export function payloadOf(request: ReadRequest, hidden: readonly string[] = []): { [key: string]: Json } {
  const { method, queryParams, body, text } = request
  const secret = new Set([...SECRET_HEADERS, ...hidden])
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !secret.has(name)))
  return { method, headers, queryParams, body, ...(text ? { rawBody: text } : {}) }
}

async function bodyOf(type: string, bytes: Uint8Array<ArrayBuffer>, text: string | null): Promise<Json> {
  if (bytes.length === 0) return {}
  if (/^application\/(?:json|[^;]+\+json)/i.test(type)) return parseJson(bytes)
  if (/^(?:application\/x-www-form-urlencoded|multipart\/form-data)/i.test(type)) return form(type, bytes)
  if (text === null) return toBase64(bytes)
  return type === '' ? jsonOrText(text) : text
}

function jsonOrText(text: string): Json {
  try {
    return parseText(text)
  } catch (error) {
    if (isCoded(error) && error.code === 'JSON_INVALID') return text
    throw error
  }
}

/** The fields of a form. A name that is there several times has a list; of a file only its description is kept. */
async function form(type: string, bytes: Uint8Array<ArrayBuffer>): Promise<Json> {
  const fields = new Map<string, Json[]>()
  try {
    const data = await new Response(bytes, { headers: { 'content-type': type } }).formData()
    data.forEach((value: string | File, name: string) => {
      const field: Json =
        typeof value === 'string' ? value : { filename: value.name, type: value.type, size: value.size }
      fields.set(name, [...(fields.get(name) ?? []), field])
    })
  } catch (error) {
    throw new CodedError('VALIDATION_FAILED', `The body is not a valid form: ${(error as Error).message}`)
  }
  return Object.fromEntries(
    Array.from(fields, ([name, values]) => [name, values.length > 1 ? values : (values[0] ?? null)]),
  )
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}
