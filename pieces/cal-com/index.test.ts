import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import calCom from './index.ts'

// Held against: Cal.com's own OpenAPI description of its API, version 2. Its versions by header are not part of what
// the description's check looks at, so they are asserted here.

const connection = { type: 'SECRET_TEXT', secret_text: 'cal_live_1' }
const kit = pieceKit(calCom, { connection, contract: 'cal-com' })

const sentAs = ({ method, url, headers }: { method: string; url: URL; headers: Headers }) => [
  method,
  url.pathname,
  headers.get('cal-api-version'),
]

test('a time is booked for a caller', async () => {
  const { sent } = await kit.run('calcom_create_booking', {
    event_type_id: 12,
    start: '2026-03-05T16:00:00+01:00',
    attendee_name: 'Ana',
    attendee_time_zone: 'Europe/Madrid',
    attendee_phone_number: '+34600000001',
    guests: ['b@example.com'],
    metadata: { call: 'call_1' },
  })
  expect(sent.map(sentAs)).toEqual([['POST', '/v2/bookings', '2024-08-13']])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer cal_live_1')
  expect(sent[0]?.body).toEqual({
    eventTypeId: 12,
    start: '2026-03-05T15:00:00.000Z',
    attendee: { name: 'Ana', timeZone: 'Europe/Madrid', phoneNumber: '+34600000001' },
    guests: ['b@example.com'],
    metadata: { call: 'call_1' },
  })
})

test('a time that is taken is said in the words of Cal.com', async () => {
  const message = 'User either already has booking at this time or is not available'
  const taken = {
    status: 400,
    body: { status: 'error', error: { code: 'BadRequestException', message, details: { message } } },
  }
  const input = {
    event_type_id: '12',
    start: '2026-03-05T15:00:00Z',
    attendee_name: 'A',
    attendee_time_zone: 'UTC',
  }
  await expect(kit.run('calcom_create_booking', input, [taken])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining(message),
  })
})

test('free times are asked for by event type and days', async () => {
  // The description shows the days without the envelope { status, data } they come in; the piece hands on either.
  const days = { '2026-03-05': [{ start: '2026-03-05T15:00:00Z' }] }
  const input = { event_type_id: '12', start: '2026-03-05', end: '2026-03-06', time_zone: 'Europe/Madrid' }
  const { output, sent } = await kit.run('calcom_get_available_slots', input, [{ body: days }])
  expect(sent.map(sentAs)).toEqual([['GET', '/v2/slots', '2024-09-04']])
  expect(Object.fromEntries(sent[0]!.url.searchParams)).toEqual({
    eventTypeId: '12',
    start: '2026-03-05',
    end: '2026-03-06',
    timeZone: 'Europe/Madrid',
  })
  expect(output).toEqual(days)
})

test('bookings are found by attendee and time', async () => {
  const input = { status: 'upcoming', attendee_email: 'a@example.com', after_start: '2026-03-05T00:00:00Z' }
  const { sent } = await kit.run('calcom_list_bookings', input)
  expect(sent.map(sentAs)).toEqual([['GET', '/v2/bookings', '2024-08-13']])
  expect(Object.fromEntries(sent[0]!.url.searchParams)).toEqual({
    status: 'upcoming',
    attendeeEmail: 'a@example.com',
    afterStart: '2026-03-05T00:00:00Z',
    sortStart: 'asc',
    take: '50',
  })
})

test.each([
  ['calcom_get_booking', {}, 'GET', '', undefined],
  ['calcom_cancel_booking', { cancellation_reason: 'Ill' }, 'POST', '/cancel', { cancellationReason: 'Ill' }],
  [
    'calcom_reschedule_booking',
    { start: '2026-03-06T15:00:00Z', rescheduling_reason: 'Ill' },
    'POST',
    '/reschedule',
    { start: '2026-03-06T15:00:00Z', reschedulingReason: 'Ill' },
  ],
  ['calcom_confirm_booking', {}, 'POST', '/confirm', undefined],
  ['calcom_decline_booking', { reason: 'Full' }, 'POST', '/decline', { reason: 'Full' }],
])('%s is sent for the booking', async (action, input, method, end, body) => {
  const { sent } = await kit.run(action, { booking_uid: 'b 1', ...input })
  expect(sent.map(sentAs)).toEqual([[method, `/v2/bookings/b%201${end}`, '2024-08-13']])
  expect(sent[0]?.body).toEqual(body)
})

