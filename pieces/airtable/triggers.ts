import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { reference } from './formula.ts'
import { base, column, table, view } from './inputs.ts'
import { type AirtableRecord, listRecords } from './listing.ts'
import { airtable } from './service.ts'

/** Most records of one poll. */
const MAX_RECORDS = 500
/** Most of a poll that has nothing to go by yet. */
const FIRST = 100
/** Airtable compares times to the second, and only says "after". */
const OVERLAP_MS = 1000

const sampleData = {
  id: 'recA1B2C3D4E5F6G7',
  createdTime: '2026-05-01T09:30:00.000Z',
  fields: { Name: 'Ana Ruiz', Phone: '+34600000000', Status: 'To call' },
}

const after = (what: string, since: number) =>
  `IS_AFTER(${what},DATETIME_PARSE("${new Date(since - OVERLAP_MS).toISOString()}"))`

const asData = (record: AirtableRecord) => record as unknown as Json

/** A record was added. */
export const newRecord = airtable.trigger({
  name: 'new_record',
  displayName: 'New record',
  description: 'Starts when a record is added to a table.',
  type: 'POLLING',
  input: z.object({ base: base(), tableId: table(), viewId: view() }),
  sampleData,
  async poll({ http, input, since }) {
    const place = { base: input.base, table: input.tableId }
    const query = {
      view: input.viewId,
      filterByFormula: since === undefined ? undefined : after('CREATED_TIME()', since),
    }
    const records = await listRecords(http, place, query, since === undefined ? FIRST : MAX_RECORDS)
    return records.map((record) => ({
      id: record.id,
      at: Date.parse(record.createdTime),
      data: asData(record),
    }))
  },
})

/** A record was added or changed. */
export const updatedRecord = airtable.trigger({
  name: 'updated_record',
  displayName: 'New or updated record',
  description: 'Starts when a record is added or changed. The table needs a column "Last modified time".',
  type: 'POLLING',
  input: z.object({
    base: base(),
    tableId: table(),
    sortFields: column('Column with the last change', 'lastModifiedTime'),
    viewId: view(),
  }),
  sampleData,
  async poll({ http, input, since }) {
    const place = { base: input.base, table: input.tableId }
    const query = {
      view: input.viewId,
      filterByFormula: since === undefined ? undefined : after(reference(input.sortFields), since),
      'sort[0][field]': input.sortFields,
      'sort[0][direction]': 'desc',
    }
    const records = await listRecords(http, place, query, since === undefined ? FIRST : MAX_RECORDS)
    return records.flatMap((record) => {
      const changedAt = record.fields[input.sortFields]
      if (typeof changedAt !== 'string') return []
      return [{ id: `${record.id}|${changedAt}`, at: Date.parse(changedAt), data: asData(record) }]
    })
  },
})
