import * as z from 'zod'
import { dropdown, number, type OptionsContext, shortText } from '../../src/piece/fields.ts'
import type { ServiceHttp } from '../../src/piece/service-http.ts'

/** Calendly gives at most this many at once. */
const PAGE = 100
/** Pages read for a dropdown. */
const MAX_PAGES = 5

const Me = z.object({ resource: z.object({ uri: z.string(), current_organization: z.string() }) })
const EventTypes = z.object({
  collection: z.array(z.object({ uri: z.string(), name: z.string(), duration: z.number().nullish() })),
  pagination: z.object({ next_page_token: z.string().nullish() }),
})

/** Who the token belongs to, and the organization, as addresses. */
export async function me(http: ServiceHttp): Promise<{ user: string; organization: string }> {
  const { resource } = await http.get('/users/me', { answer: Me })
  return { user: resource.uri, organization: resource.current_organization }
}

async function listEventTypes({ http }: OptionsContext) {
  const { user } = await me(http)
  const found: { value: string; label: string }[] = []
  let token: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = { user, active: true, count: PAGE, page_token: token }
    const { collection, pagination } = await http.get('/event_types', { query, answer: EventTypes })
    for (const { uri, name, duration } of collection) {
      found.push({ value: uri, label: duration ? `${name} (${duration} min)` : name })
    }
    token = pagination.next_page_token ?? undefined
    if (!token) break
  }
  return found
}

/** What can be booked. */
export const eventType = () => dropdown({ label: 'Event type', options: listEventTypes })

/** A meeting that is booked. */
export const scheduledEvent = () =>
  shortText({ label: 'Meeting', description: 'Its uri, or the last part of it.' })

/** Which part of a list. */
export const pageFields = {
  count: number({ label: 'At most', defaultValue: 20, min: 1, max: PAGE }),
  pageToken: shortText({
    label: 'Page',
    description: 'pagination.next_page_token of the page before.',
    required: false,
  }),
}

/** Calendly names things by their address; its paths want the last part. */
export const uuidOf = (value: string) => value.replace(/\/$/, '').split('/').at(-1) ?? value

/** The address of a thing, whether its address or only the last part is known. */
export const uriOf = (kind: string, value: string) =>
  value.startsWith('https://') ? value : `https://api.calendly.com/${kind}/${encodeURIComponent(value)}`
