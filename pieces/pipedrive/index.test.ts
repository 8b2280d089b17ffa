import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import pipedrive from './index.ts'

// Held against: Pipedrive's own OpenAPI descriptions of its versions 1 and 2. They lack the fields of people and
// organizations (/v1/personFields, /v1/organizationFields), and leads' custom fields at the top level; those are
// as in its reference. Events are those of its guide to webhooks, version 2.

const connection = { type: 'SECRET_TEXT', secret_text: 'token-1' }
const kit = pieceKit(pipedrive, { connection, contract: 'pipedrive' })
const documented = pieceKit(pipedrive, { connection })

const sentAs = ({ method, url }: { method: string; url: URL }) => `${method} ${url.pathname}`
const queryOf = ({ url }: { url: URL }) => Object.fromEntries(url.searchParams)
const custom = 'a'.repeat(40)

describe('people and organizations', () => {
  const input = {
    firstName: 'Ana',
    lastName: 'Ruiz',
    email: ['ana@example.com', 'ruiz@example.com'],
    phone: '+34600000001',
    organizationId: '5',
    ownerId: 7,
    labelIds: ['3'],
    customfields: { [custom]: ['1', '2'], ['b'.repeat(40)]: '' },
  }
  const json = {
    name: 'Ana Ruiz',
    emails: [
      { value: 'ana@example.com', label: 'work', primary: true },
      { value: 'ruiz@example.com', label: 'work', primary: false },
    ],
    phones: [{ value: '+34600000001', label: 'work', primary: true }],
    org_id: 5,
    owner_id: 7,
    label_ids: [3],
    custom_fields: { [custom]: [1, 2] },
  }

  test('a person is made, changed and read', async () => {
    const made = await kit.run('create-person', input)
    expect(made.sent.map(sentAs)).toEqual(['POST /api/v2/persons'])
    expect(made.sent[0]?.headers.get('x-api-token')).toBe('token-1')
    expect(made.sent[0]?.body).toEqual(json)
    const changed = await kit.run('update-person', { personId: '1', name: 'Ana' })
    expect(changed.sent.map(sentAs)).toEqual(['PATCH /api/v2/persons/1'])
    expect(changed.sent[0]?.body).toEqual({ name: 'Ana' })
    expect((await kit.run('get-person', { personId: '1' })).sent.map(sentAs)).toEqual([
      'GET /api/v2/persons/1',
    ])
  })

  test('a person is found by phone number', async () => {
    const { sent } = await kit.run('search-persons', {
      term: '+34600000001',
      fields: ['phone'],
      exactMatch: true,
    })
    expect(sent.map(sentAs)).toEqual(['GET /api/v2/persons/search'])
    expect(queryOf(sent[0]!)).toEqual({
      term: '+34600000001',
      fields: 'phone',
      exact_match: 'true',
      limit: '100',
    })
  })

  test('an organization is made, changed and found', async () => {
    const made = await kit.run('create-organization', { name: 'Acme', address: 'Calle 1' })
    expect(made.sent.map(sentAs)).toEqual(['POST /api/v2/organizations'])
    expect(made.sent[0]?.body).toEqual({ name: 'Acme', address: { value: 'Calle 1' } })
    const changed = await kit.run('update-organization', { organizationId: '5', ownerId: '7' })
    expect(changed.sent.map(sentAs)).toEqual(['PATCH /api/v2/organizations/5'])
    expect(changed.sent[0]?.body).toEqual({ owner_id: 7 })
    const found = await kit.run('search-organizations', { term: 'Acme' })
    expect(found.sent.map(sentAs)).toEqual(['GET /api/v2/organizations/search'])
    expect(queryOf(found.sent[0]!)).toEqual({ term: 'Acme', exact_match: 'false', limit: '100' })
  })
})

