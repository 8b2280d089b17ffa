import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import shopify from './index.ts'

// Held against: Shopify's own client for its Admin API, 2025-07, which names every path and field. It has no GraphQL and
// does not know what only writes take: `line_items_by_fulfillment_order` and what goes with it, `send_receipt`,
// `send_email_invite`. Those are held against the pages "tagsAdd", "Fulfillment", "Order" and "Customer" of shopify.dev.

const connection = {
  type: 'CUSTOM_AUTH',
  props: { shopName: 'https://acme.myshopify.com/', adminToken: 'shpat_1', apiSecret: 'shpss_1' },
}
const kit = pieceKit(shopify, { connection, contract: 'shopify' })
const bare = pieceKit(shopify, { connection })
const ROOT = '/admin/api/2025-07'

/** Runs an action against an answer; gives what was sent and what came out. */
async function ask(action: string, input: object, body: object = {}, overrides = {}) {
  const { sent, output } = await kit.run(action, { ...input }, [{ body }], overrides)
  const [request] = sent
  return {
    output,
    sent: `${request?.method} ${request?.url.pathname.replace(ROOT, '')}${decodeURIComponent(request?.url.search ?? '')}`,
    body: request?.body,
  }
}

test('customers are created and changed, and keep their consent unless asked', async () => {
  const created = await ask(
    'create_customer',
    { email: 'ana@example.com', firstName: 'Ana', phoneNumber: '+34600000000', acceptsMarketing: true },
    { customer: { id: 1 } },
  )
  expect(created).toEqual({
    output: { id: 1 },
    sent: 'POST /customers.json',
    body: {
      customer: {
        email: 'ana@example.com',
        verified_email: true,
        first_name: 'Ana',
        phone: '+34600000000',
        email_marketing_consent: { state: 'subscribed', opt_in_level: 'unknown' },
      },
    },
  })
  const changed = await ask('update_customer', { customerId: 1, lastName: 'Ruiz' }, { customer: { id: 1 } })
  expect(changed).toMatchObject({
    sent: 'PUT /customers/1.json',
    body: { customer: { last_name: 'Ruiz', verified_email: true } },
  })
  expect(changed.body).not.toHaveProperty('customer.email_marketing_consent')
})

test.each([
  ['get_customer', { customerId: '1' }, 'GET /customers/1.json', 'customer', {}],
  ['get_customers', { limit: 10 }, 'GET /customers.json?limit=10', 'customers', []],
  [
    'find_customers',
    { query: 'phone:+34600000000' },
    'GET /customers/search.json?query=phone:+34600000000&limit=50',
    'customers',
    [],
  ],
  ['get_customer_orders', { customerId: '1' }, 'GET /customers/1/orders.json?status=any', 'orders', []],
  ['get_order', { orderId: 5 }, 'GET /orders/5.json', 'order', {}],
  ['find_orders', { name: '#1001' }, 'GET /orders.json?name=#1001&status=any&limit=50', 'orders', []],
  ['get_fulfillments', { orderId: '5' }, 'GET /orders/5/fulfillments.json', 'fulfillments', []],
  ['get_product', { id: '7' }, 'GET /products/7.json', 'product', {}],
  ['get_products', { title: 'Headset' }, 'GET /products.json?title=Headset&limit=50', 'products', []],
  ['get_locations', {}, 'GET /locations.json', 'locations', []],
])('%s reads', async (action, input, sent, name, value) => {
  const answered = await ask(action, input, { [name]: value })
  expect([answered.sent, answered.output]).toEqual([sent, value])
})

test('orders are created, changed, canceled and closed', async () => {
  const order = { variantId: 3, quantity: 2, customerId: '1', email: 'ana@example.com' }
  expect(await ask('create_order', order, { order: { id: 5 } })).toEqual({
    output: { id: 5 },
    sent: 'POST /orders.json',
    body: {
      order: {
        line_items: [{ variant_id: 3, quantity: 2 }],
        customer: { id: 1 },
        email: 'ana@example.com',
      },
    },
  })
  expect(await ask('update_order', { id: '5', note: 'Call back', tags: 'vip' })).toMatchObject({
    sent: 'PUT /orders/5.json',
    body: { order: { note: 'Call back', tags: 'vip' } },
  })
  expect(await ask('cancel_order', { orderId: 5, reason: 'customer', email: true })).toMatchObject({
    sent: 'POST /orders/5/cancel.json',
    body: { reason: 'customer', email: true },
  })
  expect(await ask('close_order', { orderId: 5 })).toMatchObject({ sent: 'POST /orders/5/close.json' })
})

