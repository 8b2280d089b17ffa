import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import hubspot from './index.ts'

// Held against: HubSpot's own OpenAPI descriptions (its public collection of specifications).

const connection = { type: 'SECRET_TEXT', secret_text: 'pat-eu1-1' }
const kit = pieceKit(hubspot, { connection, contract: 'hubspot' })

const time = '2026-03-13T11:28:40.586Z'
const record = (id: string, properties: Record<string, string> = {}) => ({
  id,
  properties,
  createdAt: time,
  updatedAt: time,
  archived: false,
})
const found = (...results: object[]) => ({ total: results.length, results })
const pathOf = ({ method, url }: { method: string; url: URL }) => `${method} ${url.pathname}`

describe('records', () => {
  test.each([
    ['create-contact', 'contacts'],
    ['create-company', 'companies'],
  ])('%s sends its properties as text', async (action, type) => {
    const objectProperties = { name: 'Ana', size: 12, tags: ['a', 'b'], empty: '', none: [] }
    const { output, sent } = await kit.run(action, { objectProperties }, [{ status: 201, body: record('1') }])
    expect(sent.map(pathOf)).toEqual([`POST /crm/v3/objects/${type}`])
    expect(sent[0]?.body).toEqual({ properties: { name: 'Ana', size: '12', tags: 'a;b' } })
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer pat-eu1-1')
    expect(output).toMatchObject({ id: '1' })
  })

  test.each([
    ['update-contact', 'contactId', 'contacts'],
    ['update-company', 'companyId', 'companies'],
  ])('%s sets what is given', async (action, idField, type) => {
    const { sent } = await kit.run(action, { [idField]: '7', objectProperties: { phone: '+34600' } }, [
      { body: record('7') },
    ])
    expect(sent.map(pathOf)).toEqual([`PATCH /crm/v3/objects/${type}/7`])
    expect(sent[0]?.body).toEqual({ properties: { phone: '+34600' } })
  })

  test.each([
    ['get-contact', 'contactId', 'contacts', 'email'],
    ['get-company', 'companyId', 'companies', 'domain'],
    ['get-deal', 'dealId', 'deals', 'dealname'],
    ['get-ticket', 'ticketId', 'tickets', 'subject'],
  ])('%s reads the usual properties and more', async (action, idField, type, usual) => {
    const input = { [idField]: '7', additionalPropertiesToRetrieve: ['score'] }
    const { output, sent } = await kit.run(action, input, [{ body: record('7') }])
    expect(sent.map(pathOf)).toEqual([`GET /crm/v3/objects/${type}/7`])
    expect(sent[0]?.url.searchParams.get('properties')?.split(',')).toEqual(
      expect.arrayContaining([usual, 'score']),
    )
    expect(output).toMatchObject({ id: '7' })
  })

  test.each([
    ['find-contact', 'contacts'],
    ['find-company', 'companies'],
    ['find-deal', 'deals'],
    ['find-ticket', 'tickets'],
  ])('%s wants both properties to be equal', async (action, type) => {
    const input = {
      firstSearchPropertyName: 'phone',
      firstSearchPropertyValue: '+34600000001',
      secondSearchPropertyName: 'city',
      secondSearchPropertyValue: 'Vigo',
    }
    const { output, sent } = await kit.run(action, input, [{ body: found(record('7')) }])
    expect(sent.map(pathOf)).toEqual([`POST /crm/v3/objects/${type}/search`])
    expect(sent[0]?.body).toMatchObject({
      filterGroups: [
        {
          filters: [
            { propertyName: 'phone', operator: 'EQ', value: '+34600000001' },
            { propertyName: 'city', operator: 'EQ', value: 'Vigo' },
          ],
        },
      ],
      limit: 200,
    })
    expect(output).toMatchObject({ total: 1, results: [{ id: '7' }] })
  })

  test('any kind is searched by words and filters', async () => {
    const input = {
      objectType: 'notes',
      query: 'refund',
      filterGroups: '[{"filters":[{"propertyName":"hs_note_body","operator":"HAS_PROPERTY"}]}]',
      sortPropertyName: 'hs_timestamp',
      properties: ['hs_note_body'],
      limit: 5,
    }
    const { sent } = await kit.run('search_objects', input, [{ body: found() }])
    expect(sent.map(pathOf)).toEqual(['POST /crm/v3/objects/notes/search'])
    expect(sent[0]?.body).toEqual({
      query: 'refund',
      filterGroups: [{ filters: [{ propertyName: 'hs_note_body', operator: 'HAS_PROPERTY' }] }],
      sorts: ['-hs_timestamp'],
      properties: ['hs_note_body'],
      limit: 5,
    })
  })
})

