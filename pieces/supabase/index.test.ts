import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { columnKey, filterOf } from './filters.ts'
import supabase from './index.ts'

// Held against: PostgREST's documented behaviour (docs.postgrest.org/en/stable/references/api: tables and views,
// preferences, pagination and count, functions, URL grammar, OpenAPI) and exchanges in the shape of Supabase's
// Storage API (supabase.github.io/storage).

const connection = { type: 'CUSTOM_AUTH', props: { url: 'https://abc.supabase.co/', apiKey: 'sb_secret_1' } }
const kit = pieceKit(supabase, { connection })

const row = { id: 1, name: 'Ana', created_at: '2026-05-01T09:30:00.123456+00:00' }
const description = {
  swagger: '2.0',
  paths: { '/': {}, '/leads': {}, '/rpc/next_call': {} },
  definitions: {
    leads: {
      properties: {
        id: { type: 'integer', format: 'bigint' },
        name: { type: 'string', format: 'text' },
        meta: { format: 'jsonb' },
        tags: { type: 'array', format: 'text[]' },
        done: { type: 'boolean', format: 'boolean' },
        created_at: { type: 'string', format: 'timestamp with time zone' },
        ref: { type: 'string', format: 'uuid' },
      },
    },
  },
}
const query = (request?: { url: URL }) => Object.fromEntries(request?.url.searchParams ?? [])

describe('rows', () => {
  test('a row is added, without what is empty and with JSON as JSON', async () => {
    const row_data = { name: 'Ana', ref: '', meta: '{"a": 1}', tags: '{x,y}', done: true }
    const { output, sent } = await kit.run('create_row', { table_name: 'leads', row_data }, [
      { body: description },
      { status: 201, body: [row] },
    ])
    expect(output).toEqual([row])
    expect(sent[0]?.headers.get('accept')).toBe('application/openapi+json')
    expect(sent[1]).toMatchObject({ method: 'POST', url: { href: 'https://abc.supabase.co/rest/v1/leads' } })
    expect(sent[1]?.body).toEqual({ name: 'Ana', meta: { a: 1 }, tags: '{x,y}', done: true })
    expect(sent[1]?.headers.get('prefer')).toBe('return=representation')
    expect(sent[1]?.headers.get('apikey')).toBe('sb_secret_1')
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer sb_secret_1')
    const quiet = await kit.run(
      'create_row',
      { table_name: 'leads', row_data: { name: 'A' }, return_row: false },
      [{ status: 201, body: '' }],
    )
    expect(quiet.sent).toHaveLength(1)
    expect(quiet.sent[0]?.headers.get('prefer')).toBe('return=minimal')
  })

  test('a row is created or updated by a unique column', async () => {
    const input = {
      table_name: 'leads',
      on_conflict: 'email',
      row_data: { email: 'a@example.com' },
      count_upserted: true,
      return_upserted: true,
    }
    const { output, sent } = await kit.run('upsert_row', input, [
      { status: 201, body: [row], headers: { 'content-range': '*/1' } },
    ])
    expect(output).toEqual({ success: true, upserted_rows: [row], upserted_count: 1 })
    expect(query(sent[0])).toEqual({ on_conflict: 'email' })
    expect(sent[0]?.headers.get('prefer')).toBe(
      'return=representation,count=exact,resolution=merge-duplicates',
    )
  })

  test('rows that fit a filter are changed', async () => {
    const input = {
      table_name: 'leads',
      filter_type: 'in',
      filter_column: 'name',
      filter_values: ['Ana', 'say "hi", x'],
      update_data: { done: true },
      count_updated: true,
    }
    const { output, sent } = await kit.run('update_row', input, [{ headers: { 'content-range': '*/2' } }])
    expect(output).toEqual({ success: true, updated_count: 2 })
    expect(sent[0]).toMatchObject({ method: 'PATCH', body: { done: true } })
    expect(query(sent[0])).toEqual({ name: String.raw`in.("Ana","say \"hi\", x")` })
    expect(sent[0]?.headers.get('prefer')).toBe('return=minimal,count=exact')
  })

  test('rows are deleted by a filter, and never without one', async () => {
    const input = { table_name: 'leads', filter_type: 'is_null', filter_column: 'name', return_deleted: true }
    const { output, sent } = await kit.run('delete_rows', input, [{ body: [row] }])
    expect(output).toEqual({ success: true, deleted_rows: [row] })
    expect(sent[0]).toMatchObject({ method: 'DELETE' })
    expect(query(sent[0])).toEqual({ name: 'is.null' })
    for (const filter_type of ['eq', 'in', 'like']) {
      const open = { ...input, filter_type, filter_value: '' }
      await expect(kit.run('delete_rows', open)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
      await expect(
        kit.run('update_row', { ...open, filter_type: 'eq', update_data: {} }),
      ).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      })
    }
    const odd = await kit.run(
      'delete_rows',
      { ...input, filter_type: 'eq', filter_column: 'limit', filter_value: '5' },
      [{ body: [] }],
    )
    expect(query(odd.sent[0])).toEqual({ '"limit"': 'eq.5' })
  })

  test('rows are found by filters, sorted and counted', async () => {
    const input = {
      table_name: 'leads',
      columns: 'id,name',
      filters: [
        { field: 'score', operator: 'gte', value: '1' },
        { field: 'score', operator: 'lt', value: '9' },
        { field: 'meta->>city', operator: 'ilike', value: '%adrid%' },
      ],
      order: 'created_at.desc',
      page: 2,
      pageSize: 10,
      countOption: 'exact',
    }
    const { output, sent } = await kit.run('search_rows', input, [
      { status: 206, body: [row], headers: { 'content-range': '10-10/11' } },
    ])
    expect(output).toEqual({
      data: [row],
      count: 11,
      page: 2,
      pageSize: 10,
      total_pages: 2,
      range: { from: 10, to: 19, returned: 1 },
    })
    expect([...sent[0]!.url.searchParams]).toEqual([
      ['select', 'id,name'],
      ['score', 'gte.1'],
      ['score', 'lt.9'],
      ['meta->>city', 'ilike.%adrid%'],
      ['order', 'created_at.desc'],
      ['offset', '10'],
      ['limit', '10'],
    ])
    expect(sent[0]?.headers.get('prefer')).toBe('count=exact')
  })

  test('a function is called with its arguments', async () => {
    const input = { function_name: 'next_call', arguments: '{"agent": 7}' }
    const { output, sent } = await kit.run('call_function', input, [{ body: { id: 9 } }])
    expect(output).toEqual({ id: 9 })
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: { pathname: '/rest/v1/rpc/next_call' },
      body: { agent: 7 },
    })
  })
})

