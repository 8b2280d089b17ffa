import fc from 'fast-check'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import schedule from './index.ts'
import { cronTimes, instantOf, intervalTimes, onceAt } from './next-time.ts'

/**
 * The other opinion is a search: a minute at a time, what Luxon says the clocks show. Luxon has no part in the code.
 */
const ZONES = ['Europe/Madrid', 'America/New_York', 'Australia/Lord_Howe'] as const
const MINUTE = 60_000
const DAY = 86_400_000

/** Days on which clocks change in one of the zones, beside any others of eight years. */
const CHANGES = [
  '2024-03-10',
  '2025-10-26',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
]
const moment = fc.oneof(
  fc.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -1500, max: 2000 })).map(([day, minutes]) => {
    return Date.parse(day) + minutes * MINUTE
  }),
  fc
    .integer({ min: Date.parse('2023-01-01') / 1000, max: Date.parse('2031-01-01') / 1000 })
    .map((s) => s * 1000),
)
const zone = fc.constantFrom(...ZONES)
const hour = fc.oneof(fc.constantFrom(1, 2, 3), fc.integer({ min: 0, max: 23 }))
const minute = fc.integer({ min: 0, max: 59 })

/** The first instant of a local day at which the clocks show a time or a later one. */
function shownOn(day: DateTime, hour: number, minute: number): number {
  const start = day.startOf('day').toMillis()
  let at = Math.max(start, start + (hour * 60 + minute - 125) * MINUTE)
  for (; ; at += MINUTE) {
    const clock = DateTime.fromMillis(at, { zone: day.zone })
    if (!clock.hasSame(day, 'day') || clock.hour * 60 + clock.minute >= hour * 60 + minute) return at
  }
}

/** The next time of a rule that fires once on each of certain days. */
function nextOn(
  fits: (day: DateTime) => boolean,
  time: [number, number],
  after: number,
  zone: string,
): number {
  let day = DateTime.fromMillis(after, { zone }).startOf('day')
  for (; ; day = day.plus({ days: 1 })) {
    if (!fits(day)) continue
    const at = shownOn(day, ...time)
    if (at > after) return at
  }
}

const timetable = (name: string, input: Record<string, unknown>) => {
  const { input: schema, timetable } = schedule.triggers[name]!
  return timetable!(schema.parse(input))
}
const given = (hour: number, minute: number, timezone: string) => ({
  hour_of_the_day: hour,
  minute_of_the_hour: minute,
  timezone,
})

test('a daily time fires once a day: right after a gap, and the first of two', () => {
  fc.assert(
    fc.property(zone, hour, minute, moment, fc.boolean(), (zone, hour, minute, after, run_on_weekends) => {
      const { next } = timetable('every_day', { ...given(hour, minute, zone), run_on_weekends })
      const fits = (day: DateTime) => run_on_weekends || day.weekday <= 5
      expect(next(after)).toBe(nextOn(fits, [hour, minute], after, zone))
    }),
    { numRuns: 300 },
  )
})

test('an expression that lists its hours fires at each of them every day', () => {
  fc.assert(
    fc.property(zone, minute, moment, (zone, minute, after) => {
      const each = [1, 2, 14].map((hour) => nextOn(() => true, [hour, minute], after, zone))
      expect(cronTimes([`${minute} 1-2,14 * * *`], zone)(after)).toBe(Math.min(...each))
    }),
    { numRuns: 100 },
  )
})

test('a weekly time fires on its day', () => {
  fc.assert(
    fc.property(
      zone,
      hour,
      minute,
      moment,
      fc.integer({ min: 0, max: 6 }),
      (zone, hour, minute, after, day) => {
        const { next } = timetable('every_week', { ...given(hour, minute, zone), day_of_the_week: day })
        const fits = (at: DateTime) => at.weekday % 7 === day
        expect(next(after)).toBe(nextOn(fits, [hour, minute], after, zone))
      },
    ),
    { numRuns: 100 },
  )
})

test('a monthly time fires on its day, on the last, or leaves short months out', () => {
  const rule = fc.record({
    day_of_the_month: fc.constantFrom(0, 1, 15, 28, 29, 30, 31),
    short_months: fc.constantFrom('skip', 'last_day'),
  })
  fc.assert(
    fc.property(zone, hour, minute, moment, rule, (zone, hour, minute, after, rule) => {
      const { next } = timetable('every_month', { ...given(hour, minute, zone), ...rule })
      const fits = (at: DateTime) => {
        const last = at.daysInMonth!
        if (rule.day_of_the_month === 0) return at.day === last
        return (
          at.day ===
          (rule.short_months === 'skip' ? rule.day_of_the_month : Math.min(rule.day_of_the_month, last))
        )
      }
      expect(next(after)).toBe(nextOn(fits, [hour, minute], after, zone))
    }),
    { numRuns: 150 },
  )
})

