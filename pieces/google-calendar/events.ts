import { createHash } from 'node:crypto'
import * as z from 'zod'
import { isCoded } from '../../src/errors.ts'
import { checkbox, dateTime, longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { defaultEnd, eventTime } from './event-time.ts'
import { attendeesOf, color, event, guests, notify, ownCalendar } from './inputs.ts'
import { calendar } from './service.ts'

const Event = z.looseObject({ id: z.string() })

const timeZone = () =>
  shortText({
    label: 'Time zone',
    description: 'Such as Europe/Madrid: for times that name none. UTC where empty.',
    required: false,
  })

const permissions = {
  guests_can_modify: checkbox({ label: 'Guests may change it', required: false }),
  guests_can_invite_others: checkbox({ label: 'Guests may invite others', required: false }),
  guests_can_see_other_guests: checkbox({ label: 'Guests see each other', required: false }),
}

interface Details {
  title?: string | undefined
  location?: string | undefined
  description?: string | undefined
  colorId?: string | undefined
  attendees?: unknown[] | undefined
  guests_can_modify?: boolean | undefined
  guests_can_invite_others?: boolean | undefined
  guests_can_see_other_guests?: boolean | undefined
}

/** What is alike when an event is made and when it is changed. */
const resourceOf = (input: Details) => ({
  summary: input.title,
  location: input.location,
  description: input.description,
  colorId: input.colorId,
  attendees: input.attendees && attendeesOf(input.attendees),
  guestsCanModify: input.guests_can_modify,
  guestsCanInviteOthers: input.guests_can_invite_others,
  guestsCanSeeOtherGuests: input.guests_can_see_other_guests,
})

/** Ids may hold a to v and digits (RFC 2938's base32hex), so a hash in hexadecimal is one. */
const eventIdOf = (idempotencyKey: string) => createHash('sha256').update(idempotencyKey).digest('hex')

/** Makes an event. Its id comes from the step, so that a repeated attempt finds it instead of making another. */
export const createEvent = calendar.action({
  name: 'create_google_calendar_event',
  displayName: 'Create an event',
  description: 'Makes an event and invites its guests, with a Google Meet link where wanted.',
  input: z.object({
    calendar_id: ownCalendar(),
    title: shortText({ label: 'Title' }),
    start_date_time: dateTime({
      label: 'Start',
      description: 'A date alone makes it an event of a whole day.',
    }),
    end_date_time: dateTime({
      label: 'End',
      description: 'Half an hour later where empty.',
      required: false,
    }),
    time_zone: timeZone(),
    location: shortText({ label: 'Place', required: false }),
    description: longText({ label: 'Description', description: 'May hold HTML.', required: false }),
    colorId: color(),
    attendees: guests(false),
    ...permissions,
    send_notifications: notify('all'),
    create_meet_link: checkbox({ label: 'Add a Google Meet link', defaultValue: false }),
  }),
  output: Event,
  idempotent: true,
  async run({ input, http, run }) {
    const { calendar_id, start_date_time: start, end_date_time: end, time_zone } = input
    const id = eventIdOf(run.idempotencyKey)
    const conferenceData = {
      createRequest: { requestId: id, conferenceSolutionKey: { type: 'hangoutsMeet' } },
    }
    try {
      return await http.post(at`/calendars/${calendar_id}/events`, {
        query: {
          sendUpdates: input.send_notifications,
          conferenceDataVersion: input.create_meet_link ? 1 : undefined,
        },
        json: {
          id,
          ...resourceOf(input),
          start: eventTime('start_date_time', start, time_zone),
          end: eventTime('end_date_time', end ?? defaultEnd('start_date_time', start), time_zone),
          ...(input.create_meet_link && { conferenceData }),
        },
      })
    } catch (error) {
      if (!isCoded(error) || error.code !== 'CONFLICT') throw error
      return http.get(at`/calendars/${calendar_id}/events/${id}`)
    }
  },
})

/** Makes an event from a sentence. */
export const createQuickEvent = calendar.action({
  name: 'create_quick_event',
  displayName: 'Create an event from a sentence',
  description: 'Google reads title and time from text such as "Call Ana tomorrow at 3pm".',
  input: z.object({
    calendar_id: ownCalendar(),
    text: longText({ label: 'Sentence' }),
    send_updates: notify('none'),
  }),
  output: Event,
  idempotent: false,
  run: ({ input, http }) =>
    http.post(at`/calendars/${input.calendar_id}/events/quickAdd`, {
      query: { text: input.text, sendUpdates: input.send_updates },
    }),
})

/** Changes an event. */
export const updateEvent = calendar.action({
  name: 'update_event',
  displayName: 'Change an event',
  description: 'Changes the fields that are filled in and leaves the others as they are.',
  input: z.object({
    calendar_id: ownCalendar(),
    eventId: event(),
    title: shortText({ label: 'Title', required: false }),
    start_date_time: dateTime({ label: 'Start', required: false }),
    end_date_time: dateTime({ label: 'End', required: false }),
    time_zone: timeZone(),
    location: shortText({ label: 'Place', required: false }),
    description: longText({ label: 'Description', description: 'May hold HTML.', required: false }),
    colorId: color(),
    attendees: guests(false, 'Their e-mail addresses. They replace the guests there are.'),
    ...permissions,
    send_notifications: notify('none'),
  }),
  output: Event,
  idempotent: true,
  run({ input, http }) {
    const { start_date_time: start, end_date_time: end, time_zone, attendees } = input
    return http.patch(at`/calendars/${input.calendar_id}/events/${input.eventId}`, {
      query: { sendUpdates: input.send_notifications },
      json: {
        // A form sends an empty list for a field nobody touched: it must not take all guests away.
        ...resourceOf({ ...input, attendees: attendees?.length ? attendees : undefined }),
        ...(start && { start: eventTime('start_date_time', start, time_zone) }),
        ...(end && { end: eventTime('end_date_time', end, time_zone) }),
      },
    })
  },
})

const Attendees = z.looseObject({
  attendees: z.array(z.looseObject({ email: z.string().optional() })).default([]),
})

/** Invites more guests. */
export const addAttendees = calendar.action({
  name: 'google-calendar-add-attendees',
  displayName: 'Add guests to an event',
  description: 'Invites people to an event that exists; those who are on its list already stay as they are.',
  input: z.object({
    calendar_id: ownCalendar(),
    eventId: event(),
    attendees: guests(true),
    send_notifications: notify('none'),
  }),
  output: Event,
  idempotent: true,
  async run({ input, http }) {
    const path = at`/calendars/${input.calendar_id}/events/${input.eventId}`
    const { attendees } = await http.get(path, { answer: Attendees })
    const there = new Set(attendees.map(({ email }) => email?.toLowerCase()))
    const added = attendeesOf(input.attendees).filter(({ email }) => !there.has(email.toLowerCase()))
    return http.patch(path, {
      query: { sendUpdates: input.send_notifications },
      json: { attendees: [...attendees, ...added] },
    })
  },
})

const GONE = 410

/** Takes an event away. */
export const deleteEvent = calendar.action({
  name: 'delete_event',
  displayName: 'Delete an event',
  description: 'Cancels an event and takes it out of the calendar.',
  input: z.object({ calendar_id: ownCalendar(), eventId: event(), send_notifications: notify('none') }),
  idempotent: true,
  async run({ input, http }) {
    const path = at`/calendars/${input.calendar_id}/events/${input.eventId}`
    const answer = await http
      .send('DELETE', path, { query: { sendUpdates: input.send_notifications } })
      .catch(unlessGone)
    return { deleted: true, id: input.eventId, was_there: answer !== undefined }
  },
})

/** An event that was deleted before is what was wanted. */
function unlessGone(error: unknown): undefined {
  const details = isCoded(error) ? (error.details as { status?: number } | undefined) : undefined
  if (details?.status !== GONE) throw error
}
