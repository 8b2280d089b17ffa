import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import calendar from './index.ts'
import { later, momentOf } from './moments.ts'

// Held against: Microsoft's own description of Graph. It lacks supportedTimeZones and single events under a calendar:
// those requests are written after https://learn.microsoft.com/graph/api/outlookuser-supportedtimezones and
// https://learn.microsoft.com/graph/api/event-update and checked by no description.

const connection = { type: 'OAUTH2', access_token: 'eyJ0.test' }
const kit = pieceKit(calendar, { connection, contract: 'microsoft-graph' })
const unchecked = pieceKit(calendar, { connection })

const event = { id: 'e1', subject: 'Call', createdDateTime: '2026-05-04T07:00:00Z' }
const query = (url: URL | undefined) => Object.fromEntries(url?.searchParams ?? [])

describe('writing', () => {
  test('an event is made once, however often the step is tried', async () => {
    const input = {
      calendarId: 'c1',
      title: 'Call with Ana',
      start: '2026-05-05T09:00',
      timezone: 'Europe/Madrid',
      attendees: ['ana@example.com '],
      location: 'By phone',
      body: '<b>Offer</b>',
      bodyFormat: 'html',
      isOnlineMeeting: true,
    }
    const { sent, output } = await kit.run('create_event', input, [{ status: 201, body: event }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/calendars/c1/events')
    expect(sent[0]).toMatchObject({ method: 'POST' })
    expect(sent[0]?.body).toEqual({
      subject: 'Call with Ana',
      start: { dateTime: '2026-05-05T09:00:00', timeZone: 'Europe/Madrid' },
      end: { dateTime: '2026-05-05T09:30:00', timeZone: 'Europe/Madrid' },
      location: { displayName: 'By phone' },
      body: { contentType: 'html', content: '<b>Offer</b>' },
      attendees: [{ emailAddress: { address: 'ana@example.com' }, type: 'required' }],
      isOnlineMeeting: true,
      transactionId: 'run_1/step_1',
    })
    expect(output).toEqual(event)
  })

  test('only what is given of an event is changed', async () => {
    const input = {
      eventId: 'e1',
      title: 'Call Bo',
      end: '2026-05-05T10:00:00+02:00',
      timezone: 'Europe/Madrid',
    }
    const { sent } = await kit.run('update_event', input, [{ body: event }])
    expect(sent[0]?.method).toBe('PATCH')
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/events/e1')
    expect(sent[0]?.body).toEqual({
      subject: 'Call Bo',
      end: { dateTime: '2026-05-05T08:00:00', timeZone: 'UTC' },
    })
  })

  test('an event is deleted, in a shared calendar too', async () => {
    const { sent, output } = await kit.run('delete_event', { eventId: 'e1' }, [{ status: 204 }])
    expect(sent[0]).toMatchObject({ method: 'DELETE' })
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/events/e1')
    expect(output).toEqual({ success: true, eventId: 'e1' })
    const shared = await unchecked.run('delete_event', { calendarId: 'c1', eventId: 'e1' }, [{ status: 204 }])
    expect(shared.sent[0]?.url.pathname).toBe('/v1.0/me/calendars/c1/events/e1')
  })

  test('an event that is not there is said so', async () => {
    const error = { code: 'ErrorItemNotFound', message: 'The specified object was not found in the store.' }
    const run = kit.run('delete_event', { eventId: 'e0' }, [{ status: 404, body: { error } }])
    await expect(run).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('not found in the store'),
    })
  })

  test('a text that is no time is refused before anything is sent', async () => {
    const run = kit.run('create_event', { calendarId: 'c1', title: 'Call', start: 'tomorrow at nine' })
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('start'),
    })
  })
})

describe('moments', () => {
  test('an offset wins over the time zone, and seconds are filled in', () => {
    expect(momentOf('2026-05-05T09:00:00.000Z', 'Asia/Tokyo', 'start')).toEqual({
      dateTime: '2026-05-05T09:00:00',
      timeZone: 'UTC',
    })
    expect(momentOf('2026-05-05 09:00', 'Asia/Tokyo', 'start').dateTime).toBe('2026-05-05T09:00:00')
    expect(momentOf('2026-05-05', 'Asia/Tokyo', 'start')).toEqual({
      dateTime: '2026-05-05T00:00:00',
      timeZone: 'Asia/Tokyo',
    })
    expect(() => momentOf('2026-13-05', 'UTC', 'end')).toThrow(/"end"/)
  })

  test('a later moment stays in its time zone', () => {
    const moment = { dateTime: '2026-12-31T23:45:00', timeZone: 'Asia/Tokyo' }
    expect(later(moment, 30)).toEqual({ dateTime: '2027-01-01T00:15:00', timeZone: 'Asia/Tokyo' })
  })
})

