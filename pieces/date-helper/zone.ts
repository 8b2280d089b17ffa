import { CodedError } from '../../src/errors.ts'

/**
 * Time in zones. An *instant* is epoch milliseconds; a *wall* time is what a clock shows there, written as the
 * milliseconds that a UTC clock would have to show the same.
 */

const DAY_MS = 86_400_000

const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(zone: string): Intl.DateTimeFormat {
  let clock = clocks.get(zone)
  if (!clock) {
    try {
      clock = new Intl.DateTimeFormat('en-US', {
        timeZone: zone,
        calendar: 'iso8601',
        numberingSystem: 'latn',
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
    } catch {
      throw new CodedError(
        'TIME_ZONE_UNKNOWN',
        `There is no time zone "${zone}". Use an IANA name: Europe/Madrid.`,
      )
    }
    clocks.set(zone, clock)
  }
  return clock
}

/** What the clocks in `zone` show at an instant. @throws CodedError TIME_ZONE_UNKNOWN */
export function wallOf(instant: number, zone: string): number {
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(instant)
      .map((part) => [part.type, Number(part.value)]),
  )
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
  const milliseconds = ((instant % 1000) + 1000) % 1000
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
}

/**
 * The instant at which the clocks in `zone` show a wall time. Shown twice (autumn): the first. Never shown
 * (spring): as much later as the clocks were put forward. These are the rules of RFC 5545 and of Temporal.
 * @throws CodedError TIME_ZONE_UNKNOWN
 */
export function instantOf(wall: number, zone: string): number {
  const withOffsetAt = (near: number) => wall - (wallOf(near, zone) - near)
  const before = withOffsetAt(wall - DAY_MS)
  const after = withOffsetAt(wall + DAY_MS)
  const shows = (instant: number) => wallOf(instant, zone) === wall
  return !shows(before) && shows(after) ? after : before
}
