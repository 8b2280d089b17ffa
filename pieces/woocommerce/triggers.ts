import { createHmac } from 'node:crypto'
import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { at } from '../../src/piece/service-http.ts'
import type { Trigger } from '../../src/piece/trigger.ts'
import { requireSignature, secretOf } from '../_webhooks/proof.ts'
import { woocommerce } from './service.ts'

const State = z.object({ id: z.number() })
/** Recent objects shown where a workflow is tried out. */
const SHOWN = 5

const PERSON = {
  first_name: 'Ana',
  last_name: 'Ruiz',
  address_1: 'Calle Mayor 1',
  city: 'Madrid',
  postcode: '28013',
  country: 'ES',
  email: 'ana@example.com',
  phone: '+34600000000',
}

const KINDS = {
  order: {
    id: 727,
    number: '727',
    status: 'processing',
    currency: 'EUR',
    total: '59.90',
    customer_id: 25,
    billing: PERSON,
    line_items: [{ id: 315, name: 'Headset', product_id: 93, quantity: 1, total: '59.90' }],
    date_created_gmt: '2026-01-15T10:05:00',
  },
  product: { id: 93, name: 'Headset', type: 'simple', status: 'publish', price: '59.90', stock_quantity: 12 },
  customer: { id: 25, email: 'ana@example.com', first_name: 'Ana', last_name: 'Ruiz', billing: PERSON },
  coupon: { id: 719, code: '10off', amount: '10.00', discount_type: 'percent', usage_count: 0 },
}

const HAPPENINGS = { created: 'is made', updated: 'changes', deleted: 'is deleted' }

function topicTrigger(kind: keyof typeof KINDS, happening: keyof typeof HAPPENINGS): Trigger {
  const topic = `${kind}.${happening}`
  const title = `${kind[0]?.toUpperCase()}${kind.slice(1)} ${happening}`
  return woocommerce.trigger({
    name: `$woocommerce_trigger_${kind}_${happening}`,
    displayName: title,
    description: `Starts when ${kind === 'order' ? 'an' : 'a'} ${kind} ${HAPPENINGS[happening]}.`,
    type: 'WEBHOOK',
    input: z.object({}),
    sampleData: happening === 'deleted' ? { id: KINDS[kind].id } : KINDS[kind],
    subscription: {
      async enable({ http, webhookUrl, secret }) {
        const json = { name: `Patchcord: ${title}`, topic, delivery_url: webhookUrl, secret }
        return http.post('/webhooks', { json, answer: State })
      },
      async disable({ http, state }) {
        await http.delete(at`/webhooks/${State.parse(state).id}`, { query: { force: true } })
      },
    },
    // A new webhook is tried out with a form that holds its number only, and is not signed.
    handshake: ({ request: { body, headers } }) =>
      isObject(body) && body.webhook_id !== undefined && !headers['x-wc-webhook-topic']
        ? { status: 200 }
        : undefined,
    verify({ headers, rawBody }, _input, delivery) {
      const expected = createHmac('sha256', secretOf('WooCommerce', delivery))
        .update(rawBody)
        .digest('base64')
      const given = delivery?.secret ? headers['x-wc-webhook-signature'] : undefined
      requireSignature('WooCommerce', given, expected)
    },
    events: ({ request: { body } }) => (isObject(body) && body.id !== undefined ? [body as Json] : []),
    // What changes does so again and again, and `date_modified_gmt` tells only to the second.
    eventId: (object) => (happening === 'updated' || !isObject(object) ? undefined : String(object.id)),
    async test({ http }) {
      return z.array(z.json()).parse(await http.get(at`/${kind}s`, { query: { per_page: SHOWN } })) as Json[]
    },
  })
}

/** A trigger for each kind of object and what can happen to it. */
export const triggers = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) =>
  (Object.keys(HAPPENINGS) as (keyof typeof HAPPENINGS)[]).map((happening) => topicTrigger(kind, happening)),
)
