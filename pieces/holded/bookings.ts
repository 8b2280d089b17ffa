import * as z from 'zod'
import { dateTime, dropdown, type OptionsContext, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { location, seconds } from './inputs.ts'
import { holded } from './service.ts'

const Locations = z.array(z.object({ id: z.string(), availableServices: z.array(z.string()).optional() }))

/** Holded tells a place's services by their ids only. */
const service = () =>
  dropdown({
    label: 'Service',
    dependsOn: ['location_id'],
    async options({ http, input }: OptionsContext) {
      const all = await http.get('/crm/v1/bookings/locations', { answer: Locations })
      const { availableServices = [] } = all.find(({ id }) => id === input.location_id) ?? {}
      return availableServices.map((id) => ({ value: id, label: id }))
    },
  })

const getSlots = holded.action({
  name: 'get_available_slots',
  displayName: 'Find free times',
  description: 'The times of a day at which a service can be booked.',
  input: z.object({
    location_id: location(),
    service_id: service(),
    day: shortText({ label: 'Day', description: 'Such as 2026-03-05.' }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/crm/v1/bookings/locations/${input.location_id}/slots`, {
      query: { serviceId: input.service_id, day: input.day },
    }),
})

const createBooking = holded.action({
  name: 'create_booking',
  displayName: 'Book',
  description: 'Books a free time.',
  input: z.object({
    location_id: location(),
    service_id: service(),
    date_time: dateTime({ label: 'Start', description: 'With an offset, or the dateTime of a free time.' }),
    timezone: shortText({ label: 'Time zone', defaultValue: 'Europe/Madrid' }),
    language: shortText({ label: 'Language', defaultValue: 'es' }),
    custom_fields: object({
      label: 'Who books',
      description: 'What your booking form asks for, by key: {"name": "Ana", "email": "ana@example.com"}',
    }),
  }),
  idempotent: false,
  run: ({ input, http }) =>
    http.post('/crm/v1/bookings', {
      json: {
        locationId: input.location_id,
        serviceId: input.service_id,
        dateTime: seconds('date_time', input.date_time),
        timezone: input.timezone,
        language: input.language,
        customFields: Object.entries(input.custom_fields).map(([key, value]) => ({
          key,
          value: String(value),
        })),
      },
    }),
})

const bookingId = () => shortText({ label: 'Booking', description: 'Its id.' })

const moveBooking = holded.action({
  name: 'reschedule_booking',
  displayName: 'Reschedule a booking',
  description: 'Moves a booking to another time.',
  input: z.object({ booking_id: bookingId(), date_time: dateTime({ label: 'New start' }) }),
  idempotent: true,
  run: ({ input, http }) =>
    http.put(at`/crm/v1/bookings/${input.booking_id}`, {
      json: { dateTime: seconds('date_time', input.date_time) },
    }),
})

const cancelBooking = holded.action({
  name: 'cancel_booking',
  displayName: 'Cancel a booking',
  description: 'Calls a booking off.',
  input: z.object({ booking_id: bookingId() }),
  idempotent: true,
  run: ({ input, http }) => http.delete(at`/crm/v1/bookings/${input.booking_id}`),
})

const listBookings = holded.action({
  name: 'list_bookings',
  displayName: 'List bookings',
  description: 'All bookings.',
  input: z.object({}),
  idempotent: true,
  run: ({ http }) => http.get('/crm/v1/bookings'),
})

export const bookings = [getSlots, createBooking, moveBooking, cancelBooking, listBookings]
