import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { complaintsAbout, loadContract } from '../../test/support/contract.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import clickup from './index.ts'

// Held against: ClickUp's own description of its API. Its answers there ask for more than ClickUp sends, so answers
// are made up in a kit without it where that is said.

const connection = { type: 'SECRET_TEXT', secret_text: 'pk_1' }
const kit = pieceKit(clickup, { connection, contract: 'clickup' })
const free = pieceKit(clickup, { connection })

const task = { id: 't1', name: 'Call Ana' }
const place = { workspace_id: '1', space_id: '2', list_id: '3' }
const fields = [
  { id: 'f1', name: 'Phone', type: 'short_text', type_config: {} },
  { id: 'f2', name: 'Score', type: 'number', type_config: {} },
  {
    id: 'f3',
    name: 'Stage',
    type: 'drop_down',
    type_config: { options: [{ id: 'o1', name: 'New', color: null }] },
  },
  { id: 'f4', name: 'When', type: 'date', type_config: {} },
  {
    id: 'f5',
    name: 'Labels',
    type: 'labels',
    type_config: { options: [{ id: 'l1', label: 'A', color: null }] },
  },
  { id: 'f6', name: 'Owner', type: 'users', type_config: {} },
  { id: 'f7', name: 'Ok', type: 'checkbox', type_config: {} },
].map((field) => ({ ...field, date_created: '1', hide_from_guests: false }))
/** Sends without an answer, so that only the request is held against the description. */
const silent = () => ({})

describe('tasks', () => {
  test('a task is made with dates in milliseconds and custom fields by type', async () => {
    const input = {
      ...place,
      name: 'Call Ana',
      status_id: 'to do',
      priority_id: '2',
      assignee_id: ['183'],
      description: '**now**',
      is_markdown: true,
      due_date: '2026-05-02T10:00:00Z',
      due_date_time: true,
      custom_fields: { f1: '+34', f2: '7', f3: '0', f4: '2026-05-03', f5: 'l1', f6: ['183'], f7: 'true' },
    }
    const { sent } = await kit.run('create_task', input, ({ url }) =>
      url.pathname.endsWith('/field') ? { body: { fields } } : {},
    )
    expect(sent[1]).toMatchObject({ method: 'POST', url: { pathname: '/api/v2/list/3/task' } })
    expect(sent[1]?.headers.get('authorization')).toBe('pk_1')
    expect(sent[1]?.body).toEqual({
      name: 'Call Ana',
      status: 'to do',
      priority: 2,
      assignees: [183],
      markdown_content: '**now**',
      due_date: Date.parse('2026-05-02T10:00:00Z'),
      due_date_time: true,
      custom_fields: [
        { id: 'f1', value: '+34' },
        { id: 'f2', value: 7 },
        { id: 'f3', value: 0 },
        { id: 'f4', value: Date.parse('2026-05-03') },
        { id: 'f5', value: ['l1'] },
        { id: 'f6', value: { add: [183] } },
        { id: 'f7', value: true },
      ],
    })
    const made = await free.run('create_task', { ...place, name: 'Call Ana' }, [{ body: task }])
    expect(made.output).toEqual(task)
    expect(made.sent).toHaveLength(1)
  })

  test('a subtask names its parent; a date that is none is refused', async () => {
    const input = { ...place, task_id: 't1', name: 'Find number' }
    const { sent } = await kit.run('create_subtask', input, silent)
    expect(sent[0]?.body).toEqual({ name: 'Find number', parent: 't1' })
    await expect(kit.run('create_subtask', { ...input, due_date: 'soonish' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('"Due"'),
    })
  })

  test('a task is changed, read and deleted', async () => {
    const input = { task_id: 't1', status_id: 'done', add_assignee: ['183'], due_date: '2026-05-02' }
    const changed = await kit.run('update_task', input, silent)
    expect(changed.sent[0]).toMatchObject({ method: 'PUT' })
    expect(changed.sent[0]?.body).toEqual({
      status: 'done',
      assignees: { add: [183], rem: [] },
      due_date: Date.parse('2026-05-02'),
    })
    const named = await kit.run('update_task', { task_id: 't1', name: 'New' }, silent)
    expect(named.sent[0]?.body).toEqual({ name: 'New' })
    const read = await kit.run('get_list_task', { task_id: 't1', include_subtasks: true }, silent)
    expect(read.sent[0]?.url.search).toBe('?include_subtasks=true')
    const gone = await kit.run('delete_task', { task_id: 't1' }, silent)
    expect(gone.sent[0]).toMatchObject({ method: 'DELETE' })
    for (const { sent } of [changed, read, gone]) expect(sent[0]?.url.pathname).toBe('/api/v2/task/t1')
  })

  test('a task is found by its name, page by page', async () => {
    const input = { ...place, task_name: 'Call Ana' }
    const full = { body: { tasks: Array(100).fill({ id: 'x', name: 'Other' }) } }
    const { output, sent } = await free.run('get_task_by_name', input, [full, { body: { tasks: [task] } }])
    expect(output).toEqual(task)
    expect(sent.map(({ url }) => url.search)).toEqual(['?page=0', '?page=1'])
    await expect(free.run('get_task_by_name', input, [{ body: { tasks: [] } }])).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    })
  })

  test('tasks are listed by place, assignee and tag', async () => {
    const input = {
      ...place,
      space_id: ['2', '4'],
      list_id: ['3'],
      folder_id: '[5]',
      assignees: ['183'],
      tags: ['vip'],
      order_by: 'created',
    }
    const { sent } = await kit.run('list_workspace_tasks', input, silent)
    expect(sent[0]?.url.pathname).toBe('/api/v2/team/1/task')
    expect([...sent[0]!.url.searchParams]).toEqual([
      ['space_ids[]', '2'],
      ['space_ids[]', '4'],
      ['project_ids[]', '5'],
      ['list_ids[]', '3'],
      ['assignees[]', '183'],
      ['tags[]', 'vip'],
      ['page', '0'],
      ['reverse', 'false'],
      ['include_closed', 'false'],
      ['order_by', 'created'],
    ])
  })
})

