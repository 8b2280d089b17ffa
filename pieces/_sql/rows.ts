import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { toBase64 } from '../../src/piece/base64.ts'

/** A row as a step gives it. */
export type Row = Record<string, Json>

/** Most rows a step gives: what it records has to be kept. */
export const MAX_ROWS = 10_000

/** Rows of a driver as JSON: moments as ISO text, bytes as base64, large numbers as text. */
export function jsonRows(rows: readonly object[]): Row[] {
  if (rows.length > MAX_ROWS) {
    const message = `The query gave ${rows.length} rows; a step takes at most ${MAX_ROWS}. Add a LIMIT to it.`
    throw new CodedError('RESULT_TOO_LARGE', message)
  }
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [column, jsonValue(value)])),
  )
}

function jsonValue(value: unknown): Json {
  if (value instanceof Uint8Array) return toBase64(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (typeof value === 'bigint') return String(value)
  return (value ?? null) as Json
}
