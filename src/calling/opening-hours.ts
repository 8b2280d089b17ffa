/** Opening hours by the clocks on the wall: times are milliseconds as if those clocks showed UTC. */

export const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Days of the week, in the order of `Date.getUTCDay`. */
export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** A span of the day, on some days of the week. One that ends before it begins ends on the next day. */
export interface Window {
  /** those it begins on */
  days: readonly (typeof DAYS)[number][]
  /** `09:00` */
  from: string
  /** exclusive: `20:00`, or `24:00` for the end of the day */
  to: string
}

export interface OpeningHours {
  /** the next time, `wall` or later, at which it is open; Infinity where none comes by the end of the next day */
  next(wall: number): number
}

/** A span of one day, both in milliseconds from its midnight. */
type Span = readonly [from: number, to: number]

/** What a week's windows leave open around the quiet days. */
export function openingHours(rules: {
  windows: readonly Window[]
  quiet_days: readonly string[]
}): OpeningHours {
  const spans = spansByWeekday(rules.windows)
  const quiet = new Set(rules.quiet_days)
  const nextOn = (midnight: number, wall: number): number => {
    const day = new Date(midnight)
    const date = day.toISOString().slice(0, 10)
    if (quiet.has(date) || quiet.has(date.slice(5))) return Infinity
    const open = (spans[day.getUTCDay()] ?? []).filter(([, to]) => midnight + to > wall)
    return Math.min(...open.map(([from]) => Math.max(midnight + from, wall)))
  }
  return {
    next(wall) {
      const midnight = Math.floor(wall / DAY_MS) * DAY_MS
      const today = nextOn(midnight, wall)
      return today === Infinity ? nextOn(midnight + DAY_MS, wall) : today
    },
  }
}

/** The spans of each day of the week; a window across midnight is one on either side. */
function spansByWeekday(windows: readonly Window[]): Span[][] {
  const spans: Span[][] = DAYS.map(() => [])
  for (const { days, from, to } of windows) {
    const [begin, end] = [millisecondsOf(from), millisecondsOf(to)]
    for (const day of days) {
      const weekday = DAYS.indexOf(day)
      spans[weekday]?.push([begin, begin < end ? end : DAY_MS])
      if (end < begin) spans[(weekday + 1) % DAYS.length]?.push([0, end])
    }
  }
  return spans
}

function millisecondsOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * MINUTE_MS
}

/** Whether a text is a day as a calendar has it: `2026-12-24`, or `12-24` for every year, 29 February included. */
export function isCalendarDay(text: string): boolean {
  const date = /^\d\d-\d\d$/.test(text) ? `2000-${text}` : text
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return false
  const time = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date)
}
