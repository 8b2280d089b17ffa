import * as z from 'zod'
import { dateTime, list, longText, number } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { Entity, listValues } from '../_microsoft/graph.ts'
import { calendar, eventId, eventPath, maybeCalendar, timezone } from './inputs.ts'
import { later, momentOf } from './moments.ts'
import { outlookCalendar } from './service.ts'

/** Events in one page, and most that are asked for. */
const PAGE = 100
const MAX_EVENTS = 1000
const MONTH_MINUTES = 31 * 24 * 60

/** How times are told: in this zone. https://learn.microsoft.com/graph/api/user-list-events */
export const inZone = (zone: string) => ({ prefer: `outlook.timezone="${zone.replaceAll('"', '')}"` })

/** Reads one event. */
export const getEvent = outlookCalendar.action({
  name: 'get_event',
  displayName: 'Get an event',
  description: 'Reads one event by its id.',
  input: z.object({ calendarId: maybeCalendar(), eventId: eventId(), timezone: timezone() }),
  output: Entity,
  idempotent: true,
  run: ({ input: { calendarId, eventId, timezone }, http }) =>
    http.get(eventPath(calendarId, eventId), { headers: inZone(timezone) }),
})

/** Lists events. */
export const listEvents = outlookCalendar.action({
  name: 'list_events',
  displayName: 'List events',
  description: 'Events of a calendar. Between two times, every date of a series is listed for itself.',
  input: z.object({
    calendarId: calendar(),
    start: dateTime({ label: 'From', description: 'In UTC where it has no offset.', required: false }),
    end: dateTime({ label: 'Until', description: 'A month later where empty.', required: false }),
    timezone: timezone(),
    filter: longText({
      label: 'Filter',
      description: "In OData, such as startsWith(subject,'Call').",
      required: false,
    }),
    limit: number({ label: 'At most', defaultValue: PAGE, min: 1, max: MAX_EVENTS }),
  }),
  idempotent: true,
  async run({ input: { calendarId, start, end, timezone, filter, limit }, http }) {
    const value = await listValues(
      http,
      start ? viewPath(calendarId) : at`/me/calendars/${calendarId}/events`,
      {
        query: {
          ...(start && viewOf(start, end)),
          $filter: filter,
          $orderby: 'start/dateTime',
          $top: Math.min(limit, PAGE),
        },
        headers: inZone(timezone),
        item: Entity,
        limit,
      },
    )
    return { value }
  },
})

/** Where the events between two times are listed. */
export const viewPath = (calendarId: string) => at`/me/calendars/${calendarId}/calendarView`

/** Graph reads these in UTC whatever zone is preferred: https://learn.microsoft.com/graph/api/user-list-calendarview */
function viewOf(start: string, end: string | undefined) {
  const from = momentOf(start, 'UTC', 'start')
  const until = end ? momentOf(end, 'UTC', 'end') : later(from, MONTH_MINUTES)
  return { startDateTime: `${from.dateTime}Z`, endDateTime: `${until.dateTime}Z` }
}

/** Looks when people are free. */
export const getFreeBusy = outlookCalendar.action({
  name: 'get_free_busy',
  displayName: 'Find free and busy times',
  description: 'When people or rooms are free, tentative, busy or away.',
  input: z.object({
    schedules: list({ label: 'Whose', description: 'E-mail addresses of people, rooms or groups.' }),
    start: dateTime({ label: 'From' }),
    end: dateTime({ label: 'Until', description: 'At most 62 days later.' }),
    timezone: timezone(),
    availabilityViewInterval: number({
      label: 'Length of a slot',
      description: 'Minutes that one character of availabilityView stands for.',
      defaultValue: 30,
      min: 5,
      max: 1440,
    }),
  }),
  idempotent: true,
  run: ({ input: { schedules, start, end, timezone, availabilityViewInterval }, http }) =>
    http.post('/me/calendar/getSchedule', {
      headers: inZone(timezone),
      json: {
        schedules: schedules.map((each) => String(each).trim()),
        startTime: momentOf(start, timezone, 'start'),
        endTime: momentOf(end, timezone, 'end'),
        availabilityViewInterval,
      },
    }),
})
