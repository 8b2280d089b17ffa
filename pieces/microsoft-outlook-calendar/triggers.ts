import * as z from 'zod'
import { number } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { calendar } from './inputs.ts'
import { MINUTE_MS } from './moments.ts'
import { viewPath } from './reading.ts'
import { outlookCalendar } from './service.ts'

/** Events asked for at once, and shown where there is no time to begin at. */
const PAGE = 50
const FIRST = 10

const Made = Entity.extend({ createdDateTime: z.string() })
const Starting = Entity.extend({ start: z.looseObject({ dateTime: z.string() }) })

const sampleData = {
  id: 'AAMkAGI1AAAt9AHjAAA=',
  subject: 'Call with Ana Ruiz',
  createdDateTime: '2026-05-04T07:12:31Z',
  start: { dateTime: '2026-05-05T09:00:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2026-05-05T09:30:00.0000000', timeZone: 'UTC' },
  location: { displayName: 'By phone' },
  attendees: [{ type: 'required', emailAddress: { name: 'Ana Ruiz', address: 'ana@example.com' } }],
}

/** An event was made. */
export const newEvent = outlookCalendar.trigger({
  name: 'new_event',
  displayName: 'New event',
  description: 'Starts for every event that is made in a calendar.',
  type: 'POLLING',
  input: z.object({ calendarId: calendar() }),
  sampleData,
  async poll({ http, input, since }) {
    const first = since === undefined
    const events = await listValues(http, at`/me/calendars/${input.calendarId}/events`, {
      query: {
        $filter: first ? undefined : `createdDateTime ge ${new Date(since).toISOString()}`,
        $orderby: 'createdDateTime desc',
        $top: first ? FIRST : PAGE,
      },
      item: Made,
      ...(first && { limit: FIRST }),
    })
    return events.map((event) => ({
      id: event.id,
      at: Date.parse(event.createdDateTime),
      data: event as PollItem['data'],
    }))
  },
})

/** An event is about to begin. */
export const eventStartingSoon = outlookCalendar.trigger({
  name: 'event_starting_soon',
  displayName: 'Event starting soon',
  description: 'Starts some minutes before an event begins.',
  type: 'POLLING',
  input: z.object({
    calendarId: calendar(),
    minutes: number({ label: 'Minutes before', defaultValue: 15, min: 1, max: 1440 }),
  }),
  sampleData,
  async poll({ http, input: { calendarId, minutes } }) {
    const now = Date.now()
    const events = await listValues(http, viewPath(calendarId), {
      query: {
        startDateTime: new Date(now).toISOString(),
        endDateTime: new Date(now + minutes * MINUTE_MS).toISOString(),
        $top: PAGE,
      },
      item: Starting,
    })
    // The view holds what runs already, too. Times are in UTC, as no zone is preferred.
    const starting = events.filter(({ start }) => Date.parse(`${start.dateTime}Z`) >= now)
    // An event that is put off starts a run again. No `at`: an event may be made after one that starts later.
    return starting.map((event) => ({
      id: `${event.id}:${event.start.dateTime}`,
      data: event as PollItem['data'],
    }))
  },
})
