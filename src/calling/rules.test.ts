import fc from 'fast-check'
import { DateTime } from 'luxon'
import { describe, expect, test } from 'vitest'
import { DAYS } from './opening-hours.ts'
import { CallingRules, LOOK_AHEAD_MS, nextAllowed } from './rules.ts'

// Luxon, asked minute by minute, is the second opinion.

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

const at = (iso: string, zone = 'UTC') => DateTime.fromISO(iso, { zone }).toMillis()
const rules = (given: unknown = {}) => CallingRules.parse(given)
const every = (from: string, to: string, more: object = {}) =>
  rules({ windows: [{ days: [...DAYS], from, to }], ...more })
const shown = (moment: number | null, zone: string) =>
  moment === null ? null : DateTime.fromMillis(moment, { zone }).toISO({ suppressMilliseconds: true })

/** Whether it is open where clocks show this: what the rules say, word by word. */
function isOpen({ windows, quiet_days }: CallingRules, local: DateTime): boolean {
  const date = local.toISODate() ?? ''
  if (quiet_days.includes(date) || quiet_days.includes(date.slice(5))) return false
  const time = [local.hour, local.minute].map((part) => String(part).padStart(2, '0')).join(':')
  const dayOf = (each: DateTime) => DAYS[each.weekday % 7]!
  return windows.some(({ days, from, to }) => {
    if (from < to) return days.includes(dayOf(local)) && time >= from && time < to
    const sinceYesterday = time < to && days.includes(dayOf(local.minus({ days: 1 })))
    return sinceYesterday || (days.includes(dayOf(local)) && time >= from)
  })
}

function search(given: CallingRules, zones: string[], start: number): number | null {
  const open = (moment: number) => zones.every((zone) => isOpen(given, DateTime.fromMillis(moment, { zone })))
  if (open(start)) return start
  let moment = Math.ceil(start / MINUTE_MS) * MINUTE_MS
  for (; moment <= start + LOOK_AHEAD_MS; moment += MINUTE_MS) if (open(moment)) return moment
  return null
}

const ZONES = [
  'Europe/Madrid',
  'Atlantic/Canary',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Santiago',
]
/** Near changes of clocks somewhere, a leap day, the end of a year. */
const TURNING_POINTS = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2026-02-15',
  '2028-02-28',
  '2026-12-30',
].map((day) => at(day))

const twoDigits = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'))
const clock = fc.tuple(twoDigits(23), twoDigits(59)).map((parts) => parts.join(':'))
const window = fc
  .record({
    days: fc.uniqueArray(fc.constantFrom(...DAYS), { minLength: 1 }),
    from: clock,
    to: fc.oneof({ weight: 6, arbitrary: clock }, fc.constant('24:00')),
  })
  .filter(({ from, to }) => from !== to)
const moment = fc
  .tuple(fc.constantFrom(...TURNING_POINTS), fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }))
  .map(([point, beside]) => point + beside)
const quietDays = (around: number) =>
  fc.uniqueArray(
    fc
      .tuple(fc.integer({ min: -1, max: 4 }), fc.boolean())
      .map(([days, everyYear]) =>
        new Date(around + days * DAY_MS).toISOString().slice(everyYear ? 5 : 0, 10),
      ),
    { maxLength: 3 },
  )

