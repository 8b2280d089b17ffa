import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import typeform from './index.ts'

// Held against: exchanges in the shape of Typeform's reference (typeform.com/developers: Responses API, "Retrieve
// responses"; Webhooks API, "Create or update webhook", "Example payload" and "Secure your webhooks").

const connection = { type: 'SECRET_TEXT', secret_text: 'tfp_1' }
const kit = pieceKit(typeform, { connection })

const answers = [
  { type: 'text', text: 'Ana', field: { id: 'a', type: 'short_text', ref: 'name' } },
  {
    type: 'choice',
    choice: { id: 'x', label: 'Barcelona' },
    field: { id: 'b', type: 'multiple_choice', ref: 'city' },
  },
  {
    type: 'choices',
    choices: { labels: ['A', 'B'], other: 'C' },
    field: { id: 'c', type: 'multiple_choice', ref: 'many' },
  },
  { type: 'number', number: 7, field: { id: 'd', type: 'opinion_scale', ref: 'score' } },
  { type: 'boolean', boolean: false, field: { id: 'e', type: 'legal', ref: 'ok' } },
  {
    type: 'phone_number',
    phone_number: '+34600000000',
    field: { id: 'f', type: 'phone_number', ref: 'phone' },
  },
]
const item = { token: 't1', submitted_at: '2026-05-01T09:30:00Z', answers }
const plain = { city: 'Barcelona', many: ['A', 'B', 'C'], score: 7, ok: false, phone: '+34600000000' }

test('responses are listed with their answers as plain values', async () => {
  const input = {
    form_id: 'f/1',
    query: 'Ana',
    since: '2026-05-01T00:00:00',
    responseType: 'completed',
    includedResponseIds: ['t1', 't2'],
    sort: 'submitted_at,asc',
    pageSize: 10,
    before: 'tok',
  }
  const { output, sent } = await kit.run('list_responses', input, [
    { body: { total_items: 1, page_count: 1, items: [item] } },
  ])
  expect(output).toEqual({
    total_items: 1,
    page_count: 1,
    items: [{ ...item, fields: { name: 'Ana', ...plain } }],
  })
  expect(sent[0]?.url.pathname).toBe('/forms/f%2F1/responses')
  expect(Object.fromEntries(sent[0]!.url.searchParams)).toEqual({
    query: 'Ana',
    since: '2026-05-01T00:00:00',
    response_type: 'completed',
    included_response_ids: 't1,t2',
    sort: 'submitted_at,asc',
    page_size: '10',
    before: 'tok',
  })
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer tfp_1')
})

test('a response without answers has no fields', async () => {
  const { output } = await kit.run('list_responses', { form_id: 'f1' }, [
    { body: { items: [{ token: 't2', answers: null }] } },
  ])
  expect(output).toMatchObject({ items: [{ token: 't2', fields: {} }] })
})

test('forms are read, listed and offered by title', async () => {
  const body = { items: [{ id: 'f1', title: 'Call me' }], total_items: 1 }
  const one = await kit.run('get_form', { form_id: 'f1' }, [{ body: body.items[0] }])
  expect(one.output).toEqual(body.items[0])
  expect(one.sent[0]?.url.pathname).toBe('/forms/f1')
  const all = await kit.run('list_forms', { search: 'call' }, [{ body }])
  expect(all.sent[0]?.url.search).toBe('?search=call&page_size=200')
  const { options, sent } = await kit.options('actions', 'get_form', 'form_id', {}, [{ body }], 'me')
  expect(options).toEqual([{ value: 'f1', label: 'Call me' }])
  expect(sent[0]?.url.searchParams.get('search')).toBe('me')
})

test('the credentials are tried out, and what Typeform refuses is told in its words', async () => {
  const [request] = await kit.validate([{ body: { alias: 'Me' } }])
  expect(request?.url.pathname).toBe('/me')
  const body = { code: 'FORM_NOT_FOUND', description: 'No such form' }
  await expect(kit.run('get_form', { form_id: 'f9' }, [{ status: 404, body }])).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.stringContaining('No such form'),
  })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/themes' }, [{ body: { items: [] } }])
  expect(output).toMatchObject({ status: 200 })
})

describe('webhooks', () => {
  const secret = 'a-secret-of-this-trigger'
  const trigger = typeform.triggers.new_submission!
  const definition = { id: 'f1', title: 'Call me', fields: [{ id: 'a', title: 'Your name?', ref: 'name' }] }
  const body = {
    event_id: 'e1',
    event_type: 'form_response',
    form_response: { ...item, form_id: 'f1', definition },
  }
  const request = (key = secret) => {
    const rawBody = new Uint8Array(Buffer.from(JSON.stringify(body)))
    const signature = `sha256=${createHmac('sha256', key).update(rawBody).digest('base64')}`
    return {
      method: 'POST',
      headers: { 'typeform-signature': signature },
      queryParams: {},
      body: body as never,
      rawBody,
    }
  }

  test('a webhook with a secret is made under a tag of its address, and taken back', async () => {
    const { sent, state } = await kit.subscribe('new_submission', { form_id: 'f1' }, [
      { body: { id: 'w' } },
      {},
    ])
    const { tag } = state as { tag: string }
    expect(tag).toMatch(/^patchcord-[0-9a-f]{16}$/)
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      `PUT /forms/f1/webhooks/${tag}`,
      `DELETE /forms/f1/webhooks/${tag}`,
    ])
    expect(sent[0]?.body).toEqual({
      url: 'https://patchcord.example/webhooks/wf_1',
      enabled: true,
      secret,
      verify_ssl: true,
    })
  })

  test('only what Typeform signed is taken', () => {
    const delivery = { secret } as never
    expect(() => trigger.verify!(request(), {}, delivery)).not.toThrow()
    for (const bad of [request('other'), { ...request(), headers: {} }])
      expect(() => trigger.verify!(bad, {}, delivery)).toThrow(/signature/)
    expect(() => trigger.verify!(request(''), {}, { secret: '' } as never)).toThrow(/not given the secret/)
    expect(() => trigger.verify!(request(), {})).toThrow(/not given the secret/)
  })

  test('a response comes with its answers by question, once', async () => {
    const [event] = await trigger.events!({ request: request() } as never)
    expect(event).toEqual({ ...body.form_response, fields: { 'Your name?': 'Ana', ...plain } })
    expect(trigger.eventId!(event!)).toBe('t1')
    expect(await trigger.events!({ request: { ...request(), body: {} } } as never)).toEqual([])
  })

  test('the latest responses are there to try a workflow with', async () => {
    const asked: unknown[] = []
    const http = {
      async get(path: string, { query }: { query: unknown }) {
        asked.push(path, query)
        return { items: [item] }
      },
    }
    const found = await trigger.test!({ http, input: { form_id: 'f1' } } as never)
    expect(found).toMatchObject([{ token: 't1', fields: { name: 'Ana' } }])
    expect(asked).toEqual(['/forms/f1/responses', { page_size: 5 }])
  })
})