describe('create-or-update-contact', () => {
  const input = { email: 'ana@example.com', objectProperties: { firstname: 'Ana' } }
  const notFound = { status: 404, body: { status: 'error', message: 'resource not found' } }

  test('changes the contact of the address', async () => {
    const { sent } = await kit.run('create-or-update-contact', input, [{ body: record('7') }])
    expect(sent.map(pathOf)).toEqual(['PATCH /crm/v3/objects/contacts/ana%40example.com'])
    expect(sent[0]?.url.search).toBe('?idProperty=email')
    expect(sent[0]?.body).toEqual({ properties: { firstname: 'Ana' } })
  })

  test('makes it where there is none', async () => {
    const answers = [notFound, { status: 201, body: record('8') }]
    const { output, sent } = await kit.run('create-or-update-contact', input, answers)
    expect(pathOf(sent[1]!)).toBe('POST /crm/v3/objects/contacts')
    expect(sent[1]?.body).toEqual({ properties: { firstname: 'Ana', email: 'ana@example.com' } })
    expect(output).toMatchObject({ id: '8' })
  })

  test('changes it after all where somebody else made it in between', async () => {
    const taken = { status: 409, body: { status: 'error', message: 'Contact already exists' } }
    const answers = [notFound, taken, { body: record('9') }]
    const { output, sent } = await kit.run('create-or-update-contact', input, answers)
    expect(sent.map(({ method }) => method)).toEqual(['PATCH', 'POST', 'PATCH'])
    expect(output).toMatchObject({ id: '9' })
  })

  test('makes none after any other error', async () => {
    const refused = { status: 400, body: { status: 'error', message: 'Property values were not valid' } }
    await expect(kit.run('create-or-update-contact', input, [refused])).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining('Property values were not valid'),
    })
  })
})

describe('deals and tickets', () => {
  test('a deal is made in a stage', async () => {
    const input = {
      dealname: 'Solar roof',
      amount: 1200.5,
      pipelineId: 'default',
      pipelineStageId: 'qualified',
      hubspot_owner_id: '42',
      objectProperties: { dealtype: 'newbusiness' },
    }
    const { sent } = await kit.run('create-deal', input, [{ status: 201, body: record('1') }])
    expect(sent.map(pathOf)).toEqual(['POST /crm/v3/objects/deals'])
    expect(sent[0]?.body).toEqual({
      properties: {
        dealname: 'Solar roof',
        amount: '1200.5',
        pipeline: 'default',
        dealstage: 'qualified',
        hubspot_owner_id: '42',
        dealtype: 'newbusiness',
      },
    })
  })

  test('a deal is moved without touching the rest', async () => {
    const { sent } = await kit.run('update-deal', { dealId: '1', pipelineStageId: 'won' }, [
      { body: record('1') },
    ])
    expect(sent.map(pathOf)).toEqual(['PATCH /crm/v3/objects/deals/1'])
    expect(sent[0]?.body).toEqual({ properties: { dealstage: 'won' } })
  })

  test('a ticket is made and changed', async () => {
    const input = { ticketName: 'No heating', pipelineId: '0', pipelineStageId: '1' }
    const made = await kit.run('create-ticket', input, [{ status: 201, body: record('1') }])
    expect(made.sent[0]?.body).toEqual({
      properties: { subject: 'No heating', hs_pipeline: '0', hs_pipeline_stage: '1' },
    })
    const changed = await kit.run('update-ticket', { ticketId: '1', pipelineStageId: '4' }, [
      { body: record('1') },
    ])
    expect(changed.sent.map(pathOf)).toEqual(['PATCH /crm/v3/objects/tickets/1'])
    expect(changed.sent[0]?.body).toEqual({ properties: { hs_pipeline_stage: '4' } })
  })
})

