import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import calendly from './index.ts'

// Held against: the exchanges that Calendly's reference shows (developer.calendly.com/api-docs/calendly-api: users,
// event types, scheduled events, scheduling links, webhooks; api-docs/overview/webhooks/webhook-signatures), written
// here as fixtures.

const connection = { type: 'SECRET_TEXT', secret_text: 'token-1' }
const kit = pieceKit(calendly, { connection })

const api = 'https://api.calendly.com'
const user = `${api}/users/AAAAAAAAAAAAAAAA`
const organization = `${api}/organizations/ABCDABCDABCDABCD`
const meeting = `${api}/scheduled_events/GBGBDCAADAEDCRZ2`
const eventType = `${api}/event_types/DDDDDDDDDDDDDDDD`

const me = { body: { resource: { uri: user, name: 'Ana', current_organization: organization } } }
const page = (...collection: object[]) => ({
  body: { collection, pagination: { count: collection.length, next_page: null, next_page_token: null } },
})
const sentAs = ({ method, url }: { method: string; url: URL }) => [
  `${method} ${url.pathname}`,
  Object.fromEntries(url.searchParams),
]

describe('event types', () => {
  test('are listed for yourself, for somebody, and for everybody', async () => {
    const own = await kit.run('list_event_types', { active: 'true' }, [me, page()])
    expect(own.sent.map(sentAs)).toEqual([
      ['GET /users/me', {}],
      ['GET /event_types', { user, active: 'true', count: '20' }],
    ])
    expect(own.sent[1]?.headers.get('authorization')).toBe('Bearer token-1')
    const other = await kit.run('list_event_types', { user: 'BBBB', pageToken: 'p2' }, [page()])
    expect(other.sent.map(sentAs)).toEqual([
      ['GET /event_types', { user: `${api}/users/BBBB`, count: '20', page_token: 'p2' }],
    ])
    const all = await kit.run('list_event_types', { organization }, [page()])
    expect(all.sent.map(sentAs)).toEqual([['GET /event_types', { organization, count: '20' }]])
  })

  test('are offered with their length, page by page', async () => {
    const first = page({ uri: eventType, name: 'First visit', duration: 30 })
    const answers = [
      me,
      { body: { ...first.body, pagination: { next_page_token: 'p2' } } },
      page({ uri: `${eventType}2`, name: 'Any' }),
    ]
    const { options, sent } = await kit.options('actions', 'create_scheduling_link', 'eventType', {}, answers)
    expect(options).toEqual([
      { value: eventType, label: 'First visit (30 min)' },
      { value: `${eventType}2`, label: 'Any' },
    ])
    expect(sent[2]?.url.searchParams.get('page_token')).toBe('p2')
  })

  test('have free times', async () => {
    const input = {
      eventType,
      startTime: '2026-03-05T00:00:00Z',
      endTime: '2026-03-08T00:00:00Z',
    }
    const times = {
      collection: [{ status: 'available', invitees_remaining: 1, start_time: '2026-03-05T15:00:00Z' }],
    }
    const { output, sent } = await kit.run('list_available_times', input, [{ body: times }])
    expect(sent.map(sentAs)).toEqual([
      [
        'GET /event_type_available_times',
        { event_type: eventType, start_time: input.startTime, end_time: input.endTime },
      ],
    ])
    expect(output).toEqual(times)
  })

  test('get a link that works once', async () => {
    const resource = {
      booking_url: 'https://calendly.com/s/FOO-BAR-SLUG',
      owner: eventType,
      owner_type: 'EventType',
    }
    const { output, sent } = await kit.run('create_scheduling_link', { eventType: 'DDDDDDDDDDDDDDDD' }, [
      { status: 201, body: { resource } },
    ])
    expect(sent.map(sentAs)).toEqual([['POST /scheduling_links', {}]])
    expect(sent[0]?.body).toEqual({ max_event_count: 1, owner: eventType, owner_type: 'EventType' })
    expect(output).toEqual(resource)
  })
})

