import * as z from 'zod'
import { checkbox } from '../../src/piece/fields.ts'
import { at } from '../../src/piece/service-http.ts'
import { order, site } from './inputs.ts'
import { webflow } from './service.ts'

const where = { site_id: site(), order_id: order() }

/** Reads an order. */
export const findOrder = webflow.action({
  name: 'find_order',
  displayName: 'Get an order',
  description: 'Reads one order.',
  input: z.object(where),
  idempotent: true,
  run: ({ input: { site_id, order_id }, http }) => http.get(at`/sites/${site_id}/orders/${order_id}`),
})

/** Says that an order was sent. */
export const fulfillOrder = webflow.action({
  name: 'fulfill_order',
  displayName: 'Fulfil an order',
  description: 'Marks an order as sent.',
  input: z.object({
    ...where,
    send_order_fulfilled_email: checkbox({ label: 'Tell the customer', defaultValue: false }),
  }),
  idempotent: true,
  run: ({ input: { site_id, order_id, send_order_fulfilled_email }, http }) =>
    http.post(at`/sites/${site_id}/orders/${order_id}/fulfill`, {
      json: { sendOrderFulfilledEmail: send_order_fulfilled_email },
    }),
})
