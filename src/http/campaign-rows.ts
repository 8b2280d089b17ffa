import { Hono } from 'hono'
import Papa from 'papaparse'
import * as z from 'zod'
import { readBytes } from '../call/body.ts'
import { ROW_STATES } from '../campaign/book.ts'
import { addGivenRows, addPreparedRows, campaignNamed } from '../campaign/client.ts'
import type { CampaignApi } from '../campaign/protocol.ts'
import { getCampaign } from '../db/campaigns.ts'
import { openDb } from '../db/client.ts'
import { RowView, viewRow } from './campaign-view.ts'
import { givenRows, MAX_ROWS_BYTES, RowsBody } from './campaigns.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'

/** `/v1/campaigns/…/rows`: the numbers of a campaign, and what came of them. */
export const campaignRows = new Hono<App>()

const tag = 'Campaigns'

/** Of the lines that were left out, this many are shown. */
const MAX_REFUSED = 1_000
/** Rows that are read from the campaign at a time for an export. */
const EXPORT_ROWS = 1_000

const count = z.number().int()
const heading = z.string().min(1).max(200).optional()

const AddedView = z.object({
  added: count.describe('Those skipped included.'),
  skipped: count.describe('Kept, and never called: the number is none that can be.'),
  already_there: z.array(z.string()).describe('Keys the campaign had already: nothing was added for them.'),
})

const ImportView = z.object({
  added: count,
  skipped_count: count,
  skipped: z
    .array(z.object({ line: count, text: z.string(), reason: z.string(), message: z.string() }))
    .describe('Lines that are kept and never called; the first 1,000.'),
  already_there_count: count,
  already_there: z.array(z.object({ line: count, key: z.string() })).describe('The first 1,000.'),
})

const ListQuery = z.object({
  state: z.enum(ROW_STATES).optional(),
  reason: z.string().max(50).optional(),
  after: z.coerce.number().int().min(0).default(0).describe('The `id` of the last row that you have.'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

campaignRows.post(
  '/:campaign_id/rows',
  operation({
    tag,
    summary: 'Add rows to a campaign',
    description: 'Up to 10,000, also while it runs. A row whose key is there already is not added again.',
    scope: 'campaigns.control',
    body: RowsBody,
    maxBodyBytes: MAX_ROWS_BYTES,
    answer: AddedView,
    errors: ['CAMPAIGN_NOT_FOUND', 'CAMPAIGN_ENDED', 'CAMPAIGN_FULL'],
    examples: { body: { rows: [{ number: '600 000 001', dynamic_variables: { name: 'Ana' } }] } },
  }),
  async (c) => c.json(await addGivenRows(c.env, c.req.param('campaign_id'), givenRows(c.req.valid('json')))),
)

campaignRows.post(
  '/:campaign_id/rows/import',
  operation({
    tag,
    summary: 'Import rows into a campaign',
    description:
      'A CSV file of up to 10 MiB and 50,000 lines, headings first: a column such as `phone`, perhaps one called `key`, and the others become variables of the calls.',
    scope: 'campaigns.control',
    query: z.object({
      number_column: heading.describe('The heading of the column with the numbers.'),
      key_column: heading,
    }),
    upload: 'text/csv',
    maxBodyBytes: MAX_ROWS_BYTES,
    answer: ImportView,
    errors: ['CAMPAIGN_NOT_FOUND', 'CAMPAIGN_ENDED', 'CAMPAIGN_FULL', 'CSV_INVALID'],
  }),
  async (c) => {
    const { number_column: number, key_column: key } = c.req.valid('query')
    const id = c.req.param('campaign_id')
    const { prepareRows, rowsOfCsv } = await import('../campaign/prepare.ts')
    const rows = rowsOfCsv(await readBytes(c.req.raw), { number, key })
    const { settings } = await getCampaign(openDb(c.env.DB), id)
    const prepared = prepareRows(rows, settings.default_country)
    const added = await addPreparedRows(c.env, id, prepared)
    const lines = prepared.map((row, n) => ({ ...row, line: rows[n]?.line ?? 0 }))
    const skipped = lines.flatMap(({ line, number: text, refusal }) =>
      refusal ? [{ line, text, reason: refusal.reason, message: refusal.detail }] : [],
    )
    const known = new Set(added.already_there)
    const again = lines.filter(({ key }) => known.has(key)).map(({ line, key }) => ({ line, key }))
    return c.json({
      added: added.added,
      skipped_count: skipped.length,
      skipped: skipped.slice(0, MAX_REFUSED),
      already_there_count: added.already_there.length,
      already_there: again.slice(0, MAX_REFUSED),
    })
  },
)

campaignRows.get(
  '/:campaign_id/rows',
  operation({
    tag,
    summary: 'List the rows of a campaign',
    description: 'In the order they were added.',
    scope: 'campaigns.view',
    query: ListQuery,
    answer: z.object({ data: z.array(RowView), has_more: z.boolean(), last_id: z.string().nullable() }),
    errors: ['CAMPAIGN_NOT_FOUND'],
  }),
  async (c) => {
    const { limit, ...filter } = c.req.valid('query')
    const campaign = await campaignNamed(c.env, c.req.param('campaign_id'))
    const found = await campaign.listRows({ ...filter, limit: limit + 1 })
    const data = found.slice(0, limit).map(viewRow)
    return c.json({ data, has_more: found.length > limit, last_id: data.at(-1)?.id ?? null })
  },
)

campaignRows.get(
  '/:campaign_id/rows.csv',
  operation({
    tag,
    summary: 'Export the rows of a campaign',
    description: 'All of them as a CSV file, with what came of each. Variables are in one column, as JSON.',
    scope: 'campaigns.view',
    download: 'text/csv',
    errors: ['CAMPAIGN_NOT_FOUND'],
  }),
  async (c) => {
    const campaign = await campaignNamed(c.env, c.req.param('campaign_id'))
    const parts = csvParts(campaign)
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { done, value } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(new TextEncoder().encode(value))
      },
    })
    return c.body(body, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="rows.csv"',
    })
  },
)

/** The file in parts, headings first: all of it may be more than fits in memory. */
async function* csvParts(campaign: CampaignApi): AsyncGenerator<string> {
  let after = 0
  yield `${Object.keys(RowView.shape).join(',')}\r\n`
  for (;;) {
    const rows = await campaign.listRows({ after, limit: EXPORT_ROWS })
    const last = rows.at(-1)
    if (!last) return
    after = last.n
    const cells = rows.map(viewRow).map(({ dynamic_variables, ...row }) => {
      return { ...row, dynamic_variables: JSON.stringify(dynamic_variables) }
    })
    // Spreadsheets run what begins like a formula.
    const options = { header: false, columns: Object.keys(RowView.shape), escapeFormulae: FORMULA }
    yield `${Papa.unparse(cells, options)}\r\n`
  }
}

/** Text that spreadsheets take for a formula; numbers with their plus are none. */
const FORMULA = /^[=@\t\r]|^[+-](?![\d])/
