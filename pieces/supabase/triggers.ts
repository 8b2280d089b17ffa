import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { columnKey } from './filters.ts'
import { columnLike, table } from './schema.ts'
import { supabase } from './service.ts'

/** Most rows of one poll. */
const MAX_ROWS = 500

const Rows = z.array(z.record(z.string(), z.unknown()))

/** A moment as Postgres writes it. One without a zone is taken for UTC, as Supabase keeps time. */
function epochOf(value: unknown): number | undefined {
  const text = String(value)
  const moment = Date.parse(
    /T.*(Z|[+-]\d{2}(:?\d{2})?)$/.test(text) || !text.includes('T') ? text : `${text}Z`,
  )
  return Number.isNaN(moment) ? undefined : moment
}

/** A row was added. */
export const newRow = supabase.trigger({
  name: 'new_row',
  displayName: 'New row',
  description: 'Starts when a row is added, told by a column with the time it was made.',
  type: 'POLLING',
  input: z.object({
    table_name: table(),
    schema: shortText({ label: 'Schema', defaultValue: 'public' }),
    time_column: columnLike('Column with the time', 'created_at'),
    id_column: columnLike('Column that tells rows apart', 'id'),
  }),
  // The shape of Supabase's own database webhooks, which workflows made elsewhere expect.
  sampleData: {
    type: 'INSERT',
    table: 'leads',
    schema: 'public',
    record: { id: 1, name: 'Ana Ruiz', phone: '+34600000000', created_at: '2026-05-01T09:30:00+00:00' },
    old_record: null,
  },
  async poll({ http, input: { table_name, schema, time_column, id_column }, since }) {
    const time = columnKey(time_column)
    const found = await http.get(at`/rest/v1/${table_name}`, {
      query: {
        select: '*',
        order: `${time}.desc.nullslast`,
        limit: MAX_ROWS,
        ...(since !== undefined && { [time]: `gte.${new Date(since).toISOString()}` }),
      },
      headers: schema === 'public' ? {} : { 'accept-profile': schema },
      answer: Rows,
    })
    return found.map((record) => {
      const at = epochOf(record[time_column])
      const data = { type: 'INSERT', table: table_name, schema, record, old_record: null }
      const id = record[id_column] === undefined ? JSON.stringify(record) : String(record[id_column])
      return { id, ...(at !== undefined && { at }), data: data as unknown as Json }
    })
  },
})
