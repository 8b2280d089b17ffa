import Papa from 'papaparse'
import { CodedError } from '../errors.ts'

/** A line of a CSV file: where it stands there, and its cells. */
export interface CsvLine {
  /** from 1; of one that has line breaks in its cells, the first */
  line: number
  cells: string[]
}

/**
 * The lines of a CSV file that say something. Commas, semicolons, tabs and bars are told apart; text is UTF-8, or Windows-1252
 * as spreadsheets in the west of Europe write it.
 * @throws CodedError CSV_INVALID where quotes are left open
 */
export function readCsv(bytes: Uint8Array): CsvLine[] {
  const { data, errors } = Papa.parse<string[]>(decoded(bytes), { delimitersToGuess: [',', ';', '\t', '|'] })
  const broken = errors.find(({ type }) => type === 'Quotes')
  if (broken) {
    const message = `The CSV file has a quote that is never closed, or text behind a quote (row ${(broken.row ?? 0) + 1}).`
    throw new CodedError('CSV_INVALID', message)
  }
  let line = 1
  const lines = data.map((cells) => {
    const read = { line, cells: cells.map((cell) => cell.trim()) }
    line += 1 + cells.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
    return read
  })
  return lines.filter(({ cells }) => cells.some((cell) => cell !== ''))
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

const NUMBER_HEADINGS =
  /^(phone|phonenumber|number|mobile|mobilephone|tel|telephone|telefono|numero|movil|celular)$/

/** Whether a plain heading is one that columns of phone numbers have. */
export const isNumberHeading = (heading: string): boolean => NUMBER_HEADINGS.test(heading)

/** A heading without capitals, accents, spaces and the like. */
export const plainHeading = (heading: string): string =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
