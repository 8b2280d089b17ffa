import { describe, expect, test, vi } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import holded from './index.ts'

// Held against: Holded's own OpenAPI descriptions of invoicing and CRM. That of a document's PDF shows the answer of
// other requests; `data` is what its reference shows.

const connection = { type: 'SECRET_TEXT', secret_text: 'key-1' }
const kit = pieceKit(holded, { connection, contract: 'holded' })
const documented = pieceKit(holded, { connection })

const sentAs = ({ method, url }: { method: string; url: URL }) =>
  `${method} ${url.pathname.replace('/api/', '')}`
const queryOf = ({ url }: { url: URL }) => Object.fromEntries(url.searchParams)
const done = { body: { status: 1, info: 'Created', id: 'c1' } }

/** Actions by name, with their input and what they send. */
const SENT: [string, Record<string, unknown>, string, unknown?][] = [
  [
    'create_contact',
    { name: 'Ana', phone: '+34600000001', type: 'client', is_person: true, city: 'Vigo' },
    'POST invoicing/v1/contacts',
    { name: 'Ana', phone: '+34600000001', type: 'client', isperson: true, billAddress: { city: 'Vigo' } },
  ],
  [
    'update_contact',
    { contact_id: 'c1', email: 'ana@example.com' },
    'PUT invoicing/v1/contacts/c1',
    { email: 'ana@example.com' },
  ],
  ['get_contact', { contact_id: 'c1' }, 'GET invoicing/v1/contacts/c1'],
  ['delete_contact', { contact_id: 'c1' }, 'DELETE invoicing/v1/contacts/c1'],
  [
    'create_lead',
    {
      funnel_id: 'f1',
      stage_id: 's1',
      name: 'Roof',
      contact_name: 'Ana',
      value: 100,
      due_date: '2026-03-05T00:00:00Z',
    },
    'POST crm/v1/leads',
    {
      funnelId: 'f1',
      stageId: 's1',
      name: 'Roof',
      contactName: 'Ana',
      value: 100,
      dueDate: 1772668800,
    },
  ],
  [
    'update_lead',
    { lead_id: 'l1', value: 5, due_date: '1772668800' },
    'PUT crm/v1/leads/l1',
    { value: 5, dueDate: 1772668800 },
  ],
  [
    'move_lead',
    { lead_id: 'l1', funnel_id: 'f1', stage_id: 's2' },
    'PUT crm/v1/leads/l1/stages',
    { stageId: 's2' },
  ],
  ['get_lead', { lead_id: 'l1' }, 'GET crm/v1/leads/l1'],
  ['list_leads', {}, 'GET crm/v1/leads'],
  [
    'add_lead_note',
    { lead_id: 'l1', title: 'Call', desc: 'Wants an offer' },
    'POST crm/v1/leads/l1/notes',
    { title: 'Call', desc: 'Wants an offer' },
  ],
  [
    'add_lead_task',
    { lead_id: 'l1', name: 'Call back' },
    'POST crm/v1/leads/l1/tasks',
    { name: 'Call back' },
  ],
  [
    'create_booking',
    {
      location_id: 'p1',
      service_id: 's1',
      date_time: '2026-03-05T01:00:00+01:00',
      custom_fields: { name: 'Ana' },
    },
    'POST crm/v1/bookings',
    {
      locationId: 'p1',
      serviceId: 's1',
      dateTime: 1772668800,
      timezone: 'Europe/Madrid',
      language: 'es',
      customFields: [{ key: 'name', value: 'Ana' }],
    },
  ],
  [
    'reschedule_booking',
    { booking_id: 'b1', date_time: '1772668800' },
    'PUT crm/v1/bookings/b1',
    { dateTime: 1772668800 },
  ],
  ['cancel_booking', { booking_id: 'b1' }, 'DELETE crm/v1/bookings/b1'],
  ['list_bookings', {}, 'GET crm/v1/bookings'],
  [
    'create_document',
    {
      contact_id: 'c1',
      date: '2026-03-05T00:00:00Z',
      items: [{ name: 'Panel', units: 2, subtotal: 99.5, tax: 21 }],
      approve: true,
    },
    'POST invoicing/v1/documents/invoice',
    {
      contactId: 'c1',
      date: 1772668800,
      items: [{ name: 'Panel', units: 2, subtotal: 99.5, tax: 21 }],
      approveDoc: true,
    },
  ],
  ['get_document', { doc_type: 'estimate', document_id: 'd1' }, 'GET invoicing/v1/documents/estimate/d1'],
  [
    'pay_document',
    { document_id: 'd1', amount: 10.5, date: '1772668800', treasury: 't1' },
    'POST invoicing/v1/documents/invoice/d1/pay',
    { amount: 10.5, date: 1772668800, treasury: 't1' },
  ],
  [
    'send_document',
    { document_id: 'd1', emails: 'a@example.com', subject: 'Invoice of March' },
    'POST invoicing/v1/documents/invoice/d1/send',
    { emails: 'a@example.com', subject: 'Invoice of March' },
  ],
  ['list_products', {}, 'GET invoicing/v1/products'],
  ['get_product', { product_id: 'p1' }, 'GET invoicing/v1/products/p1'],
  [
    'create_product',
    { name: 'Panel', price: 99.5, tags: ['solar'] },
    'POST invoicing/v1/products',
    { kind: 'simple', name: 'Panel', price: 99.5, tags: ['solar'] },
  ],
  ['update_product', { product_id: 'p1', subtotal: 90 }, 'PUT invoicing/v1/products/p1', { subtotal: 90 }],
]

