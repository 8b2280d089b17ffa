import * as z from 'zod'
import { dropdown, number, type OptionsContext, shortText } from '../../src/piece/fields.ts'

/** The most that Twilio gives at once, and what is asked for at most. */
export const PAGE = 1000

const Numbers = z.object({
  incoming_phone_numbers: z.array(
    z.object({ phone_number: z.string(), friendly_name: z.string().nullish() }),
  ),
})

async function listNumbers({ http }: OptionsContext) {
  const found = await http.get('/IncomingPhoneNumbers.json', { query: { PageSize: PAGE }, answer: Numbers })
  return found.incoming_phone_numbers.map(({ phone_number, friendly_name }) => ({
    value: phone_number,
    label: friendly_name ? `${friendly_name} (${phone_number})` : phone_number,
  }))
}

/** A number of the account. */
export const ownNumber = (label: string) => dropdown({ label, options: listNumbers })

/** A number of anybody. */
export const anyNumber = (label: string) => shortText({ label, description: 'Such as +34600000000' })

/** How much is listed. */
export const limit = () => number({ label: 'At most', defaultValue: 50, min: 1, max: PAGE })
