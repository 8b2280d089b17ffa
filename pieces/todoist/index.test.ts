import { describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import todoist from './index.ts'

// Held against: Todoist's own SDK. What it says of answers is checked for the requests alone, as the answers here are
// short: they are made up in a kit without it where they matter.

const connection = { type: 'SECRET_TEXT', secret_text: 'token' }
const kit = pieceKit(todoist, { connection, contract: 'todoist' })
const free = pieceKit(todoist, { connection })
/** Sends without an answer, so that only the request is held against the description. */
const silent = () => ({})

const task = { id: 't1', content: 'Call Ana', added_at: '2026-05-01T09:30:00.000000Z' }
const list = (results: object[], next_cursor: string | null = null) => ({ body: { results, next_cursor } })

describe('tasks', () => {
  test.each([
    ['2026-05-31', { due_date: '2026-05-31' }],
    ['2026-05-31T17:00:00Z', { due_datetime: '2026-05-31T17:00:00Z' }],
    ['next Monday at 9', { due_string: 'next Monday at 9' }],
  ])('a task is made, due %s', async (due_date, due) => {
    const input = {
      project_id: 'p1',
      section_id: 's1',
      content: 'Call Ana',
      labels: ['call'],
      priority: '4',
      due_date,
    }
    const { sent } = await kit.run('create_task', input, silent)
    expect(sent[0]).toMatchObject({ method: 'POST', url: { pathname: '/api/v1/tasks' } })
    expect(sent[0]?.body).toEqual({
      project_id: 'p1',
      section_id: 's1',
      content: 'Call Ana',
      labels: ['call'],
      priority: 4,
      ...due,
    })
    const again = await kit.run('create_task', input, silent, { attempt: 2 })
    const ids = [sent, again.sent].map((each) => each[0]?.headers.get('x-request-id'))
    expect(ids[0]).toMatch(/^[0-9a-f]{36}$/)
    expect(ids[1]).toBe(ids[0])
  })

  test('a task is changed, finished, opened, read, commented and deleted', async () => {
    const changed = await kit.run('update_task', { task_id: 't1', description: 'New' }, silent)
    expect(changed.sent[0]).toMatchObject({ method: 'POST', body: { description: 'New' } })
    const id = { task_id: 't1' }
    const done = await kit.run('mark_task_completed', id, silent)
    expect(done.output).toEqual({ success: true })
    const open = await kit.run('reopen_task', id, silent)
    const read = await free.run('get_task', id, [{ body: task }])
    expect(read.output).toEqual(task)
    const gone = await kit.run('delete_task', id, silent)
    expect(gone.sent[0]?.method).toBe('DELETE')
    const paths = [changed, done, open, read, gone].map(({ sent }) => sent[0]?.url.pathname)
    expect(paths.map((path) => path?.replace('/api/v1/tasks/t1', ''))).toEqual([
      '',
      '/close',
      '/reopen',
      '',
      '',
    ])
    const said = await kit.run('create_task_comment', { ...id, content: 'Called' }, silent)
    expect(said.sent[0]).toMatchObject({
      url: { pathname: '/api/v1/comments' },
      body: { task_id: 't1', content: 'Called' },
    })
  })

  test('a task is found by its name, on any page', async () => {
    const answers = [list([{ id: 't0', content: 'Other' }], 'c1'), list([task])]
    const { output, sent } = await free.run('find_task', { name: 'Call Ana', project_id: 'p1' }, answers)
    expect(output).toEqual(task)
    expect(sent.map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, 'c1'])
    expect(sent[0]?.url.searchParams.get('project_id')).toBe('p1')
    await expect(free.run('find_task', { name: 'Nobody' }, [list([])])).rejects.toMatchObject({
      code: 'RESOURCE_NOT_FOUND',
    })
  })

  test('tasks are filtered up to a limit', async () => {
    const { sent } = await kit.run('filter_tasks', { query: 'overdue & @call', limit: 1 }, [list([])])
    expect(sent[0]?.url.pathname).toBe('/api/v1/tasks/filter')
    expect(Object.fromEntries(sent[0]!.url.searchParams)).toEqual({ query: 'overdue & @call', limit: '1' })
    const { output } = await free.run('filter_tasks', { query: 'today', limit: 1 }, [list([task], 'more')])
    expect(output).toEqual([task])
  })
})

