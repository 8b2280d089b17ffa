import { describe, expect, test, vi } from 'vitest'
import { fieldsOf } from '../../src/piece/fields.ts'
import { dynamicFieldsOf } from '../../src/piece/options.ts'
import { pieceKit } from '../../test/support/piece-kit.ts'
import { documentOf } from './document.ts'
import jira from './index.ts'

// Held against: Jira's own description of its REST API, v3. The description here is older than `/search/jql` (page "Issue
// search" of developer.atlassian.com) and `/issue/createmeta/…/issuetypes/…` (page "Issues"), and was cut before
// `/user/search` (page "User search"): those are held against their pages.

const connection = {
  type: 'CUSTOM_AUTH',
  props: { instanceUrl: 'https://acme.atlassian.net/', email: 'ana@example.com', apiToken: 't1' },
}
const kit = pieceKit(jira, { connection, contract: 'jira-cloud' })
const bare = pieceKit(jira, { connection })

const META = [
  { key: 'summary', name: 'Summary', required: true, schema: { type: 'string' } },
  { key: 'description', name: 'Description', required: false, schema: { type: 'string' } },
  {
    key: 'priority',
    name: 'Priority',
    required: false,
    schema: { type: 'priority' },
    allowedValues: [{ id: '2', name: 'High' }],
  },
  { key: 'labels', name: 'Labels', required: false, schema: { type: 'array', items: 'string' } },
  { key: 'components', name: 'Components', required: false, schema: { type: 'array', items: 'component' } },
  { key: 'assignee', name: 'Assignee', required: false, schema: { type: 'user' } },
  { key: 'parent', name: 'Parent', required: false, schema: { type: 'issuelink' } },
  { key: 'customfield_1', name: 'Points', required: false, schema: { type: 'number', custom: 'x:float' } },
  { key: 'customfield_2', name: 'Notes', required: false, schema: { type: 'string', custom: 'x:textarea' } },
  { key: 'project', name: 'Project', required: true, schema: { type: 'project' } },
]

const shown = ({ sent }: { sent: { method: string; url: URL; body: unknown }[] }) =>
  sent.map(({ method, url, body }) => [
    `${method} ${url.pathname.replace('/rest/api/3', '')}${decodeURIComponent(url.search)}`,
    ...(body === undefined ? [] : [body]),
  ])

test('plain text becomes a document', () => {
  expect(documentOf('Hello\nthere\r\n\r\nBye')).toEqual({
    type: 'doc',
    version: 1,
    content: [
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'Hello' }, { type: 'hardBreak' }, { type: 'text', text: 'there' }],
      },
      { type: 'paragraph', content: [{ type: 'text', text: 'Bye' }] },
    ],
  })
  expect(documentOf('').content).toEqual([{ type: 'paragraph', content: [] }])
})

test('an issue is opened with the fields its type has', async () => {
  const issueFields = {
    summary: 'The line drops',
    description: 'After a minute',
    priority: '2',
    labels: ['call'],
    components: ['10'],
    assignee: 'a1',
    parent: 'ENG-1',
    customfield_1: '3',
    customfield_2: '{"type":"doc","version":1,"content":[]}',
  }
  const input = { projectId: '1', issueTypeId: '2', issueFields, adfFields: ['customfield_2'] }
  const answers = [
    { body: { fields: META } },
    { body: { id: '10002' } },
    { body: { id: '10002', key: 'ENG-2' } },
  ]
  const ran = await bare.run('create_issue', input, answers)
  expect(ran.output).toEqual({ id: '10002', key: 'ENG-2' })
  expect(shown(ran)).toEqual([
    ['GET /issue/createmeta/1/issuetypes/2?maxResults=200'],
    [
      'POST /issue',
      {
        fields: {
          project: { id: '1' },
          issuetype: { id: '2' },
          summary: 'The line drops',
          description: documentOf('After a minute'),
          priority: { id: '2' },
          labels: ['call'],
          components: [{ id: '10' }],
          assignee: { accountId: 'a1' },
          parent: { key: 'ENG-1' },
          customfield_1: 3,
          customfield_2: { type: 'doc', version: 1, content: [] },
        },
      },
    ],
    ['GET /issue/10002'],
  ])
})

