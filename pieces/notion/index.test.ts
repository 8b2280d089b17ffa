import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { blocksOf, markdownOf } from './blocks.ts'
import notion from './index.ts'

// Held against: the types of Notion's own SDK for the API version 2025-09-03.

const connection = { type: 'SECRET_TEXT', secret_text: 'ntn_test' }
const kit = pieceKit(notion, { connection, contract: 'notion' })

const property = (name: string, type: string, content: unknown = {}) => ({
  id: name,
  name,
  type,
  [type]: content,
})
const options = (...names: string[]) => ({ options: names.map((name) => ({ id: name, name })) })
const source = {
  object: 'data_source',
  id: 'ds1',
  properties: {
    Name: property('Name', 'title'),
    Notes: property('Notes', 'rich_text'),
    Age: property('Age', 'number'),
    Status: property('Status', 'status', options('To call', 'Done')),
    Tags: property('Tags', 'multi_select', options('vip', 'new')),
    'Call at': property('Call at', 'date'),
    Done: property('Done', 'checkbox'),
    Owner: property('Owner', 'people'),
    Deals: property('Deals', 'relation'),
    Phone: property('Phone', 'phone_number'),
    Made: property('Made', 'created_time'),
  },
}
const ana = {
  object: 'page',
  id: 'pg1',
  created_time: '2026-05-01T09:30:00.000Z',
  last_edited_time: '2026-05-01T10:00:00.000Z',
  properties: {
    Name: { type: 'title', title: [{ plain_text: 'Ana ' }, { plain_text: 'Ruiz' }] },
    Status: { type: 'status', status: { name: 'To call' } },
    Tags: { type: 'multi_select', multi_select: [{ name: 'vip' }] },
    'Call at': { type: 'date', date: { start: '2026-05-02', end: null } },
    Owner: { type: 'people', people: [{ id: 'u1', name: 'Eva' }, { id: 'u2' }] },
    Deals: { type: 'relation', relation: [{ id: 'pg9' }] },
    Score: { type: 'formula', formula: { type: 'number', number: 7 } },
    Sum: { type: 'rollup', rollup: { type: 'array', array: [{ type: 'select', select: { name: 'a' } }] } },
    Number: { type: 'unique_id', unique_id: { prefix: 'L', number: 4 } },
    File: { type: 'files', files: [{ name: 'a', external: { url: 'https://example.com/a' } }] },
    Nothing: { type: 'select', select: null },
  },
}
const fields = {
  Name: 'Ana Ruiz',
  Status: 'To call',
  Tags: ['vip'],
  'Call at': '2026-05-02',
  Owner: ['Eva', 'u2'],
  Deals: ['pg9'],
  Score: 7,
  Sum: ['a'],
  Number: 'L-4',
  File: ['https://example.com/a'],
  Nothing: null,
}
const page = (results: unknown[], next: string | null = null) => ({
  body: {
    object: 'list',
    type: 'page_or_data_source',
    page_or_data_source: {},
    results,
    has_more: next !== null,
    next_cursor: next,
  },
})
const text = (content: string) => [{ type: 'text', text: { content } }]

