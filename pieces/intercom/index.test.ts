import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { events } from './events.ts'
import intercom from './index.ts'

// Held against: Intercom's own description of its API 2.11 where it is on this machine, and the notifications shown at
// https://developers.intercom.com/docs/webhooks/webhook-notifications.

const connection = { type: 'CUSTOM_AUTH', props: { accessToken: 'dG9r', region: 'intercom' } }
const kit = pieceKit(intercom, { connection, contract: 'intercom' })

const BASE = 'https://api.intercom.io'
const CONTACT = '536e564f316c83104c000020'
const said = (request: SentRequest | undefined) => ({
  method: request?.method,
  url: request && `${request.url.origin}${request.url.pathname}`,
  body: request?.body,
})
const is = (field: string, value: string) => ({ field, operator: '=', value })
const found = (...data: object[]) => ({ body: { type: 'list', data } })

describe('contacts', () => {
  const input = {
    email: 'ana@example.com',
    name: 'Ana',
    phone: '+34600111222',
    createdAt: '2026-05-04T09:00:00Z',
  }

  test('a user is changed where there is one, else made', async () => {
    const changed = await kit.run('create-or-update-user', input, [
      found({ id: 'c1' }),
      { body: { id: 'c1' } },
    ])
    expect(said(changed.sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/contacts/search`,
      body: {
        query: { operator: 'AND', value: [is('email', 'ana@example.com'), is('role', 'user')] },
        pagination: { per_page: 1 },
      },
    })
    const details = { name: 'Ana', phone: '+34600111222', signed_up_at: 1777885200 }
    expect(said(changed.sent[1])).toEqual({ method: 'PUT', url: `${BASE}/contacts/c1`, body: details })
    expect(changed.sent[1]?.headers.get('intercom-version')).toBe('2.11')
    const made = await kit.run('create-or-update-user', input, [found(), { body: { id: 'c2' } }])
    expect(said(made.sent[1])).toEqual({
      method: 'POST',
      url: `${BASE}/contacts`,
      body: { role: 'user', email: 'ana@example.com', ...details },
    })
    const bad = kit.run('create-or-update-user', { ...input, createdAt: 'soon' }, [found()])
    await expect(bad).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('a user is found, or not', async () => {
    const find = (answer: object) =>
      kit.run('find-user', { searchField: 'phone', searchValue: '+34600111222' }, [answer])
    expect((await find(found({ id: 'c1' }))).output).toEqual({ found: true, user: { id: 'c1' } })
    expect((await find(found())).output).toEqual({ found: false, user: {} })
  })

  test('a contact is noted on', async () => {
    const note = { email: 'ana@example.com', body: 'Called' }
    const { sent } = await kit.run('add-note-to-user', note, [found({ id: 'c1' }), { body: { id: 'n1' } }])
    expect(said(sent[1])).toEqual({
      method: 'POST',
      url: `${BASE}/contacts/c1/notes`,
      body: { body: 'Called' },
    })
    await expect(kit.run('add-note-to-user', note, [found()])).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    })
  })

  test('a tag is put on a contact and taken off', async () => {
    const tag = { contactId: 'c1', tagId: '7' }
    const on = await kit.run('add-or-remove-tag-on-contact', tag, [{ body: { id: '7' } }])
    expect(said(on.sent[0])).toEqual({ method: 'POST', url: `${BASE}/contacts/c1/tags`, body: { id: '7' } })
    const off = await kit.run('add-or-remove-tag-on-contact', { ...tag, untag: true }, [
      { body: { id: '7' } },
    ])
    expect(said(off.sent[0])).toMatchObject({ method: 'DELETE', url: `${BASE}/contacts/c1/tags/7` })
  })
})

describe('conversations and tickets', () => {
  test('a conversation is begun, answered, noted on and read', async () => {
    const begun = await kit.run('create-conversation', { contactId: CONTACT, body: 'Call me' }, [
      { body: {} },
    ])
    expect(said(begun.sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/conversations`,
      body: { from: { type: 'user', id: CONTACT }, body: 'Call me' },
    })
    const input = { from: '9', conversationId: '5', body: 'Hi' }
    for (const [action, message_type] of [
      ['replyToConversation', 'comment'],
      ['addNoteToConversation', 'note'],
    ] as const) {
      const { sent } = await kit.run(action, input, [{ body: {} }])
      expect(said(sent[0])).toEqual({
        method: 'POST',
        url: `${BASE}/conversations/5/reply`,
        body: { message_type, type: 'admin', admin_id: '9', body: 'Hi' },
      })
    }
    const read = await kit.run('get-conversation', { conversationId: '5' }, [{ body: { id: '5' } }])
    expect(said(read.sent[0])).toMatchObject({ method: 'GET', url: `${BASE}/conversations/5` })
    expect(read.output).toEqual({ id: '5' })
  })

  test('a conversation is found by what it holds, its state and its time', async () => {
    const input = {
      searchField: 'source.body',
      matchType: 'contains',
      searchTerm: 'call',
      status: 'open',
      updateAfter: '2026-05-04T09:00:00Z',
    }
    const { sent, output } = await kit.run('find-conversation', input, [
      { body: { type: 'conversation.list', conversations: [{ id: '5' }] } },
    ])
    expect(said(sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/conversations/search`,
      body: {
        query: {
          operator: 'AND',
          value: [
            { field: 'source.body', operator: '~', value: 'call' },
            is('state', 'open'),
            { field: 'updated_at', operator: '>', value: 1777885200 },
          ],
        },
      },
    })
    expect(output).toEqual({ found: true, conversation: { id: '5' } })
  })

  test('a ticket is made', async () => {
    const input = { ticketTypeId: '3', contactId: 'c1', ticketProperties: { _default_title_: 'Call' } }
    const { sent } = await kit.run('create-ticket', input, [{ body: { id: '8' } }])
    expect(said(sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/tickets`,
      body: { ticket_type_id: '3', contacts: [{ id: 'c1' }], ticket_attributes: { _default_title_: 'Call' } },
    })
  })

  test('what Intercom refuses is said in its words', async () => {
    const body = { type: 'error.list', errors: [{ code: 'not_found', message: 'Resource Not Found' }] }
    const run = kit.run('get-conversation', { conversationId: '0' }, [{ status: 404, body }])
    await expect(run).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('Resource Not Found'),
    })
  })
})

