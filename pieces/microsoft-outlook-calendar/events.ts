import * as z from 'zod'
import { checkbox, choice, dateTime, list, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { Entity } from '../_microsoft/graph.ts'
import { calendar, eventId, eventPath, maybeCalendar, timezone } from './inputs.ts'
import { later, momentOf } from './moments.ts'
import { outlookCalendar } from './service.ts'

/** How long an event is that has no end, in minutes. */
const DEFAULT_LENGTH = 30

const details = {
  location: shortText({ label: 'Place', required: false }),
  body: longText({ label: 'Text', required: false }),
  bodyFormat: choice({
    label: 'Format of the text',
    defaultValue: 'text',
    choices: [
      { value: 'text', label: 'Plain text' },
      { value: 'html', label: 'HTML' },
    ],
  }),
  attendees: list({
    label: 'Attendees',
    description: 'E-mail addresses; they are invited.',
    required: false,
  }),
  isOnlineMeeting: checkbox({
    label: 'Online meeting',
    description: 'Adds a link to join, with Teams where the account has it.',
    required: false,
  }),
  showAs: choice({
    label: 'Show as',
    required: false,
    choices: [
      { value: 'free', label: 'Free' },
      { value: 'tentative', label: 'Tentative' },
      { value: 'busy', label: 'Busy' },
      { value: 'oof', label: 'Out of office' },
      { value: 'workingElsewhere', label: 'Working elsewhere' },
    ],
  }),
  reminderMinutesBeforeStart: number({
    label: 'Reminder',
    description: 'Minutes before.',
    required: false,
    min: 0,
  }),
}

type Details = z.output<z.ZodObject<typeof details>>

/** What a step says of an event, as Graph takes it. */
function detailsOf({ location, body, bodyFormat, attendees, ...rest }: Details) {
  return {
    ...(location !== undefined && { location: { displayName: location } }),
    ...(body !== undefined && { body: { contentType: bodyFormat, content: body } }),
    ...(attendees && {
      attendees: attendees.map((address) => ({
        emailAddress: { address: String(address).trim() },
        type: 'required',
      })),
    }),
    isOnlineMeeting: rest.isOnlineMeeting,
    showAs: rest.showAs,
    reminderMinutesBeforeStart: rest.reminderMinutesBeforeStart,
  }
}

/** Makes an event. */
export const createEvent = outlookCalendar.action({
  name: 'create_event',
  displayName: 'Create an event',
  description: 'Makes an event in a calendar, and invites its attendees.',
  input: z.object({
    calendarId: calendar(),
    title: shortText({ label: 'Title' }),
    start: dateTime({ label: 'Start' }),
    end: dateTime({ label: 'End', description: '30 minutes later where empty.', required: false }),
    timezone: timezone(),
    ...details,
  }),
  output: Entity,
  // Graph makes one event for a transactionId, however often it is asked.
  idempotent: true,
  run({ input: { calendarId, title, timezone, start: from, end: to, ...input }, http, run }) {
    const start = momentOf(from, timezone, 'start')
    const end = to ? momentOf(to, timezone, 'end') : later(start, DEFAULT_LENGTH)
    return http.post(at`/me/calendars/${calendarId}/events`, {
      json: { subject: title, start, end, ...detailsOf(input), transactionId: run.idempotencyKey },
    })
  },
})

/** Changes an event. */
export const updateEvent = outlookCalendar.action({
  name: 'update_event',
  displayName: 'Change an event',
  description: 'Changes what is given of an event; the rest stays.',
  input: z.object({
    calendarId: maybeCalendar(),
    eventId: eventId(),
    title: shortText({ label: 'Title', required: false }),
    start: dateTime({ label: 'Start', required: false }),
    end: dateTime({ label: 'End', required: false }),
    timezone: timezone(),
    ...details,
  }),
  output: Entity,
  idempotent: true,
  run({ input: { calendarId, eventId, title, start, end, timezone, ...input }, http }) {
    const json = {
      subject: title,
      ...(start && { start: momentOf(start, timezone, 'start') }),
      ...(end && { end: momentOf(end, timezone, 'end') }),
      ...detailsOf(input),
    }
    return http.patch(eventPath(calendarId, eventId), { json })
  },
})

/** Deletes an event. */
export const deleteEvent = outlookCalendar.action({
  name: 'delete_event',
  displayName: 'Delete an event',
  description: 'Takes an event out of the calendar; attendees are told.',
  input: z.object({ calendarId: maybeCalendar(), eventId: eventId() }),
  idempotent: false,
  async run({ input: { calendarId, eventId }, http }) {
    await http.delete(eventPath(calendarId, eventId))
    return { success: true, eventId }
  },
})
