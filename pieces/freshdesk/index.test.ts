import { describe, expect, test } from 'vitest'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import freshdesk from './index.ts'

// Held against: the requests and answers shown at https://developers.freshdesk.com/api/ (tickets, conversations,
// contacts, search). Freshdesk publishes no description that a machine could read.

const props = { base_url: 'https://acme.freshdesk.com/', access_token: 'key' }
const kit = pieceKit(freshdesk, { connection: { type: 'CUSTOM_AUTH', props } })

const ticket = {
  id: 20,
  subject: 'Call',
  status: 2,
  created_at: '2026-05-04T09:00:00Z',
  updated_at: '2026-05-04T10:00:00Z',
}
const BASE = 'https://acme.freshdesk.com/api/v2'
const said = (request: SentRequest | undefined) => ({
  method: request?.method,
  url: request && `${request.url.origin}${request.url.pathname}`,
  query: Object.fromEntries(request?.url.searchParams ?? []),
  body: request?.body,
})

describe('tickets', () => {
  test('a ticket of a call is made', async () => {
    const input = {
      subject: 'Call',
      description: 'Ana wants a call',
      phone: '+34600111222',
      name: 'Ana',
      priority: 3,
      group_id: '7',
      tags: ['voice'],
      custom_fields: { cf_order: 'A1' },
    }
    const { sent, output } = await kit.run('create_ticket', input, [{ status: 201, body: ticket }])
    expect(said(sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/tickets`,
      query: {},
      body: {
        subject: 'Call',
        description: 'Ana wants a call',
        phone: '+34600111222',
        name: 'Ana',
        status: 2,
        priority: 3,
        source: 3,
        group_id: 7,
        tags: ['voice'],
        custom_fields: { cf_order: 'A1' },
      },
    })
    expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('key:X')}`)
    expect(output).toEqual(ticket)
    const nobody = { subject: 'Call', description: 'x', phone: '+34600111222' }
    await expect(kit.run('create_ticket', nobody)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('a ticket is changed and read', async () => {
    const changed = await kit.run('update_ticket', { ticketid: 20, status: 4, responder_id: '9' }, [
      { body: ticket },
    ])
    expect(said(changed.sent[0])).toMatchObject({
      method: 'PUT',
      url: `${BASE}/tickets/20`,
      body: { status: 4, responder_id: 9 },
    })
    const read = await kit.run('get_ticket', { ticketid: 20 }, [{ body: ticket }])
    expect(said(read.sent[0])).toMatchObject({ url: `${BASE}/tickets/20`, query: { include: 'requester' } })
    const all = await kit.run('get_tickets', { limit: 5 }, [{ body: [ticket] }])
    expect(said(all.sent[0])).toMatchObject({ url: `${BASE}/tickets`, query: { per_page: '5' } })
  })

  test('the status of a ticket is told in words', async () => {
    const of = async (body: object) =>
      (await kit.run('get_ticket_status', { ticketid: 20 }, [{ body }])).output
    expect(await of({ status: 4, responder_id: 9 })).toEqual([
      { ticket_status: 'RESOLVED', assigned_status: 'ASSIGNED', assigned_id: 9 },
    ])
    expect(await of({ status: 12, responder_id: null })).toEqual([
      { ticket_status: 12, assigned_status: 'NOTASSIGNED', assigned_id: null },
    ])
  })

  test('tickets are found by status, page after page', async () => {
    const { sent, output } = await kit.run(
      'get_all_tickets_by_status',
      { status_filter: ['status:2', 'status:3'] },
      [{ body: { total: 2, results: [ticket] } }, { body: { total: 2, results: [{ ...ticket, id: 21 }] } }],
    )
    expect(sent.map((each) => said(each).query)).toEqual([
      { query: '"status:2 OR status:3"', page: '1' },
      { query: '"status:2 OR status:3"', page: '2' },
    ])
    expect(said(sent[0]).url).toBe(`${BASE}/search/tickets`)
    expect(output).toMatchObject([{ id: 20 }, { id: 21 }])
  })

  test('a ticket is answered and noted on, and what was said is read', async () => {
    const answered = await kit.run('reply_to_ticket', { ticketid: 20, body: 'Hi' }, [
      { status: 201, body: { id: 1 } },
    ])
    expect(said(answered.sent[0])).toMatchObject({
      method: 'POST',
      url: `${BASE}/tickets/20/reply`,
      body: { body: 'Hi' },
    })
    const noted = await kit.run('add_note_to_ticket', { ticketid: 20, body: 'Called' }, [
      { status: 201, body: {} },
    ])
    expect(said(noted.sent[0])).toMatchObject({
      method: 'POST',
      url: `${BASE}/tickets/20/notes`,
      body: { body: 'Called', private: true },
    })
    const read = await kit.run('list_conversations', { ticketid: 20 }, [{ body: [] }])
    expect(said(read.sent[0])).toMatchObject({
      url: `${BASE}/tickets/20/conversations`,
      query: { per_page: '30' },
    })
  })

  test('which field Freshdesk refuses is said', async () => {
    const body = {
      description: 'Validation failed',
      errors: [{ field: 'responder_id', message: 'There is no agent with this id', code: 'invalid_value' }],
    }
    const run = kit.run('update_ticket', { ticketid: 20, responder_id: '1' }, [{ status: 400, body }])
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('Validation failed (responder_id: There is no agent with this id)'),
    })
  })
})

test('contacts are made, changed, read and found', async () => {
  const answers = [{ body: { id: 5 } }]
  const made = await kit.run('create_contact', { name: 'Ana', mobile: '+34600111222' }, answers)
  expect(said(made.sent[0])).toMatchObject({
    method: 'POST',
    url: `${BASE}/contacts`,
    body: { name: 'Ana', mobile: '+34600111222' },
  })
  await expect(kit.run('create_contact', { name: 'Ana' })).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  const changed = await kit.run('update_contact', { contactid: '5', job_title: 'CEO' }, answers)
  expect(said(changed.sent[0])).toMatchObject({
    method: 'PUT',
    url: `${BASE}/contacts/5`,
    body: { job_title: 'CEO' },
  })
  const read = await kit.run('get_contact_from_id', { contactid: '5' }, answers)
  expect(said(read.sent[0])).toMatchObject({ method: 'GET', url: `${BASE}/contacts/5` })
  const filter = { filter_type: 'phone', filter_value: '+34600111222', filter_status: 'verified' }
  const found = await kit.run('get_contacts', filter, [{ body: [{ id: 5 }] }])
  expect(said(found.sent[0])).toMatchObject({
    url: `${BASE}/contacts`,
    query: { phone: '+34600111222', state: 'verified' },
  })
})

test('tickets, groups and agents are offered by name', async () => {
  const offer = async (field: string, body: unknown) =>
    (await kit.options('actions', 'update_ticket', field, {}, [{ body }])).options
  expect(await offer('ticketid', [ticket])).toEqual([{ value: '20', label: '#20 Call' }])
  expect(await offer('group_id', [{ id: 7, name: 'Sales' }])).toEqual([{ value: '7', label: 'Sales' }])
  expect(await offer('responder_id', [{ id: 9, contact: { name: 'Bo', email: 'bo@acme.com' } }])).toEqual([
    { value: '9', label: 'Bo' },
  ])
})

test('new and changed tickets start runs', async () => {
  const made = await kit.poll('new_ticket', {}, [{ body: [ticket] }])
  expect(said(made.sent[0])).toMatchObject({
    url: `${BASE}/tickets`,
    query: { order_by: 'created_at', order_type: 'desc', per_page: '100', include: 'description,requester' },
  })
  expect(made.items).toEqual([{ id: '20', at: Date.parse(ticket.created_at), data: ticket }])
  const changed = await kit.poll('updated_ticket', {}, [{ body: [ticket] }])
  expect(changed.items[0]).toMatchObject({ id: '20:2026-05-04T10:00:00Z', at: Date.parse(ticket.updated_at) })
})

test('the connection is tried out, and any other path can be asked', async () => {
  expect((await kit.validate([{ body: {} }]))[0]?.url.href).toBe(`${BASE}/agents/me`)
  const short = pieceKit(freshdesk, {
    connection: { type: 'CUSTOM_AUTH', props: { ...props, base_url: 'acme' } },
  })
  const { sent } = await short.run('custom_api_call', { url: '/companies' }, [{ body: [] }])
  expect(sent[0]?.url.href).toBe(`${BASE}/companies`)
  const bad = kit.validate([
    { status: 401, body: { code: 'invalid_credentials', message: 'You have to be logged in' } },
  ])
  await expect(bad).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})