test('event types are listed, and offered with their length', async () => {
  const { sent } = await kit.run('calcom_list_event_types', {})
  expect(sent.map(sentAs)).toEqual([['GET', '/v2/event-types', '2024-06-14']])
  // More fields are required of an event type than the piece reads; so this answer is not held against them.
  const open = pieceKit(calCom, { connection })
  const types = { status: 'success', data: [{ id: 12, title: 'First visit', lengthInMinutes: 30 }] }
  const { options } = await open.options('actions', 'calcom_create_booking', 'event_type_id', {}, [
    { body: types },
  ])
  expect(options).toEqual([{ value: '12', label: 'First visit (30 min)' }])
})

describe.each(['BOOKING_CREATED', 'BOOKING_RESCHEDULED', 'BOOKING_CANCELLED', 'BOOKING_REQUESTED'])(
  '%s',
  (name) => {
    const trigger = calCom.triggers[name]!

    test('is subscribed to and unsubscribed from', async () => {
      const webhook = {
        id: 71,
        triggers: [name],
        subscriberUrl: 'https://patchcord.example',
        active: true,
        userId: 1,
        payloadTemplate: '{}',
      }
      const { state, sent } = await kit.subscribe(name, {}, [
        { status: 201, body: { status: 'success', data: webhook } },
      ])
      expect(state).toEqual({ id: '71' })
      expect(sent.map(({ method, url }) => [method, url.pathname])).toEqual([
        ['POST', '/v2/webhooks'],
        ['DELETE', '/v2/webhooks/71'],
      ])
      expect(sent[0]?.body).toEqual({
        triggers: [name],
        subscriberUrl: 'https://patchcord.example/webhooks/wf_1',
        active: true,
        secret: 'a-secret-of-this-trigger',
      })
    })

    test('takes what Cal.com has signed and nothing else', async () => {
      const rawBody = new Uint8Array(Buffer.from('{"triggerEvent":"PING"}'))
      const signature = createHmac('sha256', 'key').update(rawBody).digest('hex')
      const check = (headers: Record<string, string>) => async () =>
        trigger.verify!({ headers, rawBody } as never, {}, { secret: 'key' } as never)
      await expect(check({ 'x-cal-signature-256': signature })()).resolves.toBeUndefined()
      for (const wrong of [{}, { 'x-cal-signature-256': signature.replace(/^./, 'x') }]) {
        await expect(check(wrong as never)()).rejects.toMatchObject({ code: 'WEBHOOK_UNAUTHORIZED' })
      }
    })

    test('starts for its event, and not for a trial', async () => {
      const of = (body: unknown) => trigger.events!({ request: { body } } as never)
      expect(await of(trigger.sampleData)).toEqual([trigger.sampleData])
      expect(await of({ triggerEvent: 'PING' })).toEqual([])
      expect(await of(null)).toEqual([])
    })

    test('knows an event again', () => {
      const event = trigger.sampleData as Record<string, string>
      expect(trigger.eventId!(event)).toBe(trigger.eventId!({ ...event }))
      expect(trigger.eventId!(event)).not.toBe(trigger.eventId!({ ...event, createdAt: 'later' }))
      expect(trigger.eventId!('nothing')).toBeUndefined()
    })
  },
)

test('a good key is told from a bad one', async () => {
  const sent = await kit.validate()
  expect(sent.map(({ url }) => url.pathname)).toEqual(['/v2/me'])
  await expect(kit.validate([{ status: 401, body: { status: 'error' } }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
  })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/me' })
  expect(output).toMatchObject({ status: 204 })
})