describe('the next moment at which a call is allowed', () => {
  test('is the one that a search through the minutes finds, in any zones and around any change of clocks', () => {
    const cases = moment.chain((start) =>
      fc.record({
        start: fc.constant(start),
        windows: fc.array(window, { minLength: 1, maxLength: 3 }),
        quiet_days: quietDays(start),
        zones: fc.uniqueArray(fc.constantFrom(...ZONES), { minLength: 1, maxLength: 3 }),
      }),
    )
    const property = fc.property(cases, ({ start, zones, ...given }) => {
      const parsed = rules(given)
      expect(nextAllowed(parsed, zones, start)).toBe(search(parsed, zones, start))
    })
    fc.assert(property, { numRuns: 60 })
  })

  test('is now where it is open now, to the millisecond', () => {
    const start = at('2026-06-02T12:34:56.789', 'Europe/Madrid')
    expect(nextAllowed(rules(), ['Europe/Madrid'], start)).toBe(start)
  })

  test('is the next opening of the default rules: weekdays from nine to eight', () => {
    const friday = at('2026-06-05T20:00', 'Europe/Madrid')
    const next = nextAllowed(rules(), ['Europe/Madrid'], friday)
    expect(shown(next, 'Europe/Madrid')).toBe('2026-06-08T09:00:00+02:00')
  })

  test.each([
    ['Europe/Madrid', '2026-03-29T01:59:59', '2026-03-29T03:00:00+02:00'],
    ['America/New_York', '2026-03-08T01:59:59', '2026-03-08T03:00:00-04:00'],
    ['Australia/Lord_Howe', '2026-10-04T01:59:59', '2026-10-04T02:30:00+11:00'],
  ])(
    'in %s is right after the hour that the clocks skip, where a window begins in it',
    (zone, from, expected) => {
      expect(shown(nextAllowed(every('02:10', '05:00'), [zone], at(from, zone)), zone)).toBe(expected)
    },
  )

  test.each([
    ['Europe/Madrid', '2026-10-25T02:30:00+02:00', '2026-10-25T02:00:00+01:00'],
    ['America/New_York', '2026-11-01T01:30:00-04:00', '2026-11-01T01:00:00-05:00'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00+11:00', '2026-04-05T01:30:00+10:30'],
  ])('in %s comes again with the time that the clocks show twice', (zone, closed, again) => {
    const [from, to] = [again.slice(11, 16), closed.slice(11, 16)]
    expect(shown(nextAllowed(every(from, to), [zone], at(closed)), zone)).toBe(again)
  })

  test('is one at which it is open in every zone that a number may be in', () => {
    // Nine in Honolulu is three or four in the afternoon in New York.
    const zones = ['America/New_York', 'Pacific/Honolulu']
    const next = nextAllowed(rules(), zones, at('2026-06-02T21:00', 'America/New_York'))
    expect(shown(next, 'Pacific/Honolulu')).toBe('2026-06-03T09:00:00-10:00')
  })

  test('does not come where the zones are never open together', () => {
    const zones = ['Pacific/Auckland', 'Europe/Madrid']
    expect(nextAllowed(every('09:00', '17:00'), zones, at('2026-06-02T00:00'))).toBeNull()
  })

  test('passes over quiet days, of one year or of each, by the calendar where the number is', () => {
    const quiet = every('00:00', '24:00', { quiet_days: ['2026-12-24', '12-25'] })
    const next = nextAllowed(quiet, ['Pacific/Auckland'], at('2026-12-24T10:00', 'Pacific/Auckland'))
    expect(shown(next, 'Pacific/Auckland')).toBe('2026-12-26T00:00:00+13:00')
    const year = nextAllowed(quiet, ['Pacific/Auckland'], at('2027-12-24T10:00', 'Pacific/Auckland'))
    expect(shown(year, 'Pacific/Auckland')).toBe('2027-12-24T10:00:00+13:00')
  })

  test('knows a window across midnight by the day it begins on, and a quiet day ends it', () => {
    const night = rules({ windows: [{ days: ['fri'], from: '22:00', to: '02:00' }] })
    const zones = ['Europe/Madrid']
    const saturday = at('2026-06-06T01:59', 'Europe/Madrid')
    expect(nextAllowed(night, zones, saturday)).toBe(saturday)
    const friday = at('2026-06-05T01:00', 'Europe/Madrid')
    expect(shown(nextAllowed(night, zones, friday), zones[0]!)).toBe('2026-06-05T22:00:00+02:00')
    const quiet = { ...night, quiet_days: ['2026-06-06'] }
    expect(shown(nextAllowed(quiet, zones, saturday), zones[0]!)).toBe('2026-06-12T22:00:00+02:00')
  })

  test('does not come where the next one is more than sixty days away', () => {
    const start = at('2026-06-01T00:00')
    const mondays = Array.from({ length: 10 }, (_, week) =>
      new Date(start + week * 7 * DAY_MS).toISOString().slice(0, 10),
    )
    const windows = [{ days: ['mon'], from: '09:00', to: '10:00' }]
    expect(nextAllowed(rules({ windows, quiet_days: mondays }), ['UTC'], start)).toBeNull()
    const next = nextAllowed(rules({ windows, quiet_days: mondays.slice(0, 8) }), ['UTC'], start)
    expect(shown(next, 'UTC')).toBe('2026-07-27T09:00:00Z')
  })

  test('goes by the zone of the rules where they name one, else by the fallback for a number that tells none', () => {
    const start = at('2026-06-02T07:30')
    expect(nextAllowed(rules({ zone: 'Europe/Madrid' }), ['America/New_York'], start)).toBe(start)
    expect(nextAllowed(rules({ fallback_zone: 'Europe/Madrid' }), [], start)).toBe(start)
    expect(shown(nextAllowed(rules(), [], start), 'UTC')).toBe('2026-06-02T09:00:00Z')
  })
})

describe('calling rules refuse', () => {
  const days = ['mon']
  test.each([
    ['a zone that is none', { zone: 'Europe/Atlantis' }, ['zone']],
    ['a fallback that is no zone', { fallback_zone: 'callee' }, ['fallback_zone']],
    [
      'a time that no clock shows',
      { windows: [{ days, from: '24:00', to: '09:00' }] },
      ['windows', 0, 'from'],
    ],
    ['a window without an hour', { windows: [{ days, from: '09:00', to: '09:00' }] }, ['windows', 0, 'to']],
    ['a window on no day', { windows: [{ days: [], from: '09:00', to: '10:00' }] }, ['windows', 0, 'days']],
    ['no window at all', { windows: [] }, ['windows']],
    ['a day that no calendar has', { quiet_days: ['02-30'] }, ['quiet_days', 0]],
    ['a day written otherwise', { quiet_days: ['24/12/2026'] }, ['quiet_days', 0]],
    ['no time between calls', { hours_between_calls: 0 }, ['hours_between_calls']],
  ])('%s', (_, given, path) => {
    expect(CallingRules.safeParse(given).error?.issues[0]?.path).toEqual(path)
  })

  test('take a 29 February, as a day of every year', () => {
    expect(rules({ quiet_days: ['02-29'] }).quiet_days).toEqual(['02-29'])
  })
})