test('the first, fifth or last weekday of a month is found', () => {
  const which = fc.constantFrom('1', '2', '3', '4', '5', 'L')
  fc.assert(
    fc.property(
      zone,
      hour,
      moment,
      which,
      fc.integer({ min: 0, max: 6 }),
      (zone, hour, after, which, day) => {
        const input = { ...given(hour, 0, zone), which, day_of_the_week: day }
        const { next } = timetable('every_month_on_weekday', input)
        const fits = (at: DateTime) =>
          at.weekday % 7 === day &&
          (which === 'L' ? at.day + 7 > at.daysInMonth! : Math.ceil(at.day / 7) === Number(which))
        expect(next(after)).toBe(nextOn(fits, [hour, 0], after, zone))
      },
    ),
    { numRuns: 150 },
  )
})

test('an expression for every hour fires whenever the clocks show a time that fits', () => {
  const fields = fc.constantFrom(
    ['30 * * * *', (at: DateTime) => at.minute === 30] as const,
    ['*/20 * * * *', (at: DateTime) => at.minute % 20 === 0] as const,
    ['0/25 1-3 * * *', (at: DateTime) => at.minute % 25 === 0 && at.hour >= 1 && at.hour <= 3] as const,
    ['15 */2 * * *', (at: DateTime) => at.minute === 15 && at.hour % 2 === 0] as const,
  )
  fc.assert(
    fc.property(zone, fields, moment, (zone, [expression, fits], after) => {
      let at = Math.floor(after / MINUTE) * MINUTE + MINUTE
      while (!fits(DateTime.fromMillis(at, { zone }))) at += MINUTE
      expect(cronTimes([expression], zone)(after)).toBe(at)
    }),
    { numRuns: 300 },
  )
})

test('29 February comes every four years, and 30 February never', () => {
  const next = cronTimes(['0 9 29 2 *'], 'Europe/Madrid')
  expect(new Date(next(Date.parse('2026-01-01'))!).toISOString()).toBe('2028-02-29T08:00:00.000Z')
  expect(new Date(next(Date.parse('2028-03-01'))!).toISOString()).toBe('2032-02-29T08:00:00.000Z')
  expect(cronTimes(['0 9 30 2 *'], 'UTC')(0)).toBeUndefined()
})

test('an interval counts from its start, whatever the clocks do', () => {
  fc.assert(
    fc.property(moment, moment, fc.integer({ min: 1, max: 5000 }), (start, after, minutes) => {
      const at = intervalTimes(minutes * MINUTE, start)(after)!
      expect(at).toBeGreaterThan(after)
      expect(at).toBeGreaterThanOrEqual(start)
      expect((at - start) % (minutes * MINUTE)).toBe(0)
      if (at > start) expect(at - minutes * MINUTE).toBeLessThanOrEqual(after)
    }),
  )
})

test('a single moment is what the clocks of its zone show: right after a gap, the first of two', () => {
  fc.assert(
    fc.property(zone, hour, minute, moment, (zone, hour, minute, near) => {
      const day = DateTime.fromMillis(near, { zone })
      const text = `${day.toISODate()}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
      expect(instantOf(text, zone)).toBe(shownOn(day, hour, minute))
    }),
    { numRuns: 200 },
  )
})

test.each([
  ['2026-03-02T09:30:00Z', '2026-03-02T09:30:00.000Z'],
  ['2026-03-02T09:30+01:00', '2026-03-02T08:30:00.000Z'],
  ['2026-03-02 09:30:05', '2026-03-02T08:30:05.000Z'],
  ['2026-03-02', '2026-03-01T23:00:00.000Z'],
])('%s is a moment', (text, expected) => {
  expect(new Date(instantOf(text, 'Europe/Madrid')!).toISOString()).toBe(expected)
})

test.each(['', 'tomorrow', '2026-02-30T09:00', '2026-13-01', '2026-01-01T25:00Z', '2026-01-01T24:00'])(
  '"%s" is none',
  (text) => expect(instantOf(text, 'UTC')).toBeUndefined(),
)

test('a single moment comes once', () => {
  expect(onceAt(DAY)(DAY - 1)).toBe(DAY)
  expect(onceAt(DAY)(DAY)).toBeUndefined()
})