test('projects and labels are made and listed', async () => {
  const project = await kit.run('create_project', { name: 'Leads', parent_id: 'p0' }, silent)
  expect(project.sent[0]).toMatchObject({
    url: { pathname: '/api/v1/projects' },
    body: { name: 'Leads', parent_id: 'p0' },
  })
  const label = await kit.run('create_label', { name: 'call' }, silent)
  expect(label.sent[0]).toMatchObject({ url: { pathname: '/api/v1/labels' }, body: { name: 'call' } })
  const projects = await kit.run('list_projects', {}, [list([])])
  expect(projects.output).toEqual([])
  const labels = await free.run('list_labels', {}, [list([{ id: 'l1', name: 'call' }])])
  expect(labels.output).toEqual([{ id: 'l1', name: 'call' }])
})

test('projects, sections and labels are offered by name', async () => {
  const ask = async (field: string) => {
    const answers = [list([{ id: '1', name: 'Name' }])]
    const { options, sent } = await free.options(
      'actions',
      'create_task',
      field,
      { project_id: 'p1' },
      answers,
    )
    return [sent[0]?.url.pathname, options]
  }
  expect(await ask('project_id')).toEqual(['/api/v1/projects', [{ value: '1', label: 'Name' }]])
  expect(await ask('section_id')).toEqual(['/api/v1/sections', [{ value: '1', label: 'Name' }]])
  expect(await ask('labels')).toEqual(['/api/v1/labels', [{ value: 'Name', label: 'Name' }]])
})

test('the credentials are tried out, and what Todoist refuses is told in its words', async () => {
  const [request] = await kit.validate([list([])])
  expect(request?.headers.get('authorization')).toBe('Bearer token')
  const body = { error: 'Labels are invalid', error_code: 20, error_tag: 'INVALID_ARGUMENT_VALUE' }
  await expect(kit.run('create_task', { content: 'x' }, [{ status: 400, body }])).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('Labels are invalid'),
  })
})

test('any other method can be called', async () => {
  const { output } = await kit.run('custom_api_call', { url: '/labels' }, [list([])])
  expect(output).toMatchObject({ status: 200, body: { results: [] } })
})

describe('polling', () => {
  const since = Date.parse('2026-05-02T09:00:00.000Z')
  const done = { ...task, completed_at: '2026-05-02T10:00:00.000000Z' }

  test('finished tasks are asked for since the last one, and count each time', async () => {
    const page = (next_cursor: string | null) => ({ body: { items: [done], next_cursor } })
    const { items, sent } = await free.poll(
      'task_completed',
      { project_id: 'p1' },
      [page('c1'), page(null)],
      since,
    )
    expect(items[0]).toEqual({
      id: 't1|2026-05-02T10:00:00.000000Z',
      at: Date.parse('2026-05-02T10:00:00Z'),
      data: done,
    })
    expect(sent.map(({ url }) => url.searchParams.get('cursor'))).toEqual([null, 'c1'])
    const described = await kit.poll(
      'task_completed',
      {},
      [{ body: { items: [], next_cursor: null } }],
      since,
    )
    expect(described.sent[0]?.url.searchParams.get('since')).toBe('2026-05-02T09:00:00.000Z')
    expect(described.sent[0]?.url.searchParams.has('until')).toBe(true)
  })

  test('new tasks are asked for by project, or by the day they were made', async () => {
    const everywhere = await free.poll('new_task', {}, [list([task])], since)
    expect(everywhere.items).toEqual([{ id: 't1', at: Date.parse(task.added_at), data: task }])
    expect(everywhere.sent[0]?.url.searchParams.get('query')).toBe('created after: 2026-05-01')
    const { sent } = await kit.poll('new_task', { project_id: 'p1' }, [list([])], since)
    expect(sent[0]?.url.pathname).toBe('/api/v1/tasks')
    expect(sent[0]?.url.searchParams.get('project_id')).toBe('p1')
    const first = await kit.poll('new_task', {}, [list([])])
    expect(first.sent[0]?.url.pathname).toBe('/api/v1/tasks')
  })
})
