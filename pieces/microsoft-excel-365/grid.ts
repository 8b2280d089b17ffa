import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { at, type ServiceHttp } from '../../src/piece/service-http.ts'
import { type Place, sheetPath } from './place.ts'

const LETTERS = 26
const A = 'A'.charCodeAt(0)

/** A column's letters: A for 0, AA for 26. */
export function labelOf(column: number): string {
  const rest = Math.floor(column / LETTERS) - 1
  const last = String.fromCharCode(A + (column % LETTERS))
  return rest < 0 ? last : labelOf(rest) + last
}

const Range = z.object({
  values: z.array(z.array(z.unknown())),
  rowIndex: z.number().default(0),
  columnIndex: z.number().default(0),
})

/** The cells of a worksheet from A1 on, as far as any has a value; a list a row. */
export async function readSheet(http: ServiceHttp, place: Place): Promise<unknown[][]> {
  const used = await http.get(`${sheetPath(place)}/usedRange(valuesOnly=true)`, { answer: Range })
  const { values, rowIndex, columnIndex } = used
  // A worksheet without any value is told as one empty cell.
  if (values.every((row) => row.every((cell) => cell === ''))) return []
  const before = Array.from({ length: columnIndex }, () => '')
  return [...Array.from({ length: rowIndex }, () => []), ...values.map((row) => [...before, ...row])]
}

/** Writes rows below each other from column A of a row on; cells that are null stay as they are. */
export function writeRows(http: ServiceHttp, place: Place, firstRow: number, rows: unknown[][]) {
  const width = Math.max(...rows.map(({ length }) => length))
  const address = `A${firstRow}:${labelOf(width - 1)}${firstRow + rows.length - 1}`
  const values = rows.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? null))
  // https://learn.microsoft.com/graph/api/range-update
  return http.patch(`${sheetPath(place)}/${at`range(address='${address}')`}`, { json: { values } })
}

/**
 * The cells of a row: given in order, or by column, whose name is its number from 0, or its header.
 * @throws CodedError INPUT_INVALID where there is none
 */
export function cellsOf(values: unknown, headers: readonly unknown[]): unknown[] {
  const inOrder = isObject(values) && Array.isArray(values.values) ? values.values : values
  const cells: unknown[] = []
  for (const [name, value] of Object.entries(isObject(inOrder) ? inOrder : {})) {
    const column = /^\d+$/.test(name) ? Number(name) : columnNamed(name, headers)
    if (column >= 0) cells[column] = value
  }
  const row = Array.isArray(inOrder) ? inOrder : Array.from(cells)
  if (row.length > 0) return row
  throw new CodedError('INPUT_INVALID', '"values" has no value for any column of the sheet.')
}

/** A column by its header, in any case; -1 where none has it. */
export const columnNamed = (name: string, headers: readonly unknown[]) =>
  headers.findIndex((header) => String(header).trim().toLowerCase() === name.trim().toLowerCase())

/** A row as an object by header; by letter where a header is empty or was there before. */
export function byHeader(headers: readonly unknown[], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: Math.max(headers.length, row.length) }, (_, column) => {
      const header = headers[column]
      const isName = header !== undefined && header !== '' && headers.indexOf(header) === column
      return [isName ? String(header) : labelOf(column), row[column] ?? '']
    }),
  )
}
