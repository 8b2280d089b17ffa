import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import zohoCrm from './index.ts'

// Held against: Zoho's own OpenAPI descriptions of its CRM API, version 8. They lack adding notes and tags to one
// record, and describe a tag that is made as one that is there; those are as its reference has them ("Create Notes",
// "Add Tags to Specific Record", "Create Tags"). Descriptions of modules and fields have more than the piece reads.

const connection = {
  type: 'OAUTH2',
  access_token: '1000.a',
  props: { location: 'zoho.eu' },
  data: {},
}
const kit = pieceKit(zohoCrm, { connection, contract: 'zoho-crm' })
const documented = pieceKit(zohoCrm, { connection })

const sentAs = ({ method, url }: { method: string; url: URL }) => `${method} ${url.pathname}`
const queryOf = ({ url }: { url: URL }) => Object.fromEntries(url.searchParams)
const outcome = (more: object = {}) => ({
  body: {
    data: [{ code: 'SUCCESS', status: 'success', message: 'record added', details: { id: '57' }, ...more }],
  },
})

describe('records', () => {
  const input = {
    module: 'Leads',
    fields: { Last_Name: 'Ruiz', City: '' },
    additional_fields: '{"Phone":"+34"}',
  }

  test('are made in the data centre of the account', async () => {
    const { output, sent } = await kit.run('create_record', input, [{ status: 201, ...outcome() }])
    expect(sent[0]?.url.href).toBe('https://www.zohoapis.eu/crm/v8/Leads')
    expect(sent.map(sentAs)).toEqual(['POST /crm/v8/Leads'])
    expect(sent[0]?.headers.get('authorization')).toBe('Zoho-oauthtoken 1000.a')
    expect(sent[0]?.body).toEqual({ data: [{ Last_Name: 'Ruiz', Phone: '+34' }] })
    expect(output).toMatchObject({ id: '57', message: 'record added' })
  })

  test('are changed without what is automated', async () => {
    const changed = { ...input, record_id: '57', skip_automation: true }
    const { sent } = await kit.run('update_record', changed, [outcome()])
    expect(sent.map(sentAs)).toEqual(['PUT /crm/v8/Leads/57'])
    expect(sent[0]?.body).toEqual({ data: [{ Last_Name: 'Ruiz', Phone: '+34' }], trigger: [] })
  })

  test('are made or changed', async () => {
    const { output, sent } = await kit.run('upsert_record', { ...input, duplicate_check_fields: ['Email'] }, [
      outcome({ action: 'update', duplicate_field: 'Email' }),
    ])
    expect(sent.map(sentAs)).toEqual(['POST /crm/v8/Leads/upsert'])
    expect(sent[0]?.body).toMatchObject({ duplicate_check_fields: ['Email'] })
    expect(output).toMatchObject({ id: '57', action: 'update' })
  })

  test('are read and deleted', async () => {
    const record = { module: 'Leads', record_id: '57' }
    const read = await kit.run('get_record', record, [{ body: { data: [{ id: '57' }] } }])
    expect(read.sent.map(sentAs)).toEqual(['GET /crm/v8/Leads/57'])
    expect(read.output).toEqual({ id: '57' })
    const deleted = await kit.run('delete_record', record, [outcome({ message: 'record deleted' })])
    expect(deleted.sent.map(sentAs)).toEqual(['DELETE /crm/v8/Leads/57'])
    expect(deleted.output).toMatchObject({ id: '57', message: 'record deleted' })
  })

  test('are found, or none is', async () => {
    const search = { module: 'Leads', phone: '+34600000001', fields: ['Last_Name', 'Email'] }
    const { output, sent } = await kit.run('search_records', search, [{ body: { data: [{ id: '57' }] } }])
    expect(sent.map(sentAs)).toEqual(['GET /crm/v8/Leads/search'])
    expect(queryOf(sent[0]!)).toEqual({
      phone: '+34600000001',
      fields: 'Last_Name,Email',
      per_page: '200',
    })
    expect(output).toEqual({ data: [{ id: '57' }] })
    const none = await kit.run('search_records', search, [{ status: 204 }])
    expect(none.output).toMatchObject({ data: [] })
  })

  test.each([
    ['DUPLICATE_DATA', 'CONFLICT'],
    ['INVALID_DATA', 'INPUT_REJECTED'],
  ])('that are refused (%s) say why, though the status is good', async (code, expected) => {
    const refused = { status: 'error', code, message: 'not so', details: { api_name: 'Email' } }
    await expect(
      documented.run('create_record', input, [{ status: 202, body: { data: [refused] } }]),
    ).rejects.toMatchObject({ code: expected, message: expect.stringContaining('not so (Email)') })
  })
})

