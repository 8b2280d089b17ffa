import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { createHttpClient } from '../../src/piece/http-client.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import asana from './index.ts'

// Held against: Asana's own OpenAPI description (github.com/Asana/openapi, defs/asana_oas.yaml).

const connection = { type: 'SECRET_TEXT', secret_text: 'pat' }
const kit = pieceKit(asana, { connection, contract: 'asana' })

const task = { gid: '77', resource_type: 'task', name: 'Call Ana', created_at: '2026-05-01T09:30:00.000Z' }
const field = (gid: string, resource_subtype: string, more = {}) => ({
  custom_field: { gid, name: `Field ${gid}`, resource_subtype, ...more },
})
const settings = {
  data: [
    field('1', 'text'),
    field('2', 'number'),
    field('3', 'enum', {
      enum_options: [
        { gid: '31', name: 'High', enabled: true },
        { gid: '32', name: 'Old', enabled: false },
      ],
    }),
    field('4', 'date'),
    field('5', 'number', { is_formula_field: true }),
    field('6', 'people'),
    field('7', 'multi_enum', { enum_options: [{ gid: '71', name: 'A' }] }),
  ],
}
const place = { workspace: '1', project: '2' }

describe('tasks', () => {
  test('a task is made in its section, with tags by name and custom fields by type', async () => {
    const input = {
      ...place,
      section: '3',
      name: 'Call Ana',
      notes: 'Wants a quote',
      due_on: '2026-05-02',
      tags: ['VIP', '42', 'unknown'],
      assignee: 'me',
      custom_fields: { 1: 'phone', 2: '7', 3: '31', 4: '2026-06-01', 6: '' },
    }
    const tags = {
      data: [
        { gid: '41', name: 'vip' },
        { gid: '42', name: 'new' },
      ],
      next_page: null,
    }
    const { output, sent } = await kit.run('create_task', input, [
      { body: settings },
      { body: tags },
      { status: 201, body: { data: task } },
      { body: { data: {} } },
    ])
    expect(output).toEqual(task)
    expect(sent[2]).toMatchObject({ method: 'POST', url: { pathname: '/api/1.0/tasks' } })
    expect(sent[2]?.body).toEqual({
      data: {
        name: 'Call Ana',
        notes: 'Wants a quote',
        projects: ['2'],
        assignee: 'me',
        tags: ['41', '42'],
        custom_fields: { 1: 'phone', 2: 7, 3: '31', 4: { date: '2026-06-01' } },
        due_on: '2026-05-02',
      },
    })
    expect(sent[3]).toMatchObject({
      method: 'POST',
      url: { pathname: '/api/1.0/sections/3/addTask' },
      body: { data: { task: '77' } },
    })
  })

  test('without tags, section and custom fields, one request is enough', async () => {
    const { sent } = await kit.run(
      'create_task',
      { ...place, name: 'A', due_on: '2026-05-02T10:00:00+02:00' },
      [{ body: { data: task } }],
    )
    expect(sent).toHaveLength(1)
    expect(sent[0]?.body).toEqual({
      data: { name: 'A', projects: ['2'], due_at: '2026-05-02T08:00:00.000Z' },
    })
    await expect(kit.run('create_task', { ...place, name: 'A', due_on: 'soonish' })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('"Due"'),
    })
  })

  test('a task is changed, read, commented, divided and deleted', async () => {
    const answer = [{ body: { data: task } }]
    const changed = await kit.run('update_task', { task: '77', completed: 'true' }, answer)
    expect(changed.sent[0]).toMatchObject({ method: 'PUT', body: { data: { completed: true } } })
    const read = await kit.run('get_task', { task: '77' }, answer)
    expect(read.output).toEqual(task)
    const story = { gid: '9', text: 'Called', type: 'comment' }
    const said = await kit.run('add_task_comment', { task: '77', text: 'Called' }, [
      { body: { data: story } },
    ])
    expect(said.output).toEqual(story)
    expect(said.sent[0]).toMatchObject({
      url: { pathname: '/api/1.0/tasks/77/stories' },
      body: { data: { text: 'Called' } },
    })
    const below = await kit.run('create_subtask', { task: '77', name: 'Find number', assignee: 'me' }, answer)
    expect(below.sent[0]).toMatchObject({
      url: { pathname: '/api/1.0/tasks/77/subtasks' },
      body: { data: { name: 'Find number', assignee: 'me' } },
    })
    const gone = await kit.run('delete_task', { task: '77' }, [{ body: { data: {} } }])
    expect(gone.sent[0]).toMatchObject({ method: 'DELETE' })
    for (const { sent } of [changed, read, gone]) expect(sent[0]?.url.pathname).toBe('/api/1.0/tasks/77')
  })

  test('tasks are found by name and listed page by page', async () => {
    const found = await kit.run('find_tasks', { workspace: '1', query: 'Ana' }, [{ body: { data: [task] } }])
    expect(found.output).toEqual([task])
    expect(found.sent[0]?.url.pathname).toBe('/api/1.0/workspaces/1/typeahead')
    expect(Object.fromEntries(found.sent[0]!.url.searchParams)).toMatchObject({
      resource_type: 'task',
      query: 'Ana',
      count: '20',
    })
    const page = (count: number, offset?: string) => ({
      body: {
        data: Array(count).fill(task),
        next_page: offset ? { offset, path: '/tasks', uri: 'https://app.asana.com/api/1.0/tasks' } : null,
      },
    })
    const listed = await kit.run('list_project_tasks', { project: '2', limit: 150 }, [
      page(100, 'o1'),
      page(50),
    ])
    expect(listed.output).toHaveLength(150)
    expect(
      listed.sent.map(({ url }) => [url.searchParams.get('limit'), url.searchParams.get('offset')]),
    ).toEqual([
      ['100', null],
      ['50', 'o1'],
    ])
    expect(listed.sent[0]?.url.searchParams.get('completed_since')).toBe('now')
  })
})