describe('what belongs to records', () => {
  test('a note is attached to a deal', async () => {
    const input = {
      noteBody: 'Wants an offer',
      associatedObjectType: 'deal',
      associatedObjectId: '9',
      timestamp: time,
    }
    const { sent } = await kit.run('create_note', input, [{ status: 201, body: record('1') }])
    expect(sent.map(pathOf)).toEqual(['POST /crm/v3/objects/notes'])
    expect(sent[0]?.body).toEqual({
      properties: { hs_timestamp: time, hs_note_body: 'Wants an offer' },
      associations: [
        { to: { id: '9' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }] },
      ],
    })
  })

  test('a task is attached to a contact', async () => {
    const input = { subject: 'Call back', associatedObjectId: '9', dueDate: time, ownerId: '42' }
    const { sent } = await kit.run('create_task', input, [{ status: 201, body: record('1') }])
    expect(sent.map(pathOf)).toEqual(['POST /crm/v3/objects/tasks'])
    expect(sent[0]?.body).toMatchObject({
      properties: {
        hs_timestamp: time,
        hs_task_subject: 'Call back',
        hs_task_status: 'NOT_STARTED',
        hs_task_priority: 'MEDIUM',
        hubspot_owner_id: '42',
      },
      associations: [{ to: { id: '9' }, types: [{ associationTypeId: 204 }] }],
    })
  })

  const input = {
    fromObjectType: 'contacts',
    fromObjectId: '1',
    toObjectType: 'deals',
    toObjectIds: ['2', 3],
  }
  const done = { status: 'COMPLETE', results: [], startedAt: time, completedAt: time }

  test('records are associated as HubSpot usually does', async () => {
    const { sent } = await kit.run('create-associations', input, [{ body: done }])
    expect(sent.map(pathOf)).toEqual(['POST /crm/v4/associations/contacts/deals/batch/associate/default'])
    expect(sent[0]?.body).toEqual({
      inputs: [
        { from: { id: '1' }, to: { id: '2' } },
        { from: { id: '1' }, to: { id: '3' } },
      ],
    })
  })

  test('records are associated with a type', async () => {
    const typed = {
      ...input,
      toObjectIds: ['2'],
      associationType: '5',
      associationCategory: 'USER_DEFINED',
    }
    const { sent } = await kit.run('create-associations', typed, [{ status: 201, body: done }])
    expect(sent.map(pathOf)).toEqual(['POST /crm/v4/associations/contacts/deals/batch/create'])
    expect(sent[0]?.body).toEqual({
      inputs: [
        {
          from: { id: '1' },
          to: { id: '2' },
          types: [{ associationCategory: 'USER_DEFINED', associationTypeId: 5 }],
        },
      ],
    })
  })
})

describe('fields', () => {
  const property = (name: string, fieldType: string, more: object = {}) => ({
    name,
    label: name.toUpperCase(),
    description: '',
    groupName: 'g',
    type: 'string',
    fieldType,
    options: [],
    ...more,
  })
  const readOnly = { archivable: true, readOnlyDefinition: true, readOnlyValue: true }
  const option = { value: 'hot', label: 'Hot', hidden: false }
  const properties = [
    property('firstname', 'text'),
    property('notes', 'textarea'),
    property('age', 'number'),
    property('born', 'date'),
    property('mood', 'select', { options: [option, { value: 'x', label: 'X', hidden: true }] }),
    property('tags', 'checkbox', { options: [option] }),
    property('createdate', 'date', { modificationMetadata: readOnly }),
    property('hidden', 'text', { hidden: true }),
    property('email', 'text'),
  ]

  test('properties that can be set become fields of their kinds', async () => {
    const { fields, sent } = await kit.fields('actions', 'create-or-update-contact', 'objectProperties', {}, [
      { body: { results: properties } },
    ])
    expect(sent.map(pathOf)).toEqual(['GET /crm/v3/properties/contacts'])
    expect(Object.entries(fields).map(([name, { kind }]) => [name, kind])).toEqual([
      ['firstname', 'SHORT_TEXT'],
      ['notes', 'LONG_TEXT'],
      ['age', 'NUMBER'],
      ['born', 'DATE_TIME'],
      ['mood', 'STATIC_DROPDOWN'],
      ['tags', 'STATIC_MULTI_SELECT_DROPDOWN'],
    ])
    expect(fields.mood?.choices?.map(({ value }) => value)).toEqual(['hot'])
  })

  const stage = {
    id: 'won',
    label: 'Won',
    displayOrder: 1,
    metadata: {},
    createdAt: time,
    updatedAt: time,
    archived: false,
  }
  const pipeline = { ...stage, id: 'default', label: 'Sales', stages: [stage] }

  test('pipelines, their stages, owners and properties are offered by name', async () => {
    const pipelines = [{ body: { results: [pipeline] } }]
    const offered = async (...asked: Parameters<typeof kit.options>) => (await kit.options(...asked)).options
    expect(await offered('actions', 'create-deal', 'pipelineId', {}, pipelines)).toEqual([
      { value: 'default', label: 'Sales' },
    ])
    const inPipeline = { pipelineId: 'default' }
    expect(await offered('actions', 'create-ticket', 'pipelineStageId', inPipeline, pipelines)).toEqual([
      { value: 'won', label: 'Won' },
    ])
    const person = {
      id: '1',
      email: 'a@x.es',
      type: 'PERSON',
      archived: false,
      createdAt: time,
      updatedAt: time,
    }
    const owners = [
      { body: { results: [{ ...person, firstName: 'Ana' }], paging: { next: { after: '2' } } } },
      { body: { results: [person] } },
    ]
    expect(await offered('actions', 'create_task', 'ownerId', {}, owners)).toEqual([
      { value: '1', label: 'Ana' },
      { value: '1', label: 'a@x.es' },
    ])
    const named = [{ body: { results: properties.slice(0, 1) } }]
    expect(await offered('actions', 'find-contact', 'firstSearchPropertyName', {}, named)).toEqual([
      { value: 'firstname', label: 'FIRSTNAME' },
    ])
  })
})

