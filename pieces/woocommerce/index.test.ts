import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import woocommerce from './index.ts'

// Held against: WooCommerce's own documentation of its REST API, v3. Made-up answers are cut to what is read here and
// are not held against it. The documentation marks `delivery_url` as read-only although it is what a webhook is made
// with, so its own example is what counts there.

const connection = {
  type: 'CUSTOM_AUTH',
  props: { baseUrl: 'https://shop.example.com/', consumerKey: 'ck_1', consumerSecret: 'cs_1' },
}
const kit = pieceKit(woocommerce, { connection, contract: 'woocommerce' })
const bare = pieceKit(woocommerce, { connection })

/** Runs an action; gives what was sent. */
async function ask(action: string, input: object) {
  const { sent } = await kit.run(action, { ...input }, [])
  const [request] = sent
  const path = request?.url.pathname.replace('/wp-json/wc/v3', '')
  return [`${request?.method} ${path}${decodeURIComponent(request?.url.search ?? '')}`, request?.body]
}

test('customers are created, changed and found', async () => {
  const ana = {
    email: 'ana@example.com',
    first_name: 'Ana',
    street_address: 'Calle Mayor 1',
    phone: '+34600',
  }
  expect(await ask('Create Customer', { ...ana, username: 'ana', password: 'open sesame' })).toEqual([
    'POST /customers',
    {
      email: 'ana@example.com',
      first_name: 'Ana',
      username: 'ana',
      password: 'open sesame',
      billing: { first_name: 'Ana', address_1: 'Calle Mayor 1', email: 'ana@example.com', phone: '+34600' },
      shipping: { first_name: 'Ana', address_1: 'Calle Mayor 1' },
    },
  ])
  expect(await ask('update_customer', { id: 25, city: 'Madrid' })).toEqual([
    'PUT /customers/25',
    { billing: { city: 'Madrid' }, shipping: { city: 'Madrid' } },
  ])
  expect(await ask('Find Customer', { email: 'ana@example.com' })).toEqual([
    'GET /customers?email=ana@example.com&role=all',
    undefined,
  ])
})

test('orders are taken, changed, read, found and noted on', async () => {
  const order = {
    customer_id: '25',
    line_items: [{ product_id: '93' }],
    email: 'ana@example.com',
    set_paid: true,
  }
  expect(await ask('create_order', order)).toEqual([
    'POST /orders',
    {
      customer_id: 25,
      line_items: [{ product_id: 93, quantity: 1 }],
      billing: { email: 'ana@example.com' },
      set_paid: true,
    },
  ])
  expect(await ask('update_order', { id: 727, status: 'on-hold' })).toEqual([
    'PUT /orders/727',
    { status: 'on-hold' },
  ])
  expect(await ask('get_order', { id: 727 })).toEqual(['GET /orders/727', undefined])
  expect(await ask('find_orders', { search: '+34600', status: 'processing', limit: 5 })).toEqual([
    'GET /orders?search=+34600&status=processing&per_page=5',
    undefined,
  ])
  expect(await ask('create_order_note', { id: 727, note: 'Called back' })).toEqual([
    'POST /orders/727/notes',
    { note: 'Called back', customer_note: false },
  ])
})

test('products and coupons are made, changed and found', async () => {
  const product = {
    name: 'Headset',
    regular_price: 59.9,
    categories: '9, 14',
    images: 'https://a.example/1.png',
  }
  expect(await ask('Create Product', product)).toEqual([
    'POST /products',
    {
      name: 'Headset',
      type: 'simple',
      regular_price: '59.9',
      categories: [{ id: 9 }, { id: 14 }],
      images: [{ src: 'https://a.example/1.png' }],
    },
  ])
  expect(await ask('update_product', { id: '93', stock_quantity: 3 })).toEqual([
    'PUT /products/93',
    { manage_stock: true, stock_quantity: 3 },
  ])
  expect(await ask('Find Product', { id: '93' })).toEqual(['GET /products/93', undefined])
  expect(await ask('search_products', { sku: 'HS-1' })).toEqual([
    'GET /products?sku=HS-1&per_page=10',
    undefined,
  ])
  expect(await ask('Create Coupon', { code: '10off', discount_type: 'percent', amount: 10 })).toEqual([
    'POST /coupons',
    { code: '10off', discount_type: 'percent', amount: '10', individual_use: true, exclude_sale_items: true },
  ])
})

test('what the shop has is offered by name', async () => {
  const offered = async (action: string, field: string, body: object[]) =>
    (await bare.options('actions', action, field, {}, [{ body }])).options
  expect(await offered('Find Product', 'id', [{ id: 93, name: 'Headset' }])).toEqual([
    { value: '93', label: 'Headset' },
  ])
  expect(await offered('Create Product', 'categories', [{ id: 9, name: 'Audio' }])).toEqual([
    { value: '9', label: 'Audio' },
  ])
  const billing = { first_name: 'Ana', last_name: 'Ruiz' }
  expect(await offered('get_order', 'id', [{ id: 727, number: '727', billing }])).toEqual([
    { value: '727', label: '#727 Ana Ruiz' },
  ])
  const people = [{ id: 25, first_name: 'Ana', last_name: '', email: 'ana@example.com' }]
  expect(await offered('update_customer', 'id', people)).toEqual([
    { value: '25', label: 'Ana ana@example.com' },
  ])
})

