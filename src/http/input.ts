import type { Context } from 'hono'
import * as z from 'zod'
import { checkBody, parseJson, parseJsonOfAnyDepth, readBytes } from '../call/body.ts'
import type { Json } from '../json.ts'

/** The body as JSON. @throws CodedError JSON_INVALID, VALIDATION_FAILED where it nests too deep */
export async function readJson(c: Context, anyDepth = false): Promise<Json> {
  const bytes = await readBytes(c.req.raw)
  return anyDepth ? parseJsonOfAnyDepth(bytes) : parseJson(bytes)
}

/** The same for a body that may be left out: undefined where it is. @throws CodedError JSON_INVALID */
export async function readOptionalJson(c: Context): Promise<Json | undefined> {
  const bytes = await readBytes(c.req.raw)
  return bytes.length === 0 ? undefined : parseJson(bytes)
}

/** The body as `schema` describes it. @throws CodedError JSON_INVALID, VALIDATION_FAILED */
export async function readBody<S extends z.ZodType>(c: Context, schema: S): Promise<z.output<S>> {
  return checkBody(schema, await readJson(c))
}

/** The query: a parameter that occurs several times is a list. */
export function queryOf(c: Context): Record<string, string | string[]> {
  const lists = Object.entries(c.req.queries())
  return Object.fromEntries(
    lists.map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? '')]),
  )
}

/** A query parameter that may occur several times. */
export const many = <S extends z.ZodType>(item: S) =>
  z.preprocess((value) => (value === undefined || Array.isArray(value) ? value : [value]), z.array(item))

/** The query as `schema` describes it. @throws CodedError VALIDATION_FAILED */
export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  return checkBody(schema, c.req.query())
}

const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i

/** Epoch milliseconds of an ISO time; UTC where it names no zone. */
export const time = z.string().transform((text, context) => {
  const match = ISO_TIME.exec(text)
  const at = Date.parse(match && text.includes('T') && !match[1] ? `${text}Z` : text)
  if (match && !Number.isNaN(at)) return at
  context.addIssue('write it as 2026-03-03T10:00:00Z')
  return z.NEVER
})

/** The part of a list a caller asks for, in Diga's words. */
export const pageQuery = z.object({
  after: z.string().optional(),
  before: z.string().optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(30).default(10),
  order: z.literal('desc').optional(),
})

/** One page of a list, as it is answered. See `Page`. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    data: z.array(item),
    first_id: z.string().nullable(),
    last_id: z.string().nullable(),
    has_more: z.boolean(),
    current_page: z.number().int().nullable(),
    total_pages: z.number().int(),
  })

/** Characters of a name, at most. */
export const MAX_NAME_LENGTH = 200

/** A name: text that says something. */
export const nameText = z
  .string()
  .trim()
  .refine(
    (text) => text !== '' && text.length <= MAX_NAME_LENGTH,
    `give it 1 to ${MAX_NAME_LENGTH} characters`,
  )
  // Control characters, and those that turn the direction of what follows, make one name look like another.
  .refine(
    (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text),
    'leave out characters that cannot be seen',
  )
