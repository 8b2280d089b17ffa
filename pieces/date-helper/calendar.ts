import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc.js'
import { CodedError } from '../../src/errors.ts'
import { instantOf, wallOf } from './zone.ts'

dayjs.extend(utc)

/** Units of a date, largest first. */
export const UNITS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
export type Unit = (typeof UNITS)[number]

const TERM = /([+-]*)(\d+(?:\.\d+)?)(year|month|week|day|hour|minute|second)s?/gi
const EXACT_MS: Readonly<Record<string, number>> = { hour: 3_600_000, minute: 60_000, second: 1000 }

/**
 * Moves an instant by terms such as `+ 1 day - 2 hours`; a sign holds until the next. Days and longer keep the time
 * of day across a change of the clocks, hours and shorter are real time.
 * @throws CodedError EXPRESSION_INVALID
 */
export function shift(instant: number, expression: string, zone: string): number {
  const compact = expression.replace(/[\s,]/g, '')
  if (compact === '' || compact.replace(TERM, '') !== '') {
    throw new CodedError(
      'EXPRESSION_INVALID',
      `"expression" is "${expression}". Write it like "+ 1 day - 2 hours".`,
    )
  }
  let sign = 1
  let at = instant
  for (const [, signs = '', digits = '0', unit = ''] of compact.matchAll(TERM)) {
    if (signs) sign = signs.endsWith('-') ? -1 : 1
    at = add(at, sign * Number(digits), unit.toLowerCase(), zone)
  }
  return at
}

function add(instant: number, amount: number, unit: string, zone: string): number {
  const exact = EXACT_MS[unit]
  if (exact !== undefined) return instant + Math.round(amount * exact)
  const wall = dayjs.utc(wallOf(instant, zone)).add(amount, unit as dayjs.ManipulateType)
  return instantOf(wall.valueOf(), zone)
}

/**
 * The time between two instants in the units asked for: each takes what the larger ones left, so a single unit gives
 * the whole span. Whole numbers, negative where `end` comes first.
 */
export function difference(
  start: number,
  end: number,
  units: readonly Unit[],
): Partial<Record<Unit, number>> {
  const result: Partial<Record<Unit, number>> = {}
  let cursor = dayjs.utc(start)
  for (const unit of UNITS) {
    if (!units.includes(unit)) continue
    const whole = dayjs.utc(end).diff(cursor, unit)
    result[unit] = whole || 0
    cursor = cursor.add(whole, unit)
  }
  return result
}

/** Milliseconds since midnight of a time such as `09:30`. @throws CodedError TIME_INVALID */
export function timeOfDay(text: string, field: string): number {
  const [, hours, minutes] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? []
  if (hours !== undefined) return (Number(hours) * 60 + Number(minutes)) * 60_000
  throw new CodedError('TIME_INVALID', `"${field}" is "${text}". Write a time of day from 00:00 to 23:59.`)
}

/** Midnight of a wall time's day. */
export function startOfDay(wall: number): number {
  return dayjs.utc(wall).startOf('day').valueOf()
}

/** The next instant whose day satisfies `accepts`, at a time of day; today counts while that time is ahead. */
export function nextDay(
  now: number,
  zone: string,
  timeMs: number,
  accepts: (day: dayjs.Dayjs) => boolean,
): number | undefined {
  const today = dayjs.utc(startOfDay(wallOf(now, zone)))
  // Leap days are at most eight years apart (1896, 1904).
  for (let ahead = 0; ahead <= 8 * 366; ahead++) {
    const day = today.add(ahead, 'day')
    if (!accepts(day)) continue
    const instant = instantOf(day.valueOf() + timeMs, zone)
    if (instant >= now) return instant
  }
  return undefined
}
