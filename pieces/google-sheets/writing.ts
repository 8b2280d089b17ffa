import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice } from '../../src/piece/fields.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { cellsOf, columnNamed } from './columns.ts'
import { parseCsv } from './csv.ts'
import {
  asString,
  duplicateColumn,
  firstRowHeaders,
  headerRow,
  manyValues,
  rowNumber,
  rowValues,
  worksheet,
} from './inputs.ts'
import { sheets } from './service.ts'
import {
  appendRows,
  cell,
  clearRows,
  findSheet,
  firstRowOf,
  inputOption,
  readCells,
  readHeaders,
  type Sheet,
} from './sheet.ts'

/** One row's cells as a step gives them: `{ values: […] }`, or by column where the sheet has headers. */
async function givenCells(
  http: ServiceHttp,
  sheet: Sheet,
  input: { first_row_headers: boolean; values: Record<string, unknown> },
): Promise<unknown[]> {
  const headers = input.first_row_headers ? await readHeaders(http, sheet) : []
  const given = input.first_row_headers ? input.values : input.values.values
  const cells = cellsOf(given, headers, 'letter')
  if (cells.length > 0) return cells
  throw new CodedError('INPUT_INVALID', '"values" names no column of the sheet. Give at least one value.')
}

/** Adds one row. */
export const insertRow = sheets.action({
  name: 'insert_row',
  displayName: 'Add a row',
  description: 'Adds a row below the others.',
  input: z.object({
    ...worksheet,
    first_row_headers: firstRowHeaders(false),
    as_string: asString(),
    values: rowValues(),
  }),
  idempotent: false,
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    return appendRows(http, sheet, [await givenCells(http, sheet, input)], input.as_string)
  },
})

/** Adds several rows. */
export const insertRows = sheets.action({
  name: 'google-sheets-insert-multiple-rows',
  displayName: 'Add several rows',
  description: 'Adds rows below the others, or in their place. Columns the sheet does not have are left out.',
  input: z.object({
    ...worksheet,
    input_type: choice({
      label: 'The rows are given as',
      defaultValue: 'column_names',
      choices: [
        { value: 'column_names', label: 'Columns' },
        { value: 'json', label: 'JSON' },
        { value: 'csv', label: 'CSV' },
      ],
    }),
    values: manyValues(),
    overwrite: checkbox({ label: 'In place of the rows there are', defaultValue: false }),
    check_for_duplicate: checkbox({ label: 'Leave out duplicates', defaultValue: false }),
    check_for_duplicate_column: duplicateColumn(),
    as_string: asString(),
  }),
  idempotent: ({ overwrite }) => String(overwrite) === 'true',
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    const headers = await readHeaders(http, sheet)
    const rows = givenRows(input.input_type, input.values.values, headers)
    if (input.overwrite && sheet.rowCount > 1) await clearRows(http, sheet, 2)
    const column = input.check_for_duplicate_column?.column_name
    const kept =
      input.check_for_duplicate && !input.overwrite && column !== undefined
        ? await withoutKnown(http, sheet, rows, columnNamed('column_name', String(column), headers))
        : rows
    if (kept.length === 0) return { inserted: 0, skipped: rows.length }
    const appended = await appendRows(http, sheet, kept, input.as_string)
    return { ...appended, inserted: kept.length, skipped: rows.length - kept.length }
  },
})

function givenRows(kind: string, given: unknown, headers: readonly string[]): unknown[][] {
  if (kind === 'csv') {
    const [names = [], ...lines] = parseCsv(String(given ?? ''))
    const rows = lines.map((line) =>
      Object.fromEntries(names.map((name, column) => [name, line[column] ?? ''])),
    )
    return rows.map((row) => cellsOf(row, headers, 'header'))
  }
  const rows = typeof given === 'string' ? parsedRows(given) : given
  return [rows ?? []].flat().map((row) => cellsOf(row, headers, kind === 'json' ? 'header' : 'letter'))
}

function parsedRows(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CodedError('INPUT_INVALID', '"values" is no JSON. Give a list of objects, by header.')
  }
}

/** The rows whose value in a column is neither in the sheet nor in a row before. */
async function withoutKnown(http: ServiceHttp, sheet: Sheet, rows: unknown[][], column: number) {
  const known = new Set((await readCells(http, sheet, 2)).map((cells) => comparable(cells[column])))
  return rows.filter((row) => {
    const value = comparable(row[column])
    if (value === '') return true
    const isNew = !known.has(value)
    known.add(value)
    return isNew
  })
}

const comparable = (value: unknown) => String(cell(value)).trim().toLowerCase()

/** Changes one row. */
export const updateRow = sheets.action({
  name: 'update_row',
  displayName: 'Change a row',
  description: 'Writes the cells that are given; empty ones stay as they are.',
  input: z.object({
    ...worksheet,
    row_id: rowNumber(),
    first_row_headers: firstRowHeaders(false),
    as_string: asString(),
    values: rowValues(),
  }),
  idempotent: true,
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    const cells = await givenCells(http, sheet, input)
    const range = sheet.range(`A${input.row_id}:ZZZ${input.row_id}`)
    const updates = await http.put(at`/${sheet.spreadsheetId}/values/${range}`, {
      query: { valueInputOption: inputOption(input.as_string) },
      // The API leaves a cell alone where it gets null.
      json: {
        majorDimension: 'ROWS',
        values: [cells.map((each) => (cell(each) === '' ? null : cell(each)))],
      },
      answer: z.looseObject({ updatedRange: z.string().optional() }),
    })
    return { updates, row: firstRowOf(updates.updatedRange) ?? input.row_id }
  },
})

/** Takes a row away. */
export const deleteRow = sheets.action({
  name: 'delete_row',
  displayName: 'Delete a row',
  description: 'Takes a row away; those below move up.',
  input: z.object({ ...worksheet, rowId: rowNumber() }),
  idempotent: false,
  async run({ input, http }) {
    const range = {
      sheetId: Number(input.sheetId),
      dimension: 'ROWS',
      startIndex: input.rowId - 1,
      endIndex: input.rowId,
    }
    const body = await http.post(at`/${input.spreadsheetId}:batchUpdate`, {
      json: { requests: [{ deleteDimension: { range } }] },
    })
    return { success: true, body }
  },
})

/** Empties a sheet. */
export const clearSheet = sheets.action({
  name: 'clear_sheet',
  displayName: 'Clear a sheet',
  description: 'Empties all rows, or all below the headers.',
  input: z.object({ ...worksheet, is_first_row_headers: firstRowHeaders(true), headerRow: headerRow() }),
  idempotent: true,
  async run({ input, http }) {
    const sheet = await findSheet(http, input)
    const from = input.is_first_row_headers ? input.headerRow + 1 : 1
    return from > sheet.rowCount ? { clearedRange: null } : clearRows(http, sheet, from)
  },
})