test('a note is added', async () => {
  const input = { module: 'Leads', record_id: '57', title: 'Call', content: 'Wants an offer' }
  const { sent } = await documented.run('add_note', input, [outcome()])
  expect(sent.map(sentAs)).toEqual(['POST /crm/v8/Leads/57/Notes'])
  expect(sent[0]?.body).toEqual({ data: [{ Note_Title: 'Call', Note_Content: 'Wants an offer' }] })
})

test('tags are made where they are new, then added', async () => {
  const input = { module: 'Leads', record_id: '57', tags: ['Hot'], new_tags: ['Roof', 'Hot'] }
  const { sent } = await documented.run('add_tags_to_record', input, [
    { body: { tags: [{ name: 'Hot', id: '1' }] } },
    { status: 201, body: { tags: [{ code: 'SUCCESS', status: 'success', details: { id: '2' } }] } },
    outcome(),
  ])
  expect(sent.map(sentAs)).toEqual([
    'GET /crm/v8/settings/tags',
    'POST /crm/v8/settings/tags',
    'POST /crm/v8/Leads/57/actions/add_tags',
  ])
  expect(queryOf(sent[1]!)).toEqual({ module: 'Leads' })
  expect(sent[1]?.body).toEqual({ tags: [{ name: 'Roof' }] })
  expect(sent[2]?.body).toEqual({ tags: [{ name: 'Hot' }, { name: 'Roof' }] })
})

describe('choices', () => {
  const field = (api_name: string, data_type: string, more: object = {}) => ({
    api_name,
    field_label: `The ${api_name}`,
    data_type,
    ...more,
  })
  const values = [{ actual_value: 'web', display_value: 'Web' }]
  const described = {
    body: {
      fields: [
        field('Last_Name', 'text', { system_mandatory: true }),
        field('Email', 'email'),
        field('Source', 'picklist', { pick_list_values: values }),
        field('Tags', 'multiselectpicklist', { pick_list_values: values }),
        field('Owner', 'ownerlookup'),
        field('Vip', 'boolean'),
        field('Age', 'integer'),
        field('Born', 'date'),
        field('Code', 'text', { unique: { casesensitive: '' } }),
        field('Created_Time', 'datetime', { read_only: true }),
        field('Late', 'text', { operation_type: { api_create: false, api_update: true } }),
      ],
    },
  }
  const leads = { module: 'Leads' }

  test('modules are offered', async () => {
    const modules = [
      { api_name: 'Leads', plural_label: 'Leads', api_supported: true, creatable: true },
      { api_name: 'Home', api_supported: false },
    ]
    const { options } = await documented.options('actions', 'get_record', 'module', {}, [
      { body: { modules } },
    ])
    expect(options).toEqual([{ value: 'Leads', label: 'Leads' }])
    const { sent } = await kit.options('actions', 'get_record', 'module')
    expect(sent.map(sentAs)).toEqual(['GET /crm/v8/settings/modules'])
  })

  test('the fields of the module become fields', async () => {
    const { fields, sent } = await documented.fields('actions', 'create_record', 'fields', leads, [described])
    expect(sent.map(sentAs)).toEqual(['GET /crm/v8/settings/fields'])
    expect(queryOf(sent[0]!)).toEqual({ module: 'Leads' })
    expect(Object.entries(fields).map(([name, { kind, required }]) => [name, kind, required])).toEqual([
      ['Last_Name', 'SHORT_TEXT', true],
      ['Email', 'SHORT_TEXT', false],
      ['Source', 'STATIC_DROPDOWN', false],
      ['Tags', 'STATIC_MULTI_SELECT_DROPDOWN', false],
      ['Owner', 'JSON', false],
      ['Vip', 'CHECKBOX', false],
      ['Age', 'NUMBER', false],
      ['Born', 'DATE_TIME', false],
      ['Code', 'SHORT_TEXT', false],
    ])
    const update = await documented.fields('actions', 'update_record', 'fields', leads, [described])
    expect(update.fields).toHaveProperty('Late')
  })

  test('fields that tell records apart, and tags, are offered', async () => {
    const unique = await documented.options('actions', 'upsert_record', 'duplicate_check_fields', leads, [
      described,
    ])
    expect(unique.options.map(({ value }) => value)).toEqual(['Email', 'Code'])
    const tags = await documented.options('actions', 'add_tags_to_record', 'tags', leads, [
      { body: { tags: [{ name: 'Hot' }] } },
    ])
    expect(tags.options).toEqual([{ value: 'Hot', label: 'Hot' }])
  })
})

