import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { dateTime, number } from '../../src/piece/fields.ts'
import { rfc3339 } from '../_google/time.ts'
import { calendars } from './inputs.ts'
import { calendar } from './service.ts'

const Period = z.object({ start: z.string(), end: z.string() })
const FreeBusy = z.looseObject({
  calendars: z.record(
    z.string(),
    z.looseObject({
      busy: z.array(Period).default([]),
      errors: z.array(z.looseObject({ reason: z.string().optional() })).default([]),
    }),
  ),
})

const span = {
  calendar_ids: calendars(),
  start_date: dateTime({ label: 'From' }),
  end_date: dateTime({ label: 'Until' }),
}

const question = (input: { calendar_ids: string[]; start_date: string; end_date: string }) => ({
  timeMin: rfc3339('start_date', input.start_date),
  timeMax: rfc3339('end_date', input.end_date),
  items: input.calendar_ids.map((id) => ({ id })),
})

/** Asks when calendars are busy. */
export const findBusy = calendar.action({
  name: 'google_calendar_find_busy_free_periods',
  displayName: 'Find busy times',
  description: 'When each of some calendars is busy between two moments.',
  input: z.object(span),
  idempotent: true,
  run: ({ input, http }) => http.post('/freeBusy', { json: question(input) }),
})

const MINUTE = 60_000

/** Times in which all of some calendars are free. */
export const findFree = calendar.action({
  name: 'google_calendar_find_free_slots',
  displayName: 'Find free times',
  description: 'The times between two moments in which every one of some calendars is free.',
  input: z.object({
    ...span,
    min_duration_minutes: number({ label: 'At least this many minutes long', defaultValue: 1, min: 1 }),
  }),
  idempotent: true,
  async run({ input, http }) {
    const { timeMin, timeMax, items } = question(input)
    const { calendars } = await http.post('/freeBusy', {
      json: { timeMin, timeMax, items },
      answer: FreeBusy,
    })
    for (const [id, { errors }] of Object.entries(calendars)) {
      // A calendar that can't be read is not free.
      if (errors.length > 0) {
        const message = `Google Calendar can't tell when "${id}" is busy: ${errors[0]?.reason ?? 'unknown'}. Take it out of "calendar_ids" or have it shared.`
        throw new CodedError('RESOURCE_NOT_FOUND', message)
      }
    }
    const busy = Object.values(calendars).flatMap((each) => each.busy)
    const free = gaps(busy, Date.parse(timeMin), Date.parse(timeMax)).filter(
      ({ start, end }) => end - start >= input.min_duration_minutes * MINUTE,
    )
    const free_slots = free.map(({ start, end }) => ({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      duration_minutes: Math.round((end - start) / MINUTE),
    }))
    return { free_slots, count: free_slots.length }
  },
})

/** What is left between two moments (epoch milliseconds) when the busy periods are taken out. */
function gaps(busy: readonly z.output<typeof Period>[], from: number, until: number) {
  const sorted = busy
    .map(({ start, end }) => ({ start: Date.parse(start), end: Date.parse(end) }))
    .sort((a, b) => a.start - b.start)
  const free: { start: number; end: number }[] = []
  let cursor = from
  for (const { start, end } of [...sorted, { start: until, end: until }]) {
    if (start > cursor) free.push({ start: cursor, end: Math.min(start, until) })
    cursor = Math.max(cursor, end)
  }
  return free
}
