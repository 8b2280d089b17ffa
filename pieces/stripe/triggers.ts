import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { choice, shortText } from '../../src/piece/fields.ts'
import { sameText } from '../../src/piece/same-text.ts'
import { at } from '../../src/piece/service-http.ts'
import type { WebhookRequest } from '../../src/piece/trigger.ts'
import { formOf } from './form.ts'
import { API_VERSION, stripe } from './service.ts'

/** Stripe's own libraries refuse what was signed longer ago. Seconds. */
const MAX_AGE = 300
/** Recent objects shown where a workflow is tried out. */
const SHOWN = 5

const Recent = z.object({ data: z.array(z.unknown()) })
const State = z.object({ id: z.string(), secret: z.string() })

/** The header is `t=seconds,v1=signature`, with a second `v1` while a secret is changed (https://docs.stripe.com/webhooks). */
function verify({ headers, rawBody }: WebhookRequest, state: Json | undefined) {
  const kept = State.safeParse(state)
  const parts = new URLSearchParams((headers['stripe-signature'] ?? '').replaceAll(',', '&'))
  const time = parts.get('t') ?? ''
  const isFresh = Math.abs(Date.now() / 1000 - Number(time)) <= MAX_AGE
  if (kept.success && isFresh) {
    const hmac = createHmac('sha256', kept.data.secret).update(`${time}.`).update(rawBody)
    const right = hmac.digest('hex')
    if (parts.getAll('v1').some((each) => sameText(each, right))) return
  }
  throw new CodedError('WEBHOOK_UNAUTHORIZED', "Stripe's signature is missing, wrong or too old.")
}

interface Declaration<I extends z.ZodObject> {
  name: string
  displayName: string
  description: string
  /** Stripe's name of the event */
  event: string
  /** where recent objects of the kind are listed */
  recent: { path: string; query?: Record<string, string> }
  /** fields that the object must match where they are filled in */
  input: I
  sampleData: Json
  /** names an event about the object; by the object's id where it happens once */
  nameOf?: (object: Record<string, Json>) => string | undefined
}

const idOf = ({ id }: Record<string, Json>) => String(id)

function eventTrigger<I extends z.ZodObject>(declared: Declaration<I>) {
  const { event, recent, input: fields, nameOf = idOf, ...shown } = declared
  return stripe.trigger({
    ...shown,
    type: 'WEBHOOK',
    input: fields,
    subscription: {
      async enable({ http, webhookUrl }) {
        const form = formOf({ url: webhookUrl, enabled_events: [event], api_version: API_VERSION })
        return http.post('/webhook_endpoints', { form, answer: State })
      },
      async disable({ http, state }) {
        await http.delete(at`/webhook_endpoints/${State.parse(state).id}`)
      },
    },
    verify(request, _input, delivery) {
      verify(request, delivery?.state)
    },
    events({ input, request: { body } }) {
      if (!isObject(body) || body.type !== event || !isObject(body.data)) return []
      const { object } = body.data
      if (!isObject(object)) return []
      const wanted = Object.entries(input).filter(([, value]) => value !== undefined)
      return wanted.every(([name, value]) => object[name] === value) ? [object as Json] : []
    },
    eventId: (object) => (isObject(object) ? nameOf(object as Record<string, Json>) : undefined),
    async test({ http }) {
      const query = { ...recent.query, limit: SHOWN }
      return (await http.get(recent.path, { query, answer: Recent })).data as Json[]
    },
  })
}

const ofCustomer = {
  customer: shortText({ label: 'Only of this customer', description: 'Its id.', required: false }),
}

const charge = {
  id: 'ch_3PtVdX2eZvKYlo2C1aBcDeFg',
  object: 'charge',
  amount: 1050,
  currency: 'eur',
  customer: 'cus_Qk9f3ZbY2LwXyz',
  billing_details: { email: 'ana@example.com', name: 'Ana Ruiz', phone: '+34600000000' },
  payment_intent: 'pi_3PtVdX2eZvKYlo2C1hIjKlMn',
  status: 'succeeded',
  created: 1767225600,
  metadata: {},
}

const subscription = {
  id: 'sub_1PtVeB2eZvKYlo2CqRsTuVwX',
  object: 'subscription',
  customer: 'cus_Qk9f3ZbY2LwXyz',
  status: 'active',
  cancel_at_period_end: false,
  items: { object: 'list', data: [{ id: 'si_QkA1', quantity: 1, price: { id: 'price_1PtVe0' } }] },
  created: 1767225600,
  metadata: {},
}

const invoice = {
  id: 'in_1PtVfC2eZvKYlo2CyZaBcDeF',
  object: 'invoice',
  number: 'A1B2C3-0001',
  customer: 'cus_Qk9f3ZbY2LwXyz',
  customer_email: 'ana@example.com',
  subscription: 'sub_1PtVeB2eZvKYlo2CqRsTuVwX',
  status: 'paid',
  amount_due: 1050,
  amount_paid: 1050,
  attempt_count: 1,
  currency: 'eur',
  hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/test',
  created: 1767225600,
}

