import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { columnValues } from './columns.ts'
import monday from './index.ts'

// Held against: monday.com's GraphQL schema, as its own SDK has it; every query is validated by graphql-js.

const connection = { type: 'SECRET_TEXT', secret_text: 'token' }
const kit = pieceKit(monday, { connection, contract: 'monday' })

const column = (id: string, type: string, settings: object = {}) => ({
  id,
  title: `Column ${id}`,
  type,
  settings_str: JSON.stringify(settings),
})
const columns = [
  column('text', 'text'),
  column('status', 'status', { labels: { 0: 'To call', 1: 'Done', 5: '' } }),
  column('drop', 'dropdown', { labels: [{ id: 1, name: 'A' }] }),
  column('due', 'date'),
  column('phone', 'phone'),
  column('mirror', 'mirror'),
]
const board = { body: { data: { boards: [{ columns }] } } }
const of = { workspace_id: '1', board_id: '2' }
const item = {
  id: '7',
  name: 'Ana',
  column_values: [
    { id: 'text', type: 'text', text: 'hi', value: '"hi"' },
    { id: 'done', type: 'checkbox', text: 'v', value: '{"checked":true}' },
    { id: 'n', type: 'numbers', text: '4.5', value: '"4.5"' },
    { id: 'drop', type: 'dropdown', text: 'A, B', value: '{"ids":[1,2]}' },
    { id: 'who', type: 'people', text: 'Eva', value: '{"personsAndTeams":[{"id":9,"kind":"person"}]}' },
    { id: 'rel', type: 'board_relation', text: null, value: null, linked_item_ids: ['5'] },
    { id: 'mirror', type: 'mirror', text: null, value: null, display_value: 'shown' },
    { id: 'none', type: 'status', text: null, value: null },
  ],
}
const plain = {
  id: '7',
  name: 'Ana',
  text: 'hi',
  done: true,
  n: 4.5,
  drop: ['A', 'B'],
  who: [9],
  rel: ['5'],
  mirror: 'shown',
  none: null,
}
const variables = (request?: { body: unknown }) => (request!.body as { variables: object }).variables
const answer = (data: object) => ({ body: { data } })

describe('items', () => {
  test('an item is made with columns as monday.com takes them', async () => {
    const column_values = { text: 'hi', status: 'Done', drop: ['A'], due: '2026-05-02', phone: '' }
    const { output, sent } = await kit.run('monday_create_item', { ...of, item_name: 'Ana', column_values }, [
      board,
      answer({ create_item: { id: '7', name: 'Ana', url: 'https://x' } }),
    ])
    expect(output).toMatchObject({ data: { create_item: { id: '7' } } })
    expect(sent[1]).toMatchObject({ method: 'POST', url: { href: 'https://api.monday.com/v2' } })
    expect(sent[1]?.headers.get('authorization')).toBe('token')
    expect(variables(sent[1])).toEqual({
      board: '2',
      name: 'Ana',
      values: '{"text":"hi","status":{"label":"Done"},"drop":{"labels":["A"]},"due":{"date":"2026-05-02"}}',
      labels: false,
    })
  })

  test('columns are changed, a status set, an item renamed', async () => {
    const done = answer({ change_multiple_column_values: { id: '7', name: 'Ana', url: 'https://x' } })
    const changed = await kit.run(
      'monday_update_column_values_of_item',
      { ...of, item_id: '7', column_values: { text: 'new' } },
      [board, done],
    )
    expect(variables(changed.sent[1])).toMatchObject({ board: '2', item: '7', values: '{"text":"new"}' })
    const status = { ...of, item_id: '7', column_id: 'status', label: 'Done', create_labels_if_missing: true }
    const set = await kit.run('monday_change_status', status, [done])
    expect(variables(set.sent[0])).toEqual({
      board: '2',
      item: '7',
      values: '{"status":{"label":"Done"}}',
      labels: true,
    })
    const renamed = await kit.run('monday_update_item_name', { ...of, item_id: '7', item_name: 'Ana R.' }, [
      done,
    ])
    expect(variables(renamed.sent[0])).toMatchObject({ values: '{"name":"Ana R."}' })
  })

  test('an update is written, a group made, an item deleted', async () => {
    const said = await kit.run('monday_create_update', { item_id: '7', body: 'Called' }, [
      answer({ create_update: { id: '1', body: 'Called' } }),
    ])
    expect(variables(said.sent[0])).toEqual({ item: '7', body: 'Called' })
    const made = await kit.run('monday_create_group', { ...of, group_name: 'Leads' }, [
      answer({ create_group: { id: 'leads', title: 'Leads' } }),
    ])
    expect(made.output).toMatchObject({ data: { create_group: { id: 'leads' } } })
    const gone = await kit.run('monday_delete_item', { ...of, item_id: '7' }, [
      answer({ delete_item: { id: '7' } }),
    ])
    expect(variables(gone.sent[0])).toEqual({ item: '7' })
  })

  test('an item and a whole board are read with plain values', async () => {
    const one = await kit.run(
      'monday_get_item_column_values',
      { ...of, item_id: '7', column_ids: ['text'] },
      [answer({ items: [item] })],
    )
    expect(one.output).toEqual(plain)
    expect(variables(one.sent[0])).toEqual({ id: '7', columns: ['text'] })
    const all = await kit.run('monday_get_board_values', { ...of, limit: 501 }, [
      answer({ boards: [{ items_page: { cursor: 'c1', items: Array(500).fill(item) } }] }),
      answer({ next_items_page: { cursor: 'c2', items: [item] } }),
    ])
    expect(all.output).toHaveLength(501)
    expect(variables(all.sent[1])).toEqual({ cursor: 'c1', limit: 1 })
  })

  test('items are found by a column', async () => {
    const input = { ...of, column_id: 'text', column_value: 'hi' }
    const { output, sent } = await kit.run('monday_find_items', input, [
      answer({ items_page_by_column_values: { cursor: null, items: [item] } }),
    ])
    expect(output).toEqual([plain])
    expect(variables(sent[0])).toEqual({ board: '2', column: 'text', value: 'hi', limit: 25 })
  })
})

