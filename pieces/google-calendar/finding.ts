import * as z from 'zod'
import { checkbox, shortText } from '../../src/piece/fields.ts'
import { at, type QueryValue, type ServiceHttp } from '../../src/piece/service-http.ts'
import { listItems } from '../_google/pages.ts'

const When = z.object({ dateTime: z.string().optional(), date: z.string().optional() })

/** An event, as far as triggers read it. */
export const Event = z.looseObject({
  id: z.string(),
  status: z.string().optional(),
  created: z.string().optional(),
  updated: z.string().optional(),
  start: When.optional(),
  end: When.optional(),
  recurringEventId: z.string().optional(),
})

/** Most events looked at in one poll. */
const MAX_EVENTS = 1000
/** Finds events of a calendar, up to a bound. */
export const findEvents = (
  http: ServiceHttp,
  calendarId: string,
  query: Readonly<Record<string, QueryValue>>,
) =>
  listItems(http, at`/calendars/${calendarId}/events`, {
    in: 'items',
    item: Event,
    query: { maxResults: 250, ...query },
    limit: MAX_EVENTS,
  })

/** Whether a trigger looks at one event only; each time of a recurring one counts. */
export const oneEvent = {
  specific_event: checkbox({ label: 'One event only', defaultValue: false }),
  event_id: shortText({
    label: 'Event',
    description: 'Its id.',
    showWhen: { field: 'specific_event', is: [true] },
  }),
}

/** The events a trigger looks at. */
export const wanted = (
  events: readonly z.output<typeof Event>[],
  { specific_event, event_id }: { specific_event: boolean; event_id?: string | undefined },
) =>
  specific_event
    ? events.filter(({ id, recurringEventId }) => id === event_id || recurringEventId === event_id)
    : events

/** When an event starts or ends, epoch milliseconds; a whole day counts from midnight UTC. */
export const momentOf = (when: z.output<typeof When> | undefined) =>
  Date.parse(when?.dateTime ?? when?.date ?? '')

/** An event, for trying a workflow out. */
export const sampleData = {
  kind: 'calendar#event',
  id: '0nsfi5ttd2b17ac76ma2f37oi9',
  status: 'confirmed',
  htmlLink: 'https://www.google.com/calendar/event?eid=MG5z',
  created: '2026-02-03T11:36:36.000Z',
  updated: '2026-02-03T11:36:36.000Z',
  summary: 'Call with Ana',
  start: { dateTime: '2026-02-05T10:00:00+01:00', timeZone: 'Europe/Madrid' },
  end: { dateTime: '2026-02-05T10:30:00+01:00', timeZone: 'Europe/Madrid' },
  attendees: [{ email: 'ana@example.com', responseStatus: 'needsAction' }],
}
