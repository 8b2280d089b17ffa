import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import type { WebhookRequest } from '../../src/piece/trigger.ts'
import { secretOf } from '../_webhooks/proof.ts'
import { calCom } from './service.ts'

const Webhook = z.object({ data: z.object({ id: z.coerce.string() }) })
const State = z.object({ id: z.string() })

/** Cal.com signs the raw body with the secret that its webhook was registered with. */
function verify({ headers, rawBody }: WebhookRequest, secret: string) {
  const right = createHmac('sha256', secret).update(rawBody).digest('hex')
  if (!sameText(headers['x-cal-signature-256'], right)) {
    throw new CodedError('WEBHOOK_UNAUTHORIZED', "Cal.com's signature is missing or wrong.")
  }
}

const bookingTrigger = (name: string, displayName: string, description: string, status: string) =>
  calCom.trigger({
    name,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({}),
    sampleData: {
      triggerEvent: name,
      createdAt: '2026-02-18T11:54:18.440Z',
      payload: {
        uid: 'pssX2hWwDbuKHmdGQ9BuBz',
        bookingId: 235143,
        eventTypeId: 217779,
        title: '15 Min Meeting between Ana Ruiz and John Doe',
        type: '15-min-meeting',
        startTime: '2026-02-20T08:00:00Z',
        endTime: '2026-02-20T08:15:00Z',
        length: 15,
        organizer: { id: 63498, name: 'Ana Ruiz', email: 'ana@example.com', timeZone: 'Europe/Madrid' },
        attendees: [{ name: 'John Doe', email: 'john@example.com', timeZone: 'Europe/Madrid' }],
        metadata: {},
        status,
      },
    },
    verify(request, _input, delivery) {
      verify(request, secretOf('Cal.com', delivery))
    },
    subscription: {
      async enable({ http, webhookUrl, secret }) {
        const json = { triggers: [name], subscriberUrl: webhookUrl, active: true, secret }
        const { data } = await http.post('/webhooks', { json, answer: Webhook })
        return { id: data.id }
      },
      async disable({ http, state }) {
        await http.delete(at`/webhooks/${State.parse(state).id}`)
      },
    },
    // Cal.com tries an address out with an event of its own.
    events: ({ request: { body } }) => (isObject(body) && body.triggerEvent === name ? [body] : []),
    // Cal.com gives its events no id; a repeat has the same time of creation.
    eventId(event) {
      if (!isObject(event) || !isObject(event.payload)) return undefined
      return [event.triggerEvent, event.payload.uid, event.createdAt].join(':')
    },
  })

export const triggers = [
  bookingTrigger('BOOKING_CREATED', 'Booking made', 'Starts when somebody books.', 'ACCEPTED'),
  bookingTrigger('BOOKING_RESCHEDULED', 'Booking moved', 'Starts when a booking is moved.', 'ACCEPTED'),
  bookingTrigger(
    'BOOKING_CANCELLED',
    'Booking cancelled',
    'Starts when a booking is called off.',
    'CANCELLED',
  ),
  bookingTrigger(
    'BOOKING_REQUESTED',
    'Booking to be confirmed',
    'Starts when a booking waits for confirmation.',
    'PENDING',
  ),
]
