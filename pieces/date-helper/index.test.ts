import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { outputOf } from '../../test/support/run-action.ts'
import { formatDate } from './format.ts'
import piece from './index.ts'
import { instantOf, wallOf } from './zone.ts'

const NOW = '2026-11-23T09:00:00Z'
const FORMAT = 'YYYY-MM-DD HH:mm:ss'

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse(NOW), toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function result(action: string, input: Record<string, unknown>) {
  return ((await outputOf(piece, action, input)) as { result: string }).result
}

/** The moment a text means, in UTC. */
async function understood(text: string, timeZone = 'Europe/Madrid', relativeTo?: string) {
  const input = { text, timeZone, relativeTo, outputFormat: FORMAT }
  return ((await outputOf(piece, 'parse_date', input)) as { timestamp: string }).timestamp
}

describe('zones', () => {
  test.each([
    // Spring: the clocks of Madrid go from 02:00 to 03:00, those of New York too, on another day.
    ['Europe/Madrid', '2026-03-29T01:59:59Z', '2026-03-29T00:59:59Z'],
    ['Europe/Madrid', '2026-03-29T02:30:00Z', '2026-03-29T01:30:00Z'],
    ['Europe/Madrid', '2026-03-29T03:00:00Z', '2026-03-29T01:00:00Z'],
    ['America/New_York', '2026-03-08T02:30:00Z', '2026-03-08T07:30:00Z'],
    // Autumn: one hour is shown twice, the first one counts.
    ['Europe/Madrid', '2026-10-25T02:30:00Z', '2026-10-25T00:30:00Z'],
    ['Europe/Madrid', '2026-10-25T03:00:00Z', '2026-10-25T02:00:00Z'],
    ['America/New_York', '2026-11-01T01:30:00Z', '2026-11-01T05:30:00Z'],
    ['Asia/Kolkata', '2026-06-01T00:00:00Z', '2026-05-31T18:30:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00Z', '2026-10-03T15:45:00Z'],
  ])('in %s the clocks show %s at %s', (zone, wall, instant) => {
    expect(new Date(instantOf(Date.parse(wall), zone)).toISOString()).toBe(new Date(instant).toISOString())
  })

  test('what the clocks show leads back to the same instant, or to the first of two that show it', () => {
    const zones = fc.constantFrom('Europe/Madrid', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kathmandu')
    const times = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) })
    fc.assert(
      fc.property(zones, times, (zone, instant) => {
        const again = instantOf(wallOf(instant, zone), zone)
        expect(wallOf(again, zone)).toBe(wallOf(instant, zone))
        expect([0, 3_600_000]).toContain(instant - again)
      }),
    )
  })

  test('an unknown zone is refused by name', async () => {
    await expect(result('get_current_date', { timeZone: 'Mars/Base' })).rejects.toMatchObject({
      code: 'TIME_ZONE_UNKNOWN',
      message: expect.stringContaining('Mars/Base'),
    })
  })
})

describe('format_date', () => {
  test.each([
    ['DDD MMM DD YYYY HH:mm:ss', 'Sun Sep 17 2023 11:23:58'],
    ['DDD MMM DD HH:mm:ss YYYY', 'Sun Sep 17 11:23:58 2023'],
    ['MMMM DD YYYY HH:mm:ss', 'September 17 2023 11:23:58'],
    ['YYYY-MM-DDTHH:mm:ss', '2023-09-17T11:23:58'],
    ['YYYY-MM-DD HH:mm:ss', '2023-09-17 11:23:58'],
    ['X', '1694949838'],
  ])('a date in the format %s is read and written the same', async (format, text) => {
    const output = { outputFormat: FORMAT, outputTimeZone: 'UTC' }
    expect(await result('format_date', { inputDate: text, inputFormat: format, ...output })).toBe(
      '2023-09-17 11:23:58',
    )
    const input = { inputDate: '2023-09-17 11:23:58', inputFormat: FORMAT }
    expect(await result('format_date', { ...input, outputFormat: format })).toBe(text)
  })

  test.each([
    ['MMMM DD YYYY', 'September 17 2023'],
    ['MMM DD YYYY', 'Sep 17 2023'],
    ['MM-DD-YYYY', '09-17-2023'],
    ['MM/DD/YYYY', '09/17/2023'],
    ['MM/DD/YY', '09/17/23'],
    ['DD-MM-YYYY', '17-09-2023'],
    ['DD/MM/YYYY', '17/09/2023'],
    ['DD/MM/YY', '17/09/23'],
  ])('a day in the format %s is its midnight', async (format, text) => {
    expect(await result('format_date', { inputDate: text, inputFormat: format, outputFormat: FORMAT })).toBe(
      '2023-09-17 00:00:00',
    )
  })

  test('the zones are those of the input and of the output', async () => {
    const input = { inputDate: '2024-06-15 12:00:00', inputFormat: FORMAT, outputFormat: FORMAT }
    expect(await result('format_date', { ...input, outputTimeZone: 'America/New_York' })).toBe(
      '2024-06-15 08:00:00',
    )
    expect(await result('format_date', { ...input, inputTimeZone: 'Europe/Madrid' })).toBe(
      '2024-06-15 10:00:00',
    )
  })

  test('an offset in the text comes before the zone of the field', async () => {
    const input = {
      inputDate: '2024-06-15T12:00:00-05:00',
      inputTimeZone: 'Europe/Madrid',
      outputFormat: FORMAT,
    }
    expect(await result('format_date', input)).toBe('2024-06-15 17:00:00')
  })

  test('offset and epoch of a pattern are those of the instant', () => {
    expect(formatDate(1694949838000, 'Asia/Kolkata', 'HH:mm Z ZZ X x [X]')).toBe(
      '16:53 +05:30 +0530 1694949838 1694949838000 X',
    )
  })

  test.each(['2023-13-45', '2026-02-30', 'soon', '5', ''])(
    '"%s" is refused as no date',
    async (inputDate) => {
      await expect(result('format_date', { inputDate })).rejects.toMatchObject({
        code: 'DATE_INVALID',
        message: expect.stringContaining('inputDate'),
      })
    },
  )
})