test('notices are sent where asked for', async () => {
  const order = { variantId: 3, email: 'ana@example.com', sendReceipt: true, sendFulfillmentReceipt: true }
  const { sent } = await bare.run('create_order', order, [{ body: { order: {} } }])
  expect(sent[0]?.body).toMatchObject({ order: { send_receipt: true, send_fulfillment_receipt: true } })
  const customer = { email: 'ana@example.com', sendEmailInvite: true }
  const invited = await bare.run('create_customer', customer, [{ body: { customer: {} } }])
  expect(invited.sent[0]?.body).toMatchObject({ customer: { send_email_invite: true } })
})

test('a draft is made, sent and completed', async () => {
  const draft = { title: 'Repair', price: '20.00', note: 'By phone' }
  expect(await ask('create_draft_order', draft, { draft_order: { id: 9 } })).toMatchObject({
    output: { id: 9 },
    sent: 'POST /draft_orders.json',
    body: {
      draft_order: { line_items: [{ title: 'Repair', quantity: 1, price: '20.00' }], note: 'By phone' },
    },
  })
  expect(await ask('send_draft_order_invoice', { draftOrderId: '9', subject: 'Pay here' })).toMatchObject({
    sent: 'POST /draft_orders/9/send_invoice.json',
    body: { draft_order_invoice: { subject: 'Pay here' } },
  })
  expect(await ask('complete_draft_order', { draftOrderId: '9', paymentPending: true })).toMatchObject({
    sent: 'PUT /draft_orders/9/complete.json?payment_pending=true',
  })
})

test('products carry an image, and stock is adjusted', async () => {
  const image = { name: 'a.png', contentType: 'image/png', bytes: new Uint8Array([1, 2, 3]) }
  const services = { files: { read: async () => image, write: async () => Promise.reject() } }
  const input = { title: 'Headset', bodyHtml: '<b>Loud</b>', productImage: 'https://a.example/a.png' }
  expect(await ask('create_product', input, { product: { id: 7 } }, { services })).toMatchObject({
    sent: 'POST /products.json',
    body: {
      product: {
        title: 'Headset',
        body_html: '<b>Loud</b>',
        status: 'draft',
        images: [{ attachment: 'AQID', filename: 'a.png' }],
      },
    },
  })
  expect(await ask('update_product', { id: '7', status: 'active' })).toMatchObject({
    sent: 'PUT /products/7.json',
    body: { product: { status: 'active' } },
  })
  expect(await ask('adjust_inventory_level', { id: 11, locationId: '2', adjustment: -1 })).toMatchObject({
    sent: 'POST /inventory_levels/adjust.json',
    body: { inventory_item_id: 11, location_id: 2, available_adjustment: -1 },
  })
})

test('all that is open of an order is fulfilled; where nothing is, it says so', async () => {
  const open = (status: string) => ({
    body: {
      fulfillment_orders: [
        { id: 21, status },
        { id: 22, status: 'closed' },
      ],
    },
  })
  const made = { body: { fulfillment: { id: 31 } } }
  const input = { orderId: 5, trackingNumber: 'T1', trackingCompany: 'DHL', notifyCustomer: true }
  const { output, sent } = await bare.run('create_fulfillment', input, [open('open'), made])
  expect(output).toEqual({ id: 31 })
  expect(sent[1]?.body).toEqual({
    fulfillment: {
      line_items_by_fulfillment_order: [{ fulfillment_order_id: 21 }],
      tracking_info: { number: 'T1', company: 'DHL' },
      notify_customer: true,
    },
  })
  await expect(bare.run('create_fulfillment', input, [open('closed')])).rejects.toMatchObject({
    code: 'CONFLICT',
  })
})

test('tags are added with GraphQL, and a refusal is told', async () => {
  const input = { resource_type: 'Customer', resource_id: '1', tags: ['vip', 'called'] }
  const good = { data: { tagsAdd: { node: { id: 'gid://shopify/Customer/1' }, userErrors: [] } } }
  const { output, sent } = await bare.run('add_tags', input, [{ body: good }])
  expect(output).toEqual({ id: 'gid://shopify/Customer/1', tags: ['vip', 'called'] })
  expect([sent[0]?.url.pathname, sent[0]?.body]).toEqual([
    `${ROOT}/graphql.json`,
    {
      query: expect.stringContaining('tagsAdd'),
      variables: { id: 'gid://shopify/Customer/1', tags: ['vip', 'called'] },
    },
  ])
  const bad = { data: { tagsAdd: { node: null, userErrors: [{ message: 'Customer does not exist' }] } } }
  await expect(bare.run('add_tags', input, [{ body: bad }])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('Customer does not exist'),
  })
})

