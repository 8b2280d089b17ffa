import { expect, test } from 'vitest'
import { isCoded } from '../../src/errors.ts'
import schedule from './index.ts'

const AFTER = Date.parse('2026-03-02T12:34:56Z')

function timetableOf(name: string, input: Record<string, unknown>) {
  const { input: schema, timetable } = schedule.triggers[name]!
  return timetable!(schema.parse(input))
}

const madrid = { hour_of_the_day: 9, timezone: 'Europe/Madrid' }

test.each<[string, Record<string, unknown>, string, Record<string, unknown>]>([
  [
    'every_x_minutes',
    { minutes: 15 },
    '2026-03-02T12:45:00Z',
    { cron_expression: '*/15 * * * *', timezone: 'UTC' },
  ],
  ['every_hour', {}, '2026-03-02T13:00:00Z', { cron_expression: '0 * * * 1-5', timezone: 'UTC' }],
  [
    'every_hour',
    { run_on_weekends: true },
    '2026-03-02T13:00:00Z',
    { cron_expression: '0 * * * *', timezone: 'UTC' },
  ],
  [
    'every_day',
    { ...madrid, run_on_weekends: true },
    '2026-03-03T08:00:00Z',
    { hour_of_the_day: 9, cron_expression: '0 9 * * *', timezone: 'Europe/Madrid' },
  ],
  [
    'every_week',
    { ...madrid, day_of_the_week: 0 },
    '2026-03-08T08:00:00Z',
    { hour_of_the_day: 9, day_of_the_week: 0, cron_expression: '0 9 * * 0', timezone: 'Europe/Madrid' },
  ],
  [
    'every_month',
    { ...madrid, day_of_the_month: 31 },
    '2026-03-31T07:00:00Z',
    { hour_of_the_day: 9, day_of_the_month: 31, cron_expression: '0 9 31 * *', timezone: 'Europe/Madrid' },
  ],
  [
    'every_month_on_weekday',
    { ...madrid, which: '2', day_of_the_week: 1, minute_of_the_hour: 30 },
    '2026-03-09T08:30:00Z',
    {
      hour_of_the_day: 9,
      day_of_the_week: 1,
      which: '2',
      cron_expression: '30 9 * * 1#2',
      timezone: 'Europe/Madrid',
    },
  ],
  [
    'every_interval',
    { every: 36, unit: 'hours', start: '2026-03-01T00:00', timezone: 'Europe/Madrid' },
    '2026-03-03T23:00:00Z',
    { every: 36, unit: 'hours' },
  ],
  [
    'once',
    { at: '2026-03-29T02:30', timezone: 'Europe/Madrid' },
    '2026-03-29T01:00:00Z',
    { timezone: 'Europe/Madrid' },
  ],
  [
    'cron_expression',
    { cronExpression: '0/5 * * * *' },
    '2026-03-02T12:35:00Z',
    { cron_expression: '0/5 * * * *', timezone: 'UTC' },
  ],
])('%s %o comes next at %s, and its run is told what Activepieces tells', (name, input, next, data) => {
  const timetable = timetableOf(name, input)
  const at = timetable.next(AFTER)!
  const nominal_time = new Date(next).toISOString()
  expect(timetable.dataAt(at)).toEqual({ ...data, nominal_time })
})

test.each([
  ['cron_expression', { cronExpression: 'often' }, 'cronExpression'],
  ['cron_expression', { cronExpression: '0 0 9 * * *' }, 'cronExpression'],
  ['cron_expression', { cronExpression: '61 9 * * *' }, 'cronExpression'],
  ['every_day', { timezone: 'Mars/Olympus' }, 'timezone'],
  ['every_day', { minute_of_the_hour: 1.5 }, 'minute_of_the_hour'],
  ['once', { at: 'tomorrow' }, 'at'],
  ['once', { at: '2026-01-01T00:00', timezone: 'Nowhere' }, 'timezone'],
  ['every_interval', { every: 1.5 }, 'every'],
  ['every_interval', { every: 2, start: 'soon' }, 'start'],
])('%s %o is refused, naming the field', (name, input, field) => {
  try {
    timetableOf(name, input)
  } catch (error) {
    expect(isCoded(error) && error).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining(`: ${field}: `),
      details: { issues: [{ path: field }] },
    })
    return
  }
  throw new Error('It was taken.')
})

test('what is missed is made up for as the field says', () => {
  const makesUpFor = (input: object) => timetableOf('every_hour', { ...input }).makesUpFor
  expect(makesUpFor({})).toBe(1)
  expect(makesUpFor({ missed: 'skip' })).toBe(0)
  expect(makesUpFor({ missed: 'all' })).toBe(10)
  expect(makesUpFor({ missed: 'all', missed_limit: 3 })).toBe(3)
})

test('an example is a run of the next time', () => {
  const { sampleFor, input } = schedule.triggers.every_day!
  const sample = sampleFor!(input.parse(madrid)) as { nominal_time: string }
  expect(Date.parse(sample.nominal_time)).toBeGreaterThan(Date.now())
})
