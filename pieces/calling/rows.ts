import { isNumberHeading, plainHeading } from '../../src/calling/csv.ts'
import { rowsOfCsv } from '../../src/campaign/prepare.ts'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json, type JsonObject } from '../../src/json.ts'
import type { CallList } from '../../src/piece/services.ts'

/** Where steps that read sheets and CRMs put the cells of a row. */
const NESTED = ['values', 'properties', 'fields']

/**
 * Rows to call: the objects or texts of an earlier step, or the text of a CSV file. The field with the number is the one
 * that is named, or that is called like one; the fields beside it become variables of the call.
 * @throws CodedError INPUT_INVALID, CSV_INVALID
 */
export function rowsFrom(value: unknown, numberField: string | undefined): CallList['rows'] {
  if (typeof value === 'string') {
    const rows = rowsOfCsv(new TextEncoder().encode(value), { number: numberField })
    return rows.map(({ line: _, ...row }) => row)
  }
  if (!Array.isArray(value)) {
    throw new CodedError('INPUT_INVALID', '"rows" must be a list, or the text of a CSV file.')
  }
  return value.map((row: unknown, n) => rowFrom(row, numberField, n))
}

function rowFrom(row: unknown, numberField: string | undefined, n: number): CallList['rows'][number] {
  if (typeof row === 'string' || typeof row === 'number') return { number: String(row) }
  const cells = isObject(row) ? cellsOf(row, numberField) : undefined
  if (!cells) {
    const wanted = numberField === undefined ? 'that is called like a phone number' : `"${numberField}"`
    const message = `Row ${n + 1} of "rows" has no field ${wanted}: say in "number_field" where the number is.`
    throw new CodedError('INPUT_INVALID', message)
  }
  const { [cells.field]: number, ...others } = cells.row
  const said = Object.entries(others).filter(([, each]) => each !== null && each !== '')
  return { number: textOf(number), variables: Object.fromEntries(said) as JsonObject }
}

/** The cells among which the number is, and under which name. */
function cellsOf(row: Record<string, unknown>, numberField: string | undefined) {
  const places = [row, ...NESTED.map((name) => row[name])].filter(isObject)
  for (const each of places) {
    const field = Object.keys(each).find((name) =>
      numberField === undefined ? isNumberHeading(plainHeading(name)) : name === numberField,
    )
    if (field !== undefined) return { row: each, field }
  }
  return undefined
}

const textOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value as Json)
