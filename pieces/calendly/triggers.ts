import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject } from '../../src/json.ts'
import { choice } from '../../src/piece/fields.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import type { WebhookRequest } from '../../src/piece/trigger.ts'
import { secretOf } from '../_webhooks/proof.ts'
import { me, uuidOf } from './inputs.ts'
import { calendly } from './service.ts'

/** Calendly advises to refuse what was signed longer ago. Seconds. */
const MAX_AGE = 180

const Subscription = z.object({ resource: z.object({ uri: z.string() }) })
const State = z.object({ webhookId: z.string() })

/** The header is `t=seconds,v1=signature`; what is signed is the time, a dot and the raw body. */
function verify({ headers, rawBody }: WebhookRequest, secret: string) {
  const parts = new URLSearchParams((headers['calendly-webhook-signature'] ?? '').replaceAll(',', '&'))
  const time = parts.get('t') ?? ''
  const right = createHmac('sha256', secret).update(`${time}.`).update(rawBody).digest('hex')
  const age = Math.abs(Date.now() / 1000 - Number(time))
  if (!sameText(parts.get('v1') ?? undefined, right) || !(age <= MAX_AGE)) {
    throw new CodedError('WEBHOOK_UNAUTHORIZED', "Calendly's signature is missing, wrong or too old.")
  }
}

const inviteeTrigger = (name: string, event: string, displayName: string, description: string) =>
  calendly.trigger({
    name,
    displayName,
    description,
    type: 'WEBHOOK',
    input: z.object({
      scope: choice({
        label: 'Meetings of',
        defaultValue: 'user',
        choices: [
          { value: 'user', label: 'You' },
          { value: 'organization', label: 'The organization' },
        ],
      }),
    }),
    sampleData: {
      event,
      created_at: '2026-01-29T13:50:13.000000Z',
      created_by: 'https://api.calendly.com/users/AAAAAAAAAAAAAAAA',
      payload: {
        uri: 'https://api.calendly.com/scheduled_events/BBBBBBBBBBBBBBBB/invitees/CCCCCCCCCCCCCCCC',
        event: 'https://api.calendly.com/scheduled_events/BBBBBBBBBBBBBBBB',
        name: 'Ana Ruiz',
        email: 'ana@example.com',
        timezone: 'Europe/Madrid',
        status: event === 'invitee.created' ? 'active' : 'canceled',
        rescheduled: false,
        questions_and_answers: [],
        cancel_url: 'https://calendly.com/cancellations/CCCCCCCCCCCCCCCC',
        reschedule_url: 'https://calendly.com/reschedulings/CCCCCCCCCCCCCCCC',
        created_at: '2026-01-29T13:50:13.072950Z',
        updated_at: '2026-01-29T13:50:13.072950Z',
      },
    },
    verify(request, _input, delivery) {
      verify(request, secretOf('Calendly', delivery))
    },
    subscription: {
      async enable({ http, input, webhookUrl, secret }) {
        const { user, organization } = await me(http)
        const json = {
          url: webhookUrl,
          events: [event],
          organization,
          ...(input.scope === 'user' && { user }),
          scope: input.scope,
          signing_key: secret,
        }
        const { resource } = await http.post('/webhook_subscriptions', { json, answer: Subscription })
        return { webhookId: uuidOf(resource.uri) }
      },
      async disable({ http, state }) {
        await http.delete(at`/webhook_subscriptions/${State.parse(state).webhookId}`)
      },
    },
    events: ({ request: { body } }) => (isObject(body) && body.event === event ? [body] : []),
    // An invitee books once and cancels once: the same again is a repeat.
    eventId(body) {
      if (!isObject(body) || !isObject(body.payload)) return undefined
      return `${body.event}:${body.payload.uri}`
    },
  })

export const triggers = [
  inviteeTrigger('invitee_created', 'invitee.created', 'Meeting booked', 'Starts when somebody books.'),
  inviteeTrigger(
    'invitee_canceled',
    'invitee.canceled',
    'Meeting cancelled',
    'Starts when a meeting is called off.',
  ),
]
