import * as z from 'zod'
import { requireNumber } from '../../src/calling/number.ts'
import { number as numberField, shortText } from '../../src/piece/fields.ts'
import { action } from '../../src/piece/piece.ts'
import { countryOf, default_country, number } from './inputs.ts'

const DAY_MS = 86_400_000

/** For whoever says "don't call me again". */
export const addToDoNotCall = action({
  name: 'add_to_do_not_call',
  displayName: 'Add to do-not-call list',
  description: 'Puts a number on the list of those that nobody here calls.',
  input: z.object({
    number,
    default_country,
    reason: shortText({ label: 'Reason', required: false }),
    days: numberField({
      label: 'Days',
      description: 'How long it stays on the list; for ever, if left out.',
      required: false,
      min: 1,
      max: 36_500,
    }),
  }),
  output: z.object({ number: z.string(), added: z.boolean() }),
  idempotent: true,
  async run({ input, services }) {
    const listed = requireNumber(input.number, countryOf(input.default_country), 'number')
    const expiresAt = input.days === undefined ? null : Date.now() + Math.round(input.days * DAY_MS)
    const added = await services.doNotCall.add({ number: listed, reason: input.reason ?? null, expiresAt })
    return { number: listed, added }
  },
})

/** For whoever agrees to be called again. */
export const removeFromDoNotCall = action({
  name: 'remove_from_do_not_call',
  displayName: 'Remove from do-not-call list',
  description: 'Lets a number be called again. It is no error if it was not on the list.',
  input: z.object({ number, default_country }),
  output: z.object({ number: z.string(), removed: z.boolean() }),
  idempotent: true,
  async run({ input, services }) {
    const listed = requireNumber(input.number, countryOf(input.default_country), 'number')
    return { number: listed, removed: await services.doNotCall.remove(listed) }
  },
})
