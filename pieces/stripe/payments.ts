import * as z from 'zod'
import { checkbox, choice, longText, number, object, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { write } from './form.ts'
import { anyCustomer, metadata, payment, paymentLink, prices } from './inputs.ts'
import { currency, smallestUnits } from './money.ts'
import { stripe } from './service.ts'

/** Starts a payment. */
export const createPaymentIntent = stripe.action({
  name: 'create_payment_intent',
  displayName: 'Create a payment',
  description: 'Starts a payment, and charges a saved payment method at once where you say so.',
  input: z.object({
    amount: number({ label: 'Amount', description: 'Such as 10.50.', min: 0 }),
    currency: currency(),
    customer: anyCustomer(),
    payment_method: shortText({
      label: 'Payment method',
      description: 'Its id starts with pm_.',
      required: false,
    }),
    confirm: checkbox({ label: 'Charge now', defaultValue: false }),
    return_url: shortText({
      label: 'Return address',
      description: 'Where the customer lands after a check by the bank.',
      required: false,
    }),
    description: longText({ label: 'Description', required: false }),
    receipt_email: shortText({ label: 'E-mail for the receipt', required: false }),
    metadata: metadata(),
  }),
  idempotent: true,
  run: ({ input, ...context }) =>
    write(context, '/payment_intents', {
      ...input,
      amount: smallestUnits(input.amount, input.currency),
      // Charged at once without a return address, only methods that never leave the page will do: cards.
      automatic_payment_methods: input.confirm && !input.return_url ? undefined : { enabled: true },
    }),
})

/** Reads a payment. */
export const retrievePaymentIntent = stripe.action({
  name: 'retrieve_payment_intent',
  displayName: 'Get a payment',
  description: 'Reads one payment: its status, amount and charge.',
  input: z.object({ payment_intent_id: payment() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/payment_intents/${input.payment_intent_id}`),
})

/** Looks for payments. */
export const searchPaymentIntents = stripe.action({
  name: 'search_payment_intents',
  displayName: 'Find payments',
  description: "Finds payments with Stripe's search language.",
  input: z.object({
    query: shortText({ label: 'Query', description: "Such as status:'succeeded' AND customer:'cus_123'" }),
    limit: number({ label: 'At most', defaultValue: 10, min: 1, max: 100 }),
  }),
  idempotent: true,
  run: ({ input: { query, limit }, http }) =>
    http.get('/payment_intents/search', { query: { query, limit } }),
})

/** Calls a payment off. */
export const cancelPaymentIntent = stripe.action({
  name: 'cancel_payment_intent',
  displayName: 'Cancel a payment',
  description: 'Calls off a payment that has not succeeded.',
  input: z.object({ payment_intent_id: payment() }),
  idempotent: true,
  run: ({ input, ...context }) => write(context, at`/payment_intents/${input.payment_intent_id}/cancel`),
})

const Paid = z.object({ currency: z.string() })

/** Gives money back. */
export const createRefund = stripe.action({
  name: 'create_refund',
  displayName: 'Refund a payment',
  description: 'Gives a payment back, whole or in part.',
  input: z.object({
    payment_intent: payment(),
    amount: number({
      label: 'Amount',
      description: 'Such as 10.50. All of it if empty.',
      required: false,
      min: 0,
    }),
    reason: choice({
      label: 'Reason',
      required: false,
      choices: [
        { value: 'duplicate', label: 'Duplicate' },
        { value: 'fraudulent', label: 'Fraudulent' },
        { value: 'requested_by_customer', label: 'The customer asked for it' },
      ],
    }),
    metadata: object({ label: 'Metadata', required: false }),
  }),
  idempotent: true,
  async run({ input, ...context }) {
    const { payment_intent, amount, reason, metadata } = input
    const { currency } =
      amount === undefined
        ? { currency: '' }
        : await context.http.get(at`/payment_intents/${payment_intent}`, { answer: Paid })
    const units = amount === undefined ? undefined : smallestUnits(amount, currency)
    return write(context, '/refunds', { payment_intent, amount: units, reason, metadata })
  },
})

/** Makes a page to pay at. */
export const createPaymentLink = stripe.action({
  name: 'create_payment_link',
  displayName: 'Create a payment link',
  description: 'Makes a page to pay at, whose address can be sent to anybody.',
  input: z.object({
    line_items: prices(),
    after_completion_type: choice({
      label: 'After the payment',
      required: false,
      choices: [
        { value: 'hosted_confirmation', label: 'Say thank you' },
        { value: 'redirect', label: 'Go to an address' },
      ],
    }),
    after_completion_redirect_url: shortText({
      label: 'Address to go to',
      showWhen: { field: 'after_completion_type', is: ['redirect'] },
    }),
    allow_promotion_codes: checkbox({ label: 'Allow promotion codes', required: false }),
    billing_address_collection: choice({
      label: "Ask for the customer's address",
      required: false,
      choices: [
        { value: 'auto', label: 'Where needed' },
        { value: 'required', label: 'Always' },
      ],
    }),
    metadata: metadata(),
  }),
  idempotent: true,
  run({ input, ...context }) {
    const { after_completion_type: type, after_completion_redirect_url: url, ...rest } = input
    const redirect = type === 'redirect' ? { url } : undefined
    return write(context, '/payment_links', { ...rest, after_completion: type && { type, redirect } })
  },
})

/** Closes a page to pay at. */
export const deactivatePaymentLink = stripe.action({
  name: 'deactivate_payment_link',
  displayName: 'Deactivate a payment link',
  description: 'Nobody can pay at it from then on.',
  input: z.object({ payment_link_id: paymentLink() }),
  idempotent: true,
  run: ({ input, ...context }) =>
    write(context, at`/payment_links/${input.payment_link_id}`, { active: false }),
})
