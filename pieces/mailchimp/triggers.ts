import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Trigger } from '../../src/piece/trigger.ts'
import { audience } from './inputs.ts'
import { mailchimp } from './service.ts'

/** The query parameter that proves where a request comes from: Mailchimp signs nothing. */
const TOKEN = 'token'

const TOPICS = ['subscribe', 'unsubscribe', 'profile', 'upemail', 'cleaned', 'campaign'] as const
const Made = z.object({ id: z.string() })

/** A trigger for one topic: https://mailchimp.com/developer/marketing/guides/sync-audience-data-webhooks/ */
function onTopic(topic: (typeof TOPICS)[number], displayName: string, description: string): Trigger {
  return mailchimp.trigger({
    name: topic,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({ list_id: audience() }),
    sampleData: {
      type: topic,
      fired_at: '2026-05-04 09:12:31',
      data: {
        id: '8a25ff1d98',
        list_id: 'a6b5da1054',
        email: 'ana@example.com',
        merges: { EMAIL: 'ana@example.com', FNAME: 'Ana', LNAME: 'Ruiz' },
      },
    },
    verify({ queryParams }, _input, delivery) {
      if (!delivery?.secret || !sameText(queryParams[TOKEN] ?? '', delivery.secret)) {
        throw new CodedError('WEBHOOK_UNAUTHORIZED', 'Mailchimp was given another address for this webhook.')
      }
    },
    // Mailchimp tries an address out with GET before it takes it.
    handshake: ({ request }) => (request.method === 'GET' ? { status: 200 } : undefined),
    subscription: {
      async enable({ http, input, webhookUrl, secret }) {
        const url = new URL(webhookUrl)
        url.searchParams.set(TOKEN, secret)
        const { id } = await http.post(at`/lists/${input.list_id}/webhooks`, {
          json: {
            url: url.href,
            events: Object.fromEntries(TOPICS.map((each) => [each, each === topic])),
            sources: { user: true, admin: true, api: true },
          },
          answer: Made,
        })
        return { id }
      },
      async disable({ http, input, state }) {
        const known = Made.safeParse(state)
        if (known.success) await http.delete(at`/lists/${input.list_id}/webhooks/${known.data.id}`)
      },
    },
    events({ request }) {
      const event = nested(new URLSearchParams(new TextDecoder().decode(request.rawBody)))
      return event.type === topic ? [event] : []
    },
  })
}

/** A form whose names are written a[b][c], as objects. */
function nested(form: URLSearchParams): { [key: string]: Json } {
  const root: { [key: string]: Json } = Object.create(null)
  for (const [name, value] of form) {
    const keys = name.split(/[[\]]+/).filter((key) => key !== '')
    const last = keys.pop()
    if (last === undefined) continue
    let place = root
    for (const key of keys) {
      const inner = place[key]
      const next =
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : Object.create(null)
      place[key] = next
      place = next
    }
    place[last] = value
  }
  return root
}

/** The triggers of Mailchimp. */
export const triggers = [
  onTopic('subscribe', 'New member', 'Starts where somebody subscribes to an audience.'),
  onTopic('unsubscribe', 'Member unsubscribed', 'Starts where somebody unsubscribes from an audience.'),
  onTopic('profile', 'Member changed', 'Starts where what is known of a member changes.'),
]
