import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { checkbox } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'
import { findEvents, oneEvent, sampleData, wanted } from './finding.ts'
import { anyCalendar } from './inputs.ts'
import { calendar } from './service.ts'

/** Google refuses to look back too far (410, updatedMinTooLongAgo). */
const LOOK_BACK = 7 * 24 * 3_600_000

/** Events that were touched since. Google gives deleted ones whether asked or not. */
function changedSince(
  http: ServiceHttp,
  input: { calendar_id: string; expandRecurringEvent: boolean },
  since = 0,
) {
  return findEvents(http, input.calendar_id, {
    updatedMin: new Date(Math.max(since, Date.now() - LOOK_BACK)).toISOString(),
    orderBy: 'updated',
    singleEvents: input.expandRecurringEvent,
  })
}

const isThere = ({ status }: { status?: string | undefined }) => status !== 'cancelled'

/** Of an event that is gone Google need not tell more than its id. */
const at = (text: string | undefined) => (text ? { at: Date.parse(text) } : {})

const watched = z.object({
  calendar_id: anyCalendar(),
  expandRecurringEvent: checkbox({ label: 'Each time of a recurring event', defaultValue: false }),
})

/** An event was made. */
export const newEvent = calendar.trigger({
  name: 'new_calendar_event',
  displayName: 'New event',
  description: 'Starts for every event that is put into a calendar.',
  type: 'POLLING',
  input: watched,
  sampleData,
  async poll({ http, input, since }) {
    const events = (await changedSince(http, input, since)).filter(isThere)
    return events.map((event) => ({
      id: event.id,
      ...at(event.created ?? event.updated),
      data: event as Json,
    }))
  },
})

/** An event was cancelled. */
export const eventCancelled = calendar.trigger({
  name: 'event_cancelled',
  displayName: 'Event cancelled',
  description: 'Starts for every event that is cancelled or deleted.',
  type: 'POLLING',
  input: z.object({ calendar_id: anyCalendar(), ...oneEvent }),
  sampleData: { ...sampleData, status: 'cancelled' },
  async poll({ http, input, since }) {
    const events = await changedSince(http, { ...input, expandRecurringEvent: true }, since)
    return wanted(events, input)
      .filter((event) => !isThere(event))
      .map((event) => ({ id: event.id, ...at(event.updated), data: event as Json }))
  },
})

/** An event was made or changed. */
export const changedEvent = calendar.trigger({
  name: 'new_or_updated_event',
  displayName: 'New or changed event',
  description: 'Starts for every event that is put into a calendar, and each time one is changed.',
  type: 'POLLING',
  input: watched,
  sampleData,
  async poll({ http, input, since }) {
    const events = (await changedSince(http, input, since)).filter(isThere)
    return events.map((event) => ({
      id: `${event.id}@${event.updated}`,
      ...at(event.updated),
      data: event as Json,
    }))
  },
})
