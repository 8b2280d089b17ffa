import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import type { SentRequest } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import zendesk from './index.ts'

// Held against: Zendesk's own description of its paths and queries, with bodies as a third party wrote them down. They
// lack assignee_email, which is documented at https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/.

const token = { email: 'agent@acme.com', token: 'tok', subdomain: 'acme' }
const connection = { type: 'CUSTOM_AUTH', props: token }
const kit = pieceKit(zendesk, { connection, contract: 'zendesk' })
const unchecked = pieceKit(zendesk, { connection })

const ticket = {
  id: 5,
  subject: 'Call',
  created_at: '2026-05-04T09:00:00Z',
  updated_at: '2026-05-04T10:00:00Z',
}
const BASE = 'https://acme.zendesk.com/api/v2'
const said = (request: SentRequest | undefined) => ({
  method: request?.method,
  url: request && `${request.url.origin}${request.url.pathname}`,
  query: Object.fromEntries(request?.url.searchParams ?? []),
  body: request?.body,
})

describe('tickets', () => {
  test('a ticket is made for a requester, once however often it is tried', async () => {
    const input = {
      subject: 'Call',
      comment_body: 'Ana wants a call',
      requester_email: 'ana@example.com',
      requester_name: 'Ana',
      priority: 'high',
      group_id: '7',
      organization_id: 9,
      tags: ['voice'],
      custom_fields: { 12: 'gold', field_custom_field_13: 'x', 14: '' },
    }
    const { sent, output } = await kit.run('create-ticket', input, [{ status: 201, body: { ticket } }])
    expect(said(sent[0])).toEqual({
      method: 'POST',
      url: `${BASE}/tickets`,
      query: {},
      body: {
        ticket: {
          subject: 'Call',
          comment: { body: 'Ana wants a call' },
          requester: { email: 'ana@example.com', name: 'Ana' },
          priority: 'high',
          group_id: 7,
          organization_id: 9,
          tags: ['voice'],
          custom_fields: [
            { id: 12, value: 'gold' },
            { id: 13, value: 'x' },
          ],
        },
      },
    })
    expect(sent[0]?.headers.get('idempotency-key')).toBe('run_1/step_1')
    expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('agent@acme.com/token:tok')}`)
    expect(output).toEqual({ ticket })
  })

  test('a ticket about nothing, or with a field of no id, is refused before it is sent', async () => {
    await expect(kit.run('create-ticket', { subject: 'Call' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
    const input = { comment_body: 'x', custom_fields: { plan: 'gold' } }
    await expect(kit.run('create-ticket', input)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
  })

  test('only what is given of a ticket is changed', async () => {
    const { sent } = await kit.run('update-ticket', { ticket_id: 5, status: 'solved' }, [
      { body: { ticket } },
    ])
    expect(said(sent[0])).toMatchObject({
      method: 'PUT',
      url: `${BASE}/tickets/5`,
      body: { ticket: { status: 'solved' } },
    })
    const input = {
      ticket_id: 5,
      comment_html_body: '<b>Done</b>',
      comment_public: false,
      assignee_email: 'bo@acme.com',
    }
    const commented = await unchecked.run('update-ticket', input, [{ body: { ticket } }])
    expect(commented.sent[0]?.body).toEqual({
      ticket: { comment: { html_body: '<b>Done</b>', public: false }, assignee_email: 'bo@acme.com' },
    })
  })

  test('a ticket is commented on, tagged and read', async () => {
    const input = { ticket_id: 5, comment_body: 'Called', public: false }
    const commented = await kit.run('add-comment-to-ticket', input, [{ body: { ticket } }])
    expect(said(commented.sent[0])).toMatchObject({
      method: 'PUT',
      url: `${BASE}/tickets/5`,
      body: { ticket: { comment: { body: 'Called', public: false } } },
    })
    const asBo = { ...input, author_email: 'bo@acme.com' }
    const authored = await kit.run('add-comment-to-ticket', asBo, [
      { body: { users: [{ id: 7 }] } },
      { body: {} },
    ])
    expect(said(authored.sent[0])).toMatchObject({ query: { query: 'email:bo@acme.com' } })
    expect(authored.sent[1]?.body).toMatchObject({ ticket: { comment: { author_id: 7 } } })
    const nobody = kit.run('add-comment-to-ticket', asBo, [{ body: { users: [] } }])
    await expect(nobody).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    const tagged = await kit.run('add-tag-to-ticket', { ticket_id: 5, tags: ['a'] }, [
      { body: { tags: ['a'] } },
    ])
    expect(said(tagged.sent[0])).toMatchObject({
      method: 'PUT',
      url: `${BASE}/tickets/5/tags`,
      body: { tags: ['a'] },
    })
    const read = await kit.run('get-ticket', { ticket_id: 5 }, [{ body: { ticket } }])
    expect(said(read.sent[0])).toMatchObject({ method: 'GET', url: `${BASE}/tickets/5` })
  })

  test('tickets are searched in Zendesk’s own words, and only tickets come back', async () => {
    const results = [
      { result_type: 'ticket', ...ticket },
      { result_type: 'user', id: 1 },
    ]
    const find = (input: object) => kit.run('find-tickets', input as never, [{ body: { results, count: 2 } }])
    const input = { search_type: 'requester', requester_email: 'ana@example.com', sort_by: 'created_at' }
    const { sent, output } = await find(input)
    expect(said(sent[0])).toMatchObject({
      url: `${BASE}/search`,
      query: { query: 'type:ticket requester:ana@example.com', sort_by: 'created_at' },
    })
    expect(output).toEqual({ tickets: [results[0]], found_count: 1, total_count: 2 })
    const custom = await find({ search_type: 'custom', custom_query: 'status<solved' })
    expect(said(custom.sent[0]).query).toEqual({ query: 'status<solved' })
    await expect(find({ search_type: 'tag' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('"tag"'),
    })
  })

  test('which field Zendesk refuses is said', async () => {
    const body = {
      error: 'RecordInvalid',
      description: 'Record validation errors',
      details: { status: [{ description: 'Status: closed prevents ticket update', error: 'x' }] },
    }
    const run = kit.run('update-ticket', { ticket_id: 5, status: 'open' }, [{ status: 422, body }])
    await expect(run).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('(status: Status: closed prevents ticket update)'),
    })
  })
})

describe('people', () => {
  test('a user is made', async () => {
    const input = {
      name: 'Ana',
      email: 'ana@example.com',
      organization_id: '9',
      user_fields: { plan: 'gold' },
    }
    const { sent } = await kit.run('create-user', input, [{ status: 201, body: { user: { id: 1 } } }])
    expect(said(sent[0])).toMatchObject({
      method: 'POST',
      url: `${BASE}/users`,
      body: {
        user: { name: 'Ana', email: 'ana@example.com', organization_id: 9, user_fields: { plan: 'gold' } },
      },
    })
  })

  test('a user is found by id, e-mail or phone, or not', async () => {
    const byId = await kit.run('find-user', { search_type: 'user_id', user_id: '1' }, [
      { body: { user: { id: 1 } } },
    ])
    expect(said(byId.sent[0]).url).toBe(`${BASE}/users/1`)
    expect(byId.output).toEqual({ user: { id: 1 }, users: [{ id: 1 }], found_count: 1 })
    const input = { search_type: 'phone', phone: '+34600111222' }
    const byPhone = await kit.run('find-user', input, [{ body: { users: [] } }])
    expect(said(byPhone.sent[0])).toMatchObject({
      url: `${BASE}/users/search`,
      query: { query: 'phone:+34600111222' },
    })
    expect(byPhone.output).toEqual({ user: null, users: [], found_count: 0 })
    await expect(kit.run('find-user', { search_type: 'email' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  })

  test('an organisation is made, and found by name or external id', async () => {
    const made = await kit.run('create-organization', { name: 'Acme', domain_names: ['acme.com'] }, [
      { status: 201, body: { organization: { id: 9 } } },
    ])
    expect(said(made.sent[0])).toMatchObject({
      url: `${BASE}/organizations`,
      body: { organization: { name: 'Acme', domain_names: ['acme.com'] } },
    })
    const answers = [{ body: { organizations: [{ id: 9 }] } }]
    const byName = await kit.run('find-organization', { search_type: 'name', name: 'Ac' }, answers)
    expect(said(byName.sent[0])).toMatchObject({
      url: `${BASE}/organizations/autocomplete`,
      query: { name: 'Ac' },
    })
    expect(byName.output).toEqual({ organizations: [{ id: 9 }], found_count: 1 })
    const input = { search_type: 'external_id', external_id: 'x1' }
    const byId = await kit.run('find-organization', input, answers)
    expect(said(byId.sent[0])).toMatchObject({
      url: `${BASE}/organizations/search`,
      query: { external_id: 'x1' },
    })
  })
})

describe('choices', () => {
  test('tickets, groups and organisations are offered by name', async () => {
    const offer = async (name: string, field: string, body: object) =>
      (await kit.options('actions', name, field, {}, [{ body }])).options
    expect(await offer('get-ticket', 'ticket_id', { tickets: [ticket] })).toEqual([
      { value: '5', label: '#5 Call' },
    ])
    const named = [{ id: 7, name: 'Sales' }]
    const choices = [{ value: '7', label: 'Sales' }]
    expect(await offer('create-ticket', 'group_id', { groups: named })).toEqual(choices)
    expect(await offer('create-ticket', 'organization_id', { organizations: named })).toEqual(choices)
  })

  test('custom fields are asked for by name, those every ticket has are not', async () => {
    const ticket_fields = [
      { id: 1, title: 'Subject', type: 'subject' },
      { id: 12, title: 'Plan', type: 'tagger', custom_field_options: [{ name: 'Gold', value: 'gold' }] },
      { id: 13, title: 'Order', type: 'text' },
      { id: 14, title: 'Old', type: 'text', active: false },
    ]
    const http = createHttpClient({
      allowPrivateHosts: true,
      fetch: async () => Response.json({ ticket_fields }),
    })
    const asked = { part: 'actions' as const, name: 'create-ticket', field: 'custom_fields', input: {} }
    const fields = fieldsOf(
      await dynamicFieldsOf(zendesk, { ...asked, connection: { value: connection } }, http),
    )
    expect(Object.entries(fields).map(([name, { label, kind }]) => [name, label, kind])).toEqual([
      ['12', 'Plan', 'STATIC_DROPDOWN'],
      ['13', 'Order', 'SHORT_TEXT'],
    ])
  })
})

test('new and changed tickets start runs, of one organisation where that is wanted', async () => {
  const answers = [
    {
      body: {
        tickets: [
          { ...ticket, organization_id: 9 },
          { ...ticket, id: 6 },
        ],
      },
    },
  ]
  const made = await kit.poll('new_ticket', { organization_id: 'all' }, answers)
  expect(said(made.sent[0])).toMatchObject({
    url: `${BASE}/tickets`,
    query: { sort_by: 'created_at', sort_order: 'desc', per_page: '100' },
  })
  expect(made.items.map(({ id, at }) => [id, at])).toEqual([
    ['5', Date.parse(ticket.created_at)],
    ['6', Date.parse(ticket.created_at)],
  ])
  const changed = await kit.poll('updated_ticket', { organization_id: '9' }, answers)
  expect(changed.items.map(({ id }) => id)).toEqual(['5:2026-05-04T10:00:00Z'])
})

test('the connection is tried out, at the customer’s own address', async () => {
  const whole = { ...token, subdomain: 'https://acme.zendesk.com/agent' }
  const other = pieceKit(zendesk, { connection: { type: 'CUSTOM_AUTH', props: whole }, contract: 'zendesk' })
  expect((await other.validate([{ body: {} }]))[0]?.url.href).toBe(`${BASE}/users/me`)
  const evil = { ...token, subdomain: 'evil.example/' }
  const bad = pieceKit(zendesk, { connection: { type: 'CUSTOM_AUTH', props: evil } })
  await expect(bad.validate([{ body: {} }])).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' })
  const login = { type: 'OAUTH2', access_token: 'at', props: { subdomain: 'acme' } }
  const { sent } = await pieceKit(zendesk, { connection: login, contract: 'zendesk' }).run(
    'custom_api_call',
    { url: '/users/me' },
    [{ body: {} }],
  )
  expect(sent[0]?.headers.get('authorization')).toBe('Bearer at')
})