describe('items', () => {
  test('plain values become properties, content becomes blocks, and the answer has plain values', async () => {
    const input = {
      database_id: 'ds1',
      databaseFields: {
        Name: 'Ana Ruiz',
        Notes: '',
        Age: '41',
        Status: 'To call',
        Tags: ['vip'],
        'Call at': '2026-05-02',
        Done: 'true',
        Owner: ['u1'],
        Deals: 'pg9',
        Phone: '+34600000000',
      },
      content: 'Wants a **call**',
    }
    const { output, sent } = await kit.run('create_database_item', input, [{ body: source }, { body: ana }])
    expect(output).toMatchObject({ id: 'pg1', properties: ana.properties, fields })
    expect(sent[1]?.headers.get('notion-version')).toBe('2025-09-03')
    expect(sent[1]).toMatchObject({ method: 'POST', url: { pathname: '/v1/pages' } })
    expect(sent[1]?.body).toEqual({
      parent: { type: 'data_source_id', data_source_id: 'ds1' },
      properties: {
        Name: { title: text('Ana Ruiz') },
        Age: { number: 41 },
        Status: { status: { name: 'To call' } },
        Tags: { multi_select: [{ name: 'vip' }] },
        'Call at': { date: { start: '2026-05-02' } },
        Done: { checkbox: true },
        Owner: { people: [{ object: 'user', id: 'u1' }] },
        Deals: { relation: [{ id: 'pg9' }] },
        Phone: { phone_number: '+34600000000' },
      },
      children: [
        {
          object: 'block',
          type: 'paragraph',
          paragraph: {
            rich_text: [...text('Wants a '), { ...text('call')[0], annotations: { bold: true } }],
          },
        },
      ],
    })
  })

  test('the id of a database stands for its first data source', async () => {
    const notFound = {
      status: 404,
      body: { object: 'error', code: 'object_not_found', message: 'Could not find' },
    }
    const database = { object: 'database', id: 'db1', data_sources: [{ id: 'ds1', name: 'Leads' }] }
    const input = { database_id: 'db1', database_item_id: 'pg1', databaseFields: { Age: 42 } }
    const answers = [notFound, { body: database }, { body: source }, { body: ana }]
    const { sent, output } = await kit.run('update_database_item', input, answers)
    expect(sent.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /v1/data_sources/db1',
      'GET /v1/databases/db1',
      'GET /v1/data_sources/ds1',
      'PATCH /v1/pages/pg1',
    ])
    expect(sent[3]?.body).toEqual({ properties: { Age: { number: 42 } } })
    expect(output).toMatchObject({ fields: { Name: 'Ana Ruiz' } })
  })

  test('what does not fit the database is refused before it is sent', async () => {
    const run = (databaseFields: object) =>
      kit.run('create_database_item', { database_id: 'ds1', databaseFields }, [{ body: source }])
    await expect(run({ Age: 'forty' })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: /"Age"/ })
    await expect(run({ Made: '2026' })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: /"Made"/ })
    await expect(run({ Colour: 'red' })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: /Phone/ })
  })

  test('items are found by all that is filled in, page by page', async () => {
    const filter = { property: 'Call at', date: { on_or_before: '2026-05-03' } }
    const input = {
      database_id: 'ds1',
      filterDatabaseFields: { Name: 'Ana Ruiz', Age: '41', Tags: ['vip', 'new'], Done: 'false' },
      filter,
      limit: 101,
    }
    const answers = [{ body: source }, page(Array(100).fill(ana), 'c1'), page([ana])]
    const { output, sent } = await kit.run('notion-find-database-item', input, answers)
    expect(output).toMatchObject({ success: true, results: { length: 101 } })
    expect(sent[1]?.url.pathname).toBe('/v1/data_sources/ds1/query')
    expect(sent[1]?.body).toEqual({
      filter: {
        and: [
          { property: 'Name', title: { equals: 'Ana Ruiz' } },
          { property: 'Age', number: { equals: 41 } },
          { property: 'Tags', multi_select: { contains: 'vip' } },
          { property: 'Tags', multi_select: { contains: 'new' } },
          { property: 'Done', checkbox: { equals: false } },
          filter,
        ],
      },
      page_size: 100,
    })
    expect(sent[2]?.body).toMatchObject({ page_size: 1, start_cursor: 'c1' })
  })

  test('an item goes to the trash and comes back', async () => {
    const input = { database_id: 'ds1', database_item_id: 'pg1' }
    const gone = await kit.run('archive_database_item', input, [{ body: ana }])
    const back = await kit.run('restore_database_item', input, [{ body: ana }])
    expect([gone.sent[0]?.body, back.sent[0]?.body]).toEqual([{ archived: true }, { archived: false }])
    expect(gone.sent[0]).toMatchObject({ method: 'PATCH', url: { pathname: '/v1/pages/pg1' } })
  })
})