test('teammates, contacts, tags and types are offered by name, and a type’s attributes are fields', async () => {
  const offer = async (action: string, field: string, body: unknown, search?: string) =>
    kit.options('actions', action, field, {}, [{ body }], search)
  const named = [{ id: '7', name: 'VIP' }]
  const choices = [{ value: '7', label: 'VIP' }]
  expect((await offer('replyToConversation', 'from', { admins: named })).options).toEqual(choices)
  expect((await offer('add-or-remove-tag-on-contact', 'tagId', { data: named })).options).toEqual(choices)
  expect((await offer('create-ticket', 'ticketTypeId', { data: named })).options).toEqual(choices)
  const contacts = await offer('create-ticket', 'contactId', { data: named }, 'ana@')
  expect(contacts.options).toEqual(choices)
  expect(contacts.sent[0]?.body).toMatchObject({ query: { field: 'email', operator: '~', value: 'ana@' } })
  const data = [
    { name: '_default_title_', required_to_create: true },
    { name: 'Old', archived: true },
  ]
  const http = createHttpClient({
    allowPrivateHosts: true,
    fetch: async () => Response.json({ ticket_type_attributes: { data } }),
  })
  const asked = { part: 'actions' as const, name: 'create-ticket', field: 'ticketProperties' }
  const known = { connection: { value: connection }, input: { ticketTypeId: '3' } }
  const fields = fieldsOf(await dynamicFieldsOf(intercom, { ...asked, ...known }, http))
  expect(fields).toMatchObject({ _default_title_: { label: 'title', required: true } })
  expect(fields.Old).toBeUndefined()
})

describe('events', () => {
  const body = {
    type: 'notification_event',
    app_id: 'a1',
    id: 'notif_1',
    topic: 'conversation.user.created',
    data: {},
  }
  const request = (content: object, secret = 'client-secret') => {
    const rawBody = new Uint8Array(Buffer.from(JSON.stringify(content)))
    const signature = `sha1=${createHmac('sha1', secret).update(rawBody).digest('hex')}`
    const headers = { 'x-hub-signature': signature }
    return { method: 'POST', headers, queryParams: {}, body: content as never, rawBody }
  }

  test('a signed event is taken, a forged one is not', () => {
    expect(() => events.verify(request(body), 'client-secret')).not.toThrow()
    expect(() => events.verify(request(body, 'other'), 'client-secret')).toThrow(/signature/)
    expect(() => events.verify({ ...request(body), headers: {} }, 'client-secret')).toThrow(/signature/)
  })

  test('events name the topic, the workspace and their id; a ping is only answered', async () => {
    expect((await events.parse(request(body))).events).toEqual([
      { event: 'conversation.user.created', identifier: 'a1', id: 'notif_1', data: body },
    ])
    expect(events.parse(request({ ...body, topic: 'ping' }))).toEqual({ events: [], answer: { status: 200 } })
  })

  test('each trigger listens for its topic in the connection’s workspace', async () => {
    const topics: Record<string, string> = {
      newConversationFromUser: 'conversation.user.created',
      replyFromUser: 'conversation.user.replied',
      replyFromAdmin: 'conversation.admin.replied',
      conversationClosed: 'conversation.admin.closed',
      'new-user': 'contact.user.created',
      'new-lead': 'contact.lead.created',
      'new-ticket': 'ticket.created',
    }
    const http = createHttpClient({
      allowPrivateHosts: true,
      fetch: async () => Response.json({ app: { id_code: 'a1' } }),
    })
    for (const [name, topic] of Object.entries(topics)) {
      const context = { ...intercom.connect!(http, { value: connection }), input: {} }
      const listening = await intercom.triggers[name]!.listen!(context as never)
      expect(listening).toEqual({ events: [topic], identifier: 'a1' })
    }
  })
})

test('the connection is tried out in its region, and any other path can be asked', async () => {
  expect((await kit.validate([{ body: {} }]))[0]?.url.href).toBe(`${BASE}/me`)
  const login = { type: 'OAUTH2', access_token: 'at', props: { region: 'eu.intercom' } }
  const { sent } = await pieceKit(intercom, { connection: login }).run('custom_api_call', { url: '/tags' }, [
    { body: {} },
  ])
  expect(sent[0]?.url.href).toBe('https://api.eu.intercom.io/tags')
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer at')
})
