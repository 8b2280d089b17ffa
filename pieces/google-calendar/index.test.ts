import { createEmulator, type Emulator } from 'emulate'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import googleCalendar from './index.ts'

// Held against: Google's own description of the Calendar API (its discovery document), and the stateful emulator of
// Google in npm `emulate` for making, listing and deleting events and for busy times. What the emulator lacks
// (changing events, quickAdd, updatedMin, ids of the client's own) is answered by the test.

const connection = { type: 'OAUTH2', access_token: 'ya29.test', data: {} }
const kit = pieceKit(googleCalendar, { connection, contract: 'google-calendar' })

const event = { id: 'ev1', status: 'confirmed', summary: 'Call with Ana' }
const calendar_id = 'team@group.calendar.google.com'
const CALENDAR = '/calendar/v3/calendars/team%40group.calendar.google.com'

describe('against the emulator', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await createEmulator({
      service: 'google',
      port: 0,
      seed: {
        tokens: { 'ya29.test': { login: 'testuser@gmail.com', scopes: [] } },
        google: {
          calendar_events: [
            {
              id: 'evt_busy',
              calendar_id: 'cal_team',
              summary: 'Planning',
              start_date_time: '2026-03-02T11:00:00.000Z',
              end_date_time: '2026-03-02T12:00:00.000Z',
            },
          ],
        },
      },
    })
  })
  afterAll(() => emulator.close())
  const live = pieceKit(googleCalendar, {
    connection,
    contract: 'google-calendar',
    forward: () => ({ 'https://www.googleapis.com/calendar/v3': `${emulator.url}/calendar/v3` }),
  })
  const team = { calendar_id: 'cal_team' }
  const day = { start_date: '2026-03-02T09:00:00Z', end_date: '2026-03-02T18:00:00Z' }

  test('an event that was made is found, makes its time busy, and is gone once deleted', async () => {
    const made = await live.run('create_google_calendar_event', {
      ...team,
      title: 'Call with Ana',
      start_date_time: '2026-03-02T15:00:00+01:00',
      attendees: ['ana@example.com'],
    })
    const { id } = made.output as { id: string }
    expect(made.output).toMatchObject({
      summary: 'Call with Ana',
      start: { dateTime: '2026-03-02T14:00:00.000Z' },
      end: { dateTime: '2026-03-02T14:30:00.000Z' },
      attendees: [{ email: 'ana@example.com' }],
    })

    const found = await live.run('google_calendar_get_events', { ...team, ...day, search: 'ana' })
    expect(found.output).toMatchObject({ items: [{ id }] })

    const calendar_ids = ['cal_team']
    const busy = await live.run('google_calendar_find_busy_free_periods', { calendar_ids, ...day })
    expect(busy.output).toMatchObject({
      calendars: { cal_team: { busy: [{ start: '2026-03-02T11:00:00.000Z' }, {}] } },
    })
    const free = await live.run('google_calendar_find_free_slots', {
      calendar_ids,
      ...day,
      min_duration_minutes: 121,
    })
    expect(free.output).toEqual({
      count: 1,
      free_slots: [
        { start: '2026-03-02T14:30:00.000Z', end: '2026-03-02T18:00:00.000Z', duration_minutes: 210 },
      ],
    })

    await live.run('delete_event', { ...team, eventId: id })
    const left = await live.run('google_calendar_get_events', { ...team, ...day })
    expect(left.output).toMatchObject({ items: [{ id: 'evt_busy' }] })
  })

  test('events are read page after page until the limit', async () => {
    const { output, sent } = await live.run('google_calendar_get_events', { ...team, limit: 1 })
    expect((output as { items: unknown[] }).items).toHaveLength(1)
    expect(sent[0]?.url.searchParams.getAll('eventTypes')).toEqual(['default', 'focusTime', 'outOfOffice'])
  })

  test('calendars are offered by name', async () => {
    const { options } = await live.options('actions', 'create_google_calendar_event', 'calendar_id')
    expect(options).toContainEqual({ value: 'cal_team', label: 'Team Calendar' })
  })

  test('a good token is told from a bad one', async () => {
    await live.validate()
    const refused = { status: 401, body: { error: { code: 401, message: 'Invalid Credentials' } } }
    await expect(kit.validate([refused])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  })

  test('a calendar that is not there is said so in Google’s words', async () => {
    const lost = live.run('google_calendar_get_events', { calendar_id: 'lost' })
    await expect(lost).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('Requested entity was not found. [notFound]'),
    })
  })

  test('any other method can be called', async () => {
    const { output } = await live.run('custom_api_call', { url: '/users/me/calendarList' })
    expect(output).toMatchObject({ status: 200, body: { kind: 'calendar#calendarList' } })
  })
})

