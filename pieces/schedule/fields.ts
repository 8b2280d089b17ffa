import type * as z from 'zod'
import { type Choice, choice, number, suggested } from '../../src/piece/fields.ts'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
const twoDigits = (value: number) => String(value).padStart(2, '0')

/** Names and numbers of these fields are those of Activepieces; minutes past the hour are ours. */
export const hour = choice({
  label: 'Hour of the day',
  defaultValue: 0,
  choices: numbers(0, 23).map((value) => ({ value, label: `${twoDigits(value)}:00` })),
})

export const minute = number({
  label: 'Minutes past the hour',
  required: false,
  defaultValue: 0,
  min: 0,
  max: 59,
})

export const weekday = choice({
  label: 'Day of the week',
  choices: DAYS.map((label, value) => ({ value, label })),
})

export const minutes = choice({
  label: 'Minutes',
  defaultValue: 1,
  choices: numbers(1, 59).map((value) => ({ value, label: value === 1 ? '1 minute' : `${value} minutes` })),
})

/** 0 stands for the last day, whichever that is. */
export const LAST_DAY = 0

const monthdays: Choice<number>[] = numbers(1, 31).map((value) => ({ value, label: String(value) }))

export const monthday = choice({
  label: 'Day of the month',
  choices: [...monthdays, { value: LAST_DAY, label: 'Last day' }] as readonly Choice<number>[],
})

export const nth = choice({
  label: 'Which of the month',
  choices: [
    { value: '1', label: 'First' },
    { value: '2', label: 'Second' },
    { value: '3', label: 'Third' },
    { value: '4', label: 'Fourth' },
    { value: '5', label: 'Fifth, in months that have one' },
    { value: 'L', label: 'Last' },
  ],
})

export const timezone = suggested({
  label: 'Time zone',
  description: 'An IANA name: Europe/Madrid.',
  defaultValue: 'UTC',
  suggestions: ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')].map(
    (zone) => ({ value: zone, label: zone }),
  ),
})

/** Times made up for after an outage at most. */
const MOST_MISSED = 100

/** What every schedule says of the times that nobody was there for. */
export const missedFields = {
  missed: choice({
    label: 'Times that were missed',
    description: 'After an outage, or while the trigger failed.',
    required: false,
    defaultValue: 'one',
    choices: [
      { value: 'skip', label: 'Leave them out' },
      { value: 'one', label: 'Start once, for the latest' },
      { value: 'all', label: 'Start for each' },
    ],
  }),
  missed_limit: number({
    label: 'At most',
    description: `The latest so many, ${MOST_MISSED} at most.`,
    required: false,
    defaultValue: 10,
    min: 1,
    max: MOST_MISSED,
    showWhen: { field: 'missed', is: ['all'] },
  }),
}

export type Missed = z.output<z.ZodObject<typeof missedFields>>
