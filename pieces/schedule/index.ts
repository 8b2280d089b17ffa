import { checkbox, choice, dateTime, number, shortText } from '../../src/piece/fields.ts'
import { piece } from '../../src/piece/piece.ts'
import { hour, LAST_DAY, minute, minutes, monthday, nth, timezone, weekday } from './fields.ts'
import { instantOf, intervalTimes, onceAt } from './next-time.ts'
import { checkZone, cronRule, scheduled, wrong } from './scheduled.ts'

const HOUR_MS = 3_600_000
const UNIT_MS = { minutes: 60_000, hours: HOUR_MS } as const

const onWeekends = checkbox({ label: 'Also on Saturdays and Sundays', defaultValue: false })
const weekdays = (isOnWeekends: boolean) => (isOnWeekends ? '*' : '1-5')

const everyXMinutes = scheduled({
  name: 'every_x_minutes',
  displayName: 'Every few minutes',
  description: 'Starts at minutes of the hour that the number divides: every 15 at :00, :15, :30, :45.',
  shape: { minutes },
  ruleOf: (input) => cronRule([`*/${input.minutes} * * * *`], 'UTC'),
})

const everyHour = scheduled({
  name: 'every_hour',
  displayName: 'Every hour',
  description: 'Starts at the full hour; what days there are is told in UTC.',
  shape: { run_on_weekends: onWeekends },
  ruleOf: (input) => cronRule([`0 * * * ${weekdays(input.run_on_weekends)}`], 'UTC'),
})

const everyDay = scheduled({
  name: 'every_day',
  displayName: 'Every day',
  description: 'Starts once a day, or once on each working day.',
  shape: { hour_of_the_day: hour, minute_of_the_hour: minute, timezone, run_on_weekends: onWeekends },
  ruleOf({ hour_of_the_day, minute_of_the_hour, timezone, run_on_weekends }) {
    const expression = `${minute_of_the_hour} ${hour_of_the_day} * * ${weekdays(run_on_weekends)}`
    return cronRule([expression], timezone, { hour_of_the_day }, 'minute_of_the_hour')
  },
})

const everyWeek = scheduled({
  name: 'every_week',
  displayName: 'Every week',
  description: 'Starts once a week.',
  shape: { day_of_the_week: weekday, hour_of_the_day: hour, minute_of_the_hour: minute, timezone },
  ruleOf({ day_of_the_week, hour_of_the_day, minute_of_the_hour, timezone }) {
    const expression = `${minute_of_the_hour} ${hour_of_the_day} * * ${day_of_the_week}`
    return cronRule([expression], timezone, { hour_of_the_day, day_of_the_week }, 'minute_of_the_hour')
  },
})

const everyMonth = scheduled({
  name: 'every_month',
  displayName: 'Every month',
  description: 'Starts once a month, on a day or on the last one.',
  shape: {
    day_of_the_month: monthday,
    short_months: choice({
      label: 'Months without that day',
      required: false,
      defaultValue: 'skip',
      choices: [
        { value: 'skip', label: 'Leave them out' },
        { value: 'last_day', label: 'Start on their last day' },
      ],
      showWhen: { field: 'day_of_the_month', is: [29, 30, 31] },
    }),
    hour_of_the_day: hour,
    minute_of_the_hour: minute,
    timezone,
  },
  ruleOf({ day_of_the_month, short_months, hour_of_the_day, minute_of_the_hour, timezone }) {
    const time = `${minute_of_the_hour} ${hour_of_the_day}`
    const [first, ...more] = daysOf(day_of_the_month, short_months)
    const data = { hour_of_the_day, day_of_the_month }
    const expressions: [string, ...string[]] = [
      `${time} ${first} *`,
      ...more.map((day) => `${time} ${day} *`),
    ]
    return cronRule(expressions, timezone, data, 'minute_of_the_hour')
  },
})

/** Days and months, in the words of cron. */
function daysOf(day: number, shortMonths: 'skip' | 'last_day'): [string, ...string[]] {
  if (day === LAST_DAY) return ['L *']
  if (shortMonths === 'skip' || day <= 28) return [`${day} *`]
  return day === 31 ? ['L *'] : [`${day} *`, 'L 2']
}

const everyMonthOnWeekday = scheduled({
  name: 'every_month_on_weekday',
  displayName: 'Every month on a weekday',
  description: 'Starts on the first Monday, the last Friday and so on of each month.',
  shape: {
    which: nth,
    day_of_the_week: weekday,
    hour_of_the_day: hour,
    minute_of_the_hour: minute,
    timezone,
  },
  ruleOf({ which, day_of_the_week, hour_of_the_day, minute_of_the_hour, timezone }) {
    const expression = `${minute_of_the_hour} ${hour_of_the_day} * * ${day_of_the_week}#${which}`
    return cronRule([expression], timezone, { hour_of_the_day, day_of_the_week, which }, 'minute_of_the_hour')
  },
})

const startingAt = dateTime({
  label: 'Starting at',
  description: 'ISO 8601. Where left out, counted from midnight UTC of 1 January 1970.',
  required: false,
})

const everyInterval = scheduled({
  name: 'every_interval',
  displayName: 'At an interval',
  description: 'Starts every so many minutes or hours, whatever the clocks show.',
  shape: {
    every: number({ label: 'Every', min: 1, max: 10_000 }),
    unit: choice({
      label: 'Unit',
      defaultValue: 'hours',
      choices: [
        { value: 'minutes', label: 'Minutes' },
        { value: 'hours', label: 'Hours' },
      ],
    }),
    start: startingAt,
    timezone,
  },
  ruleOf({ every, unit, start, timezone }) {
    if (!Number.isInteger(every)) throw wrong('every', 'must be a whole number')
    const from = start === undefined ? 0 : momentOf(start, timezone, 'start')
    return { next: intervalTimes(every * UNIT_MS[unit], from), data: { every, unit } }
  },
})

const once = scheduled({
  name: 'once',
  displayName: 'Once',
  description: 'Starts a single time, at a moment you set.',
  shape: {
    at: dateTime({
      label: 'Date and time',
      description: 'ISO 8601: 2026-03-02T09:30. Without an offset of its own it counts in the time zone.',
    }),
    timezone,
  },
  ruleOf: ({ at, timezone }) => ({ next: onceAt(momentOf(at, timezone, 'at')), data: { timezone } }),
})

function momentOf(text: string, zone: string, field: string): number {
  checkZone(zone)
  const instant = instantOf(text.trim(), zone)
  if (instant !== undefined) return instant
  throw wrong(field, `"${text}" is no date. Use ISO 8601: 2026-03-02T09:30`)
}

const cronExpression = scheduled({
  name: 'cron_expression',
  displayName: 'Cron expression',
  description: 'Starts when an expression of five parts says so: minute, hour, day, month, weekday.',
  shape: {
    cronExpression: shortText({
      label: 'Cron expression',
      description: '30 9 * * 1-5 is 9:30 on working days. L is the last day, 5#L the last Friday.',
      defaultValue: '0/5 * * * *',
    }),
    timezone,
  },
  ruleOf: (input) => cronRule([input.cronExpression.trim()], input.timezone),
})

export default piece({
  name: 'schedule',
  displayName: 'Schedule',
  description: 'Starts workflows at times, in the time zone you choose.',
  version: '0.1.0',
  categories: ['CORE'],
  triggers: [
    everyXMinutes,
    everyHour,
    everyDay,
    everyWeek,
    everyMonth,
    everyMonthOnWeekday,
    everyInterval,
    once,
    cronExpression,
  ],
})