describe('making an event', () => {
  const create = (input: object, answers: object[] = [{ body: event }]) =>
    kit.run('create_google_calendar_event', { calendar_id, title: 'Call', ...input }, answers)

  test('a repeated attempt sends the same id, and gets the event that is there', async () => {
    const first = await create({ start_date_time: '2026-03-02T15:00:00Z' })
    const taken = { status: 409, body: { error: { code: 409, message: 'Already exists.' } } }
    const second = await create({ start_date_time: '2026-03-02T15:00:00Z' }, [taken, { body: event }])
    const { id } = first.sent[0]!.body as { id: string }
    expect(id).toMatch(/^[0-9a-v]{5,1024}$/)
    expect(second.sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      `POST ${CALENDAR}/events`,
      `GET ${CALENDAR}/events/${id}`,
    ])
    expect(second.output).toEqual(event)
  })

  test('other steps make other events', async () => {
    const key = async (idempotencyKey: string) => {
      const input = { calendar_id, title: 'Call', start_date_time: '2026-03-02' }
      const run = await kit.run('create_google_calendar_event', input, [{ body: event }], { idempotencyKey })
      return (run.sent[0]!.body as { id: string }).id
    }
    expect(await key('run_1/step_1')).not.toBe(await key('run_1/step_2'))
  })

  test.each([
    [
      { start_date_time: '2026-03-02T15:00:00Z', time_zone: 'Europe/Madrid' },
      { dateTime: '2026-03-02T15:00:00.000Z', timeZone: 'Europe/Madrid' },
      { dateTime: '2026-03-02T15:30:00.000Z', timeZone: 'Europe/Madrid' },
    ],
    [
      { start_date_time: '2026-03-02 15:00', end_date_time: '2026-03-02 16:00' },
      { dateTime: '2026-03-02T15:00:00.000Z' },
      { dateTime: '2026-03-02T16:00:00.000Z' },
    ],
    [{ start_date_time: '2026-02-28' }, { date: '2026-02-28' }, { date: '2026-03-01' }],
  ])('%j is the right time', async (input, start, end) => {
    const { sent } = await create(input)
    expect(sent[0]?.body).toMatchObject({ start, end })
  })

  // Google's description wants an offset in every time; its reference says: unless timeZone is given.
  test('a time that names no zone is one of the zone beside it', async () => {
    const undescribed = pieceKit(googleCalendar, { connection })
    const { sent } = await undescribed.run(
      'create_google_calendar_event',
      { calendar_id, title: 'Call', start_date_time: '2026-03-02T15:00', time_zone: 'Europe/Madrid' },
      [{ body: event }],
    )
    expect(sent[0]?.body).toMatchObject({
      start: { dateTime: '2026-03-02T15:00:00', timeZone: 'Europe/Madrid' },
      end: { dateTime: '2026-03-02T15:30:00', timeZone: 'Europe/Madrid' },
    })
  })

  test('text that is no moment is refused before anything is sent', async () => {
    await expect(create({ start_date_time: 'soonish' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('start_date_time'),
    })
  })

  test('guests, colour, permissions and a Meet link are passed on', async () => {
    const { sent } = await create({
      start_date_time: '2026-03-02T15:00:00Z',
      attendees: ['ana@example.com', ' '],
      colorId: '7',
      guests_can_modify: true,
      create_meet_link: true,
      send_notifications: 'externalOnly',
    })
    expect(Object.fromEntries(sent[0]?.url.searchParams ?? [])).toEqual({
      sendUpdates: 'externalOnly',
      conferenceDataVersion: '1',
    })
    expect(sent[0]?.body).toMatchObject({
      attendees: [{ email: 'ana@example.com' }],
      colorId: '7',
      guestsCanModify: true,
      conferenceData: { createRequest: { conferenceSolutionKey: { type: 'hangoutsMeet' } } },
    })
  })

  test('a sentence becomes an event', async () => {
    const { sent } = await kit.run('create_quick_event', { calendar_id, text: 'Call Ana at 3pm' }, [
      { body: event },
    ])
    expect(`${sent[0]?.url.pathname}${sent[0]?.url.search}`).toBe(
      `${CALENDAR}/events/quickAdd?text=Call+Ana+at+3pm&sendUpdates=none`,
    )
  })
})

