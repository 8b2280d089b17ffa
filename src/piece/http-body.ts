import type { Json } from '../json.ts'
import { toBase64 } from './base64.ts'

/** Most that is read of one answer. */
export const MAX_BYTES = 10 * 1024 * 1024

/** How much may be read, and what is thrown beyond it. */
export interface Limited {
  maxBytes: number
  tooLarge(): Error
}

/** Reads a response whole, stopping where it grows too large. */
export async function readBody(
  response: Response,
  as: 'auto' | 'text' | 'base64',
  limit: Limited,
): Promise<Json> {
  const bytes = await readBytes(response, limit)
  const type = response.headers.get('content-type') ?? ''
  if (as === 'base64') return toBase64(bytes)
  if (as === 'auto' && isBinary(type)) return toBase64(bytes)
  const text = decode(bytes, type)
  if (as === 'text') return text
  if (bytes.length === 0) return null
  return isJson(type) || type === '' ? parsed(text) : text
}

/** The first `maxBytes` of a response as text. */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const bytes = await read(response, maxBytes)
  return decode(bytes.subarray(0, maxBytes), response.headers.get('content-type') ?? '')
}

/** A response's bytes, stopping where they grow too many. */
export async function readBytes(response: Response, limit: Limited): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await read(response, limit.maxBytes)
  if (bytes.length > limit.maxBytes) throw limit.tooLarge()
  return bytes
}

/** Reads until the end, or until more than `maxBytes` have come. */
async function read(response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

const isJson = (type: string) => /^application\/(?:json|[^;]+\+json)/i.test(type)
const isBinary = (type: string) =>
  /^(?:image|audio|video|font)\/(?!svg)|^application\/(?:octet-stream|pdf|zip|gzip)/i.test(type)

/** JSON where it is JSON. What calls itself JSON and isn't stays text: the step shows what came. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

function decode(bytes: Uint8Array, type: string): string {
  const charset = /charset="?([^";]+)/i.exec(type)?.[1]
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
