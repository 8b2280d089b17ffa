import { createHash, createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import type { Json } from '../../src/json.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Trigger } from '../../src/piece/trigger.ts'
import { make } from './conversations.ts'
import { helpScout } from './service.ts'

/** Help Scout takes keys of up to this many characters. */
const MAX_KEY = 40

const keyOf = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, MAX_KEY)

const State = z.object({ id: z.number() })

/** A trigger for one event of Help Scout's: https://developer.helpscout.com/webhooks/ */
function onEvent(
  name: string,
  displayName: string,
  description: string,
  event: string,
  sampleData: Json,
): Trigger {
  return helpScout.trigger({
    name,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({}),
    sampleData,
    verify({ headers, rawBody }, _input, delivery) {
      const secret = delivery?.secret
      const right = secret && createHmac('sha1', keyOf(secret)).update(rawBody).digest('base64')
      const given = headers['x-helpscout-signature']
      if (!right || !given || !sameText(given, right)) {
        throw new CodedError('WEBHOOK_UNAUTHORIZED', "Help Scout's signature is missing or wrong.")
      }
    },
    subscription: {
      enable: ({ http, webhookUrl, secret }) =>
        make(http, '/webhooks', {
          url: webhookUrl,
          events: [event],
          secret: keyOf(secret),
          label: `Patchcord: ${displayName}`,
        }),
      async disable({ http, state }) {
        const known = State.safeParse(state)
        if (known.success) await http.delete(at`/webhooks/${known.data.id}`)
      },
    },
    events: ({ request }) => [request.body],
  })
}

const conversation = {
  id: 123456,
  number: 42,
  subject: 'Call me back',
  status: 'active',
  mailboxId: 1234,
  createdAt: '2026-05-04T09:12:31Z',
  tags: [{ id: 1, tag: 'callback' }],
  primaryCustomer: { id: 5, first: 'Ana', last: 'Ruiz', email: 'ana@example.com' },
}

/** The triggers of Help Scout. */
export const triggers = [
  onEvent(
    'conversation_created',
    'New conversation',
    'Starts for every new conversation.',
    'convo.created',
    conversation,
  ),
  onEvent(
    'conversation_assigned',
    'Conversation assigned',
    'Starts where a conversation is given to somebody.',
    'convo.assigned',
    conversation,
  ),
  onEvent(
    'customer_reply',
    'Reply of a customer',
    'Starts where a customer answers.',
    'convo.customer.reply.created',
    conversation,
  ),
  onEvent(
    'tags_updated',
    'Tags changed',
    'Starts where the tags of a conversation change.',
    'convo.tags',
    conversation,
  ),
  onEvent('new_customer', 'New customer', 'Starts for every new customer.', 'customer.created', {
    id: 5,
    firstName: 'Ana',
    lastName: 'Ruiz',
    createdAt: '2026-05-04T09:12:31Z',
  }),
]