describe('an event that is there', () => {
  const one = { calendar_id, eventId: 'ev1' }

  test('is read', async () => {
    const input = { calendar_id, event_id: 'ev1', max_attendees: 5, time_zone: 'Europe/Madrid' }
    const { output, sent } = await kit.run('google_calendar_get_event_by_id', input, [{ body: event }])
    expect(output).toEqual(event)
    expect(`${sent[0]?.url.pathname}${sent[0]?.url.search}`).toBe(
      `${CALENDAR}/events/ev1?maxAttendees=5&timeZone=Europe%2FMadrid`,
    )
  })

  test('is changed only where a field is filled in', async () => {
    const input = { ...one, title: 'Later', end_date_time: '2026-03-02T17:00:00Z', attendees: [] }
    const { sent } = await kit.run('update_event', input, [{ body: event }])
    expect(sent[0]).toMatchObject({
      method: 'PATCH',
      body: { summary: 'Later', end: { dateTime: '2026-03-02T17:00:00.000Z' } },
    })
    expect(Object.keys(sent[0]?.body as object)).toEqual(['summary', 'end'])
  })

  test('gets more guests, and nobody twice', async () => {
    const ana = { email: 'Ana@example.com', responseStatus: 'accepted' }
    const { sent } = await kit.run(
      'google-calendar-add-attendees',
      { ...one, attendees: ['ana@example.com', 'bo@example.com'] },
      [{ body: { ...event, attendees: [ana] } }, { body: event }],
    )
    expect(sent[1]).toMatchObject({
      method: 'PATCH',
      body: { attendees: [ana, { email: 'bo@example.com' }] },
    })
  })

  test('that was deleted already counts as deleted; one that never was does not', async () => {
    const gone = { status: 410, body: { error: { code: 410, message: 'Resource has been deleted' } } }
    const { output, sent } = await kit.run('delete_event', { ...one, send_notifications: 'all' }, [gone])
    expect(output).toEqual({ deleted: true, id: 'ev1', was_there: false })
    expect(sent[0]?.url.search).toBe('?sendUpdates=all')
    const lost = { status: 404, body: { error: { code: 404, message: 'Not Found' } } }
    await expect(kit.run('delete_event', one, [lost])).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
  })
})

test('a calendar that can’t be read is never called free', async () => {
  const body = { calendars: { a: { busy: [] }, b: { errors: [{ domain: 'global', reason: 'notFound' }] } } }
  const input = { calendar_ids: ['a', 'b'], start_date: '2026-03-02', end_date: '2026-03-03' }
  await expect(kit.run('google_calendar_find_free_slots', input, [{ body }])).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.stringContaining('"b"'),
  })
})

test('a 403 that means too many requests may be tried again; any other may not', async () => {
  const refused = (reason: string) =>
    kit.run('google_calendar_get_event_by_id', { calendar_id, event_id: 'ev1' }, [
      { status: 403, body: { error: { code: 403, message: 'No.', errors: [{ reason }] } } },
    ])
  await expect(refused('userRateLimitExceeded')).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    retryable: true,
  })
  await expect(refused('forbidden')).rejects.toMatchObject({ code: 'PERMISSION_DENIED', retryable: false })
})

