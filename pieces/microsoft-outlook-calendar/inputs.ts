import * as z from 'zod'
import { dropdown, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { listValues } from '../_microsoft/graph.ts'

const Calendar = z.object({ id: z.string(), name: z.string() })
const Zone = z.object({ alias: z.string(), displayName: z.string() })

async function listCalendars({ http }: OptionsContext) {
  const calendars = await listValues(http, '/me/calendars', { item: Calendar })
  return calendars.map(({ id, name }) => ({ value: id, label: name }))
}

async function listZones({ http }: OptionsContext) {
  const zones = await listValues(http, '/me/outlook/supportedTimeZones', { item: Zone })
  return zones.map(({ alias, displayName }) => ({ value: alias, label: displayName }))
}

/** A calendar that must be chosen. */
export const calendar = () => dropdown({ label: 'Calendar', options: listCalendars })

/** A calendar, the default one where none is chosen. */
export const maybeCalendar = () =>
  dropdown({
    label: 'Calendar',
    description: 'The default one where empty.',
    required: false,
    options: listCalendars,
  })

/** A time zone, by the name Microsoft or the time zone database has for it. */
export const timezone = () =>
  dropdown({
    label: 'Time zone',
    description: 'Of times that are written without an offset, such as Europe/Madrid.',
    defaultValue: 'UTC',
    options: listZones,
  })

/** An event by its id. */
export const eventId = () => shortText({ label: 'Event', description: 'Its id.' })

/** The path of an event. With a calendar it is found in one that is shared, too. */
export const eventPath = (calendarId: string | undefined, eventId: string) =>
  calendarId ? at`/me/calendars/${calendarId}/events/${eventId}` : at`/me/events/${eventId}`
