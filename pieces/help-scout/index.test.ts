import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import helpScout from './index.ts'

// Held against: the paths and fields of Help Scout's own PHP client. It lacks replies, notes, the list of inboxes and
// users/me, which are written after https://developer.helpscout.com/mailbox-api/endpoints/conversations/threads/reply/,
// …/threads/note/, …/endpoints/mailboxes/list/ and …/endpoints/users/get-me/ and checked by no description.

const connection = { type: 'OAUTH2', access_token: 'token' }
const kit = pieceKit(helpScout, { connection, contract: 'help-scout' })
const unchecked = pieceKit(helpScout, { connection })

const BASE = 'https://api.helpscout.net/v2'
const said = (request: SentRequest | undefined) => ({
  method: request?.method,
  url: request && `${request.url.origin}${request.url.pathname}`,
  query: Object.fromEntries(request?.url.searchParams ?? []),
  body: request?.body,
})
const made = (id: number) => [{ status: 201, headers: { 'resource-id': String(id) } }]

describe('conversations', () => {
  test('a conversation of a call is begun, and its id told', async () => {
    const input = {
      mailboxId: '12',
      subject: 'Call',
      customerEmail: 'ana@example.com',
      fromUser: '7',
      threadType: 'phone',
      body: 'Ana wants a call',
      tags: ['voice'],
    }
    const { sent, output } = await kit.run('create_conversation', input, made(99))
    const customer = { email: 'ana@example.com' }
    expect(said(sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/conversations`,
      query: {},
      body: {
        type: 'phone',
        mailboxId: 12,
        subject: 'Call',
        customer,
        status: 'active',
        user: 7,
        tags: ['voice'],
        threads: [{ type: 'phone', text: 'Ana wants a call', customer }],
      },
    })
    expect(output).toEqual({ id: 99 })
  })

  test('a conversation is answered and noted on', async () => {
    const input = { conversationId: 99, text: 'Hi', customerId: 5, status: 'closed', cc: ['bo@example.com'] }
    const answered = await unchecked.run('send_reply', input, made(1))
    expect(said(answered.sent[0])).toMatchObject({
      method: 'POST',
      url: `${BASE}/conversations/99/reply`,
      body: { text: 'Hi', customer: { id: 5 }, status: 'closed', cc: ['bo@example.com'] },
    })
    expect(answered.output).toEqual({ id: 1 })
    const noted = await unchecked.run('add_note', { conversationId: 99, text: 'Called', userId: 7 }, made(2))
    expect(said(noted.sent[0])).toMatchObject({
      method: 'POST',
      url: `${BASE}/conversations/99/notes`,
      body: { text: 'Called', user: 7 },
    })
  })

  test('a conversation is read, and found by all that is given', async () => {
    const read = await kit.run('get_conversation', { conversationId: 99 }, [{ body: { id: 99 } }])
    expect(said(read.sent[0]).url).toBe(`${BASE}/conversations/99`)
    const input = { subject: 'The "call"', email: 'ana@example.com', status: 'active', tags: ['a', 'b'] }
    const found = await kit.run('find_conversation', input, [
      { body: { _embedded: { conversations: [{ id: 99 }] } } },
    ])
    expect(said(found.sent[0])).toMatchObject({
      url: `${BASE}/conversations`,
      query: {
        status: 'active',
        tag: 'a,b',
        query: '(subject:"The \\"call\\"" AND email:"ana@example.com")',
      },
    })
    expect(found.output).toEqual({ found: true, data: { id: 99 } })
    const none = await kit.run('find_conversation', { mailboxId: '12' }, [{ body: { page: {} } }])
    expect(none.output).toEqual({ found: false, data: {} })
    await expect(kit.run('find_conversation', {})).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('which field Help Scout refuses is said', async () => {
    const body = {
      message: 'Bad request',
      _embedded: { errors: [{ path: 'subject', message: 'may not be empty' }] },
    }
    const input = { mailboxId: '12', subject: '', customerEmail: 'a@example.com', body: 'x' }
    const run = kit.run('create_conversation', input, [{ status: 400, body }])
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('Bad request (subject: may not be empty)'),
    })
  })
})

test('customers are made and found, and so are users', async () => {
  const input = { email: 'ana@example.com', firstName: 'Ana', phone: '+34600111222' }
  const customer = await kit.run('create_customer', input, made(5))
  expect(said(customer.sent[0])).toMatchObject({
    method: 'POST',
    url: `${BASE}/customers`,
    body: {
      firstName: 'Ana',
      emails: [{ type: 'work', value: 'ana@example.com' }],
      phones: [{ type: 'work', value: '+34600111222' }],
    },
  })
  expect(customer.output).toEqual({ id: 5 })
  const found = await kit.run('find_customer', { email: 'ana@example.com' }, [
    { body: { _embedded: { customers: [{ id: 5 }] } } },
  ])
  expect(said(found.sent[0])).toMatchObject({
    url: `${BASE}/customers`,
    query: { query: '(email:"ana@example.com")' },
  })
  expect(found.output).toEqual({ found: true, data: { id: 5 } })
  const user = await kit.run('find_user', { email: 'bo@acme.com' }, [{ body: {} }])
  expect(said(user.sent[0])).toMatchObject({ url: `${BASE}/users`, query: { email: 'bo@acme.com' } })
  expect(user.output).toEqual({ found: false, data: {} })
})

test('inboxes and users are offered by name, all pages of them', async () => {
  const page = (id: number) => ({
    body: { _embedded: { users: [{ id, firstName: 'Bo', lastName: String(id) }] }, page: { totalPages: 2 } },
  })
  const users = await kit.options('actions', 'create_conversation', 'fromUser', {}, [page(1), page(2)])
  expect(users.options.map(({ label }) => label)).toEqual(['Bo 1', 'Bo 2'])
  expect(users.sent.map(({ url }) => url.search)).toEqual(['', '?page=2'])
  const inboxes = await unchecked.options('actions', 'create_conversation', 'mailboxId', {}, [
    { body: { _embedded: { mailboxes: [{ id: 12, name: 'Sales' }] } } },
  ])
  expect(inboxes.options).toEqual([{ value: '12', label: 'Sales' }])
})

describe('webhooks', () => {
  const events = {
    conversation_created: 'convo.created',
    conversation_assigned: 'convo.assigned',
    customer_reply: 'convo.customer.reply.created',
    tags_updated: 'convo.tags',
    new_customer: 'customer.created',
  }
  const keyOf = (secret: string) => createHash('sha256').update(secret).digest('hex').slice(0, 40)

  test('each trigger is registered for its event, with a key of its own, and taken away', async () => {
    for (const [name, event] of Object.entries(events)) {
      const { sent, state } = await kit.subscribe(name, {}, [...made(31), { status: 204 }])
      expect(said(sent[0])).toMatchObject({
        method: 'POST',
        url: `${BASE}/webhooks`,
        body: {
          url: 'https://patchcord.example/webhooks/wf_1',
          events: [event],
          secret: keyOf('a-secret-of-this-trigger'),
        },
      })
      expect(state).toEqual({ id: 31 })
      expect(said(sent[1])).toMatchObject({ method: 'DELETE', url: `${BASE}/webhooks/31` })
    }
  })

  test('a signed delivery is taken; one that is forged or not signed is not', async () => {
    const rawBody = new Uint8Array(Buffer.from('{"id":99}'))
    const signature = createHmac('sha1', keyOf('secret')).update(rawBody).digest('base64')
    const { verify, events: eventsOf } = helpScout.triggers.conversation_created!
    const request = (headers: Record<string, string>) => ({
      method: 'POST',
      headers,
      queryParams: {},
      body: { id: 99 },
      rawBody,
    })
    const check = (headers: Record<string, string>, secret = 'secret') =>
      verify!(request(headers), {}, { request: request(headers), input: {}, state: {}, secret })
    expect(() => check({ 'x-helpscout-signature': signature })).not.toThrow()
    expect(() => check({})).toThrow(/signature/)
    expect(() => check({ 'x-helpscout-signature': 'forged' })).toThrow(/signature/)
    expect(() => check({ 'x-helpscout-signature': signature }, 'other')).toThrow(/signature/)
    expect(() => verify!(request({ 'x-helpscout-signature': signature }), {})).toThrow(/signature/)
    expect(await eventsOf!({ request: request({}) } as never)).toEqual([{ id: 99 }])
  })
})

test('the connection is tried out, and any other path can be asked', async () => {
  expect((await unchecked.validate([{ body: {} }]))[0]?.url.href).toBe(`${BASE}/users/me`)
  const { sent } = await kit.run('custom_api_call', { url: '/teams' }, [{ body: {} }])
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer token')
})