describe('what people say', () => {
  test.each([
    ['3 de marzo de 2026 a las 17:30', '2026-03-03T16:30'],
    ['mañana a las 10', '2026-11-24T09:00'],
    ['next Tuesday 3pm', '2026-12-01T14:00'],
    ['pasado mañana', '2026-11-24T23:00'],
    ['pasado mañana a las cinco y media de la tarde', '2026-11-25T16:30'],
    ['el martes a las 5 de la tarde', '2026-11-24T16:00'],
    ['el próximo viernes a las 9:15', '2026-11-27T08:15'],
    ['viernes que viene a las 10', '2026-11-27T09:00'],
    ['hoy a las 18h', '2026-11-23T17:00'],
    ['hoy a mediodía', '2026-11-23T11:00'],
    ['esta noche a las 9', '2026-11-23T20:00'],
    ['mañana por la tarde', '2026-11-24T14:00'],
    ['mañana a las diez de la mañana', '2026-11-24T09:00'],
    ['a las tres menos cuarto de la tarde', '2026-11-23T13:45'],
    ['dentro de tres días', '2026-11-25T23:00'],
    ['en 2 horas', '2026-11-23T11:00'],
    ['hace dos días', '2026-11-20T23:00'],
    ['15 de enero', '2027-01-14T23:00'],
    ['lunes 7 de diciembre a las 10:00', '2026-12-07T09:00'],
    ['1 DE MAYO DE 2027', '2027-04-30T22:00'],
    ['tomorrow afternoon', '2026-11-24T14:00'],
    ['in 2 hours', '2026-11-23T11:00'],
    ['the day after tomorrow at noon', '2026-11-25T11:00'],
    ['December 25th at 10am', '2026-12-25T09:00'],
    ['Sun Sep 17 2023 11:23:58 GMT+0200', '2023-09-17T09:23'],
  ])('"%s", said in Madrid on Monday 23 November 2026 at 10, is %s UTC', async (text, expected) => {
    expect((await understood(text)).slice(0, 16)).toBe(expected)
  })

  test('tomorrow is counted from the moment given, in the zone given', async () => {
    // 03:00 UTC on the 8th is still the 7th in New York, whose clocks change that night.
    const at = '2026-03-08T03:00:00Z'
    expect(await understood('tomorrow at 9am', 'America/New_York', at)).toBe('2026-03-08T13:00:00.000Z')
    expect(await understood('tomorrow at 9am', 'UTC', at)).toBe('2026-03-09T09:00:00.000Z')
  })

  test('a long text is refused without being searched', async () => {
    await expect(understood(`tomorrow ${'1 '.repeat(100_000)}`)).rejects.toMatchObject({
      code: 'DATE_INVALID',
    })
  })

  test('a time that was only half understood is refused rather than guessed', async () => {
    await expect(understood('the 3rd of March at half past four')).rejects.toMatchObject({
      code: 'DATE_INVALID',
    })
  })
})

