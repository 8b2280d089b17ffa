import type { E164 } from '../calling/number.ts'
import type { Agent } from './agent.ts'

/**
 * The number that an agent is to call, read as people write it; one without a calling code is in the agent's country.
 * @param field names the text in errors
 * @throws CodedError PHONE_NUMBER_INVALID, NUMBER_NOT_DIALLABLE
 */
export async function numberToCall(text: string, { phoneNumber }: Agent, field: string): Promise<E164> {
  // What is known of numbers is large, and most requests don't need it.
  const { countryOf, requireNumber } = await import('../calling/number.ts')
  return requireNumber(text, phoneNumber === null ? undefined : countryOf(phoneNumber), field)
}
