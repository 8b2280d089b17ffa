import * as z from 'zod'
import { checkCall } from '../../src/calling/check.ts'
import { readNumber } from '../../src/calling/number.ts'
import { action } from '../../src/piece/piece.ts'
import { countryOf, default_country, number, ruleFields, rulesOf } from './inputs.ts'

/** May it be called now? Whatever stands against it is an answer, not an error. */
export const checkNumber = action({
  name: 'check_number',
  displayName: 'Check number',
  description: 'Says whether a number may be called now, and if not, why and when it may.',
  input: z.object({ number, default_country, ...ruleFields }),
  output: z.object({
    number: z.string().nullable(),
    country: z.string().nullable(),
    zones: z.array(z.string()),
    allowed: z.boolean(),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    next_allowed_at: z.string().nullable(),
  }),
  idempotent: true,
  async run({ input, services }) {
    const rules = rulesOf(input)
    const read = readNumber(input.number, countryOf(input.default_country))
    const isOnDoNotCall = 'number' in read && (await services.doNotCall.has(read.number))
    const { nextAllowedAt, ...check } = checkCall(read, isOnDoNotCall, rules, Date.now())
    return {
      ...check,
      next_allowed_at: nextAllowedAt === null ? null : new Date(nextAllowedAt).toISOString(),
    }
  },
})
