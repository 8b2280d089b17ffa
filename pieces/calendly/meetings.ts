import * as z from 'zod'
import { choice, dateTime, list, longText, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { eventType, me, pageFields, scheduledEvent, uriOf, uuidOf } from './inputs.ts'
import { calendly } from './service.ts'

const status = () =>
  choice({
    label: 'Status',
    required: false,
    choices: [
      { value: 'active', label: 'Active' },
      { value: 'canceled', label: 'Cancelled' },
    ],
  })

/** Reads meetings. */
export const listScheduledEvents = calendly.action({
  name: 'list_scheduled_events',
  displayName: 'Find meetings',
  description: 'Meetings that are booked with you or in your organization.',
  input: z.object({
    scope: choice({
      label: 'Of',
      defaultValue: 'user',
      choices: [
        { value: 'user', label: 'You' },
        { value: 'organization', label: 'The organization' },
      ],
    }),
    inviteeEmail: shortText({ label: 'E-mail of an invitee', required: false }),
    status: status(),
    minStartTime: dateTime({ label: 'Starts after', required: false }),
    maxStartTime: dateTime({ label: 'Starts before', required: false }),
    sort: choice({
      label: 'Order',
      defaultValue: 'start_time:asc',
      choices: [
        { value: 'start_time:asc', label: 'First ones first' },
        { value: 'start_time:desc', label: 'Last ones first' },
      ],
    }),
    ...pageFields,
  }),
  idempotent: true,
  async run({ input, http }) {
    const { user, organization } = await me(http)
    return http.get('/scheduled_events', {
      query: {
        ...(input.scope === 'organization' ? { organization } : { user }),
        invitee_email: input.inviteeEmail,
        status: input.status,
        min_start_time: input.minStartTime,
        max_start_time: input.maxStartTime,
        sort: input.sort,
        count: input.count,
        page_token: input.pageToken,
      },
    })
  },
})

const Resource = z.object({ resource: z.looseObject({}) })

/** Reads one meeting. */
export const getScheduledEvent = calendly.action({
  name: 'get_scheduled_event',
  displayName: 'Get a meeting',
  description: 'Reads a meeting that is booked.',
  input: z.object({ scheduledEvent: scheduledEvent() }),
  idempotent: true,
  run: async ({ input, http }) =>
    (await http.get(at`/scheduled_events/${uuidOf(input.scheduledEvent)}`, { answer: Resource })).resource,
})

/** Reads who comes. */
export const listEventInvitees = calendly.action({
  name: 'list_event_invitees',
  displayName: 'List invitees',
  description: 'Who booked a meeting, with their answers.',
  input: z.object({
    scheduledEvent: scheduledEvent(),
    email: shortText({ label: 'E-mail', required: false }),
    status: status(),
    ...pageFields,
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get(at`/scheduled_events/${uuidOf(input.scheduledEvent)}/invitees`, {
      query: {
        email: input.email,
        status: input.status,
        count: input.count,
        page_token: input.pageToken,
      },
    }),
})

/** Calls a meeting off. */
export const cancelScheduledEvent = calendly.action({
  name: 'cancel_scheduled_event',
  displayName: 'Cancel a meeting',
  description: 'Calls a meeting off; Calendly tells the invitees.',
  input: z.object({
    scheduledEvent: scheduledEvent(),
    reason: longText({ label: 'Reason', required: false }),
  }),
  idempotent: false,
  run: async ({ input, http }) => {
    const path = at`/scheduled_events/${uuidOf(input.scheduledEvent)}/cancellation`
    const json = { reason: input.reason }
    return (await http.post(path, { json, answer: Resource })).resource
  },
})

/** Books a time. */
export const createEventInvitee = calendly.action({
  name: 'create_event_invitee',
  displayName: 'Book a meeting',
  description: 'Books a free time for somebody. Needs a paid plan of Calendly.',
  input: z.object({
    eventType: eventType(),
    startTime: dateTime({ label: 'Start', description: 'In UTC; one of the free times.' }),
    inviteeName: shortText({ label: 'Name' }),
    inviteeEmail: shortText({ label: 'E-mail' }),
    inviteeTimezone: shortText({ label: 'Time zone', description: 'Such as Europe/Madrid.' }),
    textReminderNumber: shortText({ label: 'Phone number for reminders', required: false }),
    eventGuests: list({ label: 'E-mails of guests', required: false }),
    locationKind: shortText({
      label: 'Kind of place',
      description: 'Where the event type asks for one: outbound_call, physical, zoom_conference …',
      required: false,
    }),
    location: shortText({ label: 'Place', description: 'A phone number or an address.', required: false }),
  }),
  idempotent: false,
  run: async ({ input, http }) => {
    const json = {
      event_type: uriOf('event_types', input.eventType),
      start_time: input.startTime,
      invitee: {
        name: input.inviteeName,
        email: input.inviteeEmail,
        timezone: input.inviteeTimezone,
        text_reminder_number: input.textReminderNumber,
      },
      location: input.locationKind && { kind: input.locationKind, location: input.location },
      event_guests: input.eventGuests,
    }
    return (await http.post('/invitees', { json, answer: Resource })).resource
  },
})