/** Money came in. */
export const newPayment = eventTrigger({
  name: 'new_payment',
  displayName: 'New payment',
  description: 'Starts when a charge succeeds.',
  event: 'charge.succeeded',
  recent: { path: '/charges' },
  input: z.object({}),
  sampleData: charge,
})

/** Money did not come in. */
export const paymentFailed = eventTrigger({
  name: 'payment_failed',
  displayName: 'Payment failed',
  description: 'Starts when a charge fails.',
  event: 'charge.failed',
  recent: { path: '/charges' },
  input: z.object({}),
  sampleData: { ...charge, status: 'failed', failure_code: 'card_declined' },
})

/** Somebody became a customer. */
export const newCustomer = eventTrigger({
  name: 'new_customer',
  displayName: 'New customer',
  description: 'Starts when a customer is added.',
  event: 'customer.created',
  recent: { path: '/customers' },
  input: z.object({}),
  sampleData: {
    id: 'cus_Qk9f3ZbY2LwXyz',
    object: 'customer',
    email: 'ana@example.com',
    name: 'Ana Ruiz',
    phone: '+34600000000',
    created: 1767225600,
    metadata: {},
  },
})

/** A subscription began. */
export const newSubscription = eventTrigger({
  name: 'new_subscription',
  displayName: 'New subscription',
  description: 'Starts when a subscription is made.',
  event: 'customer.subscription.created',
  recent: { path: '/subscriptions' },
  input: z.object({}),
  sampleData: subscription,
})

/** A subscription became another. */
export const updatedSubscription = eventTrigger({
  name: 'updated_subscription',
  displayName: 'Subscription changed',
  description: 'Starts when a subscription changes.',
  event: 'customer.subscription.updated',
  recent: { path: '/subscriptions' },
  input: z.object({
    status: choice({
      label: 'Only with this status',
      required: false,
      choices: ['active', 'past_due', 'unpaid', 'canceled', 'incomplete', 'trialing', 'paused'].map(
        (value) => ({ value, label: value.replaceAll('_', ' ') }),
      ),
    }),
    ...ofCustomer,
  }),
  sampleData: subscription,
  // A subscription says nothing that tells one change from the next.
  nameOf: () => undefined,
})

/** A subscription ended. */
export const canceledSubscription = eventTrigger({
  name: 'canceled_subscription',
  displayName: 'Subscription canceled',
  description: 'Starts when a subscription has ended.',
  event: 'customer.subscription.deleted',
  recent: { path: '/subscriptions', query: { status: 'canceled' } },
  input: z.object(ofCustomer),
  sampleData: { ...subscription, status: 'canceled' },
})

/** An invoice was made. */
export const newInvoice = eventTrigger({
  name: 'new_invoice',
  displayName: 'New invoice',
  description: 'Starts when an invoice is made.',
  event: 'invoice.created',
  recent: { path: '/invoices' },
  input: z.object({
    ...ofCustomer,
    subscription: shortText({ label: 'Only of this subscription', description: 'Its id.', required: false }),
  }),
  sampleData: { ...invoice, status: 'draft', amount_paid: 0, attempt_count: 0 },
})

/** An invoice was paid. */
export const invoicePaid = eventTrigger({
  name: 'invoice_paid',
  displayName: 'Invoice paid',
  description: 'Starts when an invoice is paid.',
  event: 'invoice.paid',
  recent: { path: '/invoices', query: { status: 'paid' } },
  input: z.object(ofCustomer),
  sampleData: invoice,
})

/** An invoice could not be charged. */
export const invoicePaymentFailed = eventTrigger({
  name: 'invoice_payment_failed',
  displayName: 'Payment of an invoice failed',
  description: 'Starts each time when paying an invoice fails, as at a renewal.',
  event: 'invoice.payment_failed',
  recent: { path: '/invoices', query: { status: 'open' } },
  input: z.object(ofCustomer),
  sampleData: { ...invoice, status: 'open', amount_paid: 0 },
  nameOf: ({ id, attempt_count }) => `${id}:${attempt_count}`,
})

/** Somebody went through a checkout or a payment link. */
export const checkoutCompleted = eventTrigger({
  name: 'checkout_session_completed',
  displayName: 'Checkout completed',
  description: 'Starts when somebody has paid at a checkout or a payment link.',
  event: 'checkout.session.completed',
  recent: { path: '/checkout/sessions' },
  input: z.object(ofCustomer),
  sampleData: {
    id: 'cs_test_a1b2c3',
    object: 'checkout.session',
    amount_total: 1050,
    currency: 'eur',
    customer: 'cus_Qk9f3ZbY2LwXyz',
    customer_details: { email: 'ana@example.com', name: 'Ana Ruiz', phone: '+34600000000' },
    payment_link: 'plink_1PtVg',
    payment_status: 'paid',
    status: 'complete',
    created: 1767225600,
  },
})
