import { afterEach, describe, expect, test, vi } from 'vitest'
import { addAgent, hook } from '../../test/support/agents.ts'
import { calBooking } from '../../test/support/cal-com.ts'
import { playServices, type Routes } from '../../test/support/played-services.ts'
import { install } from '../../test/support/templates.ts'
import { LANGUAGES, type Language } from './source.ts'

afterEach(() => vi.restoreAllMocks())

const FREE_BUSY = 'POST www.googleapis.com/calendar/v3/freeBusy'
const EVENTS = 'POST www.googleapis.com/calendar/v3/calendars/team@example.com/events'
const BOOKINGS = 'POST api.cal.com/v2/bookings'

const PAGINATION = {
  totalItems: 1,
  remainingItems: 0,
  returnedItems: 1,
  itemsPerPage: 10,
  currentPage: 1,
  totalPages: 1,
  hasNextPage: false,
  hasPreviousPage: false,
}

/** A template as a function of an agent; gives what calls it. */
async function tool(
  slug: string,
  language: Language,
  variables: Record<string, string> = {},
): Promise<(args: object) => ReturnType<typeof hook>> {
  const agent = await addAgent([await install(slug, language, variables)])
  const name = slug.replace(/-(cal-com|shopify)$/, '').replaceAll('-', '_')
  return (args) => hook(agent, `/tools/${name}`, { call_id: crypto.randomUUID(), arguments: args })
}

const calendar = (busy: object[], more: object = {}) => ({
  body: { kind: 'calendar#freeBusy', calendars: { 'team@example.com': { busy, ...more } } },
})

