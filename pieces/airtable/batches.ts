import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, json, list, number, rows, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { base, table } from './inputs.ts'
import { listRecords as readRecords } from './listing.ts'
import { airtable } from './service.ts'

/** Most records of one write, set by Airtable. */
const BATCH = 10

const ofTable = { base_id: base(), table_id_or_name: table('base_id') }

/** Reads many records. */
export const listRecords = airtable.action({
  name: 'list_records',
  displayName: 'List records',
  description: 'The records of a table, narrowed by a formula or a view.',
  input: z.object({
    ...ofTable,
    filter_by_formula: shortText({
      label: 'Formula',
      description: 'Such as {Status}="Open".',
      required: false,
    }),
    view: shortText({ label: 'View', description: 'Its id or name.', required: false }),
    max_records: number({ label: 'At most', defaultValue: 100, min: 1, max: 1000 }),
    sort: rows({
      label: 'Sort by',
      required: false,
      row: z.object({
        field: shortText({ label: 'Column' }),
        direction: choice({
          label: 'Direction',
          defaultValue: 'asc',
          choices: [
            { value: 'asc', label: 'Ascending' },
            { value: 'desc', label: 'Descending' },
          ],
        }),
      }),
    }),
    fields: list({ label: 'Only these columns', required: false }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const sort = (input.sort ?? []).flatMap(({ field, direction }, i) => [
      [`sort[${i}][field]`, field],
      [`sort[${i}][direction]`, direction],
    ])
    const query = {
      filterByFormula: input.filter_by_formula,
      view: input.view,
      'fields[]': input.fields?.map(String),
      ...Object.fromEntries(sort),
    }
    const place = { base: input.base_id, table: input.table_id_or_name }
    const records = await readRecords(http, place, query, input.max_records)
    return { records, count: records.length }
  },
})

const Upserted = z.object({
  records: z.array(z.unknown()),
  createdRecords: z.array(z.string()).default([]),
  updatedRecords: z.array(z.string()).default([]),
})

/** Creates or updates records by the columns that tell them apart. */
export const upsertRecords = airtable.action({
  name: 'upsert_records',
  displayName: 'Create or update records',
  description: 'Updates the records that are there, told by columns such as the e-mail, and adds the others.',
  input: z.object({
    ...ofTable,
    records: json({
      label: 'Records',
      description: 'A list such as [{"fields": {"Email": "ana@example.com", "Status": "Called"}}].',
    }),
    fields_to_merge_on: list({
      label: 'Columns that tell records apart',
      description: 'Up to three. Left empty, every record needs its id.',
      required: false,
    }),
    typecast: checkbox({ label: 'Turn text into the type of the column', defaultValue: true }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const all = recordsOf(input.records)
    const result: z.output<typeof Upserted> = { records: [], createdRecords: [], updatedRecords: [] }
    for (let start = 0; start < all.length; start += BATCH) {
      const written = await http.patch(at`/${input.base_id}/${input.table_id_or_name}`, {
        json: {
          records: all.slice(start, start + BATCH),
          typecast: input.typecast,
          ...(input.fields_to_merge_on?.length && {
            performUpsert: { fieldsToMergeOn: input.fields_to_merge_on },
          }),
        },
        answer: Upserted,
      })
      result.records.push(...written.records)
      result.createdRecords.push(...written.createdRecords)
      result.updatedRecords.push(...written.updatedRecords)
    }
    return { ...result, count: result.records.length }
  },
})

const Records = z.array(z.object({ id: z.string().optional(), fields: z.record(z.string(), z.unknown()) }))

function recordsOf(value: unknown) {
  const { data } = Records.safeParse(value)
  if (data) return data
  const message = '"records" is no list of records. Write it as [{"fields": {"Email": "ana@example.com"}}].'
  throw new CodedError('INPUT_INVALID', message)
}