test.each(SENT)('%s sends what it was given', async (action, input, path, body) => {
  const { sent } = await kit.run(action, input)
  expect(sent.map(sentAs)).toEqual([path])
  expect(sent[0]?.url.origin).toBe('https://api.holded.com')
  expect(sent[0]?.headers.get('key')).toBe('key-1')
  expect(sent[0]?.body).toEqual(body)
})

test('what was made comes back with its id', async () => {
  expect((await kit.run('create_contact', { name: 'Ana' }, [done])).output).toEqual(done.body)
})

test('a contact is found by what Holded searches by, and by what it does not', async () => {
  const all = [
    { id: 'c1', name: 'Ana Ruiz', email: 'ANA@example.com', code: 'B1' },
    { id: 'c2', name: 'Bea', email: 'bea@example.com', code: 'B2' },
  ]
  const find = async (input: object) => {
    const { output, sent } = await kit.run('find_contacts', { ...input }, [{ body: all }])
    return { ids: (output as { id: string }[]).map(({ id }) => id), query: queryOf(sent[0]!) }
  }
  expect(await find({ phone: '+34', mobile: '+35', custom_id: 'x' })).toEqual({
    ids: ['c1', 'c2'],
    query: { phone: '+34', mobile: '+35', customId: 'x' },
  })
  expect((await find({ email: 'ana@example.com' })).ids).toEqual(['c1'])
  expect((await find({ code: 'b2' })).ids).toEqual(['c2'])
  expect((await find({ name: 'ruiz' })).ids).toEqual(['c1'])
})

test('free times are asked for by day', async () => {
  const slots = [{ dateTime: 1772668800, from: '10:00', to: '10:30', duration: 30 }]
  const input = { location_id: 'p1', service_id: 's1', day: '2026-03-05' }
  const { output, sent } = await kit.run('get_available_slots', input, [{ body: slots }])
  expect(sent.map(sentAs)).toEqual(['GET crm/v1/bookings/locations/p1/slots'])
  expect(queryOf(sent[0]!)).toEqual({ serviceId: 's1', day: '2026-03-05' })
  expect(output).toEqual(slots)
})

test('documents are listed by contact, payment and time', async () => {
  const input = { contact_id: 'c1', paid: '0', from: '2026-03-05T00:00:00Z', to: '2026-03-06T00:00:00Z' }
  const { sent } = await kit.run('list_documents', input)
  expect(sent.map(sentAs)).toEqual(['GET invoicing/v1/documents/invoice'])
  expect(queryOf(sent[0]!)).toEqual({
    contactid: 'c1',
    paid: '0',
    starttmp: '1772668800',
    endtmp: '1772755200',
    sort: 'created-desc',
  })
  const until = await kit.run('list_documents', { to: '1772755200' })
  expect(queryOf(until.sent[0]!)).toMatchObject({ starttmp: '0', endtmp: '1772755200' })
})