describe('reading', () => {
  test('an event is read in the wanted time zone', async () => {
    const { sent, output } = await kit.run('get_event', { eventId: 'e1', timezone: 'Europe/Madrid' }, [
      { body: event },
    ])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/events/e1')
    expect(sent[0]?.headers.get('prefer')).toBe('outlook.timezone="Europe/Madrid"')
    expect(output).toEqual(event)
  })

  test('events are listed by a filter', async () => {
    const input = { calendarId: 'c1', filter: "startsWith(subject,'Call')", limit: 1 }
    const { sent, output } = await kit.run('list_events', input, [{ body: { value: [event, event] } }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/calendars/c1/events')
    expect(query(sent[0]?.url)).toEqual({
      $filter: "startsWith(subject,'Call')",
      $orderby: 'start/dateTime',
      $top: '1',
    })
    expect(output).toEqual({ value: [event] })
  })

  test('between two times, the view of the calendar is asked', async () => {
    const input = { calendarId: 'c1', start: '2026-05-05T09:00:00+02:00', end: '2026-05-06' }
    const { sent } = await kit.run('list_events', input, [{ body: { value: [] } }])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/calendars/c1/calendarView')
    expect(query(sent[0]?.url)).toMatchObject({
      startDateTime: '2026-05-05T07:00:00Z',
      endDateTime: '2026-05-06T00:00:00Z',
    })
    const open = await kit.run('list_events', { calendarId: 'c1', start: '2026-05-01' }, [
      { body: { value: [] } },
    ])
    expect(query(open.sent[0]?.url)).toMatchObject({ endDateTime: '2026-06-01T00:00:00Z' })
  })

  test('free and busy times of several people are asked for at once', async () => {
    const input = {
      schedules: ['ana@example.com', ' bo@example.com'],
      start: '2026-05-05T09:00:00',
      end: '2026-05-05T18:00:00',
      timezone: 'Europe/Madrid',
      availabilityViewInterval: 60,
    }
    const value = [{ scheduleId: 'ana@example.com', availabilityView: '002200000' }]
    const { sent, output } = await kit.run('get_free_busy', input, [{ body: { value } }])
    expect(sent[0]).toMatchObject({ method: 'POST' })
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/calendar/getSchedule')
    expect(sent[0]?.body).toEqual({
      schedules: ['ana@example.com', 'bo@example.com'],
      startTime: { dateTime: '2026-05-05T09:00:00', timeZone: 'Europe/Madrid' },
      endTime: { dateTime: '2026-05-05T18:00:00', timeZone: 'Europe/Madrid' },
      availabilityViewInterval: 60,
    })
    expect(output).toEqual({ value })
  })

  test('calendars and time zones are offered by name', async () => {
    const calendars = await kit.options('actions', 'create_event', 'calendarId', {}, [
      { body: { value: [{ id: 'c1', name: 'Calendar' }] } },
    ])
    expect(calendars.options).toEqual([{ value: 'c1', label: 'Calendar' }])
    const zones = await unchecked.options('actions', 'create_event', 'timezone', {}, [
      { body: { value: [{ alias: 'Romance Standard Time', displayName: '(UTC+01:00) Madrid' }] } },
    ])
    expect(zones.sent[0]?.url.pathname).toBe('/v1.0/me/outlook/supportedTimeZones')
    expect(zones.options).toEqual([{ value: 'Romance Standard Time', label: '(UTC+01:00) Madrid' }])
  })
})

describe('triggers', () => {
  const now = Date.parse('2026-05-05T08:50:00Z')
  beforeEach(() => {
    vi.useFakeTimers({ now, toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('new events are those that were made since', async () => {
    const at = Date.parse(event.createdDateTime)
    const { items, sent } = await kit.poll(
      'new_event',
      { calendarId: 'c1' },
      [{ body: { value: [event] } }],
      at,
    )
    expect(query(sent[0]?.url)).toEqual({
      $filter: 'createdDateTime ge 2026-05-04T07:00:00.000Z',
      $orderby: 'createdDateTime desc',
      $top: '50',
    })
    expect(items).toEqual([{ id: 'e1', at, data: event }])
    const first = await kit.poll('new_event', { calendarId: 'c1' }, [{ body: { value: [] } }])
    expect(query(first.sent[0]?.url)).toEqual({ $orderby: 'createdDateTime desc', $top: '10' })
  })

  test('an event starts a run shortly before it begins, and again where it is put off', async () => {
    const of = (dateTime: string) => ({ ...event, start: { dateTime, timeZone: 'UTC' } })
    const running = of('2026-05-05T08:30:00.0000000')
    const soon = of('2026-05-05T09:00:00.0000000')
    const { items, sent } = await kit.poll('event_starting_soon', { calendarId: 'c1' }, [
      { body: { value: [running, soon] } },
    ])
    expect(sent[0]?.url.pathname).toBe('/v1.0/me/calendars/c1/calendarView')
    expect(query(sent[0]?.url)).toMatchObject({
      startDateTime: '2026-05-05T08:50:00.000Z',
      endDateTime: '2026-05-05T09:05:00.000Z',
    })
    expect(items).toEqual([{ id: 'e1:2026-05-05T09:00:00.0000000', data: soon }])
  })
})

test('any other part of Graph can be asked', async () => {
  const { sent } = await kit.run('custom_api_call', { url: '/me/calendar' }, [{ body: { id: 'c1' } }])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer eyJ0.test')
})
