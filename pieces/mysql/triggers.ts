import * as z from 'zod'
import { NEWEST_ROWS, newRows, orderDirection, selectNewest } from '../_sql/new-rows.ts'
import { read } from './client.ts'
import { dialect } from './dialect.ts'
import { primaryKey } from './schema.ts'
import { inputs, mysql } from './service.ts'

/** Rows that were not there before. */
export const newRow = mysql.trigger({
  name: 'new_row',
  displayName: 'New row',
  description: `A row was added to a table. Of more than ${NEWEST_ROWS} between two looks, the newest are seen.`,
  type: 'POLLING',
  input: z.object({
    table: inputs.table,
    order_by: inputs.column('Column that grows'),
    order_direction: orderDirection(),
  }),
  sampleData: { id: 1, name: 'Ana Ruiz', created_at: '2026-01-31 10:00:00' },
  async poll({ auth, input, signal }) {
    const login = mysql.loginOf(auth)
    const key = await primaryKey(login, input.table)
    return newRows(await read(login, { sql: selectNewest(dialect, input), args: [] }, { signal }), key)
  },
})
