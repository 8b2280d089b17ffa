import * as z from 'zod'
import { dropdown, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { VERSION } from './service.ts'

const EventTypes = z.object({
  data: z.array(z.object({ id: z.number(), title: z.string(), lengthInMinutes: z.number().optional() })),
})

async function listEventTypes({ http }: OptionsContext) {
  const { data } = await http.get('/event-types', { headers: VERSION.eventTypes, answer: EventTypes })
  return data.map(({ id, title, lengthInMinutes }) => ({
    value: String(id),
    label: lengthInMinutes ? `${title} (${lengthInMinutes} min)` : title,
  }))
}

/** What can be booked. */
export const eventType = () => dropdown({ label: 'Event type', options: listEventTypes })

/** One of the event types, or all. */
export const anyEventType = () => dropdown({ label: 'Event type', required: false, options: listEventTypes })

/** A booking by its uid. */
export const bookingUid = () => shortText({ label: 'Booking', description: 'Its uid.' })

/** Cal.com wants moments in UTC; one with an offset is turned into it. */
export function utc(moment: string): string {
  const hasOffset = /[+-]\d\d:?\d\d$/.test(moment)
  const epoch = Date.parse(moment)
  return hasOffset && !Number.isNaN(epoch) ? new Date(epoch).toISOString() : moment
}