// The values are those of https://developer.monday.com/api-reference/reference/column-types-reference.
test.each([
  ['checkbox', 'true', { checked: 'true' }],
  ['numbers', 4.5, '4.5'],
  ['long_text', 'a', { text: 'a' }],
  ['date', '2026-05-02T10:00:00+02:00', { date: '2026-05-02', time: '08:00:00' }],
  ['timeline', '2026-05-01;2026-05-31', { from: '2026-05-01', to: '2026-05-31' }],
  ['week', '2026-05-04;2026-05-10', { week: { startDate: '2026-05-04', endDate: '2026-05-10' } }],
  ['hour', '16:30', { hour: 16, minute: 30 }],
  ['email', 'a@example.com', { email: 'a@example.com', text: 'a@example.com' }],
  ['link', 'https://x', { url: 'https://x', text: 'https://x' }],
  ['phone', '34600000000-ES', { phone: '+34600000000', countryShortName: 'ES' }],
  [
    'people',
    '9, 10',
    {
      personsAndTeams: [
        { id: 9, kind: 'person' },
        { id: 10, kind: 'person' },
      ],
    },
  ],
  ['rating', '3', { rating: 3 }],
  ['country', 'ES-Spain', { countryCode: 'ES', countryName: 'Spain' }],
  ['location', '1|2|Madrid', { lat: '1', lng: '2', address: 'Madrid' }],
  ['world_clock', 'Europe/Madrid', { timezone: 'Europe/Madrid' }],
  ['board_relation', '[5, 6]', { item_ids: [5, 6] }],
  ['dependency', [5], { item_ids: [5] }],
  ['tags', '1', { tag_ids: [1] }],
  ['file', { assetId: 1 }, { assetId: 1 }],
])('a %s column takes %j', (type, value, expected) => {
  expect(JSON.parse(columnValues([column('c', type)], { c: value }))).toEqual({ c: expected })
})

test('a value that fits no column is refused before it is sent', () => {
  expect(() => columnValues(columns, { due: 'soonish' })).toThrow(/no date/)
  expect(() => columnValues(columns, { other: 'x' })).toThrow(/text \(Column text\)/)
  expect(() => columnValues(columns, { mirror: 'x' })).toThrow(/mirror/)
})

test('workspaces, boards, groups, items and columns are offered by name', async () => {
  const ask = async (action: string, field: string, data: object) =>
    (await kit.options('actions', action, field, of, [answer(data)])).options
  expect(
    await ask('monday_create_item', 'workspace_id', { workspaces: [{ id: '1', name: 'Main' }] }),
  ).toEqual([{ value: '1', label: 'Main' }])
  const boards = [
    { id: '2', name: 'Leads', type: 'board' },
    { id: '3', name: 'Subitems of Leads', type: 'sub_items_board' },
  ]
  expect(await ask('monday_create_item', 'board_id', { boards })).toEqual([{ value: '2', label: 'Leads' }])
  const groups = { boards: [{ groups: [{ id: 'g', title: 'New' }] }] }
  expect(await ask('monday_create_item', 'group_id', groups)).toEqual([{ value: 'g', label: 'New' }])
  const items = { boards: [{ items_page: { items: [{ id: '7', name: 'Ana' }] } }] }
  expect(await ask('monday_delete_item', 'item_id', items)).toEqual([{ value: '7', label: 'Ana' }])
  expect(await ask('monday_get_board_values', 'column_ids', { boards: [{ columns }] })).toHaveLength(6)
  expect(await ask('monday_change_status', 'column_id', { boards: [{ columns }] })).toEqual([
    { value: 'status', label: 'Column status' },
  ])
})

