import { createHmac } from 'node:crypto'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pieceKit } from '../../test/support/piece-kit.ts'
import linear from './index.ts'

// Held against: Linear's own GraphQL schema, and the stateful emulator of Linear in npm `emulate`, which has neither
// search nor changes of projects: there the answers are made up and the queries held against the schema alone.

let emulator: Emulator
beforeAll(async () => {
  emulator = await createEmulator({
    service: 'linear',
    port: 0,
    seed: {
      tokens: { lin_api_test: { login: 'admin@example.com', scopes: ['read', 'write', 'admin'] } },
      linear: {
        organization: { name: 'Acme', url_key: 'acme' },
        users: [{ email: 'admin@example.com', name: 'Ana Ruiz', admin: true }],
        teams: [{ key: 'ENG', name: 'Engineering', states: [{ name: 'Todo', type: 'unstarted' }] }],
        labels: [{ name: 'Bug', color: '#d92d20', team: 'ENG' }],
      },
    },
  })
})
afterAll(() => emulator.close())

const connection = { type: 'SECRET_TEXT', secret_text: 'lin_api_test' }
const kit = pieceKit(linear, {
  connection,
  contract: 'linear',
  forward: () => ({ 'https://api.linear.app': emulator.url }),
})
const played = pieceKit(linear, { connection, contract: 'linear' })

const choicesOf = async (field: string, input: object = {}) =>
  (await kit.options('actions', 'linear_update_issue', field, input)).options
const variablesOf = (body: unknown) => (body as { variables: unknown }).variables

test('an issue is opened with what the team has, changed, commented on, read and deleted', async () => {
  const [team] = await choicesOf('team_id')
  const team_id = team?.value
  const status = (await choicesOf('state_id', { team_id })).find(({ label }) => label === 'Todo')
  const [label] = await choicesOf('labels', { team_id })
  const person = (await choicesOf('assignee_id')).find(({ label }) => label.startsWith('Ana'))
  expect([team, status, label, person].map((each) => each?.label)).toEqual([
    'Engineering',
    'Todo',
    'Bug',
    'Ana Ruiz',
  ])
  const created = await kit.run('linear_create_issue', {
    team_id,
    title: 'The line drops',
    description: 'After a minute',
    state_id: status?.value,
    labels: [label?.value],
    assignee_id: person?.value,
    priority_id: '2',
  })
  expect(created.output).toMatchObject({
    success: true,
    issue: {
      title: 'The line drops',
      priorityLabel: 'High',
      state: { name: 'Todo' },
      assignee: { name: 'Ana Ruiz' },
      labels: { nodes: [{ name: 'Bug' }] },
    },
  })
  expect(created.sent[0]?.headers.get('authorization')).toBe('lin_api_test')
  const { issue } = created.output as { issue: { id: string; identifier: string } }
  const where = { team_id, issue_id: issue.id }
  expect(await choicesOf('issue_id', { team_id })).toContainEqual({
    value: issue.id,
    label: `${issue.identifier} The line drops`,
  })
  await kit.run('linear_update_issue', { ...where, title: 'The line is silent' })
  expect((await kit.run('linear_create_comment', { ...where, body: 'Which line?' })).output).toMatchObject({
    comment: { body: 'Which line?' },
  })
  expect((await kit.run('linear_get_issue', { issue_id: issue.id })).output).toMatchObject({
    title: 'The line is silent',
    description: 'After a minute',
  })
  expect((await kit.run('linear_delete_issue', where)).output).toMatchObject({ success: true })
})

test('issues are searched in one team or all', async () => {
  const body = { data: { searchIssues: { totalCount: 1, nodes: [{ id: 'i1', title: 'The line drops' }] } } }
  const { output, sent } = await played.run('linear_search_issues', { term: 'line', team_id: 't1' }, [
    { body },
  ])
  expect(output).toEqual({ total_count: 1, issues: [{ id: 'i1', title: 'The line drops' }] })
  expect(variablesOf(sent[0]?.body)).toEqual({
    term: 'line',
    teamId: 't1',
    first: 25,
    comments: false,
    archived: false,
  })
})

