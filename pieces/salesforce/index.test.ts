import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import salesforce from './index.ts'

// Held against: Salesforce's own collection of its REST API for Postman. It lacks two requests, which are checked
// against the REST API Developer Guide: "Insert or Update (Upsert) a Record Using an External ID" and the next page of
// "Query". What answers look like is from that guide too.

const connection = {
  type: 'OAUTH2',
  access_token: '00D-token',
  props: { environment: 'login.salesforce.com' },
  data: { instance_url: 'https://acme.my.salesforce.com' },
}
const kit = pieceKit(salesforce, { connection, contract: 'salesforce' })
const documented = pieceKit(salesforce, { connection })

const API = '/services/data/v62.0'
const sentAs = ({ method, url }: { method: string; url: URL }) => `${method} ${url.pathname}`
const queryOf = ({ url }: { url: URL }) => url.searchParams.get('q')
const made = { status: 201, body: { id: '00Q1', success: true, errors: [] } }

describe('records of any object', () => {
  test('are made at the address of the org', async () => {
    const input = { object: 'Lead', data: { LastName: 'Ruiz', Tags__c: ['a', 'b'], Email: '', Age__c: 4 } }
    const { output, sent } = await kit.run('create_record', input, [made])
    expect(sent.map(sentAs)).toEqual([`POST ${API}/sobjects/Lead`])
    expect(sent[0]?.url.origin).toBe('https://acme.my.salesforce.com')
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer 00D-token')
    expect(sent[0]?.body).toEqual({ LastName: 'Ruiz', Tags__c: 'a;b', Age__c: 4 })
    expect(output).toMatchObject({ id: '00Q1' })
  })

  test('are changed, read and deleted', async () => {
    const record = { object: 'Lead', record_id: '00Q1' }
    const changed = await kit.run('update_record', { ...record, data: { Phone: null, City: 'Vigo' } })
    expect(changed.sent.map(sentAs)).toEqual([`PATCH ${API}/sobjects/Lead/00Q1`])
    expect(changed.sent[0]?.body).toEqual({ Phone: null, City: 'Vigo' })
    expect(changed.output).toEqual({ success: true, id: '00Q1' })
    const read = await kit.run('get_record', record, [{ body: { Id: '00Q1' } }])
    expect(read.sent.map(sentAs)).toEqual([`GET ${API}/sobjects/Lead/00Q1`])
    expect(read.output).toEqual({ Id: '00Q1' })
    const deleted = await kit.run('delete_record', record)
    expect(deleted.sent.map(sentAs)).toEqual([`DELETE ${API}/sobjects/Lead/00Q1`])
    expect(deleted.output).toEqual({ success: true })
  })

  test('are made or changed by an external id', async () => {
    const input = {
      object: 'Contact',
      external_id_field: 'Crm__c',
      external_id_value: 'a/1',
      fields: { LastName: 'Ruiz' },
    }
    const { output, sent } = await documented.run('upsert_record_by_external_id', input, [
      { body: { id: '0031', success: true, errors: [], created: false } },
    ])
    expect(sent.map(sentAs)).toEqual([`PATCH ${API}/sobjects/Contact/Crm__c/a%2F1`])
    expect(sent[0]?.body).toEqual({ LastName: 'Ruiz' })
    expect(output).toMatchObject({ id: '0031', created: false })
  })

  test('are found by a field, whatever stands in the value', async () => {
    const input = { object: 'Contact', field: 'Email', search_value: "o'hara\\@example.com" }
    const found = { totalSize: 1, done: true, records: [{ Id: '0031' }] }
    const { output, sent } = await kit.run('find_record', input, [{ body: found }])
    expect(sent.map(sentAs)).toEqual([`GET ${API}/query`])
    expect(queryOf(sent[0]!)).toBe(
      "SELECT FIELDS(ALL) FROM Contact WHERE Email = 'o\\'hara\\\\@example.com' LIMIT 200",
    )
    expect(output).toEqual(found)
    await expect(kit.run('find_record', { ...input, field: "Name = '' OR Name" })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('"field"'),
    })
  })
})

