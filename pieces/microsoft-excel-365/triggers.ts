import * as z from 'zod'
import { checkbox } from '../../src/piece/fields.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { byHeader, readSheet } from './grid.ts'
import { headersOf, table, worksheet } from './inputs.ts'
import { excel } from './service.ts'
import { tableRows } from './tables.ts'

/** The last rows are looked at: those before were there at an earlier poll. */
const LAST_ROWS = 1000

/** A row was added to a worksheet. */
export const newRow = excel.trigger({
  name: 'new_row',
  displayName: 'New row',
  description: 'Starts for every row that is added at the end of a worksheet.',
  type: 'POLLING',
  input: z.object(worksheet),
  sampleData: {
    row: 2,
    values: { A: 'Ana Ruiz', B: '+34600111222' },
    fields: { Name: 'Ana Ruiz', Phone: '+34600111222' },
  },
  async poll({ http, input }) {
    const rows = await readSheet(http, input)
    const headers = rows[0] ?? []
    const items = rows.map((cells, index): PollItem => {
      const data = { row: index + 1, values: byHeader([], cells), fields: byHeader(headers, cells) }
      return { id: String(index + 1), data: data as PollItem['data'] }
    })
    // Newest first, as services list.
    return items
      .filter((_, index) => !isEmpty(rows[index]))
      .slice(-LAST_ROWS)
      .reverse()
  },
})

/** A row was added to a table. */
export const newRowInTable = excel.trigger({
  name: 'newRowInTable',
  displayName: 'New row in a table',
  description: 'Starts for every row that is added at the end of a table.',
  type: 'POLLING',
  input: z.object({
    ...worksheet,
    tableId: table(),
    has_headers: checkbox({ label: 'Name values by header', defaultValue: true }),
  }),
  sampleData: { rowIndex: 0, values: { Name: 'Ana Ruiz', Phone: '+34600111222' } },
  async poll({ http, input }) {
    const rows = await tableRows(http, input)
    const headers = input.has_headers ? await headersOf(http, input) : []
    const items = rows.map(({ at, cells }): PollItem => {
      const data = { rowIndex: at, values: byHeader(headers, cells) }
      return { id: String(at), data: data as PollItem['data'] }
    })
    return items.slice(-LAST_ROWS).reverse()
  },
})

const isEmpty = (row: readonly unknown[] = []) => row.every((cell) => cell === '')
