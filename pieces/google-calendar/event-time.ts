import { rfc3339 } from '../_google/time.ts'

const MINUTE = 60_000
const DEFAULT_LENGTH = 30 * MINUTE
const DAY = 24 * 60 * MINUTE

const DATE = /^\d{4}-\d\d-\d\d$/
/** A time of day that doesn't say where. */
const WALL_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/

/**
 * When an event starts or ends: all day for a date, at that time of `timeZone` where the text names none.
 * @throws CodedError INPUT_INVALID
 */
export function eventTime(field: string, text: string, timeZone: string | undefined) {
  if (DATE.test(text)) return { date: text }
  const at = rfc3339(field, text)
  if (!timeZone) return { dateTime: at }
  return { dateTime: WALL_TIME.test(text) ? withoutZone(at) : at, timeZone }
}

/** The end of an event that only says when it starts: half an hour, or the whole day. */
export function defaultEnd(field: string, start: string): string {
  const at = Date.parse(rfc3339(field, start))
  if (DATE.test(start)) return new Date(at + DAY).toISOString().slice(0, 'yyyy-mm-dd'.length)
  const end = new Date(at + DEFAULT_LENGTH).toISOString()
  return WALL_TIME.test(start) ? withoutZone(end) : end
}

const withoutZone = (iso: string) => iso.replace(/\.\d+Z$/, '')
