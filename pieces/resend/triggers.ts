import * as z from 'zod'
import { importSigningSecret, verifySignature } from '../../src/call/signature.ts'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { choices } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Delivery, WebhookRequest } from '../../src/piece/trigger.ts'
import { resend } from './service.ts'

const EVENTS = [
  { value: 'email.sent', label: 'Sent' },
  { value: 'email.delivered', label: 'Delivered' },
  { value: 'email.delivery_delayed', label: 'Delayed' },
  { value: 'email.bounced', label: 'Bounced' },
  { value: 'email.complained', label: 'Marked as spam' },
  { value: 'email.failed', label: 'Failed' },
  { value: 'email.opened', label: 'Opened' },
  { value: 'email.clicked', label: 'Link clicked' },
  { value: 'email.received', label: 'Received' },
  { value: 'contact.created', label: 'Contact created' },
  { value: 'contact.updated', label: 'Contact changed' },
  { value: 'contact.deleted', label: 'Contact deleted' },
] as const

const Subscribed = z.object({ id: z.string(), signing_secret: z.string() })

/** Resend signs as Svix does: Standard Webhooks under names of headers of its own. */
async function verify({ headers, rawBody }: WebhookRequest, _: unknown, delivery?: Delivery<unknown>) {
  const state = Subscribed.safeParse(delivery?.state)
  const standard = new Headers(
    ['id', 'timestamp', 'signature'].map((name) => [`webhook-${name}`, headers[`svix-${name}`] ?? '']),
  )
  const isProven =
    state.success &&
    (await verifySignature(
      await importSigningSecret(state.data.signing_secret),
      standard,
      rawBody,
      Date.now(),
    ))
  if (isProven) return
  throw new CodedError(
    'WEBHOOK_UNAUTHORIZED',
    'The signature in svix-signature is missing, wrong or too old.',
  )
}

/** A trigger for the events that `wanted` picks; each has the id of its delivery, which a repeat has too. */
const eventTrigger = <I extends z.ZodObject>(
  named: { name: string; displayName: string; description: string; input: I },
  wanted: (input: z.output<I>) => readonly string[],
) =>
  resend.trigger({
    ...named,
    type: 'WEBHOOK',
    sampleData: {
      event_id: 'msg_00000000000000000000000001',
      type: 'email.bounced',
      created_at: '2024-05-01T09:46:40.000Z',
      data: {
        email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
        from: 'Desk <desk@example.com>',
        to: ['ana@example.com'],
        subject: 'Your call',
      },
    },
    subscription: {
      async enable({ http, input, webhookUrl }) {
        const json = { endpoint: webhookUrl, events: wanted(input) }
        return http.post('/webhooks', { json, answer: Subscribed })
      },
      async disable({ http, state }) {
        await http.delete(at`/webhooks/${Subscribed.parse(state).id}`)
      },
    },
    verify,
    events: ({ request: { body, headers } }) =>
      isObject(body) ? [{ ...(body as { [key: string]: Json }), event_id: headers['svix-id'] ?? null }] : [],
    eventId: (event: Json) => (isObject(event) && event.event_id ? String(event.event_id) : undefined),
  })

/** An e-mail came back. */
export const emailBounced = eventTrigger(
  {
    name: 'email_bounced',
    displayName: 'E-mail bounced',
    description: 'Starts for every e-mail that could not be delivered for good.',
    input: z.object({}),
  },
  () => ['email.bounced'],
)

/** Something happened. */
export const emailEvent = eventTrigger(
  {
    name: 'email_event',
    displayName: 'Something happened to an e-mail',
    description: 'Starts when an e-mail is delivered, opened, clicked or received, or a contact changes.',
    input: z.object({ events: choices({ label: 'For', choices: EVENTS }) }),
  },
  ({ events }) => events,
)
