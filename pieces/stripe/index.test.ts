import { createEmulator, type Emulator } from 'emulate'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import stripe from './index.ts'
import { smallestUnits } from './money.ts'

// Held against: Stripe's own description of its API, the stateful emulator of Stripe in npm `emulate` where it has the
// object, and Stripe's own library: its encoding of forms, and its signatures. Stripe asks for an idempotency key with
// every POST that creates something; the description does not list it.

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({ service: 'stripe', port: 0 })
})
afterAll(() => emulator.close())

const connection = { type: 'SECRET_TEXT', secret_text: 'sk_test_key' }
const real = pieceKit(stripe, {
  connection,
  contract: 'stripe',
  forward: () => ({ 'https://api.stripe.com/v1': `${emulator.url}/v1` }),
})
const kit = pieceKit(stripe, { connection, contract: 'stripe' })

const ana = { email: 'ana@example.com', name: 'Ana Ruiz', city: 'Madrid', metadata: { call: 'c1' } }
const idOf = (output: unknown) => (output as { id: string }).id

/** What Stripe's library sends for the same. */
async function sdkForm(call: (client: Stripe) => Promise<unknown>): Promise<Record<string, string>> {
  let body = ''
  const fetched = async (_url: unknown, init?: RequestInit) => {
    body = String(init?.body)
    return Response.json({})
  }
  const httpClient = Stripe.createFetchHttpClient(fetched as typeof fetch)
  await call(new Stripe('sk_test_key', { httpClient }))
  return Object.fromEntries(new URLSearchParams(body))
}

describe('with the emulator', () => {
  test('a customer is created, read and changed', async () => {
    const { output, sent } = await real.run('create_customer', ana)
    expect(output).toMatchObject({ email: 'ana@example.com', metadata: { call: 'c1' } })
    expect(sent[0]?.headers.get('idempotency-key')).toBe('run_1/step_1')
    expect(sent[0]?.headers.get('stripe-version')).toBe('2022-11-15')
    const id = idOf(output)
    await real.run('update_customer', { customer: id, name: 'Ana R.' })
    expect((await real.run('retrieve_customer', { id })).output).toMatchObject({
      name: 'Ana R.',
      email: 'ana@example.com',
    })
    const { options } = await real.options('actions', 'create_payment_intent', 'customer')
    expect(options).toContainEqual({ value: id, label: 'Ana R., ana@example.com' })
  })

  test('a payment is started, found and called off, in the smallest unit', async () => {
    const { output } = await real.run('create_payment_intent', { amount: 10.5, currency: 'eur' })
    expect(output).toMatchObject({ amount: 1050, currency: 'eur' })
    const payment_intent_id = idOf(output)
    const { options } = await real.options('actions', 'create_refund', 'payment_intent')
    expect(options.map(({ value }) => value)).toContain(payment_intent_id)
    await real.run('cancel_payment_intent', { payment_intent_id })
    expect((await real.run('retrieve_payment_intent', { payment_intent_id })).output).toMatchObject({
      status: 'canceled',
    })
  })

  test('a product has prices, paid once or monthly', async () => {
    const { output } = await real.run('create_product', {
      name: 'Minutes',
      images: ['https://a.example/1.png'],
    })
    const product = idOf(output)
    const { options } = await real.options('actions', 'create_price', 'product')
    expect(options).toEqual([{ value: product, label: 'Minutes' }])
    const price = { product, amount: 500, currency: 'jpy', recurring: 'month', interval_count: 3 }
    const { sent } = await real.run('create_price', price)
    expect(sent[0]?.body).toEqual({
      product,
      currency: 'jpy',
      unit_amount: '500',
      'recurring[interval]': 'month',
      'recurring[interval_count]': '3',
    })
    const once = await real.run('create_price', { product, amount: 1.99, currency: 'usd' })
    expect(once.output).toMatchObject({ unit_amount: 199, type: 'one_time' })
  })

  test('what is not there is told by its id', async () => {
    await expect(real.run('retrieve_customer', { id: 'cus_none' })).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining("No such customer: 'cus_none'"),
    })
  })

  test('a connection is tried out', async () => {
    const [request] = await real.validate()
    expect(request?.url.href).toBe('https://api.stripe.com/v1/customers?limit=1')
  })
})

test('amounts are counted in the unit of their currency', () => {
  expect([
    smallestUnits(1.1, 'EUR'),
    smallestUnits(500, 'krw'),
    smallestUnits(1.234, 'kwd'),
    smallestUnits(19.99, 'usd'),
  ]).toEqual([110, 500, 1230, 1999])
})