test('an issue is changed and moved at once, or only moved', async () => {
  const meta = {
    body: { fields: Object.fromEntries(META.map((field) => [field.key, { ...field, operations: ['set'] }])) },
  }
  const input = { issueId: 'ENG-2', statusId: '31', issueFields: { summary: 'Silent', description: '' } }
  expect(shown(await kit.run('update_issue', input, [meta]))).toEqual([
    ['GET /issue/ENG-2/editmeta'],
    ['PUT /issue/ENG-2', { fields: { summary: 'Silent' } }],
    ['POST /issue/ENG-2/transitions', { transition: { id: '31' } }],
    ['GET /issue/ENG-2'],
  ])
  const moved = await kit.run('transition_issue', { issueId: 'ENG-2', transitionId: '31' })
  expect(shown(moved)[0]).toEqual(['POST /issue/ENG-2/transitions', { transition: { id: '31' } }])
  expect(moved.output).toMatchObject({ success: true })
})

test('an issue is assigned, read, commented on and deleted', async () => {
  const issueId = 'ENG-2'
  const sent = async (action: string, input: object) => shown(await kit.run(action, { issueId, ...input }))[0]
  expect(await sent('assign_issue', { assignee: 'a1' })).toEqual([
    'PUT /issue/ENG-2/assignee',
    { accountId: 'a1' },
  ])
  expect(await sent('get_issue', { expand: ['names', 'changelog'] })).toEqual([
    'GET /issue/ENG-2?expand=names,changelog',
  ])
  expect(await sent('add_issue_comment', { comment: 'Which line?' })).toEqual([
    'POST /issue/ENG-2/comment',
    { body: documentOf('Which line?') },
  ])
  const document = { type: 'doc', version: 1, content: [] }
  expect(await sent('add_issue_comment', { comment: JSON.stringify(document), isADF: true })).toEqual([
    'POST /issue/ENG-2/comment',
    { body: document },
  ])
  await expect(sent('add_issue_comment', { comment: 'no', isADF: true })).rejects.toThrow(/not valid JSON/)
  expect(await sent('list_issue_comments', { limit: 5 })).toEqual([
    'GET /issue/ENG-2/comment?orderBy=-created&maxResults=5',
  ])
  expect(await sent('delete_issue', {})).toEqual(['DELETE /issue/ENG-2?deleteSubtasks=false'])
})

test('issues are found page by page, and people by name', async () => {
  const issue = (id: string) => ({ id, key: `ENG-${id}`, fields: {} })
  const answers = [
    { body: { issues: [issue('1')], nextPageToken: 'n1' } },
    { body: { issues: [issue('2')] } },
  ]
  const ran = await bare.run('search_issues', { jql: 'project = ENG', maxResults: 3 }, answers)
  expect(ran.output).toMatchObject([{ id: '1' }, { id: '2' }])
  expect(shown(ran)).toEqual([
    ['POST /search/jql', { jql: 'project = ENG', fields: ['*navigable'], maxResults: 3 }],
    [
      'POST /search/jql',
      { jql: 'project = ENG', fields: ['*navigable'], maxResults: 2, nextPageToken: 'n1' },
    ],
  ])
  const people = await bare.run('find-user', { keyword: 'ana' }, [{ body: [{ accountId: 'a1' }] }])
  expect(people.output).toEqual({ found: true, data: [{ accountId: 'a1' }] })
  expect(shown(people)).toEqual([['GET /user/search?query=ana']])
})

