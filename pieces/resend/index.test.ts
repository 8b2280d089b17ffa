import { createEmulator, type Emulator } from 'emulate'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import resend from './index.ts'

// Held against: the stateful emulator of Resend in npm `emulate`, Resend's own description of its API, and npm
// `standardwebhooks`, which signs as Svix does.

let emulator: Emulator

beforeAll(async () => {
  const tokens = { re_test: { login: 'admin', scopes: [] } }
  const seed = { tokens, resend: { domains: [{ name: 'example.com', region: 'us-east-1' }] } }
  emulator = await createEmulator({ service: 'resend', port: 0, seed })
})
afterAll(() => emulator.close())

const connection = { type: 'SECRET_TEXT', secret_text: 're_test' }
const live = pieceKit(resend, {
  connection,
  contract: 'resend',
  forward: () => ({ 'https://api.resend.com': emulator.url }),
})
// The emulator has contacts under audiences only, as Resend had them before, and no webhooks to register.
const played = pieceKit(resend, { connection, contract: 'resend' })

const email = {
  to: ['ana@example.com'],
  from_name: 'Desk',
  from: 'desk@example.com',
  subject: 'Your call',
  content: '<b>Hello</b>',
}

test('an e-mail is sent once, however often the step tries, and can be read', async () => {
  const first = await live.run('send_email', email)
  const again = await live.run('send_email', email, [], { attempt: 2 })
  expect(again.output).toEqual(first.output)
  const other = await live.run('send_email', email, [], { idempotencyKey: 'run_2/step_1' })
  expect(other.output).not.toEqual(first.output)
  const { id } = first.output as { id: string }
  const { output } = await live.run('get_email_status', { email_id: id })
  expect(output).toMatchObject({ id, subject: 'Your call', html: '<b>Hello</b>', to: ['ana@example.com'] })
  expect(output).toMatchObject({ from: 'Desk <desk@example.com>' })
})

test('an e-mail carries copies, attachments and a time, and can be stopped before it', async () => {
  const files = memoryFiles()
  const later = {
    ...email,
    content_type: 'text',
    content: 'Hello',
    cc: ['tom@example.com'],
    bcc: 'boss@example.com',
    reply_to: 'we@example.com',
    scheduled_at: '2099-01-01T00:00:00Z',
    attachments: [{ file: 'https://example.com/bill.pdf', name: 'yours.pdf' }],
  }
  const { output, sent } = await live.run('send_email', later, [], {
    services: { files },
    idempotencyKey: 'run_3/step_1',
  })
  expect(sent[0]?.headers.get('idempotency-key')).toBe('run_3/step_1')
  expect(sent[0]?.body).toEqual({
    from: 'Desk <desk@example.com>',
    to: ['ana@example.com'],
    cc: ['tom@example.com'],
    bcc: ['boss@example.com'],
    reply_to: 'we@example.com',
    subject: 'Your call',
    text: 'Hello',
    scheduled_at: '2099-01-01T00:00:00Z',
    attachments: [{ filename: 'yours.pdf', content_type: 'application/pdf', content: btoa('bill.pdf') }],
  })
  const { id } = output as { id: string }
  await live.run('cancel_scheduled_email', { email_id: id })
  expect((await live.run('get_email_status', { email_id: id })).output).toMatchObject({ id })
})

