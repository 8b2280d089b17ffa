import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import webflow from './index.ts'

// Held against: Webflow's own description of its Data API, v2. Answers that are cut to what is read are not held to it.

const connection = { type: 'SECRET_TEXT', secret_text: 'site-token' }
const kit = pieceKit(webflow, { connection, contract: 'webflow' })
const bare = pieceKit(webflow, { connection })
const where = { site_id: 's1', collection_id: 'c1' }
const one = { ...where, collection_item_id: 'i1' }

const field = (slug: string, type: string, more: object = {}) => ({
  id: slug,
  slug,
  displayName: slug,
  type,
  isRequired: slug === 'name' || slug === 'slug',
  isEditable: true,
  ...more,
})
const COLLECTION = {
  id: 'c1',
  displayName: 'Articles',
  singularName: 'Article',
  fields: [
    field('name', 'PlainText'),
    field('slug', 'PlainText'),
    field('body', 'RichText'),
    field('photo', 'Image'),
    field('photos', 'MultiImage'),
    field('rank', 'Number'),
    field('related', 'MultiReference'),
    field('kind', 'Option', { validations: { options: [{ id: 'k1', name: 'News' }] } }),
    field('made', 'DateTime', { isEditable: false }),
  ],
}

const shown = ({ sent }: { sent: { method: string; url: URL; body: unknown }[] }) =>
  sent.map(({ method, url, body }) => [
    `${method} ${url.pathname.replace('/v2', '')}${url.search}`,
    ...(body === undefined ? [] : [body]),
  ])

test('an item is added with the shape its fields ask for, and a slug', async () => {
  const collection_fields = {
    name: 'Hello, World',
    photo: 'https://a.example/1.png',
    photos: ['https://a.example/2.png'],
    rank: '3',
    related: 'i9',
    body: '',
  }
  const ran = await bare.run('create_collection_item', { ...where, collection_fields, is_draft: true }, [
    { body: COLLECTION },
    { body: { id: 'i1' } },
  ])
  const expected = {
    isDraft: true,
    fieldData: {
      name: 'Hello, World',
      slug: 'hello-world',
      photo: { url: 'https://a.example/1.png' },
      photos: [{ url: 'https://a.example/2.png' }],
      rank: 3,
      related: ['i9'],
    },
  }
  expect(ran.output).toEqual({ id: 'i1' })
  expect(shown(ran)).toEqual([['GET /collections/c1'], ['POST /collections/c1/items', expected]])
})

test('items are changed, read, published and deleted', async () => {
  const changed = await bare.run('update_collection_item', { ...one, collection_fields: { name: 'Bye' } }, [
    { body: COLLECTION },
  ])
  expect(shown(changed)[1]).toEqual(['PATCH /collections/c1/items/i1', { fieldData: { name: 'Bye' } }])
  expect(shown(await kit.run('get_collection_item', one))).toEqual([['GET /collections/c1/items/i1']])
  expect(shown(await kit.run('publish_collection_item', one))).toEqual([
    ['POST /collections/c1/items/publish', { itemIds: ['i1'] }],
  ])
  const deleted = await kit.run('delete_collection_item', one)
  expect([shown(deleted), deleted.output]).toEqual([[['DELETE /collections/c1/items/i1']], { deleted: 'i1' }])
})

test('items are found by a field, by Webflow itself where it can', async () => {
  const items = [
    { id: 'i1', fieldData: { name: 'a', rank: 3 } },
    { id: 'i2', fieldData: { name: 'b', rank: 4 } },
  ]
  const byRank = { ...where, field_name: 'rank', field_value: '4' }
  const ran = await bare.run('find_collection_item', byRank, [{ body: { items } }])
  expect(ran.output).toEqual({ success: true, result: [items[1]] })
  expect(shown(ran)).toEqual([['GET /collections/c1/items?limit=100&offset=0']])
  const byName = await bare.run('find_collection_item', { ...where, field_name: 'name', field_value: 'a' }, [
    { body: { items } },
  ])
  expect(shown(byName)).toEqual([['GET /collections/c1/items?name=a&limit=100&offset=0']])
})

test('orders are read and fulfilled', async () => {
  const order = { site_id: 's1', order_id: 'o1' }
  expect(shown(await kit.run('find_order', order))).toEqual([['GET /sites/s1/orders/o1']])
  expect(shown(await kit.run('fulfill_order', order))).toEqual([
    ['POST /sites/s1/orders/o1/fulfill', { sendOrderFulfilledEmail: false }],
  ])
})

