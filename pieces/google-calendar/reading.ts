import * as z from 'zod'
import { checkbox, choices, dateTime, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { listItems } from '../_google/pages.ts'
import { rfc3339 } from '../_google/time.ts'
import { anyCalendar, event } from './inputs.ts'
import { calendar } from './service.ts'

/** Reads one event. */
export const getEvent = calendar.action({
  name: 'google_calendar_get_event_by_id',
  displayName: 'Get an event',
  description: 'Reads one event by its id.',
  input: z.object({
    calendar_id: anyCalendar(),
    event_id: event(),
    max_attendees: number({ label: 'At most this many guests', required: false, min: 1 }),
    time_zone: shortText({
      label: 'Time zone',
      description: 'For the times in the answer.',
      required: false,
    }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/calendars/${input.calendar_id}/events/${input.event_id}`, {
      query: { maxAttendees: input.max_attendees, timeZone: input.time_zone },
    }),
})

/** Reads events of a time, or that hold a word. */
export const getEvents = calendar.action({
  name: 'google_calendar_get_events',
  displayName: 'List events',
  description: 'Events of a calendar between two moments, or those that hold a text.',
  input: z.object({
    calendar_id: anyCalendar(),
    event_types: choices({
      label: 'Kinds of events',
      defaultValue: ['default', 'focusTime', 'outOfOffice'],
      choices: [
        { value: 'default', label: 'Ordinary' },
        { value: 'outOfOffice', label: 'Out of office' },
        { value: 'focusTime', label: 'Focus time' },
        { value: 'workingLocation', label: 'Working location' },
        { value: 'birthday', label: 'Birthday' },
        { value: 'fromGmail', label: 'From Gmail' },
      ],
    }),
    search: shortText({
      label: 'Text',
      description: 'In title, description, place or guests.',
      required: false,
    }),
    start_date: dateTime({ label: 'Ends after', required: false }),
    end_date: dateTime({ label: 'Starts before', required: false }),
    singleEvents: checkbox({ label: 'Each time of a recurring event', defaultValue: false }),
    limit: number({ label: 'At most', defaultValue: 250, min: 1, max: 2500 }),
  }),
  output: z.object({ items: z.array(z.looseObject({ id: z.string() })) }),
  idempotent: true,
  async run({ input, http }) {
    const { start_date, end_date, limit } = input
    const items = await listItems(http, at`/calendars/${input.calendar_id}/events`, {
      in: 'items',
      item: z.looseObject({ id: z.string() }),
      query: {
        eventTypes: input.event_types,
        q: input.search,
        timeMin: start_date && rfc3339('start_date', start_date),
        timeMax: end_date && rfc3339('end_date', end_date),
        singleEvents: input.singleEvents,
        maxResults: Math.min(limit, 250),
      },
      limit,
    })
    return { items }
  },
})
