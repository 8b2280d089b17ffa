import { CodedError } from '../errors.ts'
import { type CsvLine, isNumberHeading, plainHeading, readCsv } from './csv.ts'
import { type E164, type NumberRefusal, readNumber } from './number.ts'

/** A number of a CSV file of numbers that are not to be called. */
export interface ListedNumber {
  number: E164
  reason: string | null
}

/** A line that is left out. */
export interface RefusedLine {
  line: number
  /** what stands where the number should */
  text: string
  code: NumberRefusal['reason']
  message: string
}

export interface ReadList {
  numbers: ListedNumber[]
  refused: RefusedLine[]
}

export interface CsvOptions {
  /** the heading of the column with the numbers, where it is none of the usual ones */
  column?: string
  /** ISO 3166 code of the country that numbers without a calling code are in */
  defaultCountry?: string
}

/** Lines that a file may have. */
export const MAX_LINES = 50_000

const REASON_HEADINGS = /^(reason|motivo)$/

/**
 * The numbers of a CSV file, each with its reason where there is such a column. A file of one column needs no headings.
 * @throws CodedError CSV_INVALID where it can't be told which column has the numbers
 */
export function readDoNotCallCsv(bytes: Uint8Array, { column, defaultCountry }: CsvOptions): ReadList {
  const lines = readCsv(bytes)
  if (lines.length > MAX_LINES) {
    const message = `The CSV file has ${lines.length} lines, and may have ${MAX_LINES}: send it in parts.`
    throw new CodedError('CSV_INVALID', message)
  }
  const { numberAt, reasonAt, rest } = columnsOf(lines, column)
  const list: ReadList = { numbers: [], refused: [] }
  for (const { line, cells } of rest) {
    const text = cells[numberAt] ?? ''
    const read = readNumber(text, defaultCountry)
    if ('number' in read) list.numbers.push({ number: read.number, reason: cells[reasonAt] || null })
    else list.refused.push({ line, text, code: read.reason, message: read.message })
  }
  return list
}

interface Columns {
  numberAt: number
  /** -1 where there is none */
  reasonAt: number
  /** the lines below the headings */
  rest: CsvLine[]
}

function columnsOf(lines: CsvLine[], column: string | undefined): Columns {
  const [first, ...rest] = lines
  if (!first) throw new CodedError('CSV_INVALID', 'The CSV file is empty.')
  const headings = first.cells.map(plainHeading)
  const wanted = column === undefined ? undefined : plainHeading(column)
  const isWanted = (each: string) => (wanted === undefined ? isNumberHeading(each) : each === wanted)
  const numberAt = headings.findIndex(isWanted)
  const reasonAt = headings.findIndex((each) => REASON_HEADINGS.test(each))
  if (numberAt >= 0) return { numberAt, reasonAt, rest }
  if (wanted === undefined && first.cells.length === 1) return { numberAt: 0, reasonAt: -1, rest: lines }
  const message = `The CSV file has no column "${column ?? 'phone'}": its first line must hold headings, and "column" says which one has the numbers.`
  throw new CodedError('CSV_INVALID', message)
}
