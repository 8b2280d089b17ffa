import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import airtable from './index.ts'

// Held against: a description of Airtable's Web API and metadata API (not Airtable's own).

const connection = { type: 'SECRET_TEXT', secret_text: 'pat.test' }
const kit = pieceKit(airtable, { connection, contract: 'airtable' })

const field = (name: string, type: string, options = {}) => ({ id: `fld${name}`, name, type, options })
const leads = {
  id: 'tblLeads',
  name: 'Leads',
  primaryFieldId: 'fldName',
  fields: [
    field('Name', 'singleLineText'),
    field('Status', 'singleSelect', { choices: [{ id: 'sel1', name: 'To call' }] }),
    field('Tags', 'multipleSelects', { choices: [] }),
    field('Recording', 'multipleAttachments'),
    field('Done', 'checkbox'),
    field('Changed', 'lastModifiedTime'),
  ],
  views: [{ id: 'viwOpen', name: 'Open', type: 'grid' }],
}
const schema = { body: { tables: [leads] } }
const of = { base: 'appX', tableId: 'tblLeads' }
const ana = { id: 'recAna', createdTime: '2026-05-01T09:30:00.000Z', fields: { Name: 'Ana' } }

test('a record is written with its columns as Airtable takes them, and nothing for empty ones', async () => {
  const fields = { fldName: 'Ana', fldStatus: '', fldTags: 'vip', fldRecording: 'https://example.com/a.wav' }
  const { output, sent } = await kit.run('airtable_create_record', { ...of, fields }, [
    schema,
    { body: { records: [ana] } },
  ])
  expect(output).toEqual(ana)
  expect(sent[1]).toMatchObject({
    method: 'POST',
    body: {
      records: [
        {
          fields: { fldName: 'Ana', fldTags: ['vip'], fldRecording: [{ url: 'https://example.com/a.wav' }] },
        },
      ],
      typecast: true,
    },
  })
  expect(sent[1]?.url.pathname).toBe('/v0/appX/tblLeads')
})

test('a record is changed, read and deleted by its id', async () => {
  const id = { ...of, recordId: 'recAna' }
  const updated = await kit.run('airtable_update_record', { ...id, fields: { Name: 'Ana R.' } }, [
    schema,
    { body: ana },
  ])
  expect(updated.sent[1]).toMatchObject({
    method: 'PATCH',
    body: { fields: { Name: 'Ana R.' }, typecast: true },
  })
  const read = await kit.run('airtable_get_record_by_id', id, [{ body: ana }])
  expect(read.output).toEqual(ana)
  const gone = await kit.run('airtable_delete_record', id, [{ body: { id: 'recAna', deleted: true } }])
  expect(gone.sent[0]).toMatchObject({ method: 'DELETE' })
  for (const { sent } of [updated, read, gone])
    expect(sent.at(-1)?.url.pathname).toBe('/v0/appX/tblLeads/recAna')
})

test('records are found by what a column contains, whatever signs that holds', async () => {
  const input = { ...of, searchField: 'Odd } name', searchValue: 'say "hi"', limitToView: 'viwOpen' }
  const { output, sent } = await kit.run('airtable_find_record', input, [{ body: { records: [ana] } }])
  expect(output).toEqual([ana])
  expect(Object.fromEntries(sent[0]!.url.searchParams)).toEqual({
    filterByFormula: String.raw`FIND("say \"hi\"",{Odd \} name}&"")`,
    view: 'viwOpen',
  })
})

test('a list is read page by page up to its limit, sorted and narrowed', async () => {
  const page = (count: number, offset?: string) => ({
    body: { records: Array.from({ length: count }, () => ana), offset },
  })
  const input = {
    base_id: 'appX',
    table_id_or_name: 'Leads and more',
    filter_by_formula: '{Done}=0',
    max_records: 150,
    sort: [{ field: 'Name', direction: 'desc' }],
    fields: ['Name', 'Status'],
  }
  const { output, sent } = await kit.run('list_records', input, [page(100, 'itr1'), page(50, 'itr2')])
  expect(output).toMatchObject({ count: 150 })
  expect(sent.map(({ url }) => [url.searchParams.get('pageSize'), url.searchParams.get('offset')])).toEqual([
    ['100', null],
    ['50', 'itr1'],
  ])
  expect(sent[0]?.url.searchParams.getAll('fields[]')).toEqual(['Name', 'Status'])
  expect(sent[0]?.url.searchParams.get('sort[0][direction]')).toBe('desc')
  expect(sent[0]?.url.searchParams.get('filterByFormula')).toBe('{Done}=0')
  expect(sent[0]?.url.pathname).toBe('/v0/appX/Leads%20and%20more')
})

// The description lacks PATCH of several records; this is held against the exchange in Airtable's announcement of it,
// https://community.airtable.com/development-apis-11/new-beta-rest-api-upserts-5313.
test('records are created or updated in batches of ten', async () => {
  const free = pieceKit(airtable, { connection })
  const records = Array.from({ length: 11 }, (_, i) => ({ fields: { Email: `${i}@example.com` } }))
  const input = {
    base_id: 'appX',
    table_id_or_name: 'tblLeads',
    records,
    fields_to_merge_on: ['Email'],
  }
  const { output, sent } = await free.run('upsert_records', input, [
    { body: { records: [ana], createdRecords: ['recAna'], updatedRecords: [] } },
    { body: { records: [ana], createdRecords: [], updatedRecords: ['recAna'] } },
  ])
  expect(output).toMatchObject({ count: 2, createdRecords: ['recAna'], updatedRecords: ['recAna'] })
  expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
    'PATCH /v0/appX/tblLeads',
    'PATCH /v0/appX/tblLeads',
  ])
  expect(sent[0]?.body).toEqual({
    records: records.slice(0, 10),
    typecast: true,
    performUpsert: { fieldsToMergeOn: ['Email'] },
  })
  await expect(free.run('upsert_records', { ...input, records: [{ Email: 'a' }] })).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  })
})