describe('a query', () => {
  test('takes values that are quoted', async () => {
    const input = { query: 'SELECT Id FROM Lead WHERE Phone = ? AND Name != ?', parameters: ['+34', "O'"] }
    const { sent } = await kit.run('run_query', input, [{ body: { records: [] } }])
    expect(queryOf(sent[0]!)).toBe("SELECT Id FROM Lead WHERE Phone = '+34' AND Name != 'O\\''")
  })

  test('is read to its end', async () => {
    const pages = [
      {
        body: { totalSize: 2, done: false, nextRecordsUrl: `${API}/query/01g-2000`, records: [{ Id: '1' }] },
      },
      { body: { totalSize: 2, done: true, records: [{ Id: '2' }] } },
    ]
    const { output, sent } = await documented.run('run_query', { query: 'SELECT Id FROM Lead' }, pages)
    expect(sent.map(sentAs)).toEqual([`GET ${API}/query`, `GET ${API}/query/01g-2000`])
    expect(output).toMatchObject({ totalSize: 2, done: true, records: [{ Id: '1' }, { Id: '2' }] })
  })

  test('that is wrong says what Salesforce says', async () => {
    const body = [{ message: "unexpected token: 'FRM'", errorCode: 'MALFORMED_QUERY' }]
    await expect(
      kit.run('run_query', { query: 'SELECT Id FRM Lead' }, [{ status: 400, body }]),
    ).rejects.toMatchObject({
      code: 'INPUT_REJECTED',
      message: expect.stringContaining("unexpected token: 'FRM'"),
    })
  })
})

test.each([
  ['create_lead', 'Lead', { LastName: 'Ruiz', Company: 'Acme', other_fields: '{"Title":"CEO"}' }, undefined],
  ['create_contact', 'Contact', { LastName: 'Ruiz', AccountId: '001', Phone: '+34' }, undefined],
  ['create_case', 'Case', { Subject: 'No heating', Origin: 'Phone', ContactId: '003' }, undefined],
  ['create_task', 'Task', { Subject: 'Call back', WhoId: '003', ActivityDate: '2026-03-05' }, undefined],
  [
    'log_call',
    'Task',
    {
      subject: 'Call with Ana',
      who_id: '003',
      call_type: 'Inbound',
      duration_seconds: 90,
      activity_date: '2026-03-05',
    },
    {
      TaskSubtype: 'Call',
      Status: 'Completed',
      Subject: 'Call with Ana',
      WhoId: '003',
      CallType: 'Inbound',
      CallDurationInSeconds: 90,
      ActivityDate: '2026-03-05',
    },
  ],
])('%s makes a %s', async (action, object, input: Record<string, unknown>, fields) => {
  const { output, sent } = await kit.run(action, input, [made])
  expect(sent.map(sentAs)).toEqual([`POST ${API}/sobjects/${object}`])
  const { other_fields, ...own } = input
  expect(sent[0]?.body).toEqual(fields ?? { ...own, ...(other_fields ? { Title: 'CEO' } : {}) })
  expect(output).toMatchObject({ success: true })
})