test.each([
  ['contains', '{a,b}', 'cs.{a,b}'],
  ['containedBy', '[1]', 'cd.[1]'],
  ['in', 'a, b', 'in.("a","b")'],
  ['is', 'true', 'is.true'],
  ['is_not_null', '', 'not.is.null'],
])('the filter %s %s is %s', (operator, value, expected) => {
  expect(filterOf(operator, value)).toBe(expected)
})

test('a column whose name means something to PostgREST is quoted', () => {
  expect(['name', 'select', 'my column', 'a.b', 'meta->>x'].map(columnKey)).toEqual([
    'name',
    '"select"',
    '"my column"',
    '"a.b"',
    'meta->>x',
  ])
})

describe('files', () => {
  const bytes = new Uint8Array([1, 2, 3])
  const services = {
    files: { read: async () => ({ name: 'a.wav', contentType: 'audio/wav', bytes }) },
  } as never

  test('a file is put where it belongs', async () => {
    const input = {
      bucket: 'calls',
      filePath: '/2026/ana ruiz.wav',
      file: 'https://example.com/a.wav',
      upsert: true,
    }
    const { output, sent } = await kit.run(
      'upload-file',
      input,
      [{ body: { Id: 'f1', Key: 'calls/2026/ana ruiz.wav' } }],
      { services },
    )
    expect(output).toEqual({
      publicUrl: 'https://abc.supabase.co/storage/v1/object/public/calls/2026/ana%20ruiz.wav',
      key: 'calls/2026/ana ruiz.wav',
    })
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: { pathname: '/storage/v1/object/calls/2026/ana%20ruiz.wav' },
      body: '\u0001\u0002\u0003',
    })
    expect(sent[0]?.headers.get('content-type')).toBe('audio/wav')
    expect(sent[0]?.headers.get('x-upsert')).toBe('true')
  })

  test('a path that leads out of the bucket is refused', async () => {
    for (const filePath of ['../other/a.wav', 'a//b', '']) {
      const input = { bucket: 'calls', filePath, file: 'https://example.com/a.wav' }
      await expect(kit.run('upload-file', input, [], { services })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      })
    }
  })

  test('a file is linked to and deleted', async () => {
    const signedURL = '/object/sign/calls/a.wav?token=eyJ'
    const linked = await kit.run('create_signed_url', { bucket: 'calls', path: 'a.wav', expiresIn: 60 }, [
      { body: { signedURL } },
    ])
    expect(linked.output).toEqual({ signedUrl: `https://abc.supabase.co/storage/v1${signedURL}` })
    expect(linked.sent[0]).toMatchObject({
      url: { pathname: '/storage/v1/object/sign/calls/a.wav' },
      body: { expiresIn: 60 },
    })
    const gone = await kit.run('delete_file', { bucket: 'calls', path: 'a.wav' }, [
      { body: [{ name: 'a.wav' }] },
    ])
    expect(gone.sent[0]).toMatchObject({
      method: 'DELETE',
      url: { pathname: '/storage/v1/object/calls' },
      body: { prefixes: ['a.wav'] },
    })
  })
})

