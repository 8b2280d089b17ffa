import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'

const LETTERS = 26
const A = 'A'.charCodeAt(0)

/** A column's letters: A for 0, AA for 26. */
export function labelOf(column: number): string {
  const rest = Math.floor(column / LETTERS) - 1
  const last = String.fromCharCode(A + (column % LETTERS))
  return rest < 0 ? last : labelOf(rest) + last
}

/** A column's number from its letters, or undefined where they are none. */
export function columnOf(label: string): number | undefined {
  if (!/^[A-Z]{1,3}$/.test(label)) return undefined
  return [...label].reduce((sum, letter) => sum * LETTERS + letter.charCodeAt(0) - A + 1, 0) - 1
}

/** Names of the columns: their headers; letters where a header is empty or was there before. */
export function namesOf(headers: readonly string[], width: number): string[] {
  return Array.from({ length: width }, (_, column) => {
    const header = headers[column]
    return header && headers.indexOf(header) === column ? header : labelOf(column)
  })
}

/**
 * The cells of a row that is given by column: `by` says whether names are headers, or letters of columns that have a
 * header before they are headers. Columns that aren't given are undefined.
 */
export function cellsOf(row: unknown, headers: readonly string[], by: 'header' | 'letter'): unknown[] {
  if (Array.isArray(row)) return row
  const cells: unknown[] = []
  for (const [name, value] of Object.entries(isObject(row) ? row : {})) {
    const column = placeOf(name, headers, by)
    if (column !== undefined) cells[column] = value
  }
  // Without holes: they would be lost on the way.
  return Array.from(cells)
}

function placeOf(name: string, headers: readonly string[], by: 'header' | 'letter'): number | undefined {
  const wanted = name.trim().toLowerCase()
  const header = headers.findIndex((each) => each.trim().toLowerCase() === wanted)
  const letter = by === 'letter' ? columnOf(name) : undefined
  const isLetter = letter !== undefined && (letter < headers.length || header < 0)
  return isLetter ? letter : header < 0 ? undefined : header
}

/** The column a field names by letter or header. @throws CodedError INPUT_INVALID */
export function columnNamed(field: string, name: string, headers: readonly string[]): number {
  const column = placeOf(name, headers, 'letter')
  if (column !== undefined) return column
  const message = `"${field}" is "${name}": the sheet has no such column. It has: ${headers.join(', ')}.`
  throw new CodedError('INPUT_INVALID', message)
}