test('a payment charged at once without a return address takes cards only', async () => {
  const charge = { amount: 1, currency: 'eur', payment_method: 'pm_1', confirm: true }
  const { sent } = await kit.run('create_payment_intent', charge)
  expect(sent[0]?.body).toEqual({ amount: '100', currency: 'eur', payment_method: 'pm_1', confirm: 'true' })
  const returning = await kit.run('create_payment_intent', { ...charge, return_url: 'https://a.example' })
  expect(returning.sent[0]?.body).toMatchObject({ 'automatic_payment_methods[enabled]': 'true' })
})

test('customers are found by e-mail, and quotes in it stay inside', async () => {
  const found = { object: 'search_result', data: [], has_more: false, url: '/v1/customers/search' }
  const { sent, output } = await kit.run('search_customer', { email: "o'neil@example.com" }, [
    { body: found },
  ])
  expect(sent[0]?.url.searchParams.get('query')).toBe("email:'o\\'neil@example.com'")
  expect(output).toEqual(found)
  const body = { ...found, data: [] }
  const { sent: asked } = await kit.options('actions', 'update_customer', 'customer', {}, [{ body }], 'ana"')
  expect(asked[0]?.url.searchParams.get('query')).toBe('email~"ana" OR name~"ana"')
})

test('payments and invoices are found with a query', async () => {
  const none = (url: string) => ({ object: 'search_result', data: [], has_more: false, url })
  const payments = await kit.run('search_payment_intents', { query: "status:'succeeded'" }, [
    { body: none('/v1/payment_intents/search') },
  ])
  expect(payments.sent[0]?.url.search).toBe('?query=status%3A%27succeeded%27&limit=10')
  const invoices = await kit.run('search_invoices', { query: "status:'open'", limit: 5 }, [
    { body: none('/v1/invoices/search') },
  ])
  expect(invoices.sent[0]?.url.search).toBe('?query=status%3A%27open%27&limit=5')
})

test('a refund of a part is counted in the currency of its payment', async () => {
  const refund = { id: 're_1', object: 'refund', amount: 500, currency: 'jpy', created: 1 }
  const answers = [{ body: undefined as unknown }, { body: refund }]
  answers[0] = {
    body: {
      id: 'pi_1',
      object: 'payment_intent',
      amount: 900,
      currency: 'jpy',
      capture_method: 'automatic',
      confirmation_method: 'automatic',
      created: 1,
      livemode: false,
      payment_method_types: ['card'],
      status: 'succeeded',
    },
  }
  const input = { payment_intent: 'pi_1', amount: 500, reason: 'duplicate', metadata: { by: 'phone' } }
  const { sent, output } = await kit.run('create_refund', input, answers)
  expect(output).toEqual(refund)
  expect(sent[1]?.body).toEqual({
    payment_intent: 'pi_1',
    amount: '500',
    reason: 'duplicate',
    'metadata[by]': 'phone',
  })
  const whole = await kit.run('create_refund', { payment_intent: 'pi_1' }, [{ body: refund }])
  expect(whole.sent.map(({ body }) => body)).toEqual([{ payment_intent: 'pi_1' }])
})

test("forms are encoded as Stripe's own library encodes them", async () => {
  const line_items = [
    { price: 'price_1', quantity: 2 },
    { price: 'price_2', quantity: 1 },
  ]
  const link = await kit.run('create_payment_link', {
    line_items,
    after_completion_type: 'redirect',
    after_completion_redirect_url: 'https://a.example/thanks?a=b&c',
    allow_promotion_codes: true,
    metadata: { 'name of call': 'c 1' },
  })
  expect(link.sent[0]?.body).toEqual(
    await sdkForm((client) =>
      client.paymentLinks.create({
        line_items,
        after_completion: { type: 'redirect', redirect: { url: 'https://a.example/thanks?a=b&c' } },
        allow_promotion_codes: true,
        metadata: { 'name of call': 'c 1' },
      }),
    ),
  )
  const customer = await kit.run('create_customer', ana)
  expect(customer.sent[0]?.body).toEqual(
    await sdkForm((client) =>
      client.customers.create({
        email: 'ana@example.com',
        name: 'Ana Ruiz',
        metadata: { call: 'c1' },
        address: { city: 'Madrid' },
      }),
    ),
  )
})

test('a payment link is closed', async () => {
  const { sent } = await kit.run('deactivate_payment_link', { payment_link_id: 'plink_1' })
  expect([sent[0]?.url.pathname, sent[0]?.body]).toEqual(['/v1/payment_links/plink_1', { active: 'false' }])
})