test('tables, columns, functions and buckets are offered', async () => {
  const ask = async (action: string, field: string, body: unknown = description) =>
    (await kit.options('actions', action, field, { table_name: 'leads' }, [{ body }])).options
  expect(await ask('create_row', 'table_name')).toEqual([{ value: 'leads', label: 'leads' }])
  expect(await ask('update_row', 'filter_column')).toHaveLength(7)
  expect(await ask('call_function', 'function_name')).toEqual([{ value: 'next_call', label: 'next_call' }])
  expect(await ask('create_signed_url', 'bucket', [{ id: 'calls', name: 'calls' }])).toEqual([
    { value: 'calls', label: 'calls' },
  ])
})

test('the columns of a table become fields', async () => {
  const play = async () => Response.json(description)
  const form = await dynamicFieldsOf(
    supabase,
    {
      part: 'actions',
      name: 'create_row',
      field: 'row_data',
      connection: { value: connection },
      input: { table_name: 'leads' },
    },
    createHttpClient({ allowPrivateHosts: true, fetch: play as unknown as typeof fetch }),
  )
  expect(Object.values(fieldsOf(form)).map(({ kind }) => kind)).toEqual([
    'NUMBER',
    'LONG_TEXT',
    'JSON',
    'ARRAY',
    'CHECKBOX',
    'DATE_TIME',
    'SHORT_TEXT',
  ])
})

test('the key is tried out, and what the database refuses is told in its words', async () => {
  const [request] = await kit.validate([{ body: { external: {} } }])
  expect(request?.url.pathname).toBe('/auth/v1/settings')
  await expect(kit.validate([{ status: 401, body: { message: 'Invalid API key' } }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
  })
  const body = {
    code: '23505',
    details: 'Key (email)=(a@example.com) already exists.',
    hint: null,
    message: 'duplicate key value violates unique constraint "leads_email_key"',
  }
  await expect(
    kit.run('create_row', { table_name: 'leads', row_data: { email: 'a' } }, [{ status: 409, body }]),
  ).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('leads_email_key') })
})

test('any other method can be called', async () => {
  const { output } = await kit.run(
    'custom_api_call',
    { url: '/functions/v1/hello', method: 'POST', body: {} },
    [{ body: { ok: true } }],
  )
  expect(output).toMatchObject({ status: 200, body: { ok: true } })
})

describe('polling', () => {
  test('new rows are asked for by the time they were made', async () => {
    const since = Date.parse('2026-05-01T09:00:00.000Z')
    const plain = { id: 2, created_at: '2026-05-01T10:00:00' }
    const { items, sent } = await kit.poll(
      'new_row',
      { table_name: 'leads' },
      [{ body: [plain, row] }],
      since,
    )
    expect(items).toEqual([
      {
        id: '2',
        at: Date.parse('2026-05-01T10:00:00Z'),
        data: { type: 'INSERT', table: 'leads', schema: 'public', record: plain, old_record: null },
      },
      {
        id: '1',
        at: Date.parse('2026-05-01T09:30:00.123Z'),
        data: { type: 'INSERT', table: 'leads', schema: 'public', record: row, old_record: null },
      },
    ])
    expect(query(sent[0])).toEqual({
      select: '*',
      order: 'created_at.desc.nullslast',
      limit: '500',
      created_at: 'gte.2026-05-01T09:00:00.000Z',
    })
  })

  test('other schemas and columns are told to PostgREST; a row without an id is told by what it holds', async () => {
    const input = { table_name: 'leads', schema: 'crm', time_column: 'made', id_column: 'uid' }
    const { items, sent } = await kit.poll('new_row', input, [{ body: [{ made: 'never' }] }])
    expect(items).toMatchObject([{ id: '{"made":"never"}' }])
    expect(items[0]).not.toHaveProperty('at')
    expect(sent[0]?.headers.get('accept-profile')).toBe('crm')
    expect(query(sent[0])).toMatchObject({ order: 'made.desc.nullslast' })
    expect(query(sent[0])).not.toHaveProperty('made')
  })
})
