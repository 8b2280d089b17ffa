import { expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import brevo from './index.ts'

// Held against: the requests and answers shown at https://developers.brevo.com/reference/ (create-contact,
// update-contact, get-contact-info, send-transac-email, send-transac-sms, get-lists, add-contact-to-list,
// create-webhook). No description is on this machine.

const kit = pieceKit(brevo, { connection: { type: 'SECRET_TEXT', secret_text: 'xkeysib-1' } })

const BASE = 'https://api.brevo.com/v3'
const said = (request: SentRequest | undefined) => ({
  method: request?.method,
  url: request && `${request.url.origin}${request.url.pathname}`,
  query: Object.fromEntries(request?.url.searchParams ?? []),
  body: request?.body,
})

test('a contact is made or changed, with attributes and lists', async () => {
  const input = {
    email: 'ana@example.com',
    firstName: 'Ana',
    phone: '+34600111222',
    attributes: { PLAN: 'gold' },
  }
  const { sent, output } = await kit.run('create_contact', { ...input, listIds: ['3'] }, [
    { status: 201, body: { id: 5 } },
  ])
  expect(said(sent[0])).toEqual({
    method: 'POST',
    url: `${BASE}/contacts`,
    query: {},
    body: {
      email: 'ana@example.com',
      updateEnabled: true,
      attributes: { PLAN: 'gold', FIRSTNAME: 'Ana', SMS: '+34600111222' },
      listIds: [3],
    },
  })
  expect(sent[0]?.headers.get('api-key')).toBe('xkeysib-1')
  expect(output).toEqual({ id: 5 })
})

test('a contact is changed, read and deleted by e-mail, phone or id', async () => {
  const run = async (action: string, input: object) =>
    said((await kit.run(action, input as never, [{ status: 204 }])).sent[0])
  const email = 'ana@example.com'
  expect(await run('update_contact', { identifier: email, lastName: 'Ruiz' })).toEqual({
    method: 'PUT',
    url: `${BASE}/contacts/ana%40example.com`,
    query: { identifierType: 'email_id' },
    body: { attributes: { LASTNAME: 'Ruiz' } },
  })
  expect(await run('get_contact', { identifier: '+34600111222' })).toMatchObject({
    method: 'GET',
    url: `${BASE}/contacts/%2B34600111222`,
    query: { identifierType: 'phone_id' },
  })
  expect(await run('delete_contact', { identifier: '5' })).toMatchObject({
    method: 'DELETE',
    url: `${BASE}/contacts/5`,
    query: { identifierType: 'contact_id' },
  })
})

test('lists are listed, offered by name, and contacts put on them', async () => {
  const body = { lists: [{ id: 3, name: 'Leads' }], count: 1 }
  const all = await kit.run('list_contact_lists', { limit: 5 }, [{ body }])
  expect(said(all.sent[0])).toMatchObject({
    url: `${BASE}/contacts/lists`,
    query: { limit: '5', sort: 'desc' },
  })
  const offered = await kit.options('actions', 'add_contact_to_list', 'list_id', {}, [{ body }])
  expect(offered.options).toEqual([{ value: '3', label: 'Leads' }])
  const input = { list_id: '3', email: 'ana@example.com' }
  const added = await kit.run('add_contact_to_list', input, [{ status: 201, body: {} }])
  expect(said(added.sent[0])).toMatchObject({
    method: 'POST',
    url: `${BASE}/contacts/lists/3/contacts/add`,
    body: { emails: ['ana@example.com'] },
  })
})

test('an e-mail is written here or by a template', async () => {
  const send = (input: object) =>
    kit.run('send_email', input as never, [{ status: 201, body: { messageId: '<1>' } }])
  const written = {
    recipientEmail: 'ana@example.com',
    senderEmail: 'a@acme.com',
    subject: 'Hi',
    textContent: 'Hello',
  }
  const { sent, output } = await send({ ...written, replyTo: 'b@acme.com' })
  expect(said(sent[0])).toMatchObject({
    method: 'POST',
    url: `${BASE}/smtp/email`,
    body: {
      sender: { email: 'a@acme.com' },
      to: [{ email: 'ana@example.com' }],
      subject: 'Hi',
      textContent: 'Hello',
      replyTo: { email: 'b@acme.com' },
    },
  })
  expect(output).toEqual({ messageId: '<1>' })
  const template = await send({ recipientEmail: 'ana@example.com', templateId: 2, params: { name: 'Ana' } })
  expect(template.sent[0]?.body).toEqual({
    to: [{ email: 'ana@example.com' }],
    templateId: 2,
    params: { name: 'Ana' },
  })
  await expect(send({ ...written, textContent: '' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
})

test('an SMS is sent; what Brevo refuses is said in its words', async () => {
  const input = { sender: 'Acme', recipient: '+34600111222', content: 'Call us' }
  const { sent } = await kit.run('send_transactional_sms', input, [{ status: 201, body: { messageId: 1 } }])
  expect(said(sent[0])).toMatchObject({
    method: 'POST',
    url: `${BASE}/transactionalSMS/send`,
    body: { ...input, type: 'transactional' },
  })
  const body = { code: 'not_enough_credits', message: 'You do not have enough credits' }
  const broke = kit.run('send_transactional_sms', input, [{ status: 402, body }])
  await expect(broke).rejects.toMatchObject({
    code: 'PAYMENT_REQUIRED',
    message: expect.stringContaining('enough credits'),
  })
})

test('each trigger is registered for its events with a token, and taken away', async () => {
  const topics: Record<string, { type: string; events: string[] }> = {
    contact_unsubscribed: { type: 'marketing', events: ['unsubscribed'] },
    contact_added_to_list: { type: 'marketing', events: ['listAddition'] },
    contact_updated: { type: 'marketing', events: ['contactUpdated'] },
    contact_deleted: { type: 'marketing', events: ['contactDeleted'] },
    email_opened: { type: 'transactional', events: ['opened'] },
    email_bounced: { type: 'transactional', events: ['hardBounce', 'softBounce'] },
  }
  for (const [name, topic] of Object.entries(topics)) {
    const { sent, state } = await kit.subscribe(name, {}, [{ status: 201, body: { id: 4 } }, { status: 204 }])
    expect(said(sent[0])).toMatchObject({
      method: 'POST',
      url: `${BASE}/webhooks`,
      body: {
        url: 'https://patchcord.example/webhooks/wf_1',
        ...topic,
        auth: { type: 'bearer', token: 'a-secret-of-this-trigger' },
      },
    })
    expect(state).toEqual({ id: 4 })
    expect(said(sent[1])).toMatchObject({ method: 'DELETE', url: `${BASE}/webhooks/4` })
  }
})

test('a delivery with the token is taken, any other is not', async () => {
  const { verify, events } = brevo.triggers.contact_updated!
  const request = (authorization?: string) => ({
    method: 'POST',
    headers: authorization ? { authorization } : ({} as Record<string, string>),
    queryParams: {},
    body: { event: 'contact_updated' },
    rawBody: new Uint8Array(),
  })
  const check = (authorization?: string) =>
    verify!(request(authorization), {}, { request: request(), input: {}, state: {}, secret: 'secret' })
  expect(() => check('Bearer secret')).not.toThrow()
  expect(() => check('Bearer other')).toThrow(/token/)
  expect(() => check()).toThrow(/token/)
  expect(() => verify!(request('Bearer secret'), {})).toThrow(/token/)
  expect(await events!({ request: request() } as never)).toEqual([{ event: 'contact_updated' }])
})

test('the connection is tried out, and any other path can be asked', async () => {
  expect((await kit.validate([{ body: {} }]))[0]?.url.href).toBe(`${BASE}/account`)
  const { sent } = await kit.run('custom_api_call', { url: '/senders' }, [{ body: {} }])
  expect(sent[0]?.url.href).toBe(`${BASE}/senders`)
})