test('an invoice is drafted, filled, finalized, sent, read', async () => {
  const draft = {
    customer_id: 'cus_1',
    currency: 'EUR',
    collection_method: 'send_invoice',
    days_until_due: 14,
  }
  const sent = [
    await kit.run('create_invoice', draft),
    await kit.run('create_invoice_item', {
      customer: 'cus_1',
      amount: 1050,
      currency: 'EUR',
      invoice: 'in_1',
    }),
    await kit.run('create_invoice_item', { customer: 'cus_1', price: 'price_1', quantity: 2, amount: 1 }),
    await kit.run('finalize_invoice', { invoice_id: 'in_1', auto_advance: true }),
    await kit.run('send_invoice', { invoice_id: 'in_1' }),
    await kit.run('retrieve_invoice', { invoice_id: 'in_1' }),
  ].map(({ sent: [request] }) => [request?.method, request?.url.pathname, request?.body ?? null])
  expect(sent).toEqual([
    [
      'POST',
      '/v1/invoices',
      { customer: 'cus_1', currency: 'eur', collection_method: 'send_invoice', days_until_due: '14' },
    ],
    ['POST', '/v1/invoiceitems', { customer: 'cus_1', amount: '1050', currency: 'eur', invoice: 'in_1' }],
    ['POST', '/v1/invoiceitems', { customer: 'cus_1', price: 'price_1', quantity: '2' }],
    ['POST', '/v1/invoices/in_1/finalize', { auto_advance: 'true' }],
    ['POST', '/v1/invoices/in_1/send', {}],
    ['GET', '/v1/invoices/in_1', null],
  ])
})

describe('subscriptions', () => {
  const of = (id: string, price: string) => ({
    id,
    customer: 'cus_1',
    status: 'active',
    items: { data: [{ price: { id: price } }] },
  })
  // Made-up answers are cut to what is read here, so they are not held against the description.
  const loose = pieceKit(stripe, { connection })

  test('one is started, and ended now or later', async () => {
    const input = { customer: 'cus_1', items: [{ price: 'price_1' }], trial_period_days: 7 }
    const { sent } = await kit.run('create_subscription', input)
    expect(sent[0]?.body).toEqual({
      customer: 'cus_1',
      'items[0][price]': 'price_1',
      'items[0][quantity]': '1',
      trial_period_days: '7',
      'automatic_tax[enabled]': 'false',
    })
    const now = await kit.run('cancel_subscription', { subscription: 'sub_1' })
    expect([now.sent[0]?.method, now.sent[0]?.url.pathname]).toEqual(['DELETE', '/v1/subscriptions/sub_1'])
    const later = await kit.run('cancel_subscription', { subscription: 'sub_1', cancel_at_period_end: true })
    expect(later.sent[0]?.body).toEqual({ cancel_at_period_end: 'true' })
  })

  test('they are found page by page, and by price', async () => {
    const data = [of('sub_1', 'price_1'), of('sub_2', 'price_2')]
    const answers = [
      { body: { data, has_more: true } },
      { body: { data: [of('sub_3', 'price_1')], has_more: false } },
    ]
    const input = { price_ids: 'price_1, price_9', status: 'active', created_after: '2026-01-01T00:00:00Z' }
    const { output, sent } = await loose.run('search_subscriptions', input, answers)
    expect(output).toMatchObject({ count: 2, subscriptions: [{ id: 'sub_1' }, { id: 'sub_3' }] })
    expect(Object.fromEntries(sent[1]?.url.searchParams ?? [])).toEqual({
      status: 'active',
      'created[gte]': '1767225600',
      'expand[]': 'data.customer',
      limit: '98',
      starting_after: 'sub_2',
    })
    // The description's names of what is asked for.
    await kit.run('search_subscriptions', input, [{ status: 429 }]).catch(() => undefined)
  })

  test('they are offered with their customer, as are invoices and links', async () => {
    const ask = async (action: string, field: string, data: object[]) =>
      (await loose.options('actions', action, field, {}, [{ body: { data } }])).options
    expect(await ask('cancel_subscription', 'subscription', [of('sub_1', 'price_1')])).toEqual([
      { value: 'sub_1', label: 'sub_1: cus_1, active' },
    ])
    expect(
      await ask('send_invoice', 'invoice_id', [
        { id: 'in_1', number: 'A-1', customer_email: 'ana@example.com' },
      ]),
    ).toEqual([{ value: 'in_1', label: 'A-1, ana@example.com' }])
    expect(
      await ask('deactivate_payment_link', 'payment_link_id', [
        { id: 'plink_1', url: 'https://buy.stripe.com/1' },
      ]),
    ).toEqual([{ value: 'plink_1', label: 'https://buy.stripe.com/1' }])
  })
})