describe('triggers', () => {
  const since = Date.parse('2026-03-01T00:00:00Z')

  test.each([
    ['new-contact', 'contacts'],
    ['new-company', 'companies'],
    ['new-deal', 'deals'],
    ['new-ticket', 'tickets'],
  ])('%s gives each record once', async (trigger, type) => {
    const { items, sent } = await kit.poll(trigger, {}, [{ body: found(record('1', { createdate: time })) }])
    expect(sent.map(pathOf)).toEqual([`POST /crm/v3/objects/${type}/search`])
    expect(sent[0]?.body).toMatchObject({ filterGroups: [], sorts: ['-createdate'] })
    expect(items).toEqual([{ id: '1', at: Date.parse(time), data: expect.objectContaining({ id: '1' }) }])
  })

  test('what came since is read oldest first, page by page', async () => {
    const first = { ...found(record('1', { createdate: time })), paging: { next: { after: '100' } } }
    const answers = [{ body: first }, { body: found(record('2', { createdate: time })) }]
    const { items, sent } = await kit.poll('new-contact', {}, answers, since)
    expect(sent[0]?.body).toMatchObject({
      filterGroups: [
        { filters: [{ propertyName: 'createdate', operator: 'GTE', value: String(since - 60_000) }] },
      ],
      sorts: ['createdate'],
    })
    expect(sent[1]?.body).toMatchObject({ after: '100' })
    expect(items.map(({ id }) => id)).toEqual(['1', '2'])
  })

  test.each([
    ['new-or-updated-contact', 'lastmodifieddate'],
    ['new-or-updated-company', 'hs_lastmodifieddate'],
  ])('%s gives every change', async (trigger, property) => {
    const later = '2026-03-14T00:00:00Z'
    const answers = [{ body: found(record('1', { [property]: time })) }]
    const again = [{ body: found(record('1', { [property]: later })) }]
    const { items } = await kit.poll(trigger, {}, answers, since)
    expect(items[0]?.at).toBe(Date.parse(time))
    expect(items[0]?.id).not.toBe((await kit.poll(trigger, {}, again, since)).items[0]?.id)
  })

  test('deal-stage-updated watches one stage', async () => {
    const entered = { dealstage: 'won', hs_v2_date_entered_current_stage: time }
    const { items, sent } = await kit.poll('deal-stage-updated', { pipelineId: 'default', stageId: 'won' }, [
      { body: found(record('1', entered)) },
    ])
    expect(sent[0]?.body).toMatchObject({
      filterGroups: [
        {
          filters: [
            { propertyName: 'pipeline', operator: 'EQ', value: 'default' },
            { propertyName: 'dealstage', operator: 'EQ', value: 'won' },
          ],
        },
      ],
      sorts: ['-hs_v2_date_entered_current_stage'],
    })
    expect(items).toMatchObject([{ id: `1:won:${Date.parse(time)}`, at: Date.parse(time) }])
  })
})

test('a good token is told from a bad one', async () => {
  const sent = await kit.validate([{ body: { results: [] } }])
  expect(sent.map(pathOf)).toEqual(['GET /crm/v3/objects/contacts'])
  const bad = { status: 401, body: { status: 'error', message: 'Authentication credentials not found' } }
  await expect(kit.validate([bad])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

test('a login is used as a token is', async () => {
  const oauth = pieceKit(hubspot, {
    connection: { type: 'OAUTH2', access_token: 'at-1' },
    contract: 'hubspot',
  })
  const [request] = await oauth.validate([{ body: { results: [] } }])
  expect(request?.headers.get('authorization')).toBe('Bearer at-1')
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/crm/v3/owners' }, [{ body: { results: [] } }])
  expect(output).toMatchObject({ status: 200 })
})
