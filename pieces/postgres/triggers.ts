import * as z from 'zod'
import { NEWEST_ROWS, newRows, orderDirection, selectNewest } from '../_sql/new-rows.ts'
import { query } from './client.ts'
import { dialect } from './dialect.ts'
import { primaryKey } from './schema.ts'
import { inputs, postgres } from './service.ts'

/** Rows that were not there before. */
export const newRow = postgres.trigger({
  name: 'new-row',
  displayName: 'New row',
  description: `A row was added to a table. Of more than ${NEWEST_ROWS} between two looks, the newest are seen.`,
  type: 'POLLING',
  input: z.object({
    table: inputs.table,
    order_by: inputs.column('Column that grows'),
    order_direction: orderDirection(),
  }),
  sampleData: { id: 1, name: 'Ana Ruiz', created_at: '2026-01-31T10:00:00.000Z' },
  async poll({ auth, input, signal }) {
    const login = postgres.loginOf(auth)
    const key = await primaryKey(login, input.table)
    const { rows } = await query(login, { sql: selectNewest(dialect, input), args: [] }, { signal })
    return newRows(rows, key)
  },
})
