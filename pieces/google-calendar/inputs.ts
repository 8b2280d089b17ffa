import * as z from 'zod'
import { choice, dropdown, dropdowns, list, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import { listItems } from '../_google/pages.ts'

/** Most calendars offered. */
const MAX_CALENDARS = 500

const Calendar = z.object({
  id: z.string(),
  summary: z.string().optional(),
  summaryOverride: z.string().optional(),
})

const listCalendars =
  (minAccessRole?: 'writer') =>
  async ({ http }: OptionsContext) => {
    const found = await listItems(http, '/users/me/calendarList', {
      in: 'items',
      item: Calendar,
      query: { maxResults: 250, minAccessRole },
      limit: MAX_CALENDARS,
    })
    return found.map(({ id, summary, summaryOverride }) => ({
      value: id,
      label: summaryOverride ?? summary ?? id,
    }))
  }

/** A calendar of the account. */
export const anyCalendar = () => dropdown({ label: 'Calendar', options: listCalendars() })

/** A calendar that may be written to. */
export const ownCalendar = () => dropdown({ label: 'Calendar', options: listCalendars('writer') })

/** Calendars to look for free time in. */
export const calendars = () => dropdowns({ label: 'Calendars', options: listCalendars() })

/** An event's id. */
export const event = () => shortText({ label: 'Event', description: 'Its id.' })

/** Whom Google writes to. */
export const notify = <const D extends 'all' | 'none'>(defaultValue: D) =>
  choice({
    label: 'Send e-mails to guests',
    defaultValue,
    choices: [
      { value: 'all', label: 'To all' },
      { value: 'externalOnly', label: 'To those without Google Calendar' },
      { value: 'none', label: 'To nobody' },
    ],
  })

/** Google's names for the colours of events. */
const COLORS = [
  'Lavender',
  'Sage',
  'Grape',
  'Flamingo',
  'Banana',
  'Tangerine',
  'Peacock',
  'Graphite',
  'Blueberry',
  'Basil',
  'Tomato',
]

/** An event's colour; Google numbers them from 1. */
export const color = () =>
  choice({
    label: 'Colour',
    required: false,
    choices: COLORS.map((label, index) => ({ value: String(index + 1), label })),
  })

/** Guests' e-mail addresses. */
export const guests = <const R extends boolean>(required: R, description?: string) =>
  list({ label: 'Guests', description: description ?? 'Their e-mail addresses.', required })

/** Guests as the API wants them: an address each; blank entries are left out. */
export const attendeesOf = (addresses: readonly unknown[]) =>
  addresses
    .map((address) => String(address ?? '').trim())
    .filter((email) => email !== '')
    .map((email) => ({ email }))
