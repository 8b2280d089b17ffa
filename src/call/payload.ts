import { isCoded } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { Files } from '../piece/services.ts'
import type { WebhookRequest } from '../piece/trigger.ts'
import { safeName } from '../run/file-source.ts'
import { parseJson, parseText } from './body.ts'
import { described, parseForm, type Upload } from './form-body.ts'

/** A request from outside, read for the workflow it is meant for. */
export interface ReadRequest extends WebhookRequest {
  /** the body as it came, where it is text without files */
  text: string | null
  /** files in it; `body` only describes them until they are kept */
  uploads: Upload[]
}

/** Headers that carry secrets on every site: no workflow sees them. */
const SECRET_HEADERS = ['authorization', 'cookie', 'proxy-authorization']

/**
 * Reads a request whose sender may use any method and any type of body.
 * @throws CodedError JSON_INVALID, BODY_INVALID, VALIDATION_FAILED where the body isn't what its content type says
 */
export async function readRequest(request: Request, rawBody: Uint8Array<ArrayBuffer>): Promise<ReadRequest> {
  const type = request.headers.get('content-type') ?? ''
  const { body, text = null, uploads = [] } = await bodyOf(type, rawBody)
  return {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    queryParams: Object.fromEntries(new URL(request.url).searchParams),
    body,
    rawBody,
    text,
    uploads,
  }
}

/**
 * The request with links in the place of its files, as Activepieces has them: `{fileUrl}` where a file is the whole
 * body. Only for senders who may start something: files cost room.
 * @throws CodedError FILES_UNAVAILABLE, FILE_TOO_LARGE
 */
export async function withFilesKept(request: ReadRequest, files: Pick<Files, 'write'>): Promise<ReadRequest> {
  let { body } = request
  for (const { file, field, at } of request.uploads) {
    const { url } = await files.write(file)
    if (field === null) body = { fileUrl: url }
    else if (isObject(body)) {
      const now = body[field]
      body = { ...body, [field]: Array.isArray(now) ? now.with(at, url) : url }
    }
  }
  return { ...request, body, uploads: [] }
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

/** Types that are files, whatever their bytes: those of Activepieces. */
const FILE_TYPE = /^(?:image\/|video\/|audio\/|application\/(?:pdf|zip|gzip|octet-stream)\b)/i
const FORM_TYPE = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i

async function bodyOf(
  type: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ body: Json; text?: string; uploads?: Upload[] }> {
  if (bytes.length === 0) return { body: {} }
  const text = decoded(bytes)
  if (/^application\/(?:json|[^;]+\+json)/i.test(type))
    return { body: parseJson(bytes), ...(text && { text }) }
  if (FORM_TYPE.test(type)) {
    const form = await parseForm(type, bytes)
    return /^multipart/i.test(type) || text === null ? form : { ...form, text }
  }
  if (text === null || FILE_TYPE.test(type)) return fileBody(type, bytes)
  if (/^(?:application|text)\/(?:xml|[^;]+\+xml)\b/i.test(type)) return { body: await xml(text), text }
  return { body: type === '' ? jsonOrText(text) : text, text }
}

/** Its reader is loaded when first needed: most requests have none. */
async function xml(text: string): Promise<Json> {
  return (await import('./xml-body.ts')).parseXml(text)
}

/** A body that is one file. */
function fileBody(type: string, bytes: Uint8Array<ArrayBuffer>): { body: Json; uploads: Upload[] } {
  const contentType = type.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream'
  const extension =
    contentType === 'application/octet-stream' ? 'bin' : contentType.replace(/^.*\/|\+.*$/g, '')
  const name = safeName(`file.${extension}`)
  const file = { name, contentType, bytes }
  return {
    body: described({ name, type: contentType, size: bytes.length }),
    uploads: [{ file, field: null, at: 0 }],
  }
}

function jsonOrText(text: string): Json {
  try {
    return parseText(text)
  } catch (error) {
    if (isCoded(error) && error.code === 'JSON_INVALID') return text
    throw error
  }
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}