describe('triggers', () => {
  const record = {
    id: '57',
    Created_Time: '2026-03-10T10:00:00+02:00',
    Modified_Time: '2026-03-11T10:00:00+02:00',
  }
  const page = (more_records: boolean, ...data: object[]) => ({ body: { data, info: { more_records } } })
  const input = { module: 'Leads', fields: ['Last_Name'] }

  test('new_record gives each record once', async () => {
    const { items, sent } = await kit.poll('new_record', input, [page(true, record)])
    expect(sent.map(sentAs)).toEqual(['GET /crm/v8/Leads'])
    expect(queryOf(sent[0]!)).toEqual({
      fields: 'Created_Time,Modified_Time,Last_Name',
      sort_by: 'Created_Time',
      sort_order: 'desc',
      per_page: '200',
      page: '1',
    })
    expect(items).toEqual([{ id: '57', at: Date.UTC(2026, 2, 10, 8), data: record }])
  })

  test('updated_record reads back to what was seen', async () => {
    const old = { ...record, id: '56', Modified_Time: '2026-03-01T10:00:00+02:00' }
    const answers = [page(true, record), page(true, old), page(true, old)]
    const { items, sent } = await kit.poll('updated_record', input, answers, Date.UTC(2026, 2, 5))
    expect(sent.map((each) => queryOf(each).page)).toEqual(['1', '2'])
    expect(items[0]).toMatchObject({ id: `57:${Date.UTC(2026, 2, 11, 8)}` })
  })

  test('an empty module gives nothing, and all its fields are asked for', async () => {
    const fields = Array.from({ length: 60 }, (_, index) => ({
      api_name: `F${index}`,
      field_label: 'F',
      data_type: 'text',
    }))
    const { items, sent } = await documented.poll('new_record', { module: 'Leads' }, [
      { body: { fields } },
      { status: 204 },
    ])
    expect(queryOf(sent[1]!).fields?.split(',')).toHaveLength(50)
    expect(items).toEqual([])
  })
})

test('a good login is told from a bad one', async () => {
  expect((await kit.validate()).map(sentAs)).toEqual(['GET /crm/v8/users'])
  const body = { code: 'INVALID_TOKEN', details: {}, message: 'invalid oauth token', status: 'error' }
  await expect(kit.validate([{ status: 401, body }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringContaining('invalid oauth token'),
  })
})

test('any other request can be sent', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/users' })
  expect(output).toMatchObject({ status: 204 })
})