test('what the sites have is offered, and fields as a form', async () => {
  const offered = async (action: string, name: string, body: object) =>
    (await bare.options('actions', action, name, where, [{ body }])).options
  expect(await offered('find_order', 'site_id', { sites: [{ id: 's1', displayName: 'Acme' }] })).toEqual([
    { value: 's1', label: 'Acme' },
  ])
  expect(await offered('find_order', 'order_id', { orders: [{ orderId: 'o1', status: 'pending' }] })).toEqual(
    [{ value: 'o1', label: 'o1: pending' }],
  )
  const collections = [{ id: 'c1', displayName: 'Articles' }]
  expect(await offered('get_collection_item', 'collection_id', { collections })).toEqual([
    { value: 'c1', label: 'Articles' },
  ])
  const items = [{ id: 'i1', fieldData: { name: 'Hello' } }]
  expect(await offered('get_collection_item', 'collection_item_id', { items })).toEqual([
    { value: 'i1', label: 'Hello' },
  ])
  const http = { request: async () => ({ status: 200, headers: {}, body: COLLECTION }) } as never
  const request = { name: 'create_collection_item', field: 'collection_fields', input: where }
  const form = fieldsOf(
    await dynamicFieldsOf(webflow, { part: 'actions', ...request, connection: { value: connection } }, http),
  )
  expect(form).toMatchObject({
    name: { required: true },
    slug: { required: false },
    body: { kind: 'LONG_TEXT' },
    kind: { choices: [{ value: 'k1', label: 'News' }] },
  })
  expect(form).not.toHaveProperty('made')
})

test('the connection is tried out, errors are told, and any other request carries the token', async () => {
  const [request] = await kit.validate()
  expect(request?.headers.get('authorization')).toBe('Bearer site-token')
  const body = { code: 'resource_not_found', message: 'Requested resource not found' }
  await expect(kit.run('get_collection_item', one, [{ status: 404, body }])).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.stringContaining('Requested resource not found'),
  })
  expect((await kit.run('custom_api_call', { url: '/sites/s1' })).sent[0]?.url.href).toBe(
    'https://api.webflow.com/v2/sites/s1',
  )
})

describe('form submissions', () => {
  const trigger = webflow.triggers.new_submission!

  test('new_submission is asked for, and stops', async () => {
    const { sent, state } = await bare.subscribe('new_submission', { site_id: 's1', formName: 'Call me' }, [
      { body: { id: 'w1', secretKey: 'k1' } },
    ])
    expect(shown({ sent })).toEqual([
      [
        'POST /sites/s1/webhooks',
        {
          triggerType: 'form_submission',
          url: 'https://patchcord.example/webhooks/wf_1?token=a-secret-of-this-trigger',
          filter: { name: 'Call me' },
        },
      ],
      ['DELETE /webhooks/w1'],
    ])
    expect(state).toEqual({ id: 'w1', secretKey: 'k1' })
    // The request itself, held against the description.
    const refused = kit.subscribe('new_submission', { site_id: 's1', formName: 'Call me' }, [{ status: 429 }])
    await expect(refused).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  test('a request with the address and the signature is taken, and no other', () => {
    const rawBody = new Uint8Array(Buffer.from('{}'))
    const verify = (
      token: string,
      key: string,
      time: number,
      state: object = { id: 'w1', secretKey: 'k1' },
    ) => {
      const signature = createHmac('sha256', key).update(`${time}:{}`).digest('hex')
      const headers = { 'x-webflow-timestamp': String(time), 'x-webflow-signature': signature }
      const request = { method: 'POST', headers, queryParams: { token }, body: {}, rawBody }
      return trigger.verify!(request, {}, { secret: 's1', state } as never)
    }
    expect(() => verify('s1', 'k1', Date.now())).not.toThrow()
    expect(() => verify('s1', 'unknown', 1, { id: 'w1' })).not.toThrow()
    const bad = [
      () => verify('s2', 'k1', Date.now()),
      () => verify('s1', 'k2', Date.now()),
      () => verify('s1', 'k1', 1),
    ]
    for (const each of bad) expect(each).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
  })

  test('a submission starts one run, of the form that was asked for', async () => {
    const payload = { id: 'f1', name: 'Call me', data: { Phone: '+34600' } }
    const events = (formName?: string) =>
      trigger.events!({
        input: { formName },
        request: { body: { triggerType: 'form_submission', payload } },
      } as never)
    expect(await events()).toEqual([payload])
    expect(await events('Call me')).toEqual([payload])
    expect(await events('Other')).toEqual([])
    expect(trigger.eventId!(payload)).toBe('f1')
  })

  test('submissions that are there show what an event looks like', async () => {
    const bodies = [{ forms: [{ id: 'f1', displayName: 'Call me' }] }, { formSubmissions: [{ id: 'x1' }] }]
    const client = { request: async () => ({ status: 200, headers: {}, body: bodies.shift() }) }
    const { http } = webflow.connect!(client as never, { value: connection })
    expect(await trigger.test!({ http, input: { site_id: 's1' } } as never)).toEqual([{ id: 'x1' }])
  })
})