describe('pages', () => {
  test('a page of any length is written in parts that Notion takes', async () => {
    const content = Array.from({ length: 150 }, (_, i) => `Line ${i}`).join('\n\n')
    const input = { pageId: 'pg0', title: 'Call notes', content }
    const list = page([]).body
    const { sent } = await kit.run('createPage', input, [
      { body: ana },
      { body: { ...list, type: 'block', block: {} } },
    ])
    expect(sent[0]?.body).toMatchObject({
      parent: { type: 'page_id', page_id: 'pg0' },
      properties: { title: { title: text('Call notes') } },
      children: { length: 100 },
    })
    expect(sent[1]).toMatchObject({
      method: 'PATCH',
      url: { pathname: '/v1/blocks/pg1/children' },
      body: { children: { length: 50 } },
    })
  })

  test('Markdown is appended as blocks', async () => {
    const content =
      '## Summary\n\n- one\n  - inner\n- [x] done\n\n1. first\n\n> said\n\n---\n\n```js\nlet a\n```\n\nSee [here](https://example.com)'
    const { sent } = await kit.run('append_to_page', { pageId: 'pg1', content }, [
      { body: { ...page([]).body, type: 'block', block: {} } },
    ])
    const { children } = sent[0]!.body as { children: { type: string }[] }
    expect(children.map(({ type }) => type)).toEqual([
      'heading_2',
      'bulleted_list_item',
      'to_do',
      'numbered_list_item',
      'quote',
      'divider',
      'code',
      'paragraph',
    ])
    expect(markdownOf(children)).toBe(
      '## Summary\n- one\n- [x] done\n1. first\n> said\n---\n```plain text\nlet a\n```\nSee here',
    )
    expect(children[1]).toMatchObject({
      bulleted_list_item: { children: [{ bulleted_list_item: { rich_text: text('inner') } }] },
    })
    expect(children.at(-1)).toMatchObject({
      paragraph: { rich_text: [{}, { text: { content: 'here', link: { url: 'https://example.com' } } }] },
    })
  })

  test('text that is too long for one piece is split', async () => {
    const [block] = await blocksOf('x'.repeat(4001))
    const { rich_text } = block!.paragraph as { rich_text: { text: { content: string } }[] }
    expect(rich_text.map(({ text }) => text.content.length)).toEqual([2000, 2000, 1])
  })

  test('content is read as blocks to a depth, or as Markdown', async () => {
    const outer = {
      object: 'block',
      id: 'b1',
      type: 'paragraph',
      has_children: true,
      paragraph: { rich_text: [{ plain_text: 'Outer' }] },
    }
    const inside = {
      ...outer,
      id: 'b2',
      has_children: false,
      paragraph: { rich_text: [{ plain_text: 'Inner' }] },
    }
    const children = (results: unknown[]) => ({ body: { ...page(results).body, type: 'block', block: {} } })
    const flat = await kit.run('getPageOrBlockChildren', { parentId: 'pg1' }, [children([outer])])
    expect(flat.output).toEqual([outer])
    const read = [children([outer]), children([inside])]
    const deep = await kit.run('getPageOrBlockChildren', { parentId: 'pg1', dynamic: { depth: 2 } }, read)
    expect(deep.output).toEqual([{ ...outer, children: [inside] }])
    expect(deep.sent[1]?.url.pathname).toBe('/v1/blocks/b1/children')
    const markdown = await kit.run('getPageOrBlockChildren', { parentId: 'pg1', markdown: true }, read)
    expect(markdown.output).toBe('Outer\n  Inner')
  })

  test('a page is read and found by its title', async () => {
    const read = await kit.run('notion_get_page', { page_id: 'pg1' }, [{ body: ana }])
    expect(read.output).toMatchObject({ id: 'pg1', fields })
    const find = (exact_match: boolean) => kit.run('find_page', { title: 'ana', exact_match }, [page([ana])])
    const found = await find(false)
    expect(found.output).toMatchObject({ success: true, totalFound: 1, pages: [{ title: 'Ana Ruiz' }] })
    expect(found.sent[0]?.body).toMatchObject({
      query: 'ana',
      filter: { property: 'object', value: 'page' },
      page_size: 10,
    })
    expect((await find(true)).output).toMatchObject({ success: false, pages: [] })
  })

  test('a page is commented', async () => {
    const input = { page_id: 'pg1', comment_text: 'Called back' }
    const { sent, output } = await kit.run('add_comment', input, [{ body: { object: 'comment', id: 'c1' } }])
    expect(sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/v1/comments' } })
    expect(sent[0]?.body).toEqual({ parent: { page_id: 'pg1' }, rich_text: text('Called back') })
    expect(output).toMatchObject({ success: true, comment: { id: 'c1' } })
  })
})

test('databases, pages and items are offered by title', async () => {
  const sources = page([{ ...source, title: [{ plain_text: 'Leads' }] }])
  const databases = await kit.options('actions', 'create_database_item', 'database_id', {}, [sources], 'le')
  expect(databases.options).toEqual([{ value: 'ds1', label: 'Leads' }])
  expect(databases.sent[0]?.body).toMatchObject({ query: 'le', filter: { value: 'data_source' } })
  const pages = await kit.options('actions', 'createPage', 'pageId', {}, [page([ana])])
  expect(pages.options).toEqual([{ value: 'pg1', label: 'Ana Ruiz' }])
  const of = { database_id: 'ds1' }
  const items = await kit.options('actions', 'update_database_item', 'database_item_id', of, [
    { body: source },
    page([ana]),
  ])
  expect(items.options).toEqual([{ value: 'pg1', label: 'Ana Ruiz' }])
})

test('the properties that can be set become fields', async () => {
  const people = {
    results: [
      { object: 'user', id: 'u1', type: 'person', name: 'Eva' },
      { id: 'b', type: 'bot' },
    ],
  }
  const play = async (url: string) => Response.json(url.includes('/users') ? people : source)
  const http = createHttpClient({ allowPrivateHosts: true, fetch: play as unknown as typeof fetch })
  const request = {
    part: 'actions' as const,
    name: 'create_database_item',
    field: 'databaseFields',
    connection: { value: connection },
    input: { database_id: 'ds1' },
  }
  const form = fieldsOf(await dynamicFieldsOf(notion, request, http))
  expect(Object.keys(form)).not.toContain('Made')
  expect(form.Status).toMatchObject({ kind: 'STATIC_DROPDOWN', choices: [{ value: 'To call' }, {}] })
  expect(form.Owner).toMatchObject({ choices: [{ value: 'u1', label: 'Eva' }] })
  expect(form.Age).toMatchObject({ kind: 'NUMBER', required: false })
})

test('the credentials are tried out, and what Notion refuses is told in its words', async () => {
  const [request] = await kit.validate([
    { body: { object: 'user', id: 'u1', name: 'Bot', avatar_url: null, type: 'bot', bot: {} } },
  ])
  expect(request?.headers.get('authorization')).toBe('Bearer ntn_test')
  const body = { object: 'error', status: 401, code: 'unauthorized', message: 'API token is invalid.' }
  await expect(kit.validate([{ status: 401, body }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringContaining('API token is invalid.'),
  })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/v1/users' }, [
    { body: { ...page([]).body, type: 'user', user: {} } },
  ])
  expect(output).toMatchObject({ status: 200 })
})

describe('polling', () => {
  const since = Date.parse('2026-05-01T09:00:00.000Z')
  const answers = [{ body: source }, page([ana])]

  test('new items are asked for by the time they were made', async () => {
    const { items, sent } = await kit.poll('new_database_item', { database_id: 'ds1' }, answers, since)
    expect(items).toMatchObject([{ id: 'pg1', at: Date.parse(ana.created_time), data: { fields } }])
    expect(sent[1]?.body).toMatchObject({
      filter: { timestamp: 'created_time', created_time: { on_or_after: '2026-05-01T09:00:00.000Z' } },
      sorts: [{ timestamp: 'created_time', direction: 'descending' }],
    })
  })

  test('an item counts again with every change', async () => {
    const { items, sent } = await kit.poll('updated_database_item', { database_id: 'ds1' }, answers)
    expect(items).toMatchObject([
      { id: 'pg1|2026-05-01T10:00:00.000Z', at: Date.parse(ana.last_edited_time) },
    ])
    expect(sent[1]?.body).not.toHaveProperty('filter')
  })
})