describe('deals', () => {
  test('are made and moved', async () => {
    const input = {
      title: 'Solar roof',
      dealValue: 1200.5,
      dealValueCurrency: 'EUR',
      stageId: '2',
      personId: '1',
      expectedCloseDate: '2026-03-05T00:00:00Z',
    }
    const made = await kit.run('create-deal', input)
    expect(made.sent.map(sentAs)).toEqual(['POST /api/v2/deals'])
    expect(made.sent[0]?.body).toEqual({
      title: 'Solar roof',
      value: 1200.5,
      currency: 'EUR',
      stage_id: 2,
      person_id: 1,
      expected_close_date: '2026-03-05',
    })
    const moved = await kit.run('update-deal', { dealId: '9', status: 'lost', lostReason: 'Too dear' })
    expect(moved.sent.map(sentAs)).toEqual(['PATCH /api/v2/deals/9'])
    expect(moved.sent[0]?.body).toEqual({ status: 'lost', lost_reason: 'Too dear' })
  })

  test('are read, found, and listed by person', async () => {
    expect((await kit.run('get-deal', { dealId: '9' })).sent.map(sentAs)).toEqual(['GET /api/v2/deals/9'])
    const found = await kit.run('search-deals', { term: 'roof', status: 'open', personId: '1' })
    expect(found.sent.map(sentAs)).toEqual(['GET /api/v2/deals/search'])
    expect(queryOf(found.sent[0]!)).toMatchObject({ term: 'roof', status: 'open', person_id: '1' })
    const listed = await kit.run('find-deals-associated-with-person', { personId: '1' })
    expect(listed.sent.map(sentAs)).toEqual(['GET /api/v2/deals'])
    expect(queryOf(listed.sent[0]!)).toMatchObject({ person_id: '1', sort_by: 'update_time' })
  })

  test('that are not there are said so', async () => {
    const body = { success: false, error: 'Deal not found', code: 'ERR_NOT_FOUND' }
    await expect(kit.run('get-deal', { dealId: '9' }, [{ status: 404, body }])).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
      message: expect.stringContaining('Deal not found'),
    })
  })
})

describe('leads, activities and notes', () => {
  test('a lead is made and changed', async () => {
    const label = 'f08b42a0-4e75-11ea-9643-03698ef1cfd6'
    const input = {
      title: 'Roof',
      leadValue: 100,
      leadValueCurrency: 'EUR',
      personId: '1',
      labelIds: [label],
    }
    const made = await kit.run('create-lead', input)
    expect(made.sent.map(sentAs)).toEqual(['POST /v1/leads'])
    expect(made.sent[0]?.body).toEqual({
      title: 'Roof',
      value: { amount: 100, currency: 'EUR' },
      person_id: 1,
      label_ids: [label],
    })
    const changed = await kit.run('update-lead', { leadId: 'uuid-1', ownerId: '7' })
    expect(changed.sent.map(sentAs)).toEqual(['PATCH /v1/leads/uuid-1'])
    expect(changed.sent[0]?.body).toEqual({ owner_id: 7 })
    const own = await documented.run('create-lead', { title: 'Roof', customfields: { [custom]: 'x' } })
    expect(own.sent[0]?.body).toEqual({ title: 'Roof', [custom]: 'x' })
  })

  test('an activity is made and done', async () => {
    const input = {
      subject: 'Call back',
      type: 'call',
      dueDate: '2026-03-05',
      dueTime: '15:30',
      personId: '1',
      dealId: '9',
      assignTo: '7',
    }
    const made = await kit.run('create-activity', input)
    expect(made.sent.map(sentAs)).toEqual(['POST /api/v2/activities'])
    expect(made.sent[0]?.body).toEqual({
      subject: 'Call back',
      type: 'call',
      due_date: '2026-03-05',
      due_time: '15:30',
      participants: [{ person_id: 1, primary: true }],
      deal_id: 9,
      owner_id: 7,
    })
    const done = await kit.run('update-activity', { activityId: '3', isDone: true })
    expect(done.sent.map(sentAs)).toEqual(['PATCH /api/v2/activities/3'])
    expect(done.sent[0]?.body).toEqual({ done: true })
  })

  test('a note is written to a deal and pinned', async () => {
    const { sent } = await kit.run('create-note', { content: 'Hi', dealId: '9', pinnedToDeal: true })
    expect(sent.map(sentAs)).toEqual(['POST /v1/notes'])
    expect(sent[0]?.body).toEqual({
      content: 'Hi',
      deal_id: 9,
      pinned_to_deal_flag: 1,
      pinned_to_person_flag: 0,
      pinned_to_organization_flag: 0,
      pinned_to_lead_flag: 0,
    })
  })
})

