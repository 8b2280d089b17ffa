import { isNumberHeading, plainHeading, readCsv } from '../calling/csv.ts'
import { readNumber } from '../calling/number.ts'
import { zonesOf } from '../calling/zones.ts'
import { CodedError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import type { PreparedRow } from './add.ts'

// Loads libphonenumber's data: import it where it is needed, not at the top of what is loaded at start.

/** A row as somebody gives it. */
export interface GivenRow {
  number: string
  /** its number where left out */
  key?: string
  variables?: JsonObject
}

/**
 * Reads the numbers of rows. One that can't be called stays, with the reason why it is skipped.
 * @param defaultCountry ISO 3166 code of the country that numbers without a calling code are in
 */
export function prepareRows(rows: readonly GivenRow[], defaultCountry: string | null): PreparedRow[] {
  return rows.map(({ number: text, key, variables = {} }) => {
    const read = readNumber(text, defaultCountry ?? undefined)
    if ('number' in read) {
      const { number } = read
      return { key: key ?? number, number, zones: zonesOf(number), variables }
    }
    const reason = read.reason === 'NUMBER_INVALID' ? 'number_invalid' : 'not_diallable'
    return {
      key: key ?? text,
      number: text,
      zones: [],
      variables,
      refusal: { reason, detail: read.message },
    }
  })
}

/** A row of a CSV file, and the line it stands on. */
export interface CsvRow extends GivenRow {
  line: number
}

const MAX_LINES = 50_000

/**
 * The rows of a CSV file whose first line holds headings: a column with the numbers, perhaps one with keys, and the rest
 * are variables under their headings; empty cells are left out.
 * @param columns headings of the first two, where they are not the usual ones
 * @throws CodedError CSV_INVALID
 */
export function rowsOfCsv(bytes: Uint8Array, columns: { number?: string; key?: string } = {}): CsvRow[] {
  const [head, ...lines] = readCsv(bytes)
  if (!head) throw new CodedError('CSV_INVALID', 'The CSV file is empty.')
  if (lines.length > MAX_LINES) {
    const message = `The CSV file has ${lines.length} lines, and may have ${MAX_LINES}: send it in parts.`
    throw new CodedError('CSV_INVALID', message)
  }
  const headings = head.cells
  const numberAt = headings.findIndex((heading) =>
    columns.number === undefined ? isNumberHeading(plainHeading(heading)) : heading === columns.number,
  )
  if (numberAt < 0) throw noColumn(columns.number ?? 'phone', 'number_column')
  const keyAt = headings.findIndex((heading) => heading === (columns.key ?? 'key'))
  if (keyAt < 0 && columns.key !== undefined) throw noColumn(columns.key, 'key_column')
  return lines.map(({ line, cells }) => {
    const variables = headings.flatMap((heading, n): [string, string][] => {
      const cell = cells[n] ?? ''
      return n === numberAt || n === keyAt || heading === '' || cell === '' ? [] : [[heading, cell]]
    })
    const key = cells[keyAt]
    return {
      line,
      number: cells[numberAt] ?? '',
      ...(key ? { key } : {}),
      variables: Object.fromEntries(variables),
    }
  })
}

function noColumn(name: string, field: string): CodedError {
  const message = `The CSV file has no column "${name}": its first line must hold headings, and "${field}" says which one it is.`
  return new CodedError('CSV_INVALID', message)
}