test("an error is told in the shop's words", async () => {
  const body = {
    code: 'woocommerce_rest_coupon_code_already_exists',
    message: 'The coupon code already exists',
  }
  const coupon = { code: '10off', discount_type: 'percent', amount: 10 }
  await expect(kit.run('Create Coupon', coupon, [{ status: 400, body }])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('The coupon code already exists'),
  })
})

test('the connection is tried out, and any other request carries the key', async () => {
  const [request] = await kit.validate()
  expect(request?.url.href).toBe('https://shop.example.com/wp-json/wc/v3/orders?per_page=1')
  const { sent } = await kit.run('custom_api_call', { url: '/coupons' })
  expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('ck_1:cs_1')}`)
})

describe('events', () => {
  const NAMES = [
    '$woocommerce_trigger_order_created',
    '$woocommerce_trigger_order_updated',
    '$woocommerce_trigger_order_deleted',
    '$woocommerce_trigger_product_created',
    '$woocommerce_trigger_product_updated',
    '$woocommerce_trigger_product_deleted',
    '$woocommerce_trigger_customer_created',
    '$woocommerce_trigger_customer_updated',
    '$woocommerce_trigger_customer_deleted',
    '$woocommerce_trigger_coupon_created',
    '$woocommerce_trigger_coupon_updated',
    '$woocommerce_trigger_coupon_deleted',
  ]

  test('there is one for all that can happen', () => expect(Object.keys(woocommerce.triggers)).toEqual(NAMES))

  test.each(NAMES)('%s is asked for, and stops', async (name) => {
    const { sent, state } = await bare.subscribe(name, {}, [{ body: { id: 142 } }])
    expect(sent[0]?.url.pathname).toBe('/wp-json/wc/v3/webhooks')
    expect(sent[0]?.body).toMatchObject({
      topic: name.replace('$woocommerce_trigger_', '').replace('_', '.'),
      delivery_url: 'https://patchcord.example/webhooks/wf_1',
      secret: 'a-secret-of-this-trigger',
    })
    expect([sent[1]?.method, sent[1]?.url.pathname, sent[1]?.url.search]).toEqual([
      'DELETE',
      '/wp-json/wc/v3/webhooks/142',
      '?force=true',
    ])
    expect(state).toEqual({ id: 142 })
  })

  const trigger = woocommerce.triggers.$woocommerce_trigger_order_created!
  const request = (body: object, headers: Record<string, string> = {}) => ({
    method: 'POST',
    headers,
    queryParams: {},
    body: body as never,
    rawBody: new Uint8Array(Buffer.from(JSON.stringify(body))),
  })

  test('the address is tried out with a number only', async () => {
    const answer = (each: object) => trigger.handshake!({ request: each } as never)
    expect(await answer(request({ webhook_id: '142' }))).toEqual({ status: 200 })
    expect(await answer(request({ id: 1 }))).toBeUndefined()
    expect(
      await answer(request({ webhook_id: 1 }, { 'x-wc-webhook-topic': 'order.created' })),
    ).toBeUndefined()
  })

  test('a signed request is taken and a forged one is not', () => {
    const sign = (key: string) => createHmac('sha256', key).update('{"id":1}').digest('base64')
    const verify = (signature: string, secret: string) =>
      trigger.verify!(request({ id: 1 }, { 'x-wc-webhook-signature': signature }), {}, { secret } as never)
    expect(() => verify(sign('s1'), 's1')).not.toThrow()
    const bad = [() => verify(sign('s2'), 's1'), () => verify('', 's1'), () => verify(sign(''), '')]
    for (const each of bad) expect(each).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
  })

  test('an object starts one run when it is made, and one for each change', async () => {
    const events = (body: object) => trigger.events!({ request: request(body) } as never)
    expect(await events({ id: 1 })).toEqual([{ id: 1 }])
    expect(await events({ webhook_id: 142 })).toEqual([])
    expect(trigger.eventId!({ id: 1 })).toBe('1')
    expect(woocommerce.triggers.$woocommerce_trigger_order_updated!.eventId!({ id: 1 })).toBeUndefined()
  })

  test('recent orders show what an event looks like', async () => {
    const client = { request: async () => ({ status: 200, headers: {}, body: [{ id: 1 }] }) }
    const { http } = woocommerce.connect!(client as never, { value: connection })
    expect(await trigger.test!({ http } as never)).toEqual([{ id: 1 }])
  })
})