describe('add_subtract_date', () => {
  test.each([
    ['2024-06-15 10:00:00', '+ 2 hour', '2024-06-15 12:00:00'],
    ['2024-06-15 10:00:00', '- 5 day', '2024-06-10 10:00:00'],
    ['2024-06-15 10:00:00', '+ 1 day + 2 hours + 30 minute', '2024-06-16 12:30:00'],
    ['2024-06-15 10:00:00', '- 1 day 2 hour', '2024-06-14 08:00:00'],
    ['2024-01-31 10:00:00', '+1month', '2024-02-29 10:00:00'],
    ['2024-06-15 00:00:00', '+ 1 year', '2025-06-15 00:00:00'],
  ])('%s %s is %s', async (inputDate, expression, expected) => {
    const input = { inputDate, inputDateFormat: FORMAT, outputFormat: FORMAT, expression }
    expect(await result('add_subtract_date', input)).toBe(expected)
  })

  test('a day keeps the time of day when the clocks change; 24 hours do not', async () => {
    const input = { inputDate: '2026-03-28T09:00:00Z', outputFormat: FORMAT, timeZone: 'Europe/Madrid' }
    expect(await result('add_subtract_date', { ...input, expression: '+ 1 day' })).toBe('2026-03-29 10:00:00')
    expect(await result('add_subtract_date', { ...input, expression: '+ 24 hours' })).toBe(
      '2026-03-29 11:00:00',
    )
  })

  test('the time of day can be set, or be the present one', async () => {
    const input = {
      inputDate: '2026-06-01',
      outputFormat: FORMAT,
      expression: '+ 1 day',
      timeZone: 'Europe/Madrid',
    }
    expect(await result('add_subtract_date', { ...input, setTime: '09:30' })).toBe('2026-06-02 09:30:00')
    expect(await result('add_subtract_date', { ...input, useCurrentTime: true })).toBe('2026-06-02 10:00:00')
  })

  test.each(['two days', '+ 1 fortnight', '', '1'])('the expression "%s" is refused', async (expression) => {
    const input = { inputDate: '2026-06-01', expression }
    await expect(result('add_subtract_date', input)).rejects.toMatchObject({ code: 'EXPRESSION_INVALID' })
  })
})

describe('date_difference', () => {
  test.each([
    ['2024-01-01', '2024-01-10', ['day'], { day: 9 }],
    ['2024-01-01', '2024-03-01', ['day'], { day: 60 }],
    ['2024-01-10', '2024-01-01', ['day'], { day: -9 }],
    ['2022-03-15', '2024-06-15', ['year', 'month'], { year: 2, month: 3 }],
    ['2024-01-31', '2024-03-01', ['month', 'day'], { month: 1, day: 1 }],
    [
      '2024-01-01T00:00:00',
      '2024-01-01T02:30:45',
      ['hour', 'minute', 'second'],
      { hour: 2, minute: 30, second: 45 },
    ],
  ])('from %s to %s in %j it is %j', async (startDate, endDate, unitDifference, expected) => {
    expect(await outputOf(piece, 'date_difference', { startDate, endDate, unitDifference })).toEqual(expected)
  })
})

describe('days that come and went', () => {
  const madrid = { timeZone: 'Europe/Madrid', timeFormat: FORMAT }

  test('the present date is that of the zone', async () => {
    expect(await result('get_current_date', madrid)).toBe('2026-11-23 10:00:00')
    expect(await result('get_current_date', {})).toBe('Mon Nov 23 2026 09:00:00')
  })

  test.each([
    ['1', '10:30', '2026-11-23 10:30:00'],
    [1, '10:00', '2026-11-23 10:00:00'],
    [1, '09:59', '2026-11-30 09:59:00'],
    [0, '00:00', '2026-11-29 00:00:00'],
  ])('the next weekday %s at %s is %s', async (weekday, time, expected) => {
    expect(await result('next_day_of_week', { ...madrid, weekday, time })).toBe(expected)
  })

  test.each([
    [12, 25, '2026-12-25 08:00:00'],
    [11, 23, '2027-11-23 08:00:00'],
    [2, 29, '2028-02-29 08:00:00'],
  ])('the next day %s/%s is %s', async (month, day, expected) => {
    expect(await result('next_day_of_year', { ...madrid, month, day, time: '08:00' })).toBe(expected)
  })

  test('a day that no year has is refused', async () => {
    await expect(result('next_day_of_year', { month: 4, day: 31 })).rejects.toMatchObject({
      code: 'DATE_INVALID',
    })
  })

  test('a time of day that no clock shows is refused', async () => {
    const input = { weekday: 1, time: '24:00' }
    await expect(result('next_day_of_week', input)).rejects.toMatchObject({ code: 'TIME_INVALID' })
  })

  test('the month before has a first and a last day', async () => {
    expect(await result('first_day_of_previous_month', madrid)).toBe('2026-10-01 00:00:00')
    expect(await result('last_day_of_previous_month', { ...madrid, time: '23:59' })).toBe(
      '2026-10-31 23:59:00',
    )
    vi.setSystemTime('2026-12-31T23:30:00Z')
    expect(await result('last_day_of_previous_month', madrid)).toBe('2026-12-31 00:00:00')
    expect(await result('first_day_of_previous_month', { ...madrid, currentTime: true })).toBe(
      '2026-12-01 00:30:00',
    )
  })
})

test('a date is taken apart by the clocks of its zone', async () => {
  const unitExtract = ['year', 'month', 'day', 'hour', 'minute', 'second', 'dayOfWeek', 'monthName']
  const input = { inputDate: '2026-12-31T23:30:15Z', unitExtract, timeZone: 'Europe/Madrid' }
  expect(await outputOf(piece, 'extract_date_parts', input)).toEqual({
    year: 2027,
    month: 1,
    day: 1,
    hour: 0,
    minute: 30,
    second: 15,
    dayOfWeek: 'Friday',
    monthName: 'January',
  })
})
