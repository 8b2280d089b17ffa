import dayjs from 'dayjs'
import utc from 'dayjs/plugin/utc.js'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { checkbox, choice, number, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'
import { nextDay, startOfDay, timeOfDay } from './calendar.ts'
import { formatDate, formatField } from './format.ts'
import { instantOf, wallOf } from './zone.ts'

dayjs.extend(utc)

const MINUTE_MS = 60_000

/** Everything here counts from the present moment. */
const outcome = z.object({ result: z.string() })
const timeFormat = formatField('Output format')
const timeZone = shortText({
  label: 'Time zone',
  description: 'An IANA name: Europe/Madrid.',
  defaultValue: 'UTC',
})
const timeFields = {
  time: shortText({ label: 'Time of day', description: 'HH:mm', required: false, defaultValue: '00:00' }),
  currentTime: checkbox({ label: 'The present time of day instead', required: false, defaultValue: false }),
  timeFormat,
  timeZone,
}

interface TimeInput {
  time: string
  currentTime: boolean
  timeFormat: string
  timeZone: string
}

/** The time of day asked for, in whole minutes as milliseconds. */
function timeOf(input: TimeInput, now: number): number {
  if (!input.currentTime) return timeOfDay(input.time, 'time')
  const wall = wallOf(now, input.timeZone)
  return Math.floor((wall - startOfDay(wall)) / MINUTE_MS) * MINUTE_MS
}

/** The present date. */
export const getCurrentDate = action({
  name: 'get_current_date',
  displayName: 'Get current date',
  description: 'The present date and time in a zone.',
  input: z.object({ timeFormat, timeZone }),
  output: outcome,
  idempotent: true,
  pure: true,
  run: ({ input }) => ({ result: formatDate(Date.now(), input.timeZone, input.timeFormat) }),
})

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** The next such weekday. */
export const nextDayOfWeek = action({
  name: 'next_day_of_week',
  displayName: 'Next day of week',
  description: 'The next date on a weekday. Today counts while the time of day is ahead.',
  input: z.object({
    weekday: choice({
      label: 'Weekday',
      defaultValue: 1,
      choices: WEEKDAYS.map((label, value) => ({ value, label })),
    }),
    ...timeFields,
  }),
  output: outcome,
  idempotent: true,
  pure: true,
  run({ input }) {
    const now = Date.now()
    const next = nextDay(now, input.timeZone, timeOf(input, now), (day) => day.day() === input.weekday)
    return { result: formatDate(next ?? now, input.timeZone, input.timeFormat) }
  },
})

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** The next such day of a year. */
export const nextDayOfYear = action({
  name: 'next_day_of_year',
  displayName: 'Next day of year',
  description: 'The next date on a day of a month. Today counts while the time of day is ahead.',
  input: z.object({
    month: choice({ label: 'Month', choices: MONTHS.map((label, i) => ({ value: i + 1, label })) }),
    day: number({ label: 'Day of the month', defaultValue: 1, min: 1, max: 31 }),
    ...timeFields,
  }),
  output: outcome,
  idempotent: true,
  pure: true,
  run({ input }) {
    const now = Date.now()
    const next = nextDay(
      now,
      input.timeZone,
      timeOf(input, now),
      (day) => day.month() + 1 === input.month && day.date() === input.day,
    )
    if (next !== undefined) return { result: formatDate(next, input.timeZone, input.timeFormat) }
    throw new CodedError(
      'DATE_INVALID',
      `"day" is ${input.day}, which ${MONTHS[input.month - 1]} does not have.`,
    )
  },
})

/** An action that gives one day of the month before this one. */
const ofPreviousMonth = (
  name: string,
  displayName: string,
  description: string,
  dayOf: (lastMonth: dayjs.Dayjs) => dayjs.Dayjs,
) =>
  action({
    name,
    displayName,
    description,
    input: z.object(timeFields),
    output: outcome,
    idempotent: true,
    pure: true,
    run({ input }) {
      const now = Date.now()
      const lastMonth = dayjs.utc(wallOf(now, input.timeZone)).startOf('month').subtract(1, 'month')
      const wall = dayOf(lastMonth).startOf('day').valueOf() + timeOf(input, now)
      return { result: formatDate(instantOf(wall, input.timeZone), input.timeZone, input.timeFormat) }
    },
  })

/** The first day of the month before. */
export const firstDayOfPreviousMonth = ofPreviousMonth(
  'first_day_of_previous_month',
  'First day of previous month',
  'The first day of the month before this one.',
  (lastMonth) => lastMonth,
)

/** The last day of the month before. */
export const lastDayOfPreviousMonth = ofPreviousMonth(
  'last_day_of_previous_month',
  'Last day of previous month',
  'The last day of the month before this one.',
  (lastMonth) => lastMonth.endOf('month'),
)