describe('choices', () => {
  const offered = async (...asked: Parameters<typeof kit.options>) => {
    const { options, sent } = await documented.options(...asked)
    const checked = await kit.options(asked[0], asked[1], asked[2], asked[3])
    return { options, asked: checked.sent.map(sentAs).concat(sent.map(({ url }) => url.search)) }
  }

  test.each([
    ['create-deal', 'personId', { id: 1, name: 'Ana' }, 'Ana', 'GET /api/v2/persons'],
    ['create-deal', 'organizationId', { id: 1, name: 'Acme' }, 'Acme', 'GET /api/v2/organizations'],
    ['get-deal', 'dealId', { id: 1, title: 'Roof' }, 'Roof', 'GET /api/v2/deals'],
    ['create-deal', 'ownerId', { id: 1, name: 'Ana' }, 'Ana', 'GET /v1/users'],
    ['create-deal', 'pipelineId', { id: 1, name: 'Sales' }, 'Sales', 'GET /api/v2/pipelines'],
    ['create-deal', 'stageId', { id: 1, name: 'Open' }, 'Open', 'GET /api/v2/stages'],
    ['create-lead', 'labelIds', { id: '1', name: 'Hot' }, 'Hot', 'GET /v1/leadLabels'],
  ])('%s offers %s by name', async (action, field, item, label, path) => {
    const { options, asked } = await offered('actions', action, field, {}, [{ body: { data: [item] } }])
    expect(options).toEqual([{ value: '1', label }])
    expect(asked[0]).toBe(path)
  })

  test('people are found by what was typed', async () => {
    const items = [{ result_score: 1, item: { id: 1, type: 'person', name: 'Ana' } }]
    const { options, sent } = await documented.options(
      'actions',
      'create-deal',
      'personId',
      {},
      [{ body: { data: { items } } }],
      'An',
    )
    expect(options).toEqual([{ value: '1', label: 'Ana' }])
    expect(queryOf(sent[0]!)).toEqual({ term: 'An', limit: '100' })
  })

  test('kinds of activities are offered by their key', async () => {
    const { options, asked } = await offered('actions', 'create-activity', 'type', {}, [
      { body: { data: [{ id: 1, key_string: 'call', name: 'Call' }] } },
    ])
    expect(options).toEqual([{ value: 'call', label: 'Call' }])
    expect(asked[0]).toBe('GET /v1/activityTypes')
  })

  const field = (key: string, field_type: string, options?: object[]) => ({
    key,
    name: `The ${field_type}`,
    field_type,
    edit_flag: true,
    options,
  })
  const fields = {
    body: {
      data: [
        field('title', 'varchar'),
        field('label', 'set', [{ id: 3, label: 'Hot' }]),
        field(custom, 'enum', [{ id: 5, label: 'Roof' }]),
        field('b'.repeat(40), 'set', [{ id: 6, label: 'North' }]),
        field('c'.repeat(40), 'double'),
        field('d'.repeat(40), 'date'),
      ],
    },
  }

  test.each([
    ['create-deal', 'dealFields'],
    ['create-person', 'personFields'],
    ['create-organization', 'organizationFields'],
  ])('%s asks for the account’s own fields and labels', async (action, path) => {
    const own = await documented.fields('actions', action, 'customfields', {}, [fields])
    expect(own.sent.map(sentAs)).toEqual([`GET /v1/${path}`])
    expect(Object.values(own.fields).map(({ kind }) => kind)).toEqual([
      'STATIC_DROPDOWN',
      'STATIC_MULTI_SELECT_DROPDOWN',
      'NUMBER',
      'DATE_TIME',
    ])
    expect(own.fields[custom]?.choices).toEqual([{ value: 5, label: 'Roof' }])
    const { options } = await documented.options('actions', action, 'labelIds', {}, [fields])
    expect(options).toEqual([{ value: '3', label: 'Hot' }])
  })
})