test('a record is commented', async () => {
  const input = { ...of, recordId: 'recAna', text: 'Called back' }
  const comment = { id: 'com1', text: 'Called back', createdTime: ana.createdTime }
  const { sent } = await kit.run('airtable_add_comment_to_record', input, [{ body: comment }])
  expect(sent[0]).toMatchObject({ method: 'POST', body: { text: 'Called back' } })
  expect(sent[0]?.url.pathname).toBe('/v0/appX/tblLeads/recAna/comments')
})

test('bases, tables, views, columns and records are offered by name', async () => {
  const ask = async (name: string, answers: object[], input: object = of) =>
    (await kit.options('actions', 'airtable_find_record', name, input, answers)).options
  const bases = [{ id: 'appX', name: 'Sales', permissionLevel: 'edit' }]
  expect(await ask('base', [{ body: { bases, offset: 'n' } }, { body: { bases } }])).toHaveLength(2)
  expect(await ask('tableId', [schema])).toEqual([{ value: 'tblLeads', label: 'Leads' }])
  expect(await ask('limitToView', [schema])).toEqual([{ value: 'viwOpen', label: 'Open' }])
  expect(await ask('searchField', [schema])).toHaveLength(leads.fields.length)
  const records = await kit.options('actions', 'airtable_get_record_by_id', 'recordId', of, [
    schema,
    { body: { records: [ana] } },
  ])
  expect(records.options).toEqual([{ value: 'recAna', label: 'Ana' }])
  const changed = await kit.options('triggers', 'updated_record', 'sortFields', of, [schema])
  expect(changed.options).toEqual([{ value: 'Changed', label: 'Changed' }])
})

test('the columns that can be written become fields', async () => {
  const answer = (async () => Response.json({ tables: [leads] })) as unknown as typeof fetch
  const request = {
    part: 'actions' as const,
    name: 'airtable_create_record',
    field: 'fields',
    connection: { value: connection },
    input: of,
  }
  const form = await dynamicFieldsOf(
    airtable,
    request,
    createHttpClient({ allowPrivateHosts: true, fetch: answer }),
  )
  expect(form).toBeInstanceOf(z.ZodObject)
  const kinds = Object.entries(fieldsOf(form)).map(([id, { label, kind }]) => [id, label, kind])
  expect(kinds).toEqual([
    ['fldName', 'Name', 'SHORT_TEXT'],
    ['fldStatus', 'Status', 'STATIC_DROPDOWN'],
    ['fldTags', 'Tags', 'ARRAY'],
    ['fldRecording', 'Recording', 'SHORT_TEXT'],
    ['fldDone', 'Done', 'CHECKBOX'],
  ])
})

test('what Airtable refuses is told in its words', async () => {
  const error = { type: 'INVALID_FILTER_BY_FORMULA', message: 'Unknown field names: emial' }
  const input = { base_id: 'appX', table_id_or_name: 'Leads', filter_by_formula: '{emial}' }
  await expect(kit.run('list_records', input, [{ status: 422, body: { error } }])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('Unknown field names: emial'),
  })
  const missing = { ...of, tableId: 'tblOther', fields: {} }
  await expect(kit.run('airtable_create_record', missing, [schema])).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining('Leads'),
  })
})

test('the token is tried out', async () => {
  const [request] = await kit.validate([{ body: { id: 'usr1' } }])
  expect(request?.headers.get('authorization')).toBe('Bearer pat.test')
  await expect(
    kit.validate([{ status: 401, body: { error: 'AUTHENTICATION_REQUIRED' } }]),
  ).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
})

describe('polling', () => {
  const since = Date.parse('2026-05-01T09:00:00.000Z')

  test('new records are asked for by the time they were made', async () => {
    const { items, sent } = await kit.poll('new_record', of, [{ body: { records: [ana] } }], since)
    expect(items).toEqual([{ id: 'recAna', at: Date.parse(ana.createdTime), data: ana }])
    expect(sent[0]?.url.searchParams.get('filterByFormula')).toBe(
      'IS_AFTER(CREATED_TIME(),DATETIME_PARSE("2026-05-01T08:59:59.000Z"))',
    )
  })

  test('a record counts again with every change', async () => {
    const changed = (at: string) => ({ ...ana, fields: { Changed: at } })
    const input = { ...of, sortFields: 'Changed' }
    const records = [changed('2026-05-01T10:00:00.000Z'), changed('2026-05-01T11:00:00.000Z'), ana]
    const { items, sent } = await kit.poll('updated_record', input, [{ body: { records } }], since)
    expect(items.map(({ id }) => id)).toEqual([
      'recAna|2026-05-01T10:00:00.000Z',
      'recAna|2026-05-01T11:00:00.000Z',
    ])
    expect(sent[0]?.url.searchParams.get('filterByFormula')).toMatch(/^IS_AFTER\(\{Changed\},/)
  })

  test('the first poll reads one page, without a formula', async () => {
    const body = { records: Array.from({ length: 100 }, () => ana), offset: 'more' }
    const { sent } = await kit.poll('new_record', of, [{ body }])
    expect(sent).toHaveLength(1)
    expect(sent[0]?.url.searchParams.has('filterByFormula')).toBe(false)
  })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/meta/whoami' }, [{ body: { id: 'usr1' } }])
  expect(output).toMatchObject({ status: 200, body: { id: 'usr1' } })
})
