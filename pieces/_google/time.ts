import { CodedError } from '../../src/errors.ts'
import { parseDate } from '../../src/expression/dates.ts'

/**
 * A moment as Google's APIs want it (RFC 3339); UTC where the text names no zone.
 * @throws CodedError INPUT_INVALID
 */
export function rfc3339(field: string, text: string): string {
  const at = parseDate(text)
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  throw new CodedError('INPUT_INVALID', `"${field}" is no moment. Write it like 2026-03-01T10:00:00Z.`)
}