describe('choices', () => {
  const field = (name: string, type: string, more: object = {}) => ({
    name,
    label: `The ${name}`,
    type,
    createable: true,
    updateable: true,
    nillable: true,
    ...more,
  })
  const values = [
    { value: 'Web', label: 'Web', active: true },
    { value: 'Fax', label: 'Fax', active: false },
  ]
  const described = {
    body: {
      fields: [
        field('Id', 'id', { createable: false, updateable: false, idLookup: true }),
        field('LastName', 'string', { nillable: false }),
        field('Email', 'email', { idLookup: true }),
        field('LeadSource', 'picklist', { picklistValues: values }),
        field('Tags__c', 'multipicklist', { picklistValues: values }),
        field('Age__c', 'double'),
        field('Born__c', 'date'),
        field('Vip__c', 'boolean', { nillable: false }),
        field('Crm__c', 'string', { externalId: true, createable: false }),
      ],
    },
  }

  test('objects that can be made are offered', async () => {
    const sobjects = [
      { name: 'Lead', label: 'Lead' },
      { name: 'Visit__c', label: 'Visit', queryable: true, createable: true },
      { name: 'LeadHistory', label: 'History', createable: false },
    ]
    const { options, sent } = await kit.options('actions', 'create_record', 'object', {}, [
      { body: { sobjects } },
    ])
    expect(sent.map(sentAs)).toEqual([`GET ${API}/sobjects`])
    expect(options).toEqual([
      { value: 'Lead', label: 'Lead' },
      { value: 'Visit__c', label: 'Visit (Visit__c)' },
    ])
  })

  test('the fields of the object become fields', async () => {
    const { fields, sent } = await kit.fields('actions', 'create_record', 'data', { object: 'Lead' }, [
      described,
    ])
    expect(sent.map(sentAs)).toEqual([`GET ${API}/sobjects/Lead/describe`])
    expect(Object.entries(fields).map(([name, { kind, required }]) => [name, kind, required])).toEqual([
      ['LastName', 'SHORT_TEXT', true],
      ['Email', 'SHORT_TEXT', false],
      ['LeadSource', 'STATIC_DROPDOWN', false],
      ['Tags__c', 'STATIC_MULTI_SELECT_DROPDOWN', false],
      ['Age__c', 'NUMBER', false],
      ['Born__c', 'DATE_TIME', false],
      ['Vip__c', 'CHECKBOX', false],
    ])
    const toChange = await kit.fields('actions', 'update_record', 'data', { object: 'Lead' }, [described])
    expect(toChange.fields.LastName?.required).toBe(false)
    expect(toChange.fields).toHaveProperty('Crm__c')
  })

  test('fields to search by, external ids and picklists are offered', async () => {
    const values = async (action: string, of: string, input = {}) =>
      (await kit.options('actions', action, of, input, [described])).options.map(({ value }) => value)
    const lead = { object: 'Lead' }
    expect(await values('find_record', 'field', lead)).toEqual([
      'Id',
      'LastName',
      'Email',
      'LeadSource',
      'Tags__c',
      'Crm__c',
    ])
    expect(await values('upsert_record_by_external_id', 'external_id_field', lead)).toEqual([
      'Email',
      'Crm__c',
    ])
    expect(await values('create_lead', 'LeadSource')).toEqual(['Web'])
  })

  test.each([
    ['create_contact', 'AccountId', "FROM Account WHERE Name LIKE '%Ac\\'me%' ORDER BY Name LIMIT 200"],
    ['create_case', 'ContactId', "FROM Contact WHERE Name LIKE '%Ac\\'me%' ORDER BY Name LIMIT 200"],
    [
      'create_task',
      'OwnerId',
      "FROM User WHERE IsActive = true AND Name LIKE '%Ac\\'me%' ORDER BY Name LIMIT 200",
    ],
  ])('%s finds %s by what was typed', async (action, of, query) => {
    const answers = [{ body: { records: [{ Id: '1', Name: "Ac'me" }] } }]
    const { options, sent } = await kit.options('actions', action, of, {}, answers, "Ac'me")
    expect(queryOf(sent[0]!)).toBe(`SELECT Id, Name ${query}`)
    expect(options).toEqual([{ value: '1', label: "Ac'me" }])
  })
})

describe('triggers', () => {
  const record = {
    Id: '00Q1',
    CreatedDate: '2026-03-10T12:00:00.000+0000',
    LastModifiedDate: '2026-03-11T12:00:00.000+0000',
  }
  const answers = [{ body: { records: [record] } }]
  const since = Date.parse('2026-03-01T00:00:00Z')

  test.each([
    ['new_record', { object: 'Case' }, 'Case'],
    ['new_lead', {}, 'Lead'],
    ['new_contact', {}, 'Contact'],
  ])('%s gives each record once', async (trigger, input, object) => {
    const first = await kit.poll(trigger, input, answers)
    expect(queryOf(first.sent[0]!)).toBe(
      `SELECT FIELDS(ALL) FROM ${object} ORDER BY CreatedDate DESC LIMIT 200`,
    )
    expect(first.items).toEqual([{ id: '00Q1', at: Date.UTC(2026, 2, 10, 12), data: record }])
    const next = await kit.poll(trigger, input, answers, since)
    expect(queryOf(next.sent[0]!)).toBe(
      `SELECT FIELDS(ALL) FROM ${object} WHERE CreatedDate >= 2026-03-01T00:00:00.000Z ORDER BY CreatedDate ASC LIMIT 200`,
    )
  })

  test('new_or_updated_record gives every change that fits', async () => {
    const input = { object: 'Lead', conditions: "Status = 'Open' OR Rating = 'Hot'" }
    const { items, sent } = await kit.poll('new_or_updated_record', input, answers, since)
    expect(queryOf(sent[0]!)).toContain(
      "WHERE LastModifiedDate >= 2026-03-01T00:00:00.000Z AND (Status = 'Open' OR Rating = 'Hot')",
    )
    const at = Date.UTC(2026, 2, 11, 12)
    expect(items).toEqual([{ id: `00Q1:${at}`, at, data: record }])
  })
})

test('a good token is told from a bad one', async () => {
  expect((await kit.validate([{ body: {} }])).map(sentAs)).toEqual([`GET ${API}/limits`])
  const body = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]
  await expect(kit.validate([{ status: 401, body }])).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  const nowhere = pieceKit(salesforce, { connection: { ...connection, data: {} } })
  await expect(nowhere.validate()).rejects.toMatchObject({
    code: 'CONNECTION_INVALID',
    message: expect.stringContaining('instance_url'),
  })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: `${API}/limits` }, [{ body: {} }])
  expect(output).toMatchObject({ status: 200 })
})
