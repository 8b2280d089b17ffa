import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import activeCampaign from './index.ts'

// Held against: ActiveCampaign's own OpenAPI description of its API, version 3. It lacks notes of contacts, the tags of
// a contact, stages of deals, users, and `limit`, which every list takes; those are as in its reference ("Create a
// note", "Retrieve a contact's tags", "List all deal stages", "List all users", "Pagination"). What webhooks send is as in its
// guide to them.

const connection = {
  type: 'CUSTOM_AUTH',
  props: { apiUrl: 'https://acme.api-us1.com/', apiKey: 'key-1' },
}
const kit = pieceKit(activeCampaign, { connection, contract: 'activecampaign' })
const documented = pieceKit(activeCampaign, { connection })

const sentAs = ({ method, url }: { method: string; url: URL }) =>
  `${method} ${url.pathname.replace('/api/3', '')}`
const queryOf = ({ url }: { url: URL }) => Object.fromEntries(url.searchParams)

const person = { email: 'ana@example.com', firstName: 'Ana', phone: '+34600000001' }

/** Actions by name, with their input and what they send. */
const SENT: [string, Record<string, unknown>, string, unknown?][] = [
  [
    'activecampaign_create_contact',
    { ...person, contactCustomFields: { '1': 'x', '2': ['a', 'b'], '3': '' } },
    'POST /contacts',
    {
      contact: {
        ...person,
        fieldValues: [
          { field: '1', value: 'x' },
          { field: '2', value: '||a||b||' },
        ],
      },
    },
  ],
  ['activecampaign_create_or_update_contact', person, 'POST /contact/sync', { contact: person }],
  [
    'activecampaign_update_contact',
    { contactId: '3', lastName: 'Ruiz' },
    'PUT /contacts/3',
    { contact: { lastName: 'Ruiz' } },
  ],
  ['activecampaign_get_contact', { contactId: '3' }, 'GET /contacts/3'],
  [
    'activecampaign_add_tag_to_contact',
    { contactId: '3', tagId: '7' },
    'POST /contactTags',
    { contactTag: { contact: 3, tag: 7 } },
  ],
  [
    'activecampaign_subscribe_or_unsubscribe_contact_from_list',
    { listId: '5', status: '2', contactId: '3' },
    'POST /contactLists',
    { contactList: { list: '5', contact: '3', status: '2' } },
  ],
  [
    'activecampaign_add_contact_to_automation',
    { contactId: '3', automationId: '9' },
    'POST /contactAutomations',
    { contactAutomation: { contact: 3, automation: 9 } },
  ],
  [
    'activecampaign_create_deal',
    {
      title: 'Roof',
      contact: '3',
      account: '4',
      value: 1200.55,
      group: '1',
      stage: '2',
      owner: '1',
      status: 0,
    },
    'POST /deals',
    {
      deal: {
        title: 'Roof',
        contact: '3',
        account: '4',
        value: 120055,
        currency: 'eur',
        group: '1',
        stage: '2',
        owner: '1',
        status: 0,
      },
    },
  ],
  [
    'activecampaign_update_deal',
    { dealId: '8', stage: '3', status: '1' },
    'PUT /deals/8',
    { deal: { stage: '3', status: 1 } },
  ],
  [
    'activecampaign_add_note_to_deal',
    { dealId: '8', note: 'Called' },
    'POST /deals/8/notes',
    { note: { note: 'Called' } },
  ],
]

test.each(SENT)('%s sends what it was given', async (action, input, path, body) => {
  const { output, sent } = await kit.run(action, input)
  expect(sent.map(sentAs)).toEqual([path])
  expect(sent[0]?.url.origin).toBe('https://acme.api-us1.com')
  expect(sent[0]?.headers.get('api-token')).toBe('key-1')
  expect(sent[0]?.body).toEqual(body)
  expect(output).not.toBeUndefined()
})

test('contacts and deals are found', async () => {
  const found = { contacts: [{ id: '3' }] }
  const contacts = await documented.run('activecampaign_find_contact', { phone: '+34' }, [{ body: found }])
  expect(contacts.sent.map(sentAs)).toEqual(['GET /contacts'])
  expect(queryOf(contacts.sent[0]!)).toEqual({ phone: '+34', limit: '20' })
  expect(contacts.output).toEqual(found)
  const deals = await documented.run('activecampaign_find_deals', { search: 'Roof' }, [
    { body: { deals: [] } },
  ])
  expect(deals.sent.map(sentAs)).toEqual(['GET /deals'])
  expect(queryOf(deals.sent[0]!)).toEqual({
    'filters[search]': 'Roof',
    'filters[search_field]': 'all',
    limit: '20',
  })
})

test('a note is written to a contact', async () => {
  const input = { contactId: '3', note: 'Wants an offer' }
  const { sent } = await documented.run('activecampaign_add_note_to_contact', input)
  expect(sent.map(sentAs)).toEqual(['POST /notes'])
  expect(sent[0]?.body).toEqual({ note: { note: 'Wants an offer', relid: 3, reltype: 'Subscriber' } })
})

test('a tag is taken off a contact that has it', async () => {
  const input = { contactId: '3', tagId: '7' }
  const tagged = { body: { contactTags: [{ id: '70', contact: '3', tag: '7' }] } }
  const { output, sent } = await documented.run('activecampaign_remove_tag_from_contact', input, [tagged])
  expect(sent.map(sentAs)).toEqual(['GET /contacts/3/contactTags', 'DELETE /contactTags/70'])
  expect(output).toEqual({ removed: true })
  const none = await documented.run('activecampaign_remove_tag_from_contact', input, [
    { body: { contactTags: [] } },
  ])
  expect(none.sent).toHaveLength(1)
  expect(none.output).toEqual({ removed: false })
})