test('many e-mails are sent at once, and none twice', async () => {
  const rowOf = (to: string) => ({ from: 'desk@example.com', to, subject: 'Hi', content: 'Hello' })
  const input = { emails: [rowOf('ana@example.com'), { ...rowOf('tom@example.com'), content_type: 'text' }] }
  const first = await live.run('send_batch_emails', input, [], { idempotencyKey: 'batch' })
  expect(first.output).toEqual([{ id: expect.any(String) }, { id: expect.any(String) }])
  expect(first.sent[0]?.body).toMatchObject([{ html: 'Hello' }, { text: 'Hello' }])
  const again = await live.run('send_batch_emails', { ...input, idempotency_key: 'batch' })
  expect(again.output).toEqual(first.output)
  for (const emails of [[], Array.from({ length: 101 }, () => rowOf('a@example.com'))]) {
    await expect(live.run('send_batch_emails', { emails })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  }
})

test('domains are listed', async () => {
  const { output } = await live.run('list_domains', {})
  expect(output).toMatchObject([{ name: 'example.com' }])
})

const named = [{ body: { object: 'list', data: [{ id: 'a1', name: 'Leads', created_at: 'x' }] } }]
const contact = { object: 'contact', id: 'c1' }

test.each([
  [
    'create_contact',
    { email: 'ana@example.com', audience_id: 'a1', properties: { plan: 'pro' } },
    'POST /contacts',
    { email: 'ana@example.com', audience_id: 'a1', unsubscribed: false, properties: { plan: 'pro' } },
    contact,
  ],
  [
    'update_contact',
    { contact_id: 'ana@example.com', first_name: 'Ana', unsubscribed: true },
    'PATCH /contacts/ana%40example.com',
    { first_name: 'Ana', unsubscribed: true },
    contact,
  ],
  [
    'update_contact',
    { contact_id: 'c1', unsubscribed: false },
    'PATCH /contacts/c1',
    { unsubscribed: false },
    contact,
  ],
  ['get_contact', { contact_id: 'c1' }, 'GET /contacts/c1', undefined, contact],
  ['delete_contact', { contact_id: 'c1' }, 'DELETE /contacts/c1', undefined, { ...contact, deleted: true }],
])('%s of %j', async (action, input, request, body, answer) => {
  const { output, sent } = await played.run(action, input, [{ body: answer }])
  expect(`${sent[0]?.method} ${sent[0]?.url.pathname}`).toBe(request)
  expect(sent[0]?.body).toEqual(body)
  expect(output).toEqual(answer)
})

test('contacts are listed, audiences and segments offered', async () => {
  const page = [{ body: { object: 'list', data: [{ id: 'c1', email: 'ana@example.com' }] } }]
  const { output, sent } = await played.run('list_contacts', { segment_id: 's1', limit: 5 }, page)
  expect(output).toEqual([{ id: 'c1', email: 'ana@example.com' }])
  expect(sent[0]?.url.search).toBe('?segment_id=s1&limit=5')
  for (const [action, field] of [
    ['create_contact', 'audience_id'],
    ['list_contacts', 'segment_id'],
  ] as const) {
    const { options } = await played.options('actions', action, field, {}, named)
    expect(options).toEqual([{ value: 'a1', label: 'Leads' }])
  }
})

test('errors say what Resend says; a key that may only send is a good one', async () => {
  await expect(live.run('get_email_status', { email_id: 'none' })).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.stringContaining('Email not found'),
  })
  await live.validate()
  const restricted = 'This API key is restricted to only send emails'
  await played.validate([{ status: 401, body: { name: 'restricted_api_key', message: restricted } }])
  const wrong = [{ status: 401, body: { name: 'invalid_api_key', message: 'API key is invalid' } }]
  await expect(played.validate(wrong)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  expect((await live.run('custom_api_call', { url: '/domains' })).output).toMatchObject({ status: 200 })
})

describe('triggers', () => {
  const signing_secret = `whsec_${btoa('a-secret-for-the-tests-of-resend')}`
  const id = '4dd369bc-aa82-4ff3-97de-514ae3000ee0'
  const state = { id, signing_secret }
  const event = { type: 'email.bounced', created_at: '2024-05-01T09:46:40.000Z', data: { email_id: 'e1' } }
  const signed = (at = new Date(), secret = signing_secret) => {
    const body = JSON.stringify(event)
    const headers = {
      'svix-id': 'msg_1',
      'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
      'svix-signature': new Webhook(secret).sign('msg_1', at, body),
    }
    const rawBody = new Uint8Array(Buffer.from(body))
    return { method: 'POST', headers, queryParams: {}, body: event, rawBody }
  }
  const answers = [
    { status: 201, body: { object: 'webhook', ...state } },
    { body: { object: 'webhook', id, deleted: true } },
  ]

  test.each([
    ['email_bounced', {}, ['email.bounced']],
    ['email_event', { events: ['email.opened', 'email.clicked'] }, ['email.opened', 'email.clicked']],
  ])('%s subscribes to its events, and unsubscribes', async (name, input, events) => {
    const { state: kept, sent } = await played.subscribe(name, input, answers)
    expect(kept).toEqual(state)
    expect(sent[0]?.body).toEqual({ endpoint: 'https://patchcord.example/webhooks/wf_1', events })
    expect(`${sent[1]?.method} ${sent[1]?.url.pathname}`).toBe(`DELETE /webhooks/${id}`)
  })

  test('take what Svix has signed, and nothing forged, old or unknown', async () => {
    const verify = (request: object, kept: unknown = state) =>
      resend.triggers.email_bounced!.verify!(request as never, {}, { state: kept } as never)
    await expect(verify(signed())).resolves.toBeUndefined()
    const unauthorized = { code: 'WEBHOOK_UNAUTHORIZED' }
    const forged = { ...signed(), rawBody: new Uint8Array(Buffer.from('{}')) }
    const hourAgo = new Date(Date.now() - 3_600_000)
    for (const bad of [
      forged,
      signed(hourAgo),
      signed(new Date(), `whsec_${btoa('other')}`),
      { ...signed(), headers: {} },
    ]) {
      await expect(verify(bad)).rejects.toMatchObject(unauthorized)
    }
    await expect(verify(signed(), null)).rejects.toMatchObject(unauthorized)
  })

  test('give the event under the id of its delivery', async () => {
    const trigger = resend.triggers.email_event!
    const events = await trigger.events!({ request: signed() } as never)
    expect(events).toEqual([{ ...event, event_id: 'msg_1' }])
    expect(trigger.eventId!(events[0]!)).toBe('msg_1')
  })
})