test('what the shop has is offered by name', async () => {
  const offered = async (action: string, field: string, body: object, search?: string) =>
    kit.options('actions', action, field, {}, [{ body }], search)
  const people = { customers: [{ id: 1, first_name: 'Ana', last_name: 'Ruiz', email: 'ana@example.com' }] }
  const found = await offered('get_customer', 'customerId', people, 'ana')
  expect(found.options).toEqual([{ value: '1', label: 'Ana Ruiz ana@example.com' }])
  expect(found.sent[0]?.url.pathname).toBe(`${ROOT}/customers/search.json`)
  const labels = async (...args: Parameters<typeof offered>) => (await offered(...args)).options
  expect(await labels('get_order', 'orderId', { orders: [{ id: 5, name: '#1001' }] })).toEqual([
    { value: '5', label: '#1001' },
  ])
  expect(
    await labels('complete_draft_order', 'draftOrderId', { draft_orders: [{ id: 9, name: '#D1' }] }),
  ).toEqual([{ value: '9', label: '#D1' }])
  expect(await labels('get_product', 'id', { products: [{ id: 7, title: 'Headset' }] })).toEqual([
    { value: '7', label: 'Headset' },
  ])
  expect(
    await labels('adjust_inventory_level', 'locationId', { locations: [{ id: 2, name: 'Madrid' }] }),
  ).toEqual([{ value: '2', label: 'Madrid' }])
})

test('an error names the field', async () => {
  const answer = { status: 422, body: { errors: { email: ['has already been taken'] } } }
  await expect(kit.run('create_customer', { email: 'ana@example.com' }, [answer])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('email has already been taken'),
  })
  const plain = { status: 404, body: { errors: 'Not Found' } }
  await expect(kit.run('get_order', { orderId: '1' }, [plain])).rejects.toThrow(/Not Found/)
})

test('the connection is tried out, and any other request carries the token', async () => {
  const [request] = await kit.validate([{ body: { shop: {} } }])
  expect(request?.url.href).toBe(`https://acme.myshopify.com${ROOT}/shop.json?fields=id`)
  const { sent } = await kit.run('custom_api_call', { url: '/orders/count.json' }, [{ body: { count: 1 } }])
  expect(sent[0]?.headers.get('x-shopify-access-token')).toBe('shpat_1')
})

describe('events', () => {
  const TOPICS = {
    new_order: 'orders/create',
    new_paid_order: 'orders/paid',
    new_fulfilled_order: 'orders/fulfilled',
    new_cancelled_order: 'orders/cancelled',
    new_customer: 'customers/create',
    updated_product: 'products/update',
  }

  test.each(Object.entries(TOPICS))('%s asks for %s, and stops', async (name, topic) => {
    const { sent, state } = await kit.subscribe(name, {}, [{ body: { webhook: { id: 4 } } }])
    expect(sent[0]?.body).toEqual({
      webhook: { topic, address: 'https://patchcord.example/webhooks/wf_1', format: 'json' },
    })
    expect([sent[1]?.method, sent[1]?.url.pathname]).toEqual(['DELETE', `${ROOT}/webhooks/4.json`])
    expect(state).toEqual({ id: 4, secret: 'shpss_1' })
    const isRepeated = name === 'updated_product'
    expect(shopify.triggers[name]!.eventId!({ id: 5 })).toBe(isRepeated ? undefined : '5')
  })

  test('without the API secret nothing is asked for', async () => {
    const props = { shopName: 'acme', adminToken: 'shpat_1' }
    const poor = pieceKit(shopify, { connection: { type: 'CUSTOM_AUTH', props } })
    await expect(poor.subscribe('new_order', {})).rejects.toMatchObject({ code: 'CONNECTION_INVALID' })
  })

  test('a signed request is taken; a forged one, or one to a trigger that never was enabled, is not', () => {
    const rawBody = new Uint8Array(Buffer.from('{"id":5}'))
    const sign = (key: string) => createHmac('sha256', key).update('{"id":5}').digest('base64')
    const verify = (signature: string, state: object | null) =>
      shopify.triggers.new_order!.verify!(
        {
          method: 'POST',
          headers: { 'x-shopify-hmac-sha256': signature },
          queryParams: {},
          body: {},
          rawBody,
        },
        {},
        { state } as never,
      )
    expect(() => verify(sign('shpss_1'), { id: 4, secret: 'shpss_1' })).not.toThrow()
    for (const bad of [
      () => verify(sign('other'), { id: 4, secret: 'shpss_1' }),
      () => verify('', { id: 4, secret: 'shpss_1' }),
      () => verify(sign('shpss_1'), null),
      () => verify(sign(''), { id: 4, secret: '' }),
    ]) {
      expect(bad).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
    }
  })

  test('recent orders show what an event looks like', async () => {
    const { http } = shopify.connect!(
      { request: async () => ({ status: 200, headers: {}, body: { orders: [{ id: 5 }] } }) } as never,
      { value: connection },
    )
    expect(await shopify.triggers.new_order!.test!({ http } as never)).toEqual([{ id: 5 }])
  })
})
