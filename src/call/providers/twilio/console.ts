import type { Console } from '../console.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** Twilio's numbers. What talks on them is the user's own. */
export const twilio: Console = {
  listNumbers: async ({ http }) => {
    const answer = objectOf(await http.get('/IncomingPhoneNumbers.json', { query: { PageSize: 1000 } }))
    return listOf(answer.incoming_phone_numbers).map(({ phone_number, friendly_name }) => ({
      id: String(phone_number),
      number: textOf(phone_number) ?? null,
      name: textOf(friendly_name) ?? null,
    }))
  },
}
