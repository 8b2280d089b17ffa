import * as z from 'zod'
import { checkbox, number, shortText } from '../../src/piece/fields.ts'
import { columnNamed } from './columns.ts'
import { columnName, firstRowHeaders, headerRow, rowNumber, useHeaderNames, worksheet } from './inputs.ts'
import { sheets } from './service.ts'
import { findSheet, readCells, readHeaders, rowOf } from './sheet.ts'

const Row = z.object({ row: z.number(), values: z.record(z.string(), z.string()) })

/** Finds rows by a column's value. */
export const findRows = sheets.action({
  name: 'find_rows',
  displayName: 'Find rows',
  description: 'The rows whose cell in a column holds a text.',
  input: z.object({
    ...worksheet,
    columnName: columnName('Column'),
    searchValue: shortText({ label: 'Text', description: 'Every row where empty.', required: false }),
    matchCase: checkbox({ label: 'The whole cell, exactly', defaultValue: false }),
    startingRow: number({ label: 'Start at row', required: false, min: 1 }),
    numberOfRows: number({ label: 'At most', defaultValue: 1, min: 1 }),
    headerRow: headerRow(),
    useHeaderNames: useHeaderNames(),
  }),
  output: z.array(Row),
  idempotent: true,
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    const headers = await readHeaders(http, sheet, input.headerRow)
    const column = columnNamed('columnName', input.columnName, headers)
    const from = input.startingRow ?? input.headerRow + 1
    const wanted = input.searchValue ?? ''
    const fits = (cell = '') =>
      input.matchCase ? cell === wanted : cell.toLowerCase().includes(wanted.toLowerCase())
    const names = input.useHeaderNames ? headers : []
    return (await readCells(http, sheet, from))
      .map((cells, index) => ({ cells, row: from + index }))
      .filter(({ cells }) => cells.length > 0 && (wanted === '' || fits(cells[column])))
      .slice(0, input.numberOfRows)
      .map(({ cells, row }) => rowOf(cells, row, names, headers.length))
  },
})

/** Reads one row. */
export const getRow = sheets.action({
  name: 'find_row_by_num',
  displayName: 'Get a row',
  description: 'Reads one row by its number.',
  input: z.object({
    ...worksheet,
    rowNumber: rowNumber(),
    headerRow: headerRow(),
    useHeaderNames: useHeaderNames(),
  }),
  idempotent: true,
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    const [cells] = await readCells(http, sheet, input.rowNumber, input.rowNumber)
    if (!cells) return { found: false, row: null }
    const headers = await readHeaders(http, sheet, input.headerRow)
    const names = input.useHeaderNames ? headers : []
    return { found: true, ...rowOf(cells, input.rowNumber, names, headers.length) }
  },
})

/** Reads all rows. */
export const getRows = sheets.action({
  name: 'get-many-rows',
  displayName: 'Get all rows',
  description: 'Reads the rows of a sheet; by header where the first row holds headers.',
  input: z.object({
    ...worksheet,
    first_row_headers: firstRowHeaders(true),
    limit: number({ label: 'At most', required: false, min: 1 }),
  }),
  output: z.array(Row),
  idempotent: true,
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    const all = await readCells(http, sheet, 1)
    const headers = input.first_row_headers ? (all.shift() ?? []) : []
    const first = input.first_row_headers ? 2 : 1
    return all.slice(0, input.limit).map((cells, index) => rowOf(cells, first + index, headers))
  },
})