test('projects are started and changed; only the day of a date counts', async () => {
  const project = { id: 'p1', name: 'Better lines' }
  const made = { data: { projectCreate: { success: true, lastSyncId: 1, project } } }
  const input = { team_id: 't1', name: 'Better lines', targetDate: '2026-12-15T00:00:00Z', color: '#4cb782' }
  const { output, sent } = await played.run('linear_create_project', input, [{ body: made }])
  expect(output).toEqual({ success: true, lastSyncId: 1, project })
  expect(variablesOf(sent[0]?.body)).toEqual({
    input: { teamIds: ['t1'], name: 'Better lines', color: '#4cb782', targetDate: '2026-12-15' },
  })
  const changed = await played.run('linear_update_project', { project_id: 'p1', name: 'Best lines' }, [
    { body: { data: { projectUpdate: { success: true, project } } } },
  ])
  expect(variablesOf(changed.sent[0]?.body)).toEqual({ id: 'p1', input: { name: 'Best lines' } })
  const named = { data: { projects: { nodes: [project] } } }
  const { options } = await played.options('actions', 'linear_update_project', 'project_id', {}, [
    { body: named },
  ])
  expect(options).toEqual([{ value: 'p1', label: 'Better lines' }])
})

test('errors with status 200 say what they mean', async () => {
  const failing = (code: string) => ({
    body: { errors: [{ message: 'No', extensions: { code, userPresentableMessage: 'Not like this' } }] },
  })
  const ask = (code: string) => played.run('rawGraphqlQuery', { query: '{ viewer { id } }' }, [failing(code)])
  await expect(ask('AUTHENTICATION_ERROR')).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' })
  await expect(ask('RATELIMITED')).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true })
  await expect(ask('INVALID_INPUT')).rejects.toMatchObject({
    code: 'INPUT_REJECTED',
    message: expect.stringContaining('Not like this'),
  })
})

test('anything else can be asked for, and the key is tried out', async () => {
  const { output } = await kit.run('rawGraphqlQuery', { query: '{ viewer { name } }' })
  expect(output).toMatchObject({ data: { viewer: { name: 'Ana Ruiz' } } })
  expect(await kit.validate()).toHaveLength(1)
  const any = { url: '/graphql', method: 'POST', body: { query: '{ viewer { id } }' } }
  expect((await kit.run('custom_api_call', any)).output).toMatchObject({ status: 200 })
})

describe('events', () => {
  const EVENTS = {
    new_issue: ['Issue', 'create'],
    updated_issue: ['Issue', 'update'],
    removed_issue: ['Issue', 'remove'],
    new_comment: ['Comment', 'create'],
    new_project: ['Project', 'create'],
    updated_project: ['Project', 'update'],
    removed_project: ['Project', 'remove'],
  }

  test.each(Object.entries(EVENTS))('%s is asked for, given on, and stops', async (name, [type, action]) => {
    const [team] = await choicesOf('team_id')
    const { sent, state } = await kit.subscribe(name, { team_id: team?.value })
    expect(variablesOf(sent[0]?.body)).toMatchObject({
      input: {
        url: 'https://patchcord.example/webhooks/wf_1',
        secret: 'a-secret-of-this-trigger',
        resourceTypes: [type],
        teamId: team?.value,
      },
    })
    expect(variablesOf(sent[1]?.body)).toEqual(state)
    const trigger = linear.triggers[name]!
    const events = (body: object) => trigger.events!({ request: { body } } as never)
    expect(await events({ type, action, data: { id: 'x1' } })).toEqual([{ id: 'x1' }])
    expect(await events({ type, action: 'restore', data: {} })).toEqual([])
    expect(trigger.eventId!({ id: 'x1' })).toBe(action === 'update' ? undefined : 'x1')
  })

  test('without a team, all public teams are listened to', async () => {
    const { sent } = await kit.subscribe('new_issue', {})
    expect(variablesOf(sent[0]?.body)).toMatchObject({ input: { allPublicTeams: true } })
  })

  test('a signed and fresh request is taken, and no other', () => {
    const verify = (key: string, at: number, secret = 's1') => {
      const body = { webhookTimestamp: at }
      const rawBody = new Uint8Array(Buffer.from(JSON.stringify(body)))
      const signature = createHmac('sha256', key).update(rawBody).digest('hex')
      const request = {
        method: 'POST',
        headers: { 'linear-signature': signature },
        queryParams: {},
        body,
        rawBody,
      }
      return linear.triggers.new_issue!.verify!(request, {}, { secret } as never)
    }
    expect(() => verify('s1', Date.now())).not.toThrow()
    for (const bad of [
      () => verify('s2', Date.now()),
      () => verify('s1', 1),
      () => verify('', Date.now(), ''),
    ]) {
      expect(bad).toThrow(expect.objectContaining({ code: 'WEBHOOK_UNAUTHORIZED' }))
    }
  })
})