test('a task is commented, and a custom field read and set', async () => {
  const said = await kit.run(
    'create_task_comments',
    { task_id: 't1', comment: 'Called', assignee_id: '183' },
    silent,
  )
  expect(said.sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/api/v2/task/t1/comment' } })
  expect(said.sent[0]?.body).toEqual({ comment_text: 'Called', assignee: 183, notify_all: true })
  const read = await free.run('get_accessible_custom_fields', place, [{ body: { fields } }])
  expect(read.output).toEqual({ fields })
  const input = { ...place, task_id: 't1', field_id: 'f2', value: '7' }
  const set = await kit.run('set_custom_fields_value', input, ({ method }) =>
    method === 'GET' ? { body: { fields } } : {},
  )
  expect(set.sent[1]).toMatchObject({ url: { pathname: '/api/v2/task/t1/field/f2' }, body: { value: 7 } })
})

// The description lacks time entries; this is held against https://developer.clickup.com/reference/createatimeentry.
test('time is recorded', async () => {
  const input = { workspace_id: '1', start: '2026-05-02T10:00:00Z', duration: '60000', task_id: 't1' }
  const { sent } = await free.run('clickup_create_time_entry', input, [{ body: { data: { id: 'e1' } } }])
  expect(sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/api/v2/team/1/time_entries' } })
  expect(sent[0]?.body).toEqual({
    start: Date.parse('2026-05-02T10:00:00Z'),
    duration: 60_000,
    tid: 't1',
    billable: false,
  })
})

test('places, people, statuses, tasks, fields and tags are offered by name', async () => {
  const ask = async (action: string, field: string, ...bodies: object[]) =>
    (
      await free.options(
        'actions',
        action,
        field,
        place,
        bodies.map((body) => ({ body })),
      )
    ).options
  const one = [{ id: '9', name: 'Name' }]
  const offered = [{ value: '9', label: 'Name' }]
  expect(await ask('create_task', 'workspace_id', { teams: one })).toEqual(offered)
  expect(await ask('create_task', 'space_id', { spaces: one })).toEqual(offered)
  expect(await ask('create_task', 'list_id', { lists: one }, { folders: one }, { lists: one })).toEqual([
    ...offered,
    { value: '9', label: 'Name › Name' },
  ])
  expect(await ask('create_subtask', 'task_id', { tasks: one })).toEqual(offered)
  expect(await ask('create_task', 'status_id', { statuses: [{ status: 'done' }] })).toEqual([
    { value: 'done', label: 'done' },
  ])
  const members = [{ user: { id: 183, username: null, email: 'eva@example.com' } }]
  expect(await ask('create_task', 'assignee_id', { teams: [{ id: '1', members }] })).toEqual([
    { value: 183, label: 'eva@example.com' },
  ])
  expect(await ask('set_custom_fields_value', 'field_id', { fields })).toHaveLength(7)
  expect(await ask('list_workspace_tasks', 'tags', { tags: [{ name: 'vip' }] })).toEqual([
    { value: 'vip', label: 'vip' },
  ])
  const ofTrigger = await free.options('triggers', 'clickup_trigger_task_created', 'folder_id', place, [
    { body: { folders: one } },
  ])
  expect(ofTrigger.options).toEqual(offered)
})

test('where options are asked for, the requests are those that ClickUp describes', async () => {
  const contract = loadContract('clickup')
  for (const field of ['workspace_id', 'space_id', 'list_id', 'status_id', 'assignee_id']) {
    const { sent } = await free.options('actions', 'create_task', field, place, silent)
    expect(sent.flatMap((request) => (contract ? complaintsAbout(contract, request) : []))).toEqual([])
  }
})

test('a list’s custom fields become fields', async () => {
  const play = async () => Response.json({ fields })
  const form = await dynamicFieldsOf(
    clickup,
    {
      part: 'actions',
      name: 'create_task',
      field: 'custom_fields',
      connection: { value: connection },
      input: place,
    },
    createHttpClient({ allowPrivateHosts: true, fetch: play as unknown as typeof fetch }),
  )
  const kinds = Object.values(fieldsOf(form)).map(({ kind }) => kind)
  expect(kinds).toEqual([
    'SHORT_TEXT',
    'NUMBER',
    'STATIC_DROPDOWN',
    'DATE_TIME',
    'STATIC_MULTI_SELECT_DROPDOWN',
    'ARRAY',
    'CHECKBOX',
  ])
})

test('the credentials are tried out, and what ClickUp refuses is told in its words', async () => {
  const [request] = await kit.validate([{}])
  expect(request?.url.pathname).toBe('/api/v2/user')
  const body = { err: 'Token invalid', ECODE: 'OAUTH_025' }
  await expect(kit.validate([{ status: 401, body }])).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringContaining('Token invalid'),
  })
  const login = pieceKit(clickup, { connection: { type: 'OAUTH2', access_token: 'at' }, contract: 'clickup' })
  const [other] = await login.validate([{}])
  expect(other?.headers.get('authorization')).toBe('Bearer at')
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/user' }, silent)
  expect(output).toMatchObject({ status: 204 })
})

