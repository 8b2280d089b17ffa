import * as z from 'zod'
import type { Json } from '../../src/json.ts'
import { choice, number } from '../../src/piece/fields.ts'
import { findEvents, momentOf, oneEvent, sampleData, wanted } from './finding.ts'
import { anyCalendar } from './inputs.ts'
import { calendar } from './service.ts'

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 24 * 3_600_000 } as const

/** An event is about to start. */
export const eventStartsIn = calendar.trigger({
  name: 'event_starts_in',
  displayName: 'Event starts soon',
  description: 'Starts a while before each event of a calendar; again where the event is moved.',
  type: 'POLLING',
  input: z.object({
    calendar_id: anyCalendar(),
    ...oneEvent,
    time_value: number({ label: 'How long before', defaultValue: 15, min: 1 }),
    time_unit: choice({
      label: 'Unit',
      defaultValue: 'minutes',
      choices: [
        { value: 'minutes', label: 'Minutes' },
        { value: 'hours', label: 'Hours' },
        { value: 'days', label: 'Days' },
      ],
    }),
  }),
  sampleData,
  async poll({ http, input }) {
    const ahead = input.time_value * UNITS[input.time_unit]
    const now = Date.now()
    const events = await findEvents(http, input.calendar_id, {
      timeMin: new Date(now).toISOString(),
      timeMax: new Date(now + ahead).toISOString(),
      singleEvents: true,
      orderBy: 'startTime',
    })
    return wanted(events, input).map((event) => {
      const start = momentOf(event.start)
      return { id: `${event.id}@${start}`, at: start - ahead, data: event as Json }
    })
  },
})

/** How far back is looked where nothing was seen before. */
const FIRST_LOOK = 24 * 3_600_000

/** An event is over. */
export const eventEnds = calendar.trigger({
  name: 'event_ends',
  displayName: 'Event is over',
  description: 'Starts when an event of a calendar has ended.',
  type: 'POLLING',
  input: z.object({ calendar_id: anyCalendar(), ...oneEvent }),
  sampleData,
  async poll({ http, input, since }) {
    const now = Date.now()
    const events = await findEvents(http, input.calendar_id, {
      timeMin: new Date(since ?? now - FIRST_LOOK).toISOString(),
      timeMax: new Date(now).toISOString(),
      singleEvents: true,
      orderBy: 'startTime',
    })
    return wanted(events, input).flatMap((event) => {
      const end = momentOf(event.end)
      return end <= now ? [{ id: `${event.id}@${end}`, at: end, data: event as Json }] : []
    })
  },
})