describe('triggers', () => {
  test.each([
    ['new_person', 'person', 'create'],
    ['updated_person', 'person', 'change'],
    ['new-organization', 'organization', 'create'],
    ['new_deal', 'deal', 'create'],
    ['updated_deal', 'deal', 'change'],
    ['updated-deal-stage', 'deal', 'change'],
    ['new-lead', 'lead', 'create'],
    ['new_activity', 'activity', 'create'],
    ['new-note', 'note', 'create'],
  ])('%s subscribes to %s %s', async (name, event_object, event_action) => {
    const made = [{ status: 201, body: { status: 'ok', success: true, data: { id: 4 } } }]
    const { state, sent } = await kit.subscribe(name, {}, made)
    expect(state).toEqual({ id: 4 })
    expect(sent.map(sentAs)).toEqual(['POST /v1/webhooks', 'DELETE /v1/webhooks/4'])
    expect(sent[0]?.body).toMatchObject({
      subscription_url: 'https://patchcord.example/webhooks/wf_1',
      event_object,
      event_action,
      version: '2.0',
      http_auth_user: 'patchcord',
      http_auth_password: 'a-secret-of-this-trigger',
    })
  })

  const body = {
    data: { id: 9, stage_id: 2, update_time: '2026-05-29T04:21:51Z' },
    previous: { stage_id: 1 },
    meta: { action: 'change', entity: 'deal', version: '2.0' },
  }
  const eventsOf = (name: string, body: unknown, input = {}) =>
    pipedrive.triggers[name]!.events!({ input, request: { body } } as never)

  test('a record comes with what was changed, and each change once', async () => {
    const [event] = await eventsOf('updated_deal', body)
    expect(event).toEqual({ ...body.data, previous: { stage_id: 1 } })
    const { eventId } = pipedrive.triggers.updated_deal!
    expect(eventId!(event!)).toBe('9:2026-05-29T04:21:51Z')
    expect(pipedrive.triggers.new_deal!.eventId!(event!)).toBe('9')
    expect(await eventsOf('updated_deal', null)).toEqual([])
  })

  test('only a deal that is moved to the stage counts', async () => {
    const moved = (input: object, changed: object) =>
      eventsOf('updated-deal-stage', { ...body, ...changed }, input)
    expect(await moved({}, {})).toHaveLength(1)
    expect(await moved({ stage_id: '2' }, {})).toHaveLength(1)
    expect(await moved({ stage_id: '3' }, {})).toEqual([])
    expect(await moved({}, { previous: { title: 'x' } })).toEqual([])
  })

  test('only who knows the password is heard', () => {
    const { verify } = pipedrive.triggers.new_deal!
    const check = (authorization?: string) =>
      verify!({ headers: { authorization } } as never, {}, { secret: 's' } as never)
    expect(() => check(`Basic ${btoa('patchcord:s')}`)).not.toThrow()
    for (const wrong of [undefined, `Basic ${btoa('patchcord:t')}`]) {
      expect(() => check(wrong)).toThrow(/password/)
    }
  })
})

test('a login is used at the address of the company', async () => {
  const login = { type: 'OAUTH2', access_token: 'at', data: { api_domain: 'https://acme.pipedrive.com' } }
  const oauth = pieceKit(pipedrive, { connection: login, contract: 'pipedrive' })
  const [request] = await oauth.validate()
  expect(request?.url.href).toBe('https://acme.pipedrive.com/v1/users/me')
  expect(request?.headers.get('authorization')).toBe('Bearer at')
  const bad = { status: 401, body: { success: false, error: 'unauthorized access' } }
  await expect(oauth.validate([bad])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/v1/users/me' })
  expect(output).toMatchObject({ status: 204 })
})