describe('webhooks', () => {
  const names: [string, string][] = [
    ['clickup_trigger_task_created', 'taskCreated'],
    ['clickup_trigger_task_updated', 'taskUpdated'],
    ['clickup_trigger_task_status_updated', 'taskStatusUpdated'],
    ['clickup_trigger_task_assignee_updated', 'taskAssigneeUpdated'],
    ['clickup_trigger_task_moved', 'taskMoved'],
    ['clickup_trigger_task_comment_posted', 'taskCommentPosted'],
    ['clickup_trigger_task_deleted', 'taskDeleted'],
  ]
  const webhook = {
    id: 'w1',
    userid: 1,
    team_id: 1,
    endpoint: 'https://patchcord.example/webhooks/wf_1',
    client_id: 'c',
    events: ['taskCreated'],
    task_id: null,
    list_id: null,
    folder_id: null,
    space_id: null,
    health: { status: 'active', fail_count: 0 },
    secret: 'signing',
  }

  test.each(names)('%s registers for %s and is taken back', async (name, event) => {
    const answers = [{ body: { id: 'w1', webhook } }, { body: {} }]
    const { state, sent } = await kit.subscribe(name, place, answers)
    expect(state).toEqual({ id: 'w1', secret: 'signing' })
    expect(sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/api/v2/team/1/webhook' } })
    expect(sent[0]?.body).toEqual({ endpoint: webhook.endpoint, events: [event], space_id: 2, list_id: 3 })
    expect(sent[1]).toMatchObject({ method: 'DELETE', url: { pathname: '/api/v2/webhook/w1' } })
  })

  const created = clickup.triggers.clickup_trigger_task_created!
  const deleted = clickup.triggers.clickup_trigger_task_deleted!
  const request = (body: object, key = 'signing') => {
    const rawBody = new Uint8Array(Buffer.from(JSON.stringify(body)))
    const signature = createHmac('sha256', key).update(rawBody).digest('hex')
    return {
      method: 'POST',
      headers: { 'x-signature': signature },
      queryParams: {},
      body: body as never,
      rawBody,
    }
  }
  const event = { event: 'taskCreated', task_id: 't1', webhook_id: 'w1', history_items: [{ id: 'h1' }] }

  test('only what ClickUp signed is taken', () => {
    const delivery = { state: { id: 'w1', secret: 'signing' } } as never
    expect(() => created.verify!(request(event), {}, delivery)).not.toThrow()
    const unsigned = { ...request(event), headers: {} }
    for (const bad of [request(event, 'other'), unsigned])
      expect(() => created.verify!(bad, {}, delivery)).toThrow(/signature/)
    expect(() => created.verify!(request(event), {})).toThrow(/signature/)
    expect(() => created.verify!({ ...unsigned, headers: { 'x-signature': 'none' } }, {})).toThrow(
      /signature/,
    )
  })

  test('an event comes with its task, but for one that is gone', async () => {
    const http = { get: async () => task }
    const [found] = await created.events!({ http, request: request(event) } as never)
    expect(found).toEqual({ ...event, task })
    expect(created.eventId!(found!)).toBe('h1')
    const gone = { event: 'taskDeleted', task_id: 't1', webhook_id: 'w1' }
    expect(await deleted.events!({ http, request: request(gone) } as never)).toEqual([gone])
    expect(deleted.eventId!(gone)).toBe('taskDeleted|t1')
    expect(await created.events!({ http, request: request(gone) } as never)).toEqual([])
  })
})
