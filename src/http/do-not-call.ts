import { Hono } from 'hono'
import * as z from 'zod'
import { readBytes } from '../call/body.ts'
import { CallingRules, OBSTACLES } from '../calling/rules.ts'
import { openDb } from '../db/client.ts'
import {
  addDoNotCall,
  findDoNotCall,
  listDoNotCall,
  onDoNotCall,
  removeDoNotCall,
} from '../db/do-not-call.ts'
import type { DoNotCallRow } from '../db/schema-calling.ts'
import { CodedError } from '../errors.ts'
import { isoTime } from '../run/run-view.ts'
import { requireSomebody } from './actor.ts'
import { pageOf, pageQuery, time } from './input.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/do-not-call`: the numbers that nobody may call, and whether one may be called. */
export const doNotCall = new Hono<App>()

const tag = 'Calls'

/** Numbers that a request may name. */
const MAX_NUMBERS = 1_000
/** Of the lines that were left out, this many are shown. */
const MAX_REFUSED = 1_000
const MAX_CSV_BYTES = 5 * 1024 * 1024

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'write it as ES')
  .describe('Of numbers that are written as they are dialled there.')
const shortText = z.string().trim().min(1).max(200)

/** What is the same for all numbers of a request. */
const common = {
  default_country: country.optional(),
  source: shortText.optional().describe('Where the numbers come from; your name, if left out.'),
  expires_at: time.optional().describe('From when on they may be called again.'),
}
const AddBody = z.object({
  numbers: z.array(z.string()).min(1).max(MAX_NUMBERS),
  reason: shortText.nullish(),
  ...common,
})
const ImportQuery = z.object({
  column: shortText.optional().describe('The heading of the column with the numbers.'),
  ...common,
})
const CheckBody = z.object({
  numbers: z.array(z.string()).min(1).max(MAX_NUMBERS),
  default_country: country.optional(),
  rules: CallingRules.optional(),
})
const ListQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  search: z.string().max(30).optional().describe('Digits of the number.'),
})

const DoNotCallView = z
  .object({
    number: z.string(),
    source: z.string(),
    reason: z.string().nullable(),
    expires_at: z.iso.datetime().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'DoNotCallEntry' })

const AddedView = z.object({ added: z.number().int(), already_there: z.number().int() })
const ImportView = AddedView.extend({
  refused_count: z.number().int(),
  refused: z.array(
    z.object({ line: z.number().int(), text: z.string(), code: z.string(), message: z.string() }),
  ),
})

