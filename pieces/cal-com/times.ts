import * as z from 'zod'
import { dateTime, number, shortText } from '../../src/piece/fields.ts'
import { eventType, utc } from './inputs.ts'
import { calCom, VERSION } from './service.ts'

/** What can be booked. */
export const listEventTypes = calCom.action({
  name: 'calcom_list_event_types',
  displayName: 'List event types',
  description: 'Everything that can be booked with you.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => http.get('/event-types', { headers: VERSION.eventTypes }),
})

/** When it can be booked. */
export const getAvailableSlots = calCom.action({
  name: 'calcom_get_available_slots',
  displayName: 'Find free times',
  description: 'The times at which an event type can be booked, by day.',
  input: z.object({
    event_type_id: eventType(),
    start: dateTime({ label: 'From', description: 'A day or a moment in UTC.' }),
    end: dateTime({ label: 'To', description: 'A day or a moment in UTC.' }),
    time_zone: shortText({
      label: 'Time zone of the answer',
      description: 'Such as Europe/Madrid; empty for UTC.',
      required: false,
    }),
    duration: number({
      label: 'Minutes',
      description: 'For event types of several lengths.',
      required: false,
    }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/slots', {
      headers: VERSION.slots,
      query: {
        eventTypeId: input.event_type_id,
        start: utc(input.start),
        end: utc(input.end),
        timeZone: input.time_zone,
        duration: input.duration,
      },
    }),
})