test('a document comes as a file', async () => {
  const write = vi.fn(async () => ({ url: 'https://files.example/1', name: 'a', contentType: 'b', size: 1 }))
  const files = { read: vi.fn(), write }
  const { output, sent } = await documented.run(
    'get_document_pdf',
    { document_id: 'd1' },
    [{ body: { status: 1, data: Buffer.from('%PDF').toString('base64') } }],
    { services: { files } },
  )
  expect(sent.map(sentAs)).toEqual(['GET invoicing/v1/documents/invoice/d1/pdf'])
  expect(write).toHaveBeenCalledExactlyOnceWith({
    name: 'invoice-d1.pdf',
    contentType: 'application/pdf',
    bytes: new Uint8Array(Buffer.from('%PDF')),
  })
  expect(output).toMatchObject({ url: 'https://files.example/1' })
})

test('a moment that is none is refused', async () => {
  await expect(
    kit.run('reschedule_booking', { booking_id: 'b1', date_time: 'tomorrow' }),
  ).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('"date_time"') })
})

test('an error is told, whatever its status', async () => {
  const info = 'Contact not found'
  const run = (status: number) =>
    kit.run('get_contact', { contact_id: 'c1' }, [{ status, body: { status: 0, info } }])
  await expect(
    documented.run('get_contact', { contact_id: 'c1' }, [{ body: { status: 0, info } }]),
  ).rejects.toMatchObject({ code: 'INPUT_REJECTED', message: expect.stringContaining(info) })
  await expect(run(404)).rejects.toMatchObject({
    code: 'RESOURCE_NOT_FOUND',
    message: expect.stringContaining(info),
  })
})

describe('choices', () => {
  test.each([
    ['get_contact', 'contact_id', 'invoicing/v1/contacts'],
    ['create_lead', 'funnel_id', 'crm/v1/funnels'],
    ['create_lead', 'contact_id', 'invoicing/v1/contacts'],
    ['pay_document', 'treasury', 'invoicing/v1/treasury'],
    ['create_booking', 'location_id', 'crm/v1/bookings/locations'],
  ])('%s offers %s by name', async (action, field, path) => {
    const { options, sent } = await kit.options('actions', action, field, {}, [
      { body: [{ id: '1', name: 'One' }] },
    ])
    expect(sent.map(sentAs)).toEqual([`GET ${path}`])
    expect(options).toEqual([{ value: '1', label: 'One' }])
  })

  test('stages hang on the funnel, services on the place', async () => {
    const stages = await kit.options('actions', 'create_lead', 'stage_id', { funnel_id: 'f1' }, [
      { body: { id: 'f1', name: 'Sales', stages: [{ stageId: 's1', name: 'New' }] } },
    ])
    expect(stages.sent.map(sentAs)).toEqual(['GET crm/v1/funnels/f1'])
    expect(stages.options).toEqual([{ value: 's1', label: 'New' }])
    const services = await kit.options('actions', 'create_booking', 'service_id', { location_id: 'p1' }, [
      { body: [{ id: 'p1', name: 'Shop', availableServices: ['s1'] }] },
    ])
    expect(services.options).toEqual([{ value: 's1', label: 's1' }])
  })
})

describe('triggers', () => {
  test.each([
    ['new_lead', {}, 'crm/v1/leads'],
    ['new_booking', {}, 'crm/v1/bookings'],
  ])('%s gives each once, with its time', async (trigger, input, path) => {
    const item = { id: '1', createdAt: 1772668800 }
    const { items, sent } = await kit.poll(trigger, input, [{ body: [item] }])
    expect(sent.map(sentAs)).toEqual([`GET ${path}`])
    expect(items).toEqual([{ id: '1', at: Date.UTC(2026, 2, 5), data: item }])
  })

  test.each([
    ['new_contact', {}, 'invoicing/v1/contacts', ''],
    ['new_document', { doc_type: 'estimate' }, 'invoicing/v1/documents/estimate', '?sort=created-desc'],
  ])('%s gives each once; Holded tells no time', async (trigger, input, path, search) => {
    const { items, sent } = await kit.poll(trigger, input, [{ body: [{ id: '1' }] }])
    expect(sent.map(sentAs)).toEqual([`GET ${path}`])
    expect(sent[0]?.url.search).toBe(search)
    expect(items).toEqual([{ id: '1', data: { id: '1' } }])
  })
})

test('a good key is told from a bad one', async () => {
  expect((await kit.validate([{ body: [] }])).map(sentAs)).toEqual(['GET crm/v1/funnels'])
  await expect(
    kit.validate([{ status: 401, body: { status: 0, info: 'Unauthorized' } }]),
  ).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
  })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/invoicing/v1/taxes' }, [{ body: [] }])
  expect(output).toMatchObject({ status: 200, body: [] })
})