test('the columns that can be set become fields', async () => {
  const play = async () => Response.json(board.body)
  const form = await dynamicFieldsOf(
    monday,
    {
      part: 'actions',
      name: 'monday_create_item',
      field: 'column_values',
      connection: { value: connection },
      input: of,
    },
    createHttpClient({ allowPrivateHosts: true, fetch: play as unknown as typeof fetch }),
  )
  const fields = fieldsOf(form)
  expect(Object.keys(fields)).toEqual(['text', 'status', 'drop', 'due', 'phone'])
  expect(fields.status?.choices?.map(({ value }) => value)).toEqual(['To call', 'Done'])
  expect(fields.drop).toMatchObject({ kind: 'STATIC_MULTI_SELECT_DROPDOWN', choices: [{ value: 'A' }] })
})

test.each([
  [{ errors: [{ message: 'Bad value', extensions: { code: 'ColumnValueException' } }] }, 'INPUT_REJECTED'],
  [{ errors: [{ message: 'No', extensions: { code: 'UserUnauthorizedException' } }] }, 'PERMISSION_DENIED'],
  [{ errors: [{ message: 'Slow', extensions: { code: 'ComplexityException' } }] }, 'RATE_LIMITED'],
  [{ error_code: 'ResourceNotFoundException', error_message: 'Gone' }, 'RESOURCE_NOT_FOUND'],
])('an error with status 200 is an error: %j', async (body, code) => {
  const free = pieceKit(monday, { connection })
  await expect(
    free.run('monday_create_update', { item_id: '7', body: 'x' }, [{ body }]),
  ).rejects.toMatchObject({
    code,
  })
})

test('the token is tried out', async () => {
  expect(await kit.validate([answer({ me: { id: '1' } })])).toHaveLength(1)
  await expect(
    kit.validate([{ status: 401, body: { errors: ['Not Authenticated'] } }]),
  ).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringContaining('Not Authenticated'),
  })
})

test('any other query can be asked', async () => {
  const body = { query: '{ me { id } }' }
  const { output } = await kit.run('custom_api_call', { method: 'POST', url: '', body }, [
    answer({ me: { id: '1' } }),
  ])
  expect(output).toMatchObject({ status: 200 })
})

describe('webhooks', () => {
  const secret = 'a-secret-of-this-trigger'
  const { monday_new_item_in_board: newItem, monday_specific_column_updated: updated } = monday.triggers
  const request = (body: unknown, token = secret) => ({
    method: 'POST',
    headers: {},
    queryParams: { token },
    body: body as never,
    rawBody: new Uint8Array(),
  })
  const made = { event: { pulseId: 7, boardId: 2, triggerUuid: 'u1' } }

  test('a webhook is made for the board and taken back', async () => {
    const { sent, state } = await kit.subscribe('monday_new_item_in_board', of, [
      answer({ create_webhook: { id: 'w1' } }),
      answer({ delete_webhook: { id: 'w1' } }),
    ])
    expect(state).toEqual({ id: 'w1' })
    expect(variables(sent[0])).toEqual({
      board: '2',
      url: `https://patchcord.example/webhooks/wf_1?token=${secret}`,
      event: 'create_item',
    })
    expect(variables(sent[1])).toEqual({ id: 'w1' })
    const one = await kit.subscribe('monday_specific_column_updated', { ...of, column_id: 'status' }, [
      answer({ create_webhook: { id: 'w2' } }),
      answer({ delete_webhook: { id: 'w2' } }),
    ])
    expect(variables(one.sent[0])).toMatchObject({
      event: 'change_specific_column_value',
      config: '{"columnId":"status"}',
    })
  })

  test('the challenge is given back', () => {
    expect(newItem!.handshake!({ request: request({ challenge: 'abc' }) } as never)).toMatchObject({
      status: 200,
      body: '{"challenge":"abc"}',
    })
    expect(newItem!.handshake!({ request: request(made) } as never)).toBeUndefined()
  })

  test('a request without the secret of the address is refused', () => {
    const verify = (token: string) => newItem!.verify!(request(made, token), {}, { secret } as never)
    expect(() => verify(secret)).not.toThrow()
    for (const bad of ['guess', ''])
      expect(() => verify(bad)).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
  })

  test('a new item comes with its columns, and is told by monday.com’s id of the event', async () => {
    const http = { post: async () => ({ data: { items: [item] } }) }
    const [event] = await newItem!.events!({ http, request: request(made) } as never)
    expect(event).toMatchObject({ ...made, columnValues: { text: 'hi', done: true } })
    expect(newItem!.eventId!(event!)).toBe('u1')
    expect(await updated!.events!({ request: request(made) } as never)).toEqual([made])
    expect(await updated!.events!({ request: request('nonsense') } as never)).toEqual([])
  })
})
