import { CodedError } from '../../src/errors.ts'

/** A date and time without an offset, or a date alone. */
const LOCAL = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/

/** A moment as Graph takes it: https://learn.microsoft.com/graph/api/resources/datetimetimezone */
export interface Moment {
  dateTime: string
  timeZone: string
}

/**
 * A text as a moment: with an offset it is that moment, without one it is that time in `timeZone`.
 * @throws CodedError INPUT_INVALID that names `field`
 */
export function momentOf(text: string, timeZone: string, field: string): Moment {
  const trimmed = text.trim()
  const isLocal = LOCAL.test(trimmed)
  const local = trimmed.replace(' ', 'T')
  // Date reads a text without an offset in this machine's zone: only its form is checked so.
  const time = Date.parse(isLocal ? `${local.includes('T') ? local : `${local}T00:00`}Z` : trimmed)
  if (Number.isNaN(time)) {
    const message = `"${field}" is "${text}", which is no date and time. Write it as 2026-05-04T09:00:00.`
    throw new CodedError('INPUT_INVALID', message)
  }
  return { dateTime: withoutOffset(time), timeZone: isLocal ? timeZone : 'UTC' }
}

/** The moment some minutes after another. */
export function later({ dateTime, timeZone }: Moment, minutes: number): Moment {
  return { dateTime: withoutOffset(Date.parse(`${dateTime}Z`) + minutes * MINUTE_MS), timeZone }
}

export const MINUTE_MS = 60_000

const withoutOffset = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, '')
