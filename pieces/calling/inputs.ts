import * as z from 'zod'
import { CallingRules } from '../../src/calling/rules.ts'
import { CodedError } from '../../src/errors.ts'
import { choices, list, rows, shortText } from '../../src/piece/fields.ts'

export const number = shortText({
  label: 'Number',
  description: 'In international format: +34600000001. With a country, also as it is dialled there.',
})

export const default_country = shortText({
  label: 'Country',
  description: 'Where numbers without a calling code are, in two letters: ES.',
  required: false,
})

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri']

/** The fields of `CallingRules`. */
export const ruleFields = {
  windows: rows({
    label: 'Calling hours',
    description: 'By the clocks where the number is. From nine to eight on weekdays, if left out.',
    required: false,
    row: z.object({
      days: choices({
        label: 'Days',
        defaultValue: WEEKDAYS,
        choices: [
          { value: 'mon', label: 'Monday' },
          { value: 'tue', label: 'Tuesday' },
          { value: 'wed', label: 'Wednesday' },
          { value: 'thu', label: 'Thursday' },
          { value: 'fri', label: 'Friday' },
          { value: 'sat', label: 'Saturday' },
          { value: 'sun', label: 'Sunday' },
        ],
      }),
      from: shortText({ label: 'From', defaultValue: '09:00' }),
      to: shortText({ label: 'To', defaultValue: '20:00' }),
    }),
  }),
  zone: shortText({
    label: 'Whose clocks',
    description: '"callee" for those where the number is, or one time zone for all: Europe/Madrid.',
    required: false,
    defaultValue: 'callee',
  }),
  fallback_zone: shortText({
    label: 'Time zone of numbers that tell none',
    description: 'Of freephone numbers and the like.',
    required: false,
    defaultValue: 'UTC',
  }),
  quiet_days: list({
    label: 'Quiet days',
    description: 'Nobody is called on these: 2026-12-24, or 12-25 for every year.',
    required: false,
  }),
}

type RuleInput = z.output<z.ZodObject<typeof ruleFields>>

/** The rules that the fields say. @throws CodedError INPUT_INVALID naming the field */
export function rulesOf({ windows, zone, fallback_zone, quiet_days }: RuleInput): CallingRules {
  const given = { windows: windows?.length ? windows : undefined, zone, fallback_zone, quiet_days }
  const { data, error } = CallingRules.safeParse(given)
  if (data) return data
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const said = issues.map(({ path, message }) => `"${path}": ${message}`).join('; ')
  throw new CodedError('INPUT_INVALID', `The calling rules don't fit: ${said}.`, { details: { issues } })
}

/** A country as numbers are read with. @throws CodedError INPUT_INVALID */
export function countryOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const country = text.trim().toUpperCase()
  if (/^[A-Z]{2}$/.test(country)) return country
  throw new CodedError('INPUT_INVALID', `"default_country" is "${text}": write it in two letters, as ES.`)
}