describe.each(LANGUAGES)('in %s', async (language) => {
  const google = { calendar_id: 'team@example.com', time_zone: 'Europe/Madrid' }

  describe('check_availability of Google Calendar', async () => {
    const check = await tool('check-availability', language, google)
    const checkInAmerica = await tool('check-availability', language, {
      ...google,
      time_zone: 'America/Bogota',
    })

    test('gives what is left between busy times, in local time, also across the change of the clocks', async () => {
      const played = playServices({
        [FREE_BUSY]: calendar([
          { start: '2026-03-29T10:00:00Z', end: '2026-03-29T11:30:00Z' },
          { start: '2026-03-28T23:00:00Z', end: '2026-03-29T00:30:00Z' },
          { start: '2026-03-29T11:00:00Z', end: '2026-03-29T11:15:00Z' },
        ]),
      })
      const { status, body } = await check({
        start_date: '2026-03-29T00:00:00',
        end_date: '2026-03-29T15:00:00',
      })
      expect(status).toBe(200)
      expect(body).toEqual({
        timezone: 'Europe/Madrid',
        free_slots: [
          // From half past one to noon by the clocks, which skip an hour at two.
          { start: '2026-03-29T01:30:00', end: '2026-03-29T12:00:00', duration_minutes: 570 },
          { start: '2026-03-29T13:30:00', end: '2026-03-29T15:00:00', duration_minutes: 90 },
        ],
      })
      expect(played.to(FREE_BUSY)[0]?.body).toEqual({
        timeMin: '2026-03-28T23:00:00.000Z',
        timeMax: '2026-03-29T13:00:00.000Z',
        items: [{ id: 'team@example.com' }],
      })
      played.expectFitting()
    })

    test('counts in the zone of the business', async () => {
      const played = playServices({ [FREE_BUSY]: calendar([]) })
      const { body } = await checkInAmerica({
        start_date: '2026-03-05T20:00:00',
        end_date: '2026-03-05T21:00:00',
      })
      expect(body).toEqual({
        timezone: 'America/Bogota',
        free_slots: [{ start: '2026-03-05T20:00:00', end: '2026-03-05T21:00:00', duration_minutes: 60 }],
      })
      expect(played.to(FREE_BUSY)[0]?.body).toMatchObject({ timeMin: '2026-03-06T01:00:00.000Z' })
    })

    test.each<[string, Routes]>([
      [
        'cannot be read',
        { [FREE_BUSY]: calendar([], { errors: [{ domain: 'global', reason: 'notFound' }] }) },
      ],
      ['is out of reach', { [FREE_BUSY]: { status: 503, body: { error: { code: 503, message: 'down' } } } }],
    ])('says so where the calendar %s, and never that all is free', async (_, routes) => {
      playServices(routes)
      const { status, body } = await check({
        start_date: '2026-03-05T09:00:00',
        end_date: '2026-03-05T10:00:00',
      })
      expect(status).toBe(200)
      expect(body).toEqual({ status: 'error', message: expect.stringMatching(/calendar/) })
    })
  })

  describe('create_appointment in Google Calendar', async () => {
    const create = await tool('create-appointment', language, google)
    const args = {
      start_date: '2026-07-01T10:00:00',
      end_date: '2026-07-01T10:15:00',
      name: 'Ana Ruiz',
      phone: '+34600000001',
    }

    test('books a free time', async () => {
      const played = playServices({ [FREE_BUSY]: calendar([]), [EVENTS]: { body: { id: 'evt1' } } })
      const { status, body } = await create(args)
      expect(status).toBe(200)
      expect(body).toMatchObject({ status: 'created', event_id: 'evt1', start_date: args.start_date })
      expect(played.to(EVENTS)[0]?.body).toMatchObject({
        summary: language === 'en' ? 'Appointment: Ana Ruiz' : 'Cita: Ana Ruiz',
        description: expect.stringContaining('+34600000001'),
        start: { dateTime: '2026-07-01T08:00:00.000Z', timeZone: 'Europe/Madrid' },
        end: { dateTime: '2026-07-01T08:15:00.000Z', timeZone: 'Europe/Madrid' },
      })
      played.expectFitting()
    })

    test('books none that is taken', async () => {
      const busy = { start: '2026-07-01T08:00:00Z', end: '2026-07-01T09:00:00Z' }
      const played = playServices({ [FREE_BUSY]: calendar([busy]) })
      expect((await create(args)).body).toMatchObject({ status: 'busy' })
      expect(played.sent).toHaveLength(1)
      played.expectFitting()
    })

    test.each<[string, Routes]>([
      ['be read', { [FREE_BUSY]: { status: 500, body: {} } }],
      ['be written', { [FREE_BUSY]: calendar([]), [EVENTS]: { status: 403, body: {} } }],
    ])('claims nothing where the calendar cannot %s', async (_, routes) => {
      playServices(routes)
      const { status, body } = await create(args)
      expect([status, body.status]).toEqual([200, 'error'])
    })
  })

  test('check_availability of Cal.com gives its slots in local time', async () => {
    const check = await tool('check-availability-cal-com', language, { time_zone: 'Europe/Madrid' })
    const played = playServices({
      'GET api.cal.com/v2/slots': {
        body: {
          '2026-03-05': [{ start: '2026-03-05T09:00:00.000Z' }],
          '2026-07-01': [{ start: '2026-07-01T09:00:00.000Z' }],
        },
      },
    })
    const { body } = await check({
      event_type_id: '12',
      start_time: '2026-03-05T00:00:00',
      end_time: '2026-07-02T00:00:00',
    })
    expect(body).toEqual({
      timezone: 'Europe/Madrid',
      slots: ['2026-03-05T10:00:00', '2026-07-01T11:00:00'],
    })
    expect(Object.fromEntries(played.sent[0]!.url.searchParams)).toEqual({
      eventTypeId: '12',
      start: '2026-03-04T23:00:00Z',
      end: '2026-07-01T22:00:00Z',
    })
    played.expectFitting()
    // As it comes in truth: in an envelope.
    playServices({
      'GET api.cal.com/v2/slots': {
        body: { status: 'success', data: { '2026-03-05': [{ start: '2026-03-05T09:00:00.000Z' }] } },
      },
    })
    const range = { start_time: '2026-03-05T00:00:00', end_time: '2026-03-06T00:00:00' }
    expect((await check({ event_type_id: '12', ...range })).body.slots).toEqual(['2026-03-05T10:00:00'])
  })

  test('create_appointment of Cal.com books, and says when it could not', async () => {
    const create = await tool('create-appointment-cal-com', language, { time_zone: 'Europe/Madrid' })
    const args = { event_type_id: '12', start_date: '2026-07-01T10:00:00', email: 'ana@example.com' }
    const made = playServices({
      [BOOKINGS]: { status: 201, body: { status: 'success', data: calBooking() } },
    })
    expect((await create({ ...args, name: 'Ana' })).body).toMatchObject({
      status: 'created',
      booking_uid: 'b1',
    })
    expect(made.sent[0]?.body).toEqual({
      eventTypeId: 12,
      start: '2026-07-01T08:00:00Z',
      attendee: { name: 'Ana', email: 'ana@example.com', timeZone: 'Europe/Madrid', language },
      metadata: { call_id: expect.any(String) },
    })
    made.expectFitting()
    const taken = playServices({
      [BOOKINGS]: { status: 400, body: { status: 'error', error: { message: 'not available' } } },
    })
    const { status, body } = await create(args)
    expect([status, body.status, body.reason]).toEqual([
      200,
      'error',
      expect.stringContaining('not available'),
    ])
    expect(taken.sent[0]?.body).toMatchObject({ attendee: { name: 'ana@example.com' } })
    taken.expectFitting()
  })

  test('find_appointment gives what comes, in local time', async () => {
    const find = await tool('find-appointment-cal-com', language, { time_zone: 'Europe/Madrid' })
    const booking = calBooking({ title: 'Check-up' })
    const played = playServices({
      'GET api.cal.com/v2/bookings': { body: { status: 'success', data: [booking], pagination: PAGINATION } },
    })
    expect((await find({ email: 'ana@example.com' })).body).toEqual({
      timezone: 'Europe/Madrid',
      appointments: [{ booking_uid: 'b1', title: 'Check-up', start_date: '2026-07-01T10:00:00' }],
    })
    expect(Object.fromEntries(played.sent[0]!.url.searchParams)).toMatchObject({
      status: 'upcoming',
      attendeeEmail: 'ana@example.com',
      take: '10',
      afterStart: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.000)?Z$/),
    })
    played.expectFitting()
  })

  test('reschedule_appointment moves, and says when it could not', async () => {
    const move = await tool('reschedule-appointment-cal-com', language, { time_zone: 'Europe/Madrid' })
    const route = `${BOOKINGS}/b1/reschedule`
    const args = { booking_uid: 'b1', start_date: '2026-07-01T10:00:00' }
    const played = playServices({
      [route]: { status: 201, body: { status: 'success', data: calBooking({ uid: 'b2' }) } },
    })
    expect((await move(args)).body).toMatchObject({ status: 'rescheduled', booking_uid: 'b2' })
    expect(played.sent[0]?.body).toMatchObject({ start: '2026-07-01T08:00:00Z' })
    played.expectFitting()
    playServices({
      [route]: { status: 404, body: { status: 'error', error: { message: 'no such booking' } } },
    })
    expect((await move(args)).body).toMatchObject({ status: 'error' })
  })

  test('cancel_appointment cancels, and says when it could not', async () => {
    const cancel = await tool('cancel-appointment-cal-com', language)
    const route = `${BOOKINGS}/b1/cancel`
    const played = playServices({ [route]: { body: { status: 'success', data: calBooking() } } })
    expect((await cancel({ booking_uid: 'b1' })).body).toMatchObject({ status: 'cancelled' })
    await cancel({ booking_uid: 'b1', cancellation_reason: 'Ill' })
    expect(played.sent.map(({ body }) => body)).toEqual([
      { cancellationReason: language === 'en' ? 'Cancelled on the phone' : 'Cancelada por teléfono' },
      { cancellationReason: 'Ill' },
    ])
    played.expectFitting()
    playServices({ [route]: { status: 400, body: { status: 'error', error: { message: 'already' } } } })
    expect((await cancel({ booking_uid: 'b1' })).body).toMatchObject({ status: 'error' })
  })

  test('order_status of Shopify tells of the order that was named, and of no other', async () => {
    const ask = await tool('order-status-shopify', language)
    const route = 'GET acme.myshopify.com/admin/api/2025-07/orders.json'
    const order = { financial_status: 'paid', fulfillment_status: null, fulfillments: [] }
    const sent = { fulfillment_status: 'fulfilled', fulfillments: [{ tracking_numbers: ['1Z'] }] }
    const orders = [
      { ...order, id: 2, name: '#10010' },
      { ...order, ...sent, id: 1, name: '#1001' },
    ]
    const played = playServices({ [route]: { body: { orders } } })
    expect((await ask({ order_number: '1001' })).body).toEqual({
      status: 'found',
      order: {
        number: '#1001',
        cancelled: false,
        payment: 'paid',
        shipping: 'fulfilled',
        tracking_numbers: ['1Z'],
      },
    })
    expect(played.sent[0]?.url.searchParams.get('name')).toBe('1001')
    expect((await ask({ order_number: '100' })).body).toMatchObject({ status: 'not_found' })
    expect((await ask({ order_number: 'none' })).body).toMatchObject({ status: 'not_found' })
    played.expectFitting()
    playServices({ [route]: { status: 503, body: {} } })
    expect((await ask({ order_number: '1001' })).body).toMatchObject({ status: 'error' })
  })

  test('order_status asks the shop with its token, and knows an unknown order from a shop that is down', async () => {
    const ask = await tool('order-status', language, { orders_url: 'https://shop.example.com/api/order' })
    const route = 'GET shop.example.com/api/order'
    const played = playServices({ [route]: { body: { state: 'on its way' } } })
    expect((await ask({ order_number: 'A/1 2' })).body).toEqual({
      status: 'found',
      order: { state: 'on its way' },
    })
    expect(played.sent[0]?.url.search).toBe('?order_number=A%2F1+2')
    expect(played.sent[0]?.headers.get('authorization')).toBe('Bearer shop-token')
    playServices({ [route]: { status: 404, body: {} } })
    expect((await ask({ order_number: '7' })).body).toMatchObject({ status: 'not_found' })
    playServices({ [route]: { status: 503, body: {} } })
    expect((await ask({ order_number: '7' })).body).toMatchObject({ status: 'error' })
  })
})
