import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { at } from '../../src/piece/service-http.ts'
import { requireSignature } from '../_webhooks/proof.ts'
import { inside } from './inputs.ts'
import { shopify } from './service.ts'

const Made = z.object({ webhook: z.object({ id: z.number() }) })
const State = z.object({ id: z.number(), secret: z.string().min(1) })
/** Recent objects shown where a workflow is tried out. */
const SHOWN = 5

interface Declaration {
  name: string
  displayName: string
  description: string
  /** Shopify's name of the event */
  topic: string
  /** the list of the kind */
  objects: 'orders' | 'customers' | 'products'
  sampleData: Json
  /** true where it happens to an object again and again */
  repeats?: boolean
}

function topicTrigger({ topic, objects, repeats, ...shown }: Declaration) {
  return shopify.trigger({
    ...shown,
    type: 'WEBHOOK',
    input: z.object({}),
    subscription: {
      async enable({ http, auth, webhookUrl }) {
        const { apiSecret } = auth.fields
        if (!apiSecret) {
          const message = 'Add the API secret key to the Shopify connection: triggers are proved with it.'
          throw new CodedError('CONNECTION_INVALID', message)
        }
        const json = { webhook: { topic, address: webhookUrl, format: 'json' } }
        const { webhook } = await http.post('/webhooks.json', { json, answer: Made })
        return { id: webhook.id, secret: apiSecret }
      },
      async disable({ http, state }) {
        await http.delete(at`/webhooks/${State.parse(state).id}.json`)
      },
    },
    verify({ headers, rawBody }, _input, delivery) {
      const state = State.safeParse(delivery?.state)
      if (!state.success)
        throw new CodedError('WEBHOOK_UNAUTHORIZED', 'This trigger is not enabled at Shopify.')
      const expected = createHmac('sha256', state.data.secret).update(rawBody).digest('base64')
      requireSignature('Shopify', headers['x-shopify-hmac-sha256'], expected)
    },
    eventId: (object) => (repeats || !isObject(object) ? undefined : String(object.id)),
    async test({ http }) {
      const query = { limit: SHOWN, ...(objects === 'orders' && { status: 'any' }) }
      return (await inside(objects, http.get(`/${objects}.json`, { query }))) as Json[]
    },
  })
}

const customer = {
  id: 706405506930370,
  email: 'ana@example.com',
  first_name: 'Ana',
  last_name: 'Ruiz',
  phone: '+34600000000',
  tags: '',
  created_at: '2026-01-15T10:00:00+01:00',
}

const order = {
  id: 820982911946154,
  name: '#1001',
  email: 'ana@example.com',
  phone: '+34600000000',
  currency: 'EUR',
  total_price: '59.90',
  financial_status: 'paid',
  fulfillment_status: null,
  tags: '',
  note: null,
  created_at: '2026-01-15T10:05:00+01:00',
  customer,
  line_items: [{ id: 866550311766439, title: 'Headset', quantity: 1, price: '59.90', sku: 'HS-1' }],
}

/** Somebody ordered. */
export const newOrder = topicTrigger({
  name: 'new_order',
  displayName: 'New order',
  description: 'Starts when an order is made.',
  topic: 'orders/create',
  objects: 'orders',
  sampleData: order,
})

/** An order was paid. */
export const newPaidOrder = topicTrigger({
  name: 'new_paid_order',
  displayName: 'Order paid',
  description: 'Starts when an order is paid.',
  topic: 'orders/paid',
  objects: 'orders',
  sampleData: order,
})

/** An order was sent. */
export const fulfilledOrder = topicTrigger({
  name: 'new_fulfilled_order',
  displayName: 'Order fulfilled',
  description: 'Starts when all of an order was sent.',
  topic: 'orders/fulfilled',
  objects: 'orders',
  sampleData: { ...order, fulfillment_status: 'fulfilled' },
})

/** An order was canceled. */
export const newCancelledOrder = topicTrigger({
  name: 'new_cancelled_order',
  displayName: 'Order canceled',
  description: 'Starts when an order is canceled.',
  topic: 'orders/cancelled',
  objects: 'orders',
  sampleData: { ...order, cancel_reason: 'customer', cancelled_at: '2026-01-15T11:00:00+01:00' },
})

/** Somebody became a customer. */
export const newCustomer = topicTrigger({
  name: 'new_customer',
  displayName: 'New customer',
  description: 'Starts when a customer is added.',
  topic: 'customers/create',
  objects: 'customers',
  sampleData: customer,
})

/** A product changed. */
export const updatedProduct = topicTrigger({
  name: 'updated_product',
  displayName: 'Product changed',
  description: 'Starts when a product changes.',
  topic: 'products/update',
  objects: 'products',
  sampleData: {
    id: 788032119674,
    title: 'Headset',
    status: 'active',
    vendor: 'Acme',
    tags: '',
    variants: [{ id: 642667041472, sku: 'HS-1', price: '59.90', inventory_quantity: 12 }],
    updated_at: '2026-01-15T10:00:00+01:00',
  },
  repeats: true,
})