describe('events', () => {
  const EVENTS = {
    new_payment: 'charge.succeeded',
    payment_failed: 'charge.failed',
    new_customer: 'customer.created',
    new_subscription: 'customer.subscription.created',
    updated_subscription: 'customer.subscription.updated',
    canceled_subscription: 'customer.subscription.deleted',
    new_invoice: 'invoice.created',
    invoice_paid: 'invoice.paid',
    invoice_payment_failed: 'invoice.payment_failed',
    checkout_session_completed: 'checkout.session.completed',
  }
  const endpoint = {
    id: 'we_1',
    object: 'webhook_endpoint',
    secret: 'whsec_test',
    created: 1,
    enabled_events: [],
    livemode: false,
    metadata: {},
    status: 'enabled',
    url: 'https://patchcord.example/webhooks/wf_1',
  }

  test.each(Object.entries(EVENTS))('%s asks for %s, gives it on, and stops', async (name, type) => {
    const { sent, state } = await kit.subscribe(name, {}, [{ body: endpoint }])
    expect(sent[0]?.body).toMatchObject({ 'enabled_events[0]': type, url: endpoint.url })
    expect([sent[1]?.method, sent[1]?.url.pathname]).toEqual(['DELETE', '/v1/webhook_endpoints/we_1'])
    expect(state).toEqual({ id: 'we_1', secret: 'whsec_test' })
    const trigger = stripe.triggers[name]!
    const object = { id: 'x_1', attempt_count: 2 }
    const deliver = (body: object) => trigger.events!({ input: {}, request: { body } } as never)
    expect(await deliver({ type, data: { object } })).toEqual([object])
    expect(await deliver({ type: 'something.else', data: { object } })).toEqual([])
  })

  test('an event is named by its object, and by the attempt where that counts', () => {
    const nameOf = (trigger: string) => stripe.triggers[trigger]!.eventId!({ id: 'x_1', attempt_count: 2 })
    expect(nameOf('new_payment')).toBe('x_1')
    expect(nameOf('invoice_payment_failed')).toBe('x_1:2')
    expect(nameOf('updated_subscription')).toBeUndefined()
  })

  test('only what was asked for starts a run', async () => {
    const type = 'customer.subscription.updated'
    const object = { id: 'sub_1', customer: 'cus_1', status: 'past_due' }
    const deliver = (input: object) =>
      stripe.triggers.updated_subscription!.events!({
        input,
        request: { body: { type, data: { object } } },
      } as never)
    expect(await deliver({ status: 'past_due', customer: 'cus_1' })).toHaveLength(1)
    expect(await deliver({ status: 'active', customer: 'cus_1' })).toHaveLength(0)
    expect(await deliver({ customer: 'cus_2' })).toHaveLength(0)
  })

  test("what Stripe's own library signs is taken; forged, old or unsigned requests are not", () => {
    const payload = JSON.stringify({ type: 'charge.succeeded' })
    const client = new Stripe('sk_test_key')
    const sign = (secret: string, timestamp?: number) =>
      client.webhooks.generateTestHeaderString({ payload, secret, ...(timestamp && { timestamp }) })
    const verify = (header: string, state: unknown = endpoint, body = payload) => {
      const rawBody = new Uint8Array(Buffer.from(body))
      const request = {
        method: 'POST',
        headers: { 'stripe-signature': header },
        queryParams: {},
        body: null,
        rawBody,
      }
      return stripe.triggers.new_payment!.verify!(request, {}, { state } as never)
    }
    const good = sign('whsec_test')
    expect(() => verify(good)).not.toThrow()
    expect(() => verify(`${good.replace(/v1=\w/, 'v1=x')},v1=${good.split('v1=')[1]}`)).not.toThrow()
    const bad = [
      () => verify(sign('whsec_other')),
      () => verify(sign('whsec_test', 1)),
      () => verify(''),
      () => verify(good, null),
      () => verify(good, endpoint, '{}'),
    ]
    for (const each of bad) expect(each).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
  })

  test('recent objects show what an event looks like', async () => {
    await real.run('create_customer', ana)
    const { connect, triggers } = stripe
    const { http } = connect!(
      { request: async () => ({ status: 200, headers: {}, body: { data: [{ id: 'cus_1' }] } }) } as never,
      {
        value: connection,
      },
    )
    expect(await triggers.new_customer!.test!({ http } as never)).toEqual([{ id: 'cus_1' }])
  })
})

test('any other request carries the key', async () => {
  const { sent } = await real.run('custom_api_call', { url: '/customers' })
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer sk_test_key')
})
