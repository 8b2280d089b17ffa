import * as z from 'zod'
import { checkbox, choice, longText, number, rows, shortText } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { anyCustomer, limit, order } from './inputs.ts'
import { woocommerce } from './service.ts'

const STATUSES = ['pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed'] as const
const status = () =>
  choice({ label: 'Status', required: false, choices: STATUSES.map((value) => ({ value, label: value })) })

/** Adds an order. */
export const createOrder = woocommerce.action({
  name: 'create_order',
  displayName: 'Create an order',
  description: 'Adds an order, such as one taken by phone.',
  input: z.object({
    customer_id: anyCustomer(),
    line_items: rows({
      label: 'Products',
      row: z.object({
        product_id: number({ label: 'Product', description: 'Its id.' }),
        quantity: number({ label: 'Quantity', defaultValue: 1, min: 1 }),
      }),
    }),
    first_name: shortText({ label: 'First name', required: false }),
    last_name: shortText({ label: 'Last name', required: false }),
    email: shortText({ label: 'E-mail', required: false }),
    phone: shortText({ label: 'Phone', required: false }),
    status: status(),
    customer_note: longText({ label: 'Note of the customer', required: false }),
    set_paid: checkbox({ label: 'It is paid', defaultValue: false }),
  }),
  idempotent: false,
  run({ input: { customer_id, first_name, last_name, email, phone, ...rest }, http }) {
    const billing = { first_name, last_name, email, phone }
    return http.post('/orders', {
      json: { ...rest, customer_id: customer_id === undefined ? undefined : Number(customer_id), billing },
    })
  },
})

/** Changes an order. */
export const updateOrder = woocommerce.action({
  name: 'update_order',
  displayName: 'Change an order',
  description: 'Sets the status or the note of an order.',
  input: z.object({
    id: order(),
    status: status(),
    customer_note: longText({ label: 'Note of the customer', required: false }),
  }),
  idempotent: true,
  run: ({ input: { id, ...json }, http }) => http.put(at`/orders/${id}`, { json }),
})

/** Reads an order. */
export const getOrder = woocommerce.action({
  name: 'get_order',
  displayName: 'Get an order',
  description: 'Reads one order.',
  input: z.object({ id: order() }),
  idempotent: true,
  run: ({ input: { id }, http }) => http.get(at`/orders/${id}`),
})

/** Looks for orders. */
export const findOrders = woocommerce.action({
  name: 'find_orders',
  displayName: 'Find orders',
  description: 'Finds orders by words, customer or status, newest first.',
  input: z.object({
    search: shortText({ label: 'Words', description: 'Such as a name, phone or e-mail.', required: false }),
    customer: anyCustomer(),
    status: status(),
    limit: limit(),
  }),
  idempotent: true,
  run: ({ input: { limit, ...query }, http }) =>
    http.get('/orders', { query: { ...query, per_page: limit } }),
})

/** Writes a note to an order. */
export const addOrderNote = woocommerce.action({
  name: 'create_order_note',
  displayName: 'Add a note to an order',
  description: 'Writes a note, for the shop or for the customer too.',
  input: z.object({
    id: order(),
    note: longText({ label: 'Note' }),
    customer_note: checkbox({ label: 'Send it to the customer', defaultValue: false }),
  }),
  idempotent: false,
  run: ({ input: { id, ...json }, http }) => http.post(at`/orders/${id}/notes`, { json }),
})