describe('meetings', () => {
  test('are found by invitee and time', async () => {
    const input = { inviteeEmail: 'ana@example.com', status: 'active', minStartTime: '2026-03-05T00:00:00Z' }
    const { sent } = await kit.run('list_scheduled_events', input, [me, page()])
    expect(sent.map(sentAs)[1]).toEqual([
      'GET /scheduled_events',
      {
        user,
        invitee_email: 'ana@example.com',
        status: 'active',
        min_start_time: '2026-03-05T00:00:00Z',
        sort: 'start_time:asc',
        count: '20',
      },
    ])
    const all = await kit.run('list_scheduled_events', { scope: 'organization' }, [me, page()])
    expect(all.sent[1]?.url.searchParams.get('organization')).toBe(organization)
  })

  test('are read with their invitees, by address or by its last part', async () => {
    for (const scheduledEvent of [meeting, 'GBGBDCAADAEDCRZ2']) {
      const resource = { uri: meeting, status: 'active' }
      const one = await kit.run('get_scheduled_event', { scheduledEvent }, [{ body: { resource } }])
      expect(one.sent.map(sentAs)).toEqual([['GET /scheduled_events/GBGBDCAADAEDCRZ2', {}]])
      expect(one.output).toEqual(resource)
    }
    const input = { scheduledEvent: meeting, email: 'ana@example.com' }
    const { output, sent } = await kit.run('list_event_invitees', input, [page({ name: 'Ana' })])
    expect(sent.map(sentAs)).toEqual([
      ['GET /scheduled_events/GBGBDCAADAEDCRZ2/invitees', { email: 'ana@example.com', count: '20' }],
    ])
    expect(output).toMatchObject({ collection: [{ name: 'Ana' }] })
  })

  test('are called off', async () => {
    const resource = { canceled_by: 'Ana', reason: 'Ill', canceler_type: 'host' }
    const { output, sent } = await kit.run(
      'cancel_scheduled_event',
      { scheduledEvent: meeting, reason: 'Ill' },
      [{ status: 201, body: { resource } }],
    )
    expect(sent.map(sentAs)).toEqual([['POST /scheduled_events/GBGBDCAADAEDCRZ2/cancellation', {}]])
    expect(sent[0]?.body).toEqual({ reason: 'Ill' })
    expect(output).toEqual(resource)
  })

  test('are booked', async () => {
    const input = {
      eventType,
      startTime: '2026-03-05T15:00:00Z',
      inviteeName: 'Ana',
      inviteeEmail: 'ana@example.com',
      inviteeTimezone: 'Europe/Madrid',
      locationKind: 'outbound_call',
      location: '+34600000001',
    }
    const { sent } = await kit.run('create_event_invitee', input, [
      { status: 201, body: { resource: { event: meeting } } },
    ])
    expect(sent.map(sentAs)).toEqual([['POST /invitees', {}]])
    expect(sent[0]?.body).toEqual({
      event_type: eventType,
      start_time: '2026-03-05T15:00:00Z',
      invitee: { name: 'Ana', email: 'ana@example.com', timezone: 'Europe/Madrid' },
      location: { kind: 'outbound_call', location: '+34600000001' },
    })
  })

  test('that cannot be booked say why', async () => {
    const refused = {
      status: 400,
      body: {
        title: 'Invalid Argument',
        message: 'The supplied parameters are invalid.',
        details: [{ parameter: 'start_time', message: 'must be in the future' }],
      },
    }
    await expect(
      kit.run('list_available_times', { eventType, startTime: 'x', endTime: 'y' }, [refused]),
    ).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('start_time: must be in the future'),
    })
  })
})

describe.each([
  ['invitee_created', 'invitee.created'],
  ['invitee_canceled', 'invitee.canceled'],
])('%s', (name, event) => {
  const trigger = calendly.triggers[name]!
  const made = { status: 201, body: { resource: { uri: `${api}/webhook_subscriptions/WWWW` } } }

  test('is subscribed to and unsubscribed from', async () => {
    const { state, sent } = await kit.subscribe(name, {}, [me, made])
    expect(state).toEqual({ webhookId: 'WWWW' })
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /users/me',
      'POST /webhook_subscriptions',
      'DELETE /webhook_subscriptions/WWWW',
    ])
    expect(sent[1]?.body).toEqual({
      url: 'https://patchcord.example/webhooks/wf_1',
      events: [event],
      organization,
      user,
      scope: 'user',
      signing_key: 'a-secret-of-this-trigger',
    })
    const all = await kit.subscribe(name, { scope: 'organization' }, [me, made])
    expect(all.sent[1]?.body).not.toHaveProperty('user')
  })

  test('takes what Calendly has signed lately and nothing else', async () => {
    const rawBody = new Uint8Array(Buffer.from('{"event":"x"}'))
    const now = Math.floor(Date.now() / 1000)
    const signed = (time: number, key: string) =>
      `t=${time},v1=${createHmac('sha256', key).update(`${time}.`).update(rawBody).digest('hex')}`
    const check = async (signature: string | undefined) =>
      trigger.verify!({ headers: { 'calendly-webhook-signature': signature }, rawBody } as never, {}, {
        secret: 'key',
      } as never)
    await expect(check(signed(now, 'key'))).resolves.toBeUndefined()
    for (const wrong of [undefined, '', signed(now, 'other'), signed(now - 3600, 'key')]) {
      await expect(check(wrong)).rejects.toMatchObject({ code: 'WEBHOOK_UNAUTHORIZED' })
    }
  })

  test('starts for its event only', async () => {
    const of = (body: unknown) => trigger.events!({ request: { body } } as never)
    expect(await of(trigger.sampleData)).toEqual([trigger.sampleData])
    expect(await of({ event: 'routing_form_submission.created' })).toEqual([])
    expect(await of(null)).toEqual([])
  })

  test('knows an event again', () => {
    const sample = trigger.sampleData as { payload: object }
    expect(trigger.eventId!(sample as never)).toMatch(event)
    const other = { ...sample, payload: { ...sample.payload, uri: 'other' } }
    expect(trigger.eventId!(other as never)).not.toBe(trigger.eventId!(sample as never))
    expect(trigger.eventId!(null)).toBeUndefined()
  })
})

test('a good token is told from a bad one', async () => {
  expect((await kit.validate([me])).map(sentAs)).toEqual([['GET /users/me', {}]])
  const bad = { status: 401, body: { title: 'Unauthenticated', message: 'The access token is invalid' } }
  await expect(kit.validate([bad])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/users/me' }, [me])
  expect(output).toMatchObject({ status: 200 })
})
