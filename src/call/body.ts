import type * as z from 'zod'
import { CodedError } from '../errors.ts'
import { isObject, type Json, type JsonObject } from '../json.ts'
import { pathText } from '../workflow/issue.ts'
import { hostileValue } from '../workflow/limits.ts'
import { fromZod } from '../workflow/plain-message.ts'

/** The raw bytes of a request; the app limits their number. */
export async function readBytes(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await request.arrayBuffer())
}

/** Bytes as JSON. @throws CodedError JSON_INVALID, VALIDATION_FAILED */
export function parseJson(bytes: Uint8Array): Json {
  return checked(parseJsonOfAnyDepth(bytes))
}

/** Bytes as JSON, for readers that follow it without recursion and refuse what is hostile themselves. @throws CodedError JSON_INVALID */
export function parseJsonOfAnyDepth(bytes: Uint8Array): Json {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw new CodedError('JSON_INVALID', 'The body is not valid JSON: it is no UTF-8.')
  }
  return parsed(text)
}

/**
 * Text from outside as JSON.
 * @throws CodedError JSON_INVALID, VALIDATION_FAILED where it nests deeper than a reader can follow
 */
export function parseText(text: string): Json {
  return checked(parsed(text))
}

function parsed(text: string): Json {
  if (text.trim() === '') throw new CodedError('JSON_INVALID', 'The body is empty: send JSON.')
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new CodedError('JSON_INVALID', `The body is not valid JSON: ${(error as Error).message}`)
  }
}

function checked(value: Json): Json {
  const issue = hostileValue(value, null, 'The body')
  if (issue) throw new CodedError('VALIDATION_FAILED', issue.message)
  return value
}

/** Bytes as a JSON object. @throws CodedError JSON_INVALID, VALIDATION_FAILED */
export function parseObject(bytes: Uint8Array): JsonObject {
  const body = parseJson(bytes)
  if (isObject(body)) return body as JsonObject
  throw new CodedError('VALIDATION_FAILED', 'The body must be a JSON object.')
}

/** A body that fits `schema`. @throws CodedError VALIDATION_FAILED, naming every field that doesn't */
export function checkBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const { success, data, error } = schema.safeParse(body, { reportInput: true })
  if (success) return data
  const fields = error.issues.map((issue) => {
    const message = fromZod(issue, null).message.replace(/^The definition /, 'The body ')
    return { field: pathText(issue.path), message }
  })
  const message = fields.map((field) => field.message).join(' ')
  throw new CodedError('VALIDATION_FAILED', message, { details: fields })
}