test('what the site has is offered, and fields as a form', async () => {
  const offered = async (action: string, field: string, input: object, body: object) =>
    (await bare.options('actions', action, field, input, [{ body }])).options
  const projects = { values: [{ id: '1', key: 'ENG', name: 'Engineering' }] }
  const named = await kit.options('actions', 'create_issue', 'projectId', {}, [{ body: projects }], 'eng')
  expect(named.options).toEqual([{ value: '1', label: 'Engineering (ENG)' }])
  const types = await kit.options('actions', 'create_issue', 'issueTypeId', { projectId: '1' }, [
    { body: [{ id: '2', name: 'Bug' }] },
  ])
  expect(types.options).toEqual([{ value: '2', label: 'Bug' }])
  const moves = { transitions: [{ id: '31', name: 'Done' }] }
  const there = await kit.options('actions', 'transition_issue', 'transitionId', { issueId: 'ENG-2' }, [
    { body: moves },
  ])
  expect(there.options).toEqual([{ value: '31', label: 'Done' }])
  const issues = { issues: [{ id: '5', key: 'ENG-5', fields: { summary: 'Hum' } }] }
  expect(await offered('get_issue', 'issueId', { projectId: '1' }, issues)).toEqual([
    { value: '5', label: 'ENG-5 Hum' },
  ])
  expect(await offered('assign_issue', 'assignee', {}, [{ accountId: 'a1', displayName: 'Ana' }])).toEqual([
    { value: 'a1', label: 'Ana' },
  ])
})

test("an issue's form has the fields of its type, or those that can be changed", async () => {
  const form = async (name: string, input: Record<string, unknown>, fields: unknown) => {
    const http = { request: async () => ({ status: 200, headers: {}, body: { fields } }) } as never
    const request = {
      part: 'actions',
      name,
      field: 'issueFields',
      connection: { value: connection },
      input,
    } as const
    return fieldsOf(await dynamicFieldsOf(jira, request, http))
  }
  const made = await form('create_issue', { projectId: '1', issueTypeId: '2' }, META)
  expect(Object.keys(made)).toEqual(META.map(({ key }) => key).filter((key) => key !== 'project'))
  expect(made).toMatchObject({
    summary: { kind: 'SHORT_TEXT', label: 'Summary', required: true },
    description: { kind: 'LONG_TEXT', required: false },
    priority: { kind: 'STATIC_DROPDOWN', choices: [{ value: '2', label: 'High' }] },
    labels: { kind: 'ARRAY' },
    customfield_1: { kind: 'NUMBER' },
  })
  const changed = await form('update_issue', { issueId: 'ENG-2' }, { summary: META[0] })
  expect(changed).toMatchObject({ summary: { required: false } })
})

test('errors say which field', async () => {
  const body = { errorMessages: [], errors: { summary: 'You must specify a summary.' } }
  await expect(
    kit.run('assign_issue', { issueId: 'x', assignee: 'a1' }, [{ status: 400, body }]),
  ).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('summary: You must specify a summary.'),
  })
})

test('the connection is tried out, and any other request carries it', async () => {
  const [request] = await kit.validate()
  expect(request?.url.href).toBe('https://acme.atlassian.net/rest/api/3/myself')
  const { sent } = await kit.run('custom_api_call', { url: '/priority' })
  expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('ana@example.com:t1')}`)
})

describe('polling', () => {
  const fields = { created: '2026-01-15T10:00:00.000+0100', updated: '2026-01-16T10:00:00.000+0100' }
  const answers = [{ body: { issues: [{ id: '5', key: 'ENG-5', fields }] } }]
  const jqlOf = (body: unknown) => (body as { jql: string }).jql

  test('new_issue names an issue once', async () => {
    const { items, sent } = await bare.poll('new_issue', { jql: 'project = ENG ORDER BY rank' }, answers)
    expect(items).toMatchObject([{ id: '5', at: Date.parse(fields.created), data: { key: 'ENG-5' } }])
    expect(jqlOf(sent[0]?.body)).toBe('(project = ENG) AND created >= -30d ORDER BY created DESC')
  })

  test('updated_issue names each change, and asks for what changed since', async () => {
    vi.useFakeTimers({ now: 10 * 60_000, toFake: ['Date'] })
    const { items, sent } = await bare.poll('updated_issue', {}, answers, 5 * 60_000)
    vi.useRealTimers()
    expect(items.map(({ id }) => id)).toEqual([`5:${Date.parse(fields.updated)}`])
    expect(jqlOf(sent[0]?.body)).toBe('updated >= -7m ORDER BY updated ASC')
  })
})
