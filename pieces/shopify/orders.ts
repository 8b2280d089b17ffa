import * as z from 'zod'
import { checkbox, choice, longText, number, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyCustomer, draftOrder, inside, limit, order, tags } from './inputs.ts'
import { shopify } from './service.ts'

const line = {
  productId: number({ label: 'Product', description: 'Its id.', required: false }),
  variantId: number({ label: 'Variant', description: 'Its id.', required: false }),
  title: shortText({ label: 'Title', description: 'Of something that is no product.', required: false }),
  quantity: number({ label: 'Quantity', defaultValue: 1, min: 1 }),
  price: shortText({ label: 'Price', description: 'Such as 10.50.', required: false }),
  customerId: anyCustomer(),
}

function linesOf({
  productId,
  variantId,
  title,
  quantity,
  price,
  customerId,
}: z.output<z.ZodObject<typeof line>>) {
  return {
    line_items: [{ product_id: productId, variant_id: variantId, title, quantity, price }],
    customer: customerId === undefined ? undefined : { id: Number(customerId) },
  }
}

/** Adds an order. */
export const createOrder = shopify.action({
  name: 'create_order',
  displayName: 'Create an order',
  description: 'Adds an order of one product or thing.',
  input: z.object({
    ...line,
    email: shortText({ label: 'E-mail', required: false }),
    sendReceipt: checkbox({ label: 'Send a confirmation', defaultValue: false }),
    sendFulfillmentReceipt: checkbox({ label: 'Tell when it is sent', defaultValue: false }),
    tags: tags(),
  }),
  idempotent: false,
  run({ input: { email, sendReceipt, sendFulfillmentReceipt, tags, ...rest }, http }) {
    const order = {
      ...linesOf(rest),
      email,
      tags,
      send_receipt: sendReceipt || undefined,
      send_fulfillment_receipt: sendFulfillmentReceipt || undefined,
    }
    return inside('order', http.post('/orders.json', { json: { order } }))
  },
})

/** Changes an order. */
export const updateOrder = shopify.action({
  name: 'update_order',
  displayName: 'Change an order',
  description: 'Changes contact, tags and note of an order, not what was ordered.',
  input: z.object({
    id: order(),
    email: shortText({ label: 'E-mail', required: false }),
    phoneNumber: shortText({ label: 'Phone', required: false }),
    tags: tags(),
    note: longText({ label: 'Note', required: false }),
  }),
  idempotent: true,
  run: ({ input: { id, phoneNumber: phone, ...rest }, http }) =>
    inside('order', http.put(at`/orders/${id}.json`, { json: { order: { ...rest, phone } } })),
})

/** Reads an order. */
export const getOrder = shopify.action({
  name: 'get_order',
  displayName: 'Get an order',
  description: 'Reads one order by its id.',
  input: z.object({ orderId: order() }),
  idempotent: true,
  run: ({ input, http }) => inside('order', http.get(at`/orders/${input.orderId}.json`)),
})

/** Looks for orders. */
export const findOrders = shopify.action({
  name: 'find_orders',
  displayName: 'Find orders',
  description: 'Finds orders by their number or state, newest first.',
  input: z.object({
    name: shortText({ label: 'Number', description: 'As the customer knows it: #1001', required: false }),
    status: choice({
      label: 'Status',
      defaultValue: 'any',
      choices: ['any', 'open', 'closed', 'cancelled'].map((value) => ({ value, label: value })),
    }),
    financial_status: choice({
      label: 'Payment',
      required: false,
      choices: ['authorized', 'pending', 'paid', 'partially_paid', 'refunded', 'voided', 'unpaid'].map(
        (value) => ({ value, label: value.replaceAll('_', ' ') }),
      ),
    }),
    limit: limit(),
  }),
  idempotent: true,
  run: ({ input, http }) => inside('orders', http.get('/orders.json', { query: input })),
})

/** Cancels an order. */
export const cancelOrder = shopify.action({
  name: 'cancel_order',
  displayName: 'Cancel an order',
  description: 'Cancels an order that was not sent.',
  input: z.object({
    orderId: order(),
    reason: choice({
      label: 'Reason',
      required: false,
      choices: ['customer', 'inventory', 'fraud', 'declined', 'other'].map((value) => ({
        value,
        label: value,
      })),
    }),
    email: checkbox({ label: 'Tell the customer', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input: { orderId, ...json }, http }) =>
    inside('order', http.post(at`/orders/${orderId}/cancel.json`, { json })),
})

/** Closes an order. */
export const closeOrder = shopify.action({
  name: 'close_order',
  displayName: 'Close an order',
  description: 'Archives an order that is done.',
  input: z.object({ orderId: order() }),
  idempotent: true,
  run: ({ input, http }) => inside('order', http.post(at`/orders/${input.orderId}/close.json`, { json: {} })),
})

/** Drafts an order. */
export const createDraftOrder = shopify.action({
  name: 'create_draft_order',
  displayName: 'Create a draft order',
  description: 'Drafts an order that the customer can be sent to pay.',
  input: z.object({
    ...line,
    email: shortText({ label: 'E-mail', required: false }),
    note: longText({ label: 'Note', required: false }),
    tags: tags(),
  }),
  idempotent: false,
  run({ input: { email, note, tags, ...rest }, http }) {
    const json = { draft_order: { ...linesOf(rest), email, note, tags } }
    return inside('draft_order', http.post('/draft_orders.json', { json }))
  },
})

/** Sends a draft to be paid. */
export const sendDraftOrder = shopify.action({
  name: 'send_draft_order_invoice',
  displayName: 'Send a draft order',
  description: 'Sends the customer a draft order by e-mail, with a link to pay it.',
  input: z.object({
    draftOrderId: draftOrder(),
    to: shortText({ label: 'To', description: "The draft's e-mail address if empty.", required: false }),
    subject: shortText({ label: 'Subject', required: false }),
    customMessage: longText({ label: 'Message', required: false }),
  }),
  idempotent: false,
  run({ input: { draftOrderId, to, subject, customMessage: custom_message }, http }) {
    const json = { draft_order_invoice: { to, subject, custom_message } }
    const path = at`/draft_orders/${draftOrderId}/send_invoice.json`
    return inside('draft_order_invoice', http.post(path, { json }))
  },
})

/** Makes an order of a draft. */
export const completeDraftOrder = shopify.action({
  name: 'complete_draft_order',
  displayName: 'Complete a draft order',
  description: 'Makes an order of a draft.',
  input: z.object({
    draftOrderId: draftOrder(),
    paymentPending: checkbox({ label: 'Not paid yet', defaultValue: false }),
  }),
  idempotent: false,
  run({ input: { draftOrderId, paymentPending }, http }) {
    const query = { payment_pending: paymentPending }
    return inside('draft_order', http.put(at`/draft_orders/${draftOrderId}/complete.json`, { query }))
  },
})
