import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Trigger } from '../../src/piece/trigger.ts'
import { brevo } from './service.ts'

const Made = z.object({ id: z.number() })

interface Topic {
  name: string
  displayName: string
  description: string
  type: 'marketing' | 'transactional'
  /** as a webhook is asked for them: https://developers.brevo.com/reference/create-webhook */
  events: readonly string[]
}

function onTopic({ name, displayName, description, type, events }: Topic): Trigger {
  return brevo.trigger({
    name,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({}),
    sampleData: {
      id: 2152074,
      event: events[0] ?? '',
      email: 'ana@example.com',
      date: '2026-05-04 09:12:31',
      ts: 1777885951,
    },
    // Brevo signs nothing, but sends the token it was given.
    verify({ headers }, _input, delivery) {
      if (!delivery?.secret || !sameText(headers.authorization ?? '', `Bearer ${delivery.secret}`)) {
        throw new CodedError('WEBHOOK_UNAUTHORIZED', "Brevo's token is missing or wrong.")
      }
    },
    subscription: {
      async enable({ http, webhookUrl, secret }) {
        const { id } = await http.post('/webhooks', {
          json: {
            url: webhookUrl,
            description: `Patchcord: ${displayName}`,
            type,
            events,
            auth: { type: 'bearer', token: secret },
          },
          answer: Made,
        })
        return { id }
      },
      async disable({ http, state }) {
        const known = Made.safeParse(state)
        if (known.success) await http.delete(at`/webhooks/${known.data.id}`)
      },
    },
    events: ({ request }) => [request.body],
  })
}

/** The triggers of Brevo. */
export const triggers = [
  onTopic({
    name: 'contact_unsubscribed',
    displayName: 'Contact unsubscribed',
    description: 'Starts where a contact wants no more campaigns.',
    type: 'marketing',
    events: ['unsubscribed'],
  }),
  onTopic({
    name: 'contact_added_to_list',
    displayName: 'Contact added to a list',
    description: 'Starts where a contact is put on a list.',
    type: 'marketing',
    events: ['listAddition'],
  }),
  onTopic({
    name: 'contact_updated',
    displayName: 'Contact changed',
    description: 'Starts where a contact changes.',
    type: 'marketing',
    events: ['contactUpdated'],
  }),
  onTopic({
    name: 'contact_deleted',
    displayName: 'Contact deleted',
    description: 'Starts where a contact is deleted.',
    type: 'marketing',
    events: ['contactDeleted'],
  }),
  onTopic({
    name: 'email_opened',
    displayName: 'E-mail opened',
    description: 'Starts where a transactional e-mail is opened.',
    type: 'transactional',
    events: ['opened'],
  }),
  onTopic({
    name: 'email_bounced',
    displayName: 'E-mail bounced',
    description: 'Starts where a transactional e-mail comes back.',
    type: 'transactional',
    events: ['hardBounce', 'softBounce'],
  }),
]