const CheckView = z
  .object({
    input: z.string(),
    number: z.string().nullable(),
    country: z.string().nullable(),
    zones: z.array(z.string()).describe('IANA zones the number may be in.'),
    allowed: z.boolean(),
    reason: z.enum(OBSTACLES).nullable(),
    message: z.string().nullable(),
    next_allowed_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CallCheck' })

doNotCall.get(
  '/',
  operation({
    tag,
    summary: 'List the numbers not to call',
    scope: 'campaigns.view',
    query: ListQuery,
    answer: pageOf(DoNotCallView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const { search, ...request } = c.req.valid('query')
    const page = await listDoNotCall(
      openDb(c.env.DB),
      { search: search?.replace(/\D/g, ''), now: Date.now() },
      request,
    )
    return c.json({ ...page, data: page.data.map(viewEntry) })
  },
)

doNotCall.post(
  '/',
  operation({
    tag,
    summary: 'Add numbers not to call',
    description:
      'All of them or, where one is no number, none. A number that is there already keeps its entry, with the later end of the two.',
    scope: 'campaigns.control',
    body: AddBody,
    status: 201,
    answer: AddedView,
    examples: {
      body: { numbers: ['+34600000001'], reason: 'Asked us to' },
      answer: { added: 1, already_there: 0 },
    },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const numbers = await readNumbers(body.numbers, body.default_country)
    const entry = {
      reason: body.reason ?? null,
      source: body.source ?? requireSomebody(c.var.actor).name,
      expiresAt: body.expires_at ?? null,
    }
    const entries = numbers.map((number) => ({ ...entry, number }))
    return c.json(viewAdded(await addDoNotCall(openDb(c.env.DB), entries, Date.now())), 201)
  },
)

doNotCall.post(
  '/import',
  operation({
    tag,
    summary: 'Import numbers not to call',
    description:
      'A CSV file of up to 5 MiB and 50,000 lines, with a column such as `phone` and, if you like, one called `reason`. Lines that hold no number are left out and reported.',
    scope: 'campaigns.control',
    query: ImportQuery,
    upload: 'text/csv',
    maxBodyBytes: MAX_CSV_BYTES,
    answer: ImportView,
    errors: ['CSV_INVALID'],
  }),
  async (c) => {
    const query = c.req.valid('query')
    const { readDoNotCallCsv } = await import('../calling/do-not-call-csv.ts')
    const options = { column: query.column, defaultCountry: query.default_country }
    const { numbers, refused } = readDoNotCallCsv(await readBytes(c.req.raw), options)
    const source = query.source ?? requireSomebody(c.var.actor).name
    const entries = numbers.map((each) => ({ ...each, source, expiresAt: query.expires_at ?? null }))
    const added = await addDoNotCall(openDb(c.env.DB), entries, Date.now())
    return c.json({
      ...viewAdded(added),
      refused_count: refused.length,
      refused: refused.slice(0, MAX_REFUSED),
    })
  },
)

doNotCall.post(
  '/check',
  operation({
    tag,
    summary: 'Check whether numbers may be called',
    description: 'Now, under these rules; the usual ones if left out. It calls nobody and changes nothing.',
    scope: 'campaigns.view',
    body: CheckBody,
    answer: z.object({ data: z.array(CheckView) }),
    examples: { body: { numbers: ['+34600000001'], rules: { fallback_zone: 'Europe/Madrid' } } },
  }),
  async (c) => {
    const { numbers, default_country, rules = CallingRules.parse({}) } = c.req.valid('json')
    const now = Date.now()
    const [{ readNumber }, { checkCall }] = await Promise.all([
      import('../calling/number.ts'),
      import('../calling/check.ts'),
    ])
    const reads = numbers.map((text) => readNumber(text, default_country))
    const valid = reads.flatMap((read) => ('number' in read ? [read.number] : []))
    const forbidden = await onDoNotCall(openDb(c.env.DB), valid, now)
    const data = reads.map((read, n) => {
      const { nextAllowedAt, ...check } = checkCall(
        read,
        'number' in read && forbidden.has(read.number),
        rules,
        now,
      )
      return { input: numbers[n] ?? '', ...check, next_allowed_at: isoTime(nextAllowedAt) }
    })
    return c.json({ data })
  },
)

doNotCall.get(
  '/:number',
  operation({
    tag,
    summary: 'Read why a number is not called',
    scope: 'campaigns.view',
    answer: DoNotCallView,
    errors: ['DO_NOT_CALL_NOT_FOUND'],
  }),
  async (c) => {
    const number = await numberOfPath(c.req.param('number'))
    const entry = await findDoNotCall(openDb(c.env.DB), number, Date.now())
    return c.json(viewEntry(entry ?? notFound(number)))
  },
)

doNotCall.delete(
  '/:number',
  operation({
    tag,
    summary: 'Let a number be called again',
    scope: 'campaigns.control',
    status: 204,
    errors: ['DO_NOT_CALL_NOT_FOUND'],
  }),
  async (c) => {
    const number = await numberOfPath(c.req.param('number'))
    if (!(await removeDoNotCall(openDb(c.env.DB), number))) notFound(number)
    return c.body(null, 204)
  },
)

/** Texts as numbers. @throws CodedError VALIDATION_FAILED naming each that is none */
async function readNumbers(texts: string[], defaultCountry: string | undefined): Promise<string[]> {
  const { readNumber } = await import('../calling/number.ts')
  const reads = texts.map((text) => readNumber(text, defaultCountry))
  const issues = reads.flatMap((read, n) =>
    'number' in read ? [] : [{ field: `numbers[${n}]`, message: `"numbers[${n}]": ${read.message}` }],
  )
  if (issues.length > 0) {
    const message = issues
      .slice(0, 5)
      .map((issue) => issue.message)
      .join(' ')
    throw new CodedError('VALIDATION_FAILED', message, { details: issues })
  }
  return reads.flatMap((read) => ('number' in read ? [read.number] : []))
}

/** The number a path names. @throws CodedError DO_NOT_CALL_NOT_FOUND where it names none */
async function numberOfPath(text: string): Promise<string> {
  const { readNumber } = await import('../calling/number.ts')
  const read = readNumber(text)
  return 'number' in read ? read.number : notFound(text)
}

function notFound(number: string): never {
  throw new CodedError('DO_NOT_CALL_NOT_FOUND', `"${number}" is not on the do-not-call list.`)
}

const viewAdded = ({ added, alreadyThere }: { added: number; alreadyThere: number }) => ({
  added,
  already_there: alreadyThere,
})

/** An entry as `DoNotCallView` describes it. */
function viewEntry(row: DoNotCallRow): z.input<typeof DoNotCallView> {
  return {
    number: row.number,
    source: row.source,
    reason: row.reason,
    expires_at: isoTime(row.expiresAt),
    created_at: isoTime(row.createdAt),
  }
}
