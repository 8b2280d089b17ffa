import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { byHeader, cellsOf, readSheet, writeRows } from './grid.ts'
import { isFirstRowHeaders, manyValues, rowValues, workbook, worksheet } from './inputs.ts'
import { sheetPath, workbookPath } from './place.ts'
import { excel } from './service.ts'

/** Most rows that are answered at once. */
const MAX_ROWS = 10_000

/** Adds a row. */
export const appendRow = excel.action({
  name: 'append_row',
  displayName: 'Add a row',
  description: 'Writes below the last row of a worksheet. Where several runs write at once, use a table.',
  input: z.object({ ...worksheet, isFirstRowHeaders: isFirstRowHeaders(), values: rowValues() }),
  idempotent: false,
  async run({ input: { values, ...place }, http }) {
    const sheet = await readSheet(http, place)
    const row = sheet.length + 1
    await writeRows(http, place, row, [cellsOf(values, sheet[0] ?? [])])
    return { row }
  },
})

/** Adds rows. */
export const appendRows = excel.action({
  name: 'append_multiple_rows',
  displayName: 'Add several rows',
  description: 'Writes rows below the last one of a worksheet.',
  input: z.object({ ...worksheet, values: manyValues() }),
  idempotent: false,
  async run({ input: { values, ...place }, http }) {
    const given = Array.isArray(values.values) ? values.values : []
    if (given.length === 0) throw new CodedError('INPUT_INVALID', '"values" has no rows.')
    const sheet = await readSheet(http, place)
    const row = sheet.length + 1
    await writeRows(
      http,
      place,
      row,
      given.map((each) => cellsOf(each, sheet[0] ?? [])),
    )
    return { row, count: given.length }
  },
})

/** Changes a row. */
export const updateRow = excel.action({
  name: 'update_row',
  displayName: 'Change a row',
  description: 'Writes into a row; columns that are empty here stay as they are.',
  input: z.object({
    ...worksheet,
    row_number: number({ label: 'Row', description: 'Its number, from 1.', min: 1 }),
    isFirstRowHeaders: isFirstRowHeaders(),
    values: rowValues(),
  }),
  idempotent: true,
  async run({ input: { values, row_number: row, ...place }, http }) {
    const headers = (await readSheet(http, place))[0] ?? []
    const cells = cellsOf(values, headers).map((cell) => (cell === '' ? null : cell))
    await writeRows(http, place, row, [cells])
    return { row }
  },
})

const Cells = z.object({ values: z.array(z.array(z.unknown())) })

/** Reads rows. */
export const getRows = excel.action({
  name: 'get_worksheet_rows',
  displayName: 'Get rows of a worksheet',
  description:
    'All rows of a worksheet or a range: as objects where the row of the headers is given, else as lists.',
  input: z.object({
    ...worksheet,
    range: shortText({ label: 'Range', description: 'Such as A1:C20.', required: false }),
    headerRow: number({
      label: 'Row of the headers',
      description: 'Counted from 1.',
      required: false,
      min: 1,
    }),
    firstDataRow: number({
      label: 'First row wanted',
      description: 'Counted from 1.',
      required: false,
      min: 1,
    }),
    limit: number({ label: 'At most', defaultValue: 1000, min: 1, max: MAX_ROWS }),
  }),
  idempotent: true,
  async run({ input: { range, headerRow, firstDataRow, limit, ...place }, http }) {
    const rows = range
      ? (await http.get(`${sheetPath(place)}/${at`range(address='${range}')`}`, { answer: Cells })).values
      : await readSheet(http, place)
    const headers = headerRow === undefined ? undefined : (rows[headerRow - 1] ?? [])
    const from = firstDataRow ?? (headerRow ?? 0) + 1
    const wanted = rows.slice(from - 1, from - 1 + limit)
    return headers ? wanted.map((row) => byHeader(headers, row)) : wanted
  },
})

/** Makes a worksheet. */
export const addWorksheet = excel.action({
  name: 'add_worksheet',
  displayName: 'Add a worksheet',
  description: 'Makes an empty worksheet in a workbook.',
  input: z.object({ ...workbook, worksheet_name: shortText({ label: 'Name', required: false }) }),
  output: Entity,
  idempotent: false,
  run: ({ input: { worksheet_name: name, ...place }, http }) =>
    http.post(`${workbookPath(place)}/worksheets/add`, { json: name ? { name } : {} }),
})

/** Lists worksheets. */
export const getWorksheets = excel.action({
  name: 'get_worksheets',
  displayName: 'List worksheets',
  description: 'All worksheets of a workbook.',
  input: z.object(workbook),
  idempotent: true,
  run: ({ input, http }) => listValues(http, `${workbookPath(input)}/worksheets`, { item: Entity }),
})
