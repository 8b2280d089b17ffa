import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, number, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { listValues } from '../_microsoft/graph.ts'
import { byHeader, cellsOf, columnNamed, readSheet } from './grid.ts'
import { headersOf, lookupColumn, maybeTable, rowValues, table, worksheet } from './inputs.ts'
import { type Place, workbookPath } from './place.ts'
import { excel } from './service.ts'

/** Rows in one page, and most that are asked for. */
const PAGE = 500
const MAX_ROWS = 5000

const Row = z.object({ index: z.number(), values: z.array(z.array(z.unknown())) })

/** A row with its place: its number in the worksheet, or its index in the table. */
interface FoundRow {
  at: number
  cells: unknown[]
}

const rowsPath = (place: Place & { tableId: string }) =>
  `${workbookPath(place)}/tables/${encodeURIComponent(place.tableId)}/rows`

/** The rows of a table, headers not among them. */
export async function tableRows(
  http: ServiceHttp,
  place: Place & { tableId: string },
  limit = MAX_ROWS,
): Promise<FoundRow[]> {
  const query = { $top: Math.min(limit, PAGE) }
  const rows = await listValues(http, rowsPath(place), { query, item: Row, limit })
  return rows.map(({ index, values }) => ({ at: index, cells: values[0] ?? [] }))
}

/** Adds a row to a table. */
export const appendTableRow = excel.action({
  name: 'append_table_rows',
  displayName: 'Add a row to a table',
  description: 'Adds a row at the end of a table.',
  input: z.object({ ...worksheet, tableId: table(), values: rowValues() }),
  idempotent: false,
  async run({ input: { values, ...place }, http }) {
    const headers = await headersOf(http, place)
    const cells = cellsOf(values, headers)
    const row = headers.map((_, column) => cells[column] ?? null)
    return http.post(rowsPath(place), { json: { values: [row] } })
  },
})

/** Reads a table. */
export const getTableRows = excel.action({
  name: 'get_table_rows',
  displayName: 'Get rows of a table',
  description: 'The rows of a table, each a list of its cells, or an object.',
  input: z.object({
    ...worksheet,
    tableId: table(),
    limit: number({ label: 'At most', required: false, min: 1, max: MAX_ROWS }),
    by_header: checkbox({ label: 'As objects by header', defaultValue: false }),
  }),
  idempotent: true,
  async run({ input: { limit, by_header: isByHeader, ...place }, http }) {
    const rows = await tableRows(http, place, limit)
    if (!isByHeader) return rows.map(({ cells }) => cells)
    const headers = await headersOf(http, place)
    return rows.map(({ cells }) => byHeader(headers, cells))
  },
})

/** Finds rows. */
export const findRow = excel.action({
  name: 'findRow',
  displayName: 'Find rows',
  description: 'The rows of a table or a worksheet that have a value in a column.',
  input: z.object({
    ...worksheet,
    tableId: maybeTable(),
    lookup_column: lookupColumn(),
    lookup_value: shortText({ label: 'Value', description: 'The whole value, in any case.' }),
    limit: number({ label: 'At most', defaultValue: 10, min: 1, max: MAX_ROWS }),
  }),
  idempotent: true,
  async run({ input: { lookup_column, lookup_value, limit, tableId, ...place }, http }) {
    const { headers, rows } = await (tableId
      ? wholeTable(http, { ...place, tableId })
      : wholeSheet(http, place))
    const column = columnNamed(lookup_column, headers)
    if (column < 0) {
      const message = `"lookup_column" is "${lookup_column}", but the columns are: ${headers.join(', ')}.`
      throw new CodedError('INPUT_INVALID', message)
    }
    const wanted = lookup_value.trim().toLowerCase()
    const found = rows.filter(
      ({ cells }) =>
        String(cells[column] ?? '')
          .trim()
          .toLowerCase() === wanted,
    )
    return found.slice(0, limit).map(({ at, cells }) => ({ row: at, values: byHeader(headers, cells) }))
  },
})

async function wholeTable(http: ServiceHttp, place: Place & { tableId: string }) {
  return { headers: await headersOf(http, place), rows: await tableRows(http, place) }
}

async function wholeSheet(http: ServiceHttp, place: Place) {
  const [headers = [], ...rest] = await readSheet(http, place)
  // Row 1 has the headers.
  return { headers, rows: rest.map((cells, index): FoundRow => ({ at: index + 2, cells })) }
}
