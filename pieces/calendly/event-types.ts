import * as z from 'zod'
import { choice, dateTime, shortText } from '../../src/piece/fields.ts'
import { eventType, me, pageFields, uriOf } from './inputs.ts'
import { calendly } from './service.ts'

/** Reads what can be booked. */
export const listEventTypes = calendly.action({
  name: 'list_event_types',
  displayName: 'List event types',
  description: 'What can be booked with you, with somebody else, or in the whole organization.',
  input: z.object({
    user: shortText({ label: 'User', description: 'Their uri; empty for yourself.', required: false }),
    organization: shortText({
      label: 'Organization',
      description: 'Its uri, for the event types of everybody in it.',
      required: false,
    }),
    active: choice({
      label: 'Which',
      required: false,
      choices: [
        { value: 'true', label: 'Active' },
        { value: 'false', label: 'Inactive' },
      ],
    }),
    ...pageFields,
  }),
  idempotent: true,
  async run({ input, http }) {
    const owner = input.organization
      ? { organization: uriOf('organizations', input.organization) }
      : { user: input.user ? uriOf('users', input.user) : (await me(http)).user }
    const query = { ...owner, active: input.active, count: input.count, page_token: input.pageToken }
    return http.get('/event_types', { query })
  },
})

/** Reads when it can be booked. */
export const listAvailableTimes = calendly.action({
  name: 'list_available_times',
  displayName: 'Find free times',
  description: 'The times at which an event type can be booked, within a month at most.',
  input: z.object({
    eventType: eventType(),
    startTime: dateTime({ label: 'From', description: 'Not in the past.' }),
    endTime: dateTime({ label: 'To', description: 'At most 31 days later.' }),
  }),
  idempotent: true,
  run: ({ input, http }) =>
    http.get('/event_type_available_times', {
      query: {
        event_type: uriOf('event_types', input.eventType),
        start_time: input.startTime,
        end_time: input.endTime,
      },
    }),
})

/** Makes a link that books once. */
export const createSchedulingLink = calendly.action({
  name: 'create_scheduling_link',
  displayName: 'Create a single-use link',
  description: 'Makes a link to book an event type with, which works once.',
  input: z.object({ eventType: eventType() }),
  output: z.looseObject({ booking_url: z.string() }),
  idempotent: false,
  async run({ input, http }) {
    const json = {
      max_event_count: 1,
      owner: uriOf('event_types', input.eventType),
      owner_type: 'EventType',
    }
    return (await http.post('/scheduling_links', { json, answer: Resource })).resource
  },
})

const Resource = z.object({ resource: z.looseObject({ booking_url: z.string() }) })
