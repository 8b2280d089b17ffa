import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc.js'
import * as z from 'zod'
import { checkbox, choices, longText, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'
import { difference, shift, startOfDay, timeOfDay, UNITS } from './calendar.ts'
import { formatDate, formatField } from './format.ts'
import { parseDate } from './parse.ts'
import { instantOf, wallOf } from './zone.ts'

dayjs.extend(utc)

const MINUTE_MS = 60_000

/** Everything here works on a date it is given, written by a machine or a person. */
const outcome = z.object({ result: z.string() })
const dateField = (label: string) =>
  shortText({
    label,
    description:
      'In the format below, in ISO 8601, or as people say it: "mañana a las 10", "next Tuesday 3pm".',
  })
const zoneField = (label: string) =>
  shortText({ label, description: 'An IANA name: Europe/Madrid.', required: false, defaultValue: 'UTC' })

/** Another form for the same moment. */
export const formatDateAction = action({
  name: 'format_date',
  displayName: 'Format date',
  description: 'Turns a date into another format and another time zone.',
  input: z.object({
    inputDate: dateField('Date'),
    inputFormat: formatField('Its format'),
    inputTimeZone: zoneField('Its time zone'),
    outputFormat: formatField('New format'),
    outputTimeZone: zoneField('New time zone'),
  }),
  output: outcome,
  idempotent: true,
  pure: true,
  async run({ input }) {
    const options = { format: input.inputFormat, zone: input.inputTimeZone, now: Date.now() }
    const instant = await parseDate(input.inputDate, options, 'inputDate')
    return { result: formatDate(instant, input.outputTimeZone, input.outputFormat) }
  },
})

const PARTS = {
  year: (date: dayjs.Dayjs) => date.year(),
  month: (date: dayjs.Dayjs) => date.month() + 1,
  day: (date: dayjs.Dayjs) => date.date(),
  hour: (date: dayjs.Dayjs) => date.hour(),
  minute: (date: dayjs.Dayjs) => date.minute(),
  second: (date: dayjs.Dayjs) => date.second(),
  dayOfWeek: (date: dayjs.Dayjs) => date.format('dddd'),
  monthName: (date: dayjs.Dayjs) => date.format('MMMM'),
} as const

/** A date taken apart. */
export const extractDateParts = action({
  name: 'extract_date_parts',
  displayName: 'Extract date units',
  description: 'Takes a date apart: year, month, weekday and so on.',
  input: z.object({
    inputDate: dateField('Date'),
    inputFormat: formatField('Its format'),
    unitExtract: choices({
      label: 'Units',
      defaultValue: ['year'],
      choices: [
        { value: 'year', label: 'Year' },
        { value: 'month', label: 'Month' },
        { value: 'day', label: 'Day' },
        { value: 'hour', label: 'Hour' },
        { value: 'minute', label: 'Minute' },
        { value: 'second', label: 'Second' },
        { value: 'dayOfWeek', label: 'Day of the week' },
        { value: 'monthName', label: 'Name of the month' },
      ],
    }),
    timeZone: zoneField('Time zone'),
  }),
  output: z.record(z.string(), z.union([z.string(), z.number()])),
  idempotent: true,
  pure: true,
  async run({ input }) {
    const options = { format: input.inputFormat, zone: input.timeZone, now: Date.now() }
    const instant = await parseDate(input.inputDate, options, 'inputDate')
    const date = dayjs.utc(wallOf(instant, input.timeZone))
    return Object.fromEntries(input.unitExtract.map((unit) => [unit, PARTS[unit](date)]))
  },
})

/** The time between two dates. */
export const dateDifference = action({
  name: 'date_difference',
  displayName: 'Date difference',
  description:
    'The time from the first date to the second in the units chosen. Each unit holds what the larger ones left over, so days alone are all the days.',
  input: z.object({
    startDate: dateField('First date'),
    startDateFormat: formatField('Its format'),
    endDate: dateField('Second date'),
    endDateFormat: formatField('Its format'),
    unitDifference: choices({
      label: 'Units',
      defaultValue: ['day'],
      choices: UNITS.map((value) => ({ value, label: value })),
    }),
  }),
  output: z.record(z.string(), z.number()),
  idempotent: true,
  pure: true,
  async run({ input }) {
    const now = Date.now()
    const from = { format: input.startDateFormat, zone: 'UTC', now }
    const to = { format: input.endDateFormat, zone: 'UTC', now }
    const start = await parseDate(input.startDate, from, 'startDate')
    return difference(start, await parseDate(input.endDate, to, 'endDate'), input.unitDifference)
  },
})

/** A date moved. */
export const addSubtractDate = action({
  name: 'add_subtract_date',
  displayName: 'Add or subtract time',
  description: 'Moves a date, for example by "+ 1 day - 2 hours".',
  input: z.object({
    inputDate: dateField('Date'),
    inputDateFormat: formatField('Its format'),
    outputFormat: formatField('New format'),
    expression: longText({
      label: 'Expression',
      description: 'year, month, week, day, hour, minute, second.',
    }),
    timeZone: zoneField('Time zone'),
    setTime: shortText({ label: 'Set the time of day to', description: 'HH:mm', required: false }),
    useCurrentTime: checkbox({ label: 'Set the present time of day', required: false, defaultValue: false }),
  }),
  output: outcome,
  idempotent: true,
  pure: true,
  async run({ input }) {
    const zone = input.timeZone
    const now = Date.now()
    // Without a zone of its own the text is UTC, as in Activepieces; the zone is for the arithmetic and the result.
    const options = { format: input.inputDateFormat, zone: 'UTC', now }
    let instant = shift(await parseDate(input.inputDate, options, 'inputDate'), input.expression, zone)
    const time = input.useCurrentTime ? sinceMidnight(wallOf(now, zone)) : input.setTime
    if (time !== undefined) {
      const ms = typeof time === 'number' ? time : timeOfDay(time, 'setTime')
      instant = instantOf(startOfDay(wallOf(instant, zone)) + ms, zone)
    }
    return { result: formatDate(instant, zone, input.outputFormat) }
  },
})

/** Whole minutes of a wall time's day, in milliseconds. */
const sinceMidnight = (wall: number) => Math.floor((wall - startOfDay(wall)) / MINUTE_MS) * MINUTE_MS

/** What a caller said, as a date. */
export const parseDateAction = action({
  name: 'parse_date',
  displayName: 'Understand a date',
  description:
    'Finds the moment that a text in English or Spanish means, such as "el viernes a las cinco de la tarde".',
  input: z.object({
    text: shortText({ label: 'Text' }),
    timeZone: zoneField('Time zone'),
    relativeTo: shortText({ label: 'Counted from', description: 'Empty for now.', required: false }),
    outputFormat: formatField('Format'),
  }),
  output: z.object({ result: z.string(), timestamp: z.string() }),
  idempotent: true,
  pure: true,
  async run({ input }) {
    const zone = input.timeZone
    const reference = { zone, now: Date.now() }
    const now = input.relativeTo ? await parseDate(input.relativeTo, reference, 'relativeTo') : reference.now
    const instant = await parseDate(input.text, { zone, now }, 'text')
    return {
      result: formatDate(instant, zone, input.outputFormat),
      timestamp: new Date(instant).toISOString(),
    }
  },
})
