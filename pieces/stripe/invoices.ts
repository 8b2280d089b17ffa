import * as z from 'zod'
import { checkbox, choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { write } from './form.ts'
import { customer, invoice, metadata } from './inputs.ts'
import { stripe } from './service.ts'

/** How an invoice or subscription is paid. */
export const collection = {
  collection_method: choice({
    label: 'Collection',
    required: false,
    choices: [
      { value: 'charge_automatically', label: 'Charge the payment method' },
      { value: 'send_invoice', label: 'Send an invoice' },
    ],
  }),
  days_until_due: number({
    label: 'Days to pay',
    description: 'For invoices that are sent.',
    required: false,
    min: 0,
  }),
}

/** Starts an invoice. */
export const createInvoice = stripe.action({
  name: 'create_invoice',
  displayName: 'Create an invoice',
  description: 'Starts a draft. Add items to it, then finalize or send it.',
  input: z.object({
    customer_id: customer(),
    currency: shortText({ label: 'Currency', description: 'Three letters: eur', required: false }),
    description: longText({ label: 'Description', required: false }),
    ...collection,
    metadata: metadata(),
  }),
  idempotent: true,
  run: ({ input: { customer_id, currency, ...rest }, ...context }) =>
    write(context, '/invoices', { customer: customer_id, currency: currency?.toLowerCase(), ...rest }),
})

/** Adds a line to an invoice. */
export const createInvoiceItem = stripe.action({
  name: 'create_invoice_item',
  displayName: 'Add an item to an invoice',
  description: 'Adds an amount or a price to a draft, or to the next invoice of a subscription.',
  input: z.object({
    customer: customer(),
    amount: number({
      label: 'Amount',
      description: 'In the smallest unit: 1050 for 10.50. Not needed with a price.',
      required: false,
    }),
    currency: shortText({ label: 'Currency', description: 'Three letters: eur', required: false }),
    description: longText({ label: 'Description', required: false }),
    invoice: shortText({ label: 'Invoice', description: 'Its id starts with in_.', required: false }),
    price: shortText({ label: 'Price', description: 'Its id starts with price_.', required: false }),
    quantity: number({ label: 'Quantity', description: 'Of the price.', required: false, min: 1 }),
  }),
  idempotent: true,
  run({ input, ...context }) {
    const { amount, currency, price, quantity, ...rest } = input
    const what = price ? { price, quantity } : { amount, currency: currency?.toLowerCase() }
    return write(context, '/invoiceitems', { ...rest, ...what })
  },
})

/** Closes a draft. */
export const finalizeInvoice = stripe.action({
  name: 'finalize_invoice',
  displayName: 'Finalize an invoice',
  description: 'Closes a draft, so that it can be paid.',
  input: z.object({
    invoice_id: invoice(),
    auto_advance: checkbox({ label: 'Let Stripe collect it', required: false }),
  }),
  idempotent: true,
  run: ({ input: { invoice_id, auto_advance }, ...context }) =>
    write(context, at`/invoices/${invoice_id}/finalize`, { auto_advance }),
})

/** Sends an invoice by e-mail. */
export const sendInvoice = stripe.action({
  name: 'send_invoice',
  displayName: 'Send an invoice',
  description: 'Sends an invoice to the customer by e-mail; a draft is finalized first.',
  input: z.object({ invoice_id: invoice() }),
  idempotent: true,
  run: ({ input, ...context }) => write(context, at`/invoices/${input.invoice_id}/send`),
})

/** Reads an invoice. */
export const retrieveInvoice = stripe.action({
  name: 'retrieve_invoice',
  displayName: 'Get an invoice',
  description: 'Reads one invoice: its status, amounts and links.',
  input: z.object({ invoice_id: invoice() }),
  idempotent: true,
  run: ({ input, http }) => http.get(at`/invoices/${input.invoice_id}`),
})

/** Looks for invoices. */
export const searchInvoices = stripe.action({
  name: 'search_invoices',
  displayName: 'Find invoices',
  description: "Finds invoices with Stripe's search language.",
  input: z.object({
    query: shortText({ label: 'Query', description: "Such as status:'open' AND customer:'cus_123'" }),
    limit: number({ label: 'At most', defaultValue: 10, min: 1, max: 100 }),
  }),
  idempotent: true,
  run: ({ input: { query, limit }, http }) => http.get('/invoices/search', { query: { query, limit } }),
})