test('what is refused is said in the words of ActiveCampaign', async () => {
  const errors = [{ title: 'Email address already exists in the system', code: 'duplicate' }]
  await expect(
    kit.run('activecampaign_create_contact', person, [{ status: 422, body: { errors } }]),
  ).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('Email address already exists'),
  })
})

describe('choices', () => {
  test.each([
    ['subscribe_or_unsubscribe_contact_from_list', 'listId', 'lists', 'name', {}],
    ['add_tag_to_contact', 'tagId', 'tags', 'tag', {}],
    ['add_contact_to_automation', 'automationId', 'automations', 'name', {}],
    ['create_deal', 'group', 'dealGroups', 'title', {}],
    ['create_deal', 'stage', 'dealStages', 'title', { group: '1' }],
    ['create_deal', 'owner', 'users', 'email', {}],
  ])('%s offers %s', async (action, field, kind, label, input) => {
    const { options, sent } = await documented.options('actions', `activecampaign_${action}`, field, input, [
      { body: { [kind]: [{ id: '1', [label]: 'One' }] } },
    ])
    expect(sent.map(sentAs)).toEqual([`GET /${kind}`])
    expect(options).toEqual([{ value: '1', label: 'One' }])
    if (field === 'stage') expect(queryOf(sent[0]!)).toMatchObject({ 'filters[d_groupid]': '1' })
  })

  test('contacts are offered by name, else by e-mail, and found by what was typed', async () => {
    const contacts = [
      { id: '3', email: 'ana@example.com', firstName: 'Ana', lastName: 'Ruiz' },
      { id: '4', email: 'bea@example.com', firstName: '', lastName: '' },
    ]
    const { options, sent } = await documented.options(
      'actions',
      'activecampaign_get_contact',
      'contactId',
      {},
      [{ body: { contacts } }],
      'a',
    )
    expect(queryOf(sent[0]!)).toEqual({ search: 'a', limit: '100' })
    expect(options).toEqual([
      { value: '3', label: 'Ana Ruiz' },
      { value: '4', label: 'bea@example.com' },
    ])
  })

  test('the account’s own fields become fields', async () => {
    const types = ['text', 'textarea', 'number', 'date', 'dropdown', 'multiselect']
    const fields = types.map((type, index) => ({ id: String(index), title: type, type }))
    const fieldOptions = ['4', '5'].map((field) => ({ field, value: 'a', label: 'A' }))
    const own = await documented.fields(
      'actions',
      'activecampaign_create_contact',
      'contactCustomFields',
      {},
      [{ body: { fields, fieldOptions } }],
    )
    expect(own.sent.map(sentAs)).toEqual(['GET /fields'])
    expect(Object.values(own.fields).map(({ kind }) => kind)).toEqual([
      'SHORT_TEXT',
      'LONG_TEXT',
      'NUMBER',
      'DATE_TIME',
      'STATIC_DROPDOWN',
      'STATIC_MULTI_SELECT_DROPDOWN',
    ])
  })
})

describe.each([
  ['activecampaign_new_contact', ['subscribe']],
  ['activecampaign_updated_contact', ['update']],
  ['activecampaign_new_tag_added_or_removed_from_contact', ['contact_tag_added', 'contact_tag_removed']],
  ['activecampaign_new_deal_added_or_updated', ['deal_add', 'deal_update']],
])('%s', (name, events) => {
  const trigger = activeCampaign.triggers[name]!

  test('is subscribed to and unsubscribed from', async () => {
    const { state, sent } = await kit.subscribe(name, {}, [{ status: 201, body: { webhook: { id: '12' } } }])
    expect(state).toEqual({ id: '12' })
    expect(sent.map(sentAs)).toEqual(['POST /webhooks', 'DELETE /webhooks/12'])
    expect(sent[0]?.body).toMatchObject({
      webhook: {
        url: 'https://patchcord.example/webhooks/wf_1?token=a-secret-of-this-trigger',
        events,
        sources: ['public', 'admin', 'api', 'system'],
      },
    })
  })

  test('hears only who knows the token', async () => {
    const check = async (queryParams: object, secret: string) =>
      trigger.verify!({ queryParams } as never, {}, { secret } as never)
    await expect(check({ token: 's' }, 's')).resolves.toBeUndefined()
    for (const [given, secret] of [
      [{}, 's'],
      [{ token: 't' }, 's'],
      [{ token: '' }, ''],
    ] as const) {
      await expect(check(given, secret)).rejects.toMatchObject({ code: 'WEBHOOK_UNAUTHORIZED' })
    }
  })

  test('reads the form, and knows an event again', async () => {
    const form =
      'type=update&date_time=2026-02-28T07%3A04%3A13-06%3A00&contact%5Bid%5D=3&contact%5Bfields%5D%5B1%5D=x&list[]=a&list[]=b&__proto__[x]=1'
    const rawBody = new TextEncoder().encode(form)
    const [event] = await trigger.events!({ request: { rawBody } } as never)
    expect(event).toEqual({
      type: 'update',
      date_time: '2026-02-28T07:04:13-06:00',
      contact: { id: '3', fields: { 1: 'x' } },
      list: { 0: 'a', 1: 'b' },
    })
    expect(trigger.eventId!(event!)).toBe('update:2026-02-28T07:04:13-06:00:3:::')
    expect(trigger.eventId!({})).toBeUndefined()
  })
})

test('a good key is told from a bad one', async () => {
  expect((await kit.validate([{ body: { lists: [] } }])).map(sentAs)).toEqual(['GET /lists'])
  await expect(kit.validate([{ status: 403, body: { message: 'No' } }])).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/automations' }, [
    { body: { automations: [] } },
  ])
  expect(output).toMatchObject({ status: 200 })
})
