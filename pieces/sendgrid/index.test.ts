import { expect, test } from 'vitest'
import { memoryFiles } from '../../test/support/memory-files.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import sendgrid from './index.ts'

// Held against: SendGrid's own description of its API (v3).

const kit = pieceKit(sendgrid, {
  connection: { type: 'SECRET_TEXT', secret_text: 'SG.test' },
  contract: 'sendgrid',
})
const services = () => ({ files: memoryFiles() })
const accepted = [{ status: 202 }]
const id = '0b1c6c4e-5d2f-4a1e-9d1a-000000000001'

test('an e-mail goes to each on its own, with its attachments', async () => {
  const input = {
    to: ['ana@example.com ', 'tom@example.com'],
    from: 'we@example.com',
    from_name: 'We',
    reply_to: 'desk@example.com',
    subject: 'Your call',
    content_type: 'html',
    content: '<b>Hello</b>',
    attachments: [
      { file: 'https://example.com/bill.pdf' },
      { file: 'https://example.com/a.png', name: 'you.png' },
    ],
  }
  const { output, sent } = await kit.run('send_email', input, accepted, { services: services() })
  expect(output).toEqual({ success: true })
  expect(sent[0]?.url.href).toBe('https://api.sendgrid.com/v3/mail/send')
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer SG.test')
  expect(sent[0]?.body).toEqual({
    personalizations: [{ to: [{ email: 'ana@example.com' }] }, { to: [{ email: 'tom@example.com' }] }],
    from: { email: 'we@example.com', name: 'We' },
    reply_to: { email: 'desk@example.com' },
    subject: 'Your call',
    content: [{ type: 'text/html', value: '<b>Hello</b>' }],
    attachments: [
      { filename: 'bill.pdf', type: 'application/pdf', content: btoa('bill.pdf') },
      { filename: 'you.png', type: 'image/png', content: btoa('a.png') },
    ],
  })
  const plain = { to: 'ana@example.com', from: 'we@example.com', subject: 'x', content: 'y' }
  const { sent: bare } = await kit.run('send_email', plain, accepted)
  expect(bare[0]?.body).toEqual({
    personalizations: [{ to: [{ email: 'ana@example.com' }] }],
    from: { email: 'we@example.com' },
    subject: 'x',
    content: [{ type: 'text/plain', value: 'y' }],
  })
})

test('a template is chosen by name and filled in for everybody', async () => {
  // The description has a blank too many in `updated_at `.
  const template = { id, name: 'Callback', generation: 'dynamic', 'updated_at ': '2024-05-01 09:46:40' }
  const page = [{ body: { result: [template] } }]
  const offered = await kit.options('actions', 'send_dynamic_template', 'template_id', {}, page)
  expect(offered.options).toEqual([{ value: id, label: 'Callback' }])
  expect(offered.sent[0]?.url.search).toBe('?generations=dynamic&page_size=200')
  const input = {
    to: ['ana@example.com'],
    from: 'we@example.com',
    template_id: id,
    template_data: '{"name":"Ana"}',
  }
  // The description wants subject and content of every e-mail; a template has its own:
  // https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
  const undescribed = pieceKit(sendgrid, { connection: { type: 'SECRET_TEXT', secret_text: 'SG.test' } })
  const { output, sent } = await undescribed.run('send_dynamic_template', input, accepted)
  expect(output).toEqual({ success: true })
  expect(sent[0]?.body).toEqual({
    personalizations: [{ to: [{ email: 'ana@example.com' }], dynamic_template_data: { name: 'Ana' } }],
    from: { email: 'we@example.com' },
    template_id: id,
  })
})

test('a contact is added with its lists and fields', async () => {
  const input = {
    email: 'ana@example.com',
    first_name: 'Ana',
    list_ids: [id],
    custom_fields: { city: 'Madrid', custom_fields: { w1_T: 'hot' } },
  }
  const { output, sent } = await kit.run('create_or_update_contact', input, [
    { status: 202, body: { job_id: 'j' } },
  ])
  expect(output).toEqual({ job_id: 'j' })
  expect(sent[0]?.method).toBe('PUT')
  expect(sent[0]?.body).toEqual({
    list_ids: [id],
    contacts: [
      { email: 'ana@example.com', first_name: 'Ana', city: 'Madrid', custom_fields: { w1_T: 'hot' } },
    ],
  })
})

test('contacts are found by address, and nobody is no error', async () => {
  const input = { emails: ['ana@example.com'] }
  const at = '2024-05-01T09:46:40Z'
  const contact = {
    id: 'c1',
    first_name: 'Ana',
    list_ids: [],
    segment_ids: [],
    created_at: at,
    updated_at: at,
  }
  const body = { result: { 'ana@example.com': { contact } } }
  const found = await kit.run('find_contacts_by_email', input, [{ body }])
  expect(found.output).toEqual(body)
  expect(found.sent[0]?.body).toEqual(input)
  const nobody = await kit.run('find_contacts_by_email', input, [{ status: 404, body: { errors: [] } }])
  expect(nobody.output).toEqual({ result: {} })
  await expect(kit.run('find_contacts_by_email', input, [{ status: 500 }])).rejects.toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
  })
})

test('lists are found, offered and made', async () => {
  const leads = { id, name: 'Leads', contact_count: 3 }
  const page = [{ body: { result: [leads] } }]
  expect((await kit.run('find_list_by_name', { name: ' leads' }, page)).output).toEqual({
    found: true,
    lists: [leads],
  })
  expect((await kit.run('find_list_by_name', { name: 'x' }, page)).output).toEqual({
    found: false,
    lists: [],
  })
  const { options } = await kit.options('actions', 'create_or_update_contact', 'list_ids', {}, page)
  expect(options).toEqual([{ value: id, label: 'Leads' }])
  const made = await kit.run('create_list', { name: 'Leads' }, [{ body: leads }])
  expect(made.output).toEqual(leads)
  expect(made.sent[0]?.body).toEqual({ name: 'Leads' })
})

test('accounts of the European Union have their own address', async () => {
  const props = { apiKey: 'SG.eu', dataResidency: 'EU' }
  const eu = pieceKit(sendgrid, { connection: { type: 'CUSTOM_AUTH', props } })
  const [request] = await eu.validate([{ body: { result: [] } }])
  expect(request?.url.origin).toBe('https://api.eu.sendgrid.com')
  expect(request?.headers.get('authorization')).toBe('Bearer SG.eu')
})

test('errors say what SendGrid says', async () => {
  const errors = [{ message: 'The from address does not match a verified Sender Identity.', field: 'from' }]
  const input = { to: ['a@example.com'], from: 'x@example.com', subject: 'x', content: 'y' }
  await expect(kit.run('send_email', input, [{ status: 403, body: { errors } }])).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: expect.stringContaining('verified Sender Identity'),
  })
  await expect(kit.validate([{ status: 401, body: { errors: [{ message: 'no' }] } }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
  })
  const any = await kit.run('custom_api_call', { url: '/marketing/lists' }, [{ body: { result: [] } }])
  expect(any.output).toMatchObject({ status: 200 })
})