describe('polling', () => {
  const now = Date.parse('2026-03-10T12:00:00Z')
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const made = { ...event, created: '2026-03-09T10:00:00.000Z', updated: '2026-03-09T11:00:00.000Z' }
  const page = { body: { items: [made, { id: 'ev2', status: 'cancelled' }] } }

  test('a new event is told once, by when it was made; deleted ones are not told', async () => {
    const { items, sent } = await kit.poll('new_calendar_event', { calendar_id }, [page], now - 5000)
    expect(items).toEqual([{ id: 'ev1', at: Date.parse(made.created), data: made }])
    expect(sent[0]?.url.searchParams.get('updatedMin')).toBe('2026-03-10T11:59:55.000Z')
  })

  test('a changed event is told again', async () => {
    const { items } = await kit.poll('new_or_updated_event', { calendar_id }, [page])
    expect(items).toEqual([{ id: `ev1@${made.updated}`, at: Date.parse(made.updated), data: made }])
  })

  test('Google is never asked to look back further than it does', async () => {
    const { sent } = await kit.poll('new_or_updated_event', { calendar_id }, [page], 1)
    expect(sent[0]?.url.searchParams.get('updatedMin')).toBe('2026-03-03T12:00:00.000Z')
  })

  test('a list in pages is read to its end', async () => {
    const { items, sent } = await kit.poll('new_calendar_event', { calendar_id }, [
      { body: { items: [made], nextPageToken: 'p2' } },
      { body: { items: [{ ...made, id: 'ev3' }] } },
    ])
    expect(items.map(({ id }) => id)).toEqual(['ev1', 'ev3'])
    expect(sent[1]?.url.searchParams.get('pageToken')).toBe('p2')
  })

  test('an event is told a while before it starts, and again where it was moved', async () => {
    const soon = { ...event, start: { dateTime: '2026-03-10T13:30:00+01:00' } }
    const input = { calendar_id, time_value: 1, time_unit: 'hours' }
    const { items, sent } = await kit.poll('event_starts_in', input, [{ body: { items: [soon] } }])
    const start = Date.parse('2026-03-10T12:30:00Z')
    expect(items).toEqual([{ id: `ev1@${start}`, at: start - 3_600_000, data: soon }])
    expect(sent[0]?.url.searchParams.get('timeMax')).toBe('2026-03-10T13:00:00.000Z')
    expect(sent[0]?.url.searchParams.get('singleEvents')).toBe('true')
  })

  test('one event can be looked at alone, each time of it', async () => {
    const start = { dateTime: '2026-03-10T12:10:00Z' }
    const items = [
      { id: 'ev1', start },
      { id: 'ev2_20260310', recurringEventId: 'ev2', start },
    ]
    const input = { calendar_id, specific_event: true, event_id: 'ev2' }
    const { items: found } = await kit.poll('event_starts_in', input, [{ body: { items } }])
    expect(found.map(({ data }) => (data as { id: string }).id)).toEqual(['ev2_20260310'])
  })

  test('an event that ended is told, one that goes on is not', async () => {
    const over = { ...event, end: { dateTime: '2026-03-10T11:00:00Z' } }
    const running = { ...event, id: 'ev2', end: { dateTime: '2026-03-10T13:00:00Z' } }
    const { items, sent } = await kit.poll('event_ends', { calendar_id }, [
      { body: { items: [over, running] } },
    ])
    const end = Date.parse('2026-03-10T11:00:00Z')
    expect(items).toEqual([{ id: `ev1@${end}`, at: end, data: over }])
    expect(sent[0]?.url.searchParams.get('timeMin')).toBe('2026-03-09T12:00:00.000Z')
  })

  test('a cancelled event is told once', async () => {
    const cancelled = { ...made, id: 'ev2', status: 'cancelled' }
    const bare = { id: 'ev3', status: 'cancelled' }
    const { items } = await kit.poll('event_cancelled', { calendar_id }, [
      { body: { items: [made, cancelled, bare] } },
    ])
    expect(items).toEqual([
      { id: 'ev2', at: Date.parse(made.updated), data: cancelled },
      { id: 'ev3', data: bare },
    ])
  })
})