test('workspaces, projects, sections, people and tags are offered by name', async () => {
  const paths: string[] = []
  for (const field of ['workspace', 'project', 'section', 'assignee', 'tags']) {
    const { options, sent } = await kit.options('actions', 'create_task', field, place, [
      { body: { data: [{ gid: '5', name: 'Name' }] } },
    ])
    expect(options).toEqual([{ value: '5', label: 'Name' }])
    paths.push(`${sent[0]?.url.pathname}`)
  }
  expect(paths).toEqual([
    '/api/1.0/workspaces',
    '/api/1.0/workspaces/1/projects',
    '/api/1.0/projects/2/sections',
    '/api/1.0/users',
    '/api/1.0/workspaces/1/tags',
  ])
})

test('a project’s custom fields become fields', async () => {
  const play = async () => Response.json(settings)
  const form = await dynamicFieldsOf(
    asana,
    {
      part: 'actions',
      name: 'create_task',
      field: 'custom_fields',
      connection: { value: connection },
      input: place,
    },
    createHttpClient({ allowPrivateHosts: true, fetch: play as unknown as typeof fetch }),
  )
  const fields = fieldsOf(form)
  expect(Object.fromEntries(Object.entries(fields).map(([gid, { kind }]) => [gid, kind]))).toEqual({
    1: 'SHORT_TEXT',
    2: 'NUMBER',
    3: 'STATIC_DROPDOWN',
    4: 'DATE_TIME',
    6: 'ARRAY',
    7: 'STATIC_MULTI_SELECT_DROPDOWN',
  })
  expect(fields[3]?.choices).toEqual([{ value: '31', label: 'High' }])
})

test('the credentials are tried out, and what Asana refuses is told in its words', async () => {
  const [request] = await kit.validate([{ body: { data: { gid: '1' } } }])
  expect(request?.headers.get('authorization')).toBe('Bearer pat')
  const errors = [{ message: 'project: Not a recognized ID: 2', help: 'For more information…' }]
  await expect(
    kit.run('create_task', { ...place, name: 'A' }, [{ status: 400, body: { errors } }]),
  ).rejects.toMatchObject({ code: 'INPUT_REJECTED', message: expect.stringContaining('Not a recognized ID') })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/users/me' }, [
    { body: { data: { gid: '1' } } },
  ])
  expect(output).toMatchObject({ status: 200 })
})

describe('polling', () => {
  const since = Date.parse('2026-05-01T09:00:00.000Z')
  const done = { ...task, gid: '78', completed_at: '2026-05-01T11:00:00.000Z' }
  const answers = [{ body: { data: [task, done], next_page: null } }]

  test('new tasks are among those that changed', async () => {
    const { items, sent } = await kit.poll('new_task', place, answers, since)
    expect(items.map(({ id, at }) => [id, at])).toEqual([
      ['77', Date.parse(task.created_at)],
      ['78', Date.parse(task.created_at)],
    ])
    expect(sent[0]?.url.searchParams.get('modified_since')).toBe('2026-05-01T09:00:00.000Z')
    expect(sent[0]?.url.searchParams.get('project')).toBe('2')
  })

  test('a task that is done counts each time it is', async () => {
    const { items, sent } = await kit.poll('task_completed', place, answers)
    expect(items).toMatchObject([{ id: '78|2026-05-01T11:00:00.000Z', data: { gid: '78' } }])
    expect(sent[0]?.url.searchParams.has('modified_since')).toBe(false)
  })
})
