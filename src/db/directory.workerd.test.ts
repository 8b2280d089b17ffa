import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { addWorkflow, api } from '../../test/support/api.ts'
import { openDb } from './client.ts'
import { findAgentByNumber, loadAgent, loadPublished, loadVersion, project } from './directory.ts'
import type { CallRow, ChangedRun } from './schema.ts'

const db = openDb(env.DB)

const definition = (displayName: string) => ({
  displayName,
  settings: { deadlineSeconds: 3 },
  trigger: {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: 'Call finished',
    settings: { pieceName: 'diga', triggerName: 'callFinished', input: { note: 'kept' } },
    nextAction: {
      name: 'step_1',
      type: 'PIECE',
      displayName: 'Add',
      settings: {
        pieceName: 'math-helper',
        actionName: 'addition_math',
        input: { first_number: 1, second_number: 2 },
      },
    },
  },
})

const agentWith = async (body: object) =>
  (await api('POST', '/v1/agents', { name: 'A', provider: 'generic', ...body })).body

test('an agent comes with its enabled, published workflows in order, and nothing else', async () => {
  const [first, off, gone, last] = [
    await addWorkflow(definition('First')),
    await addWorkflow(definition('Off')),
    await addWorkflow(definition('Gone')),
    await addWorkflow(definition('Last')),
  ]
  const draft = (await api('POST', '/v1/workflow/', { name: 'Draft' })).body.id
  const agent = await agentWith({ flow_ids: [last, off, draft, gone, first] })
  await api('PATCH', `/v1/workflow/${off}/status`, { status: 'DISABLED' })
  await api('DELETE', `/v1/workflow/${gone}`)
  const loaded = await loadAgent(db, agent.id)
  expect(loaded.agent).toMatchObject({ id: agent.id, name: 'A', provider: 'generic', deadlineSeconds: null })
  expect(loaded.workflows.map(({ id }) => id)).toEqual([last, first])
  expect(loaded.workflows[0]).toEqual({
    id: last,
    name: 'Last',
    versionId: expect.stringMatching(/^ver_/),
    category: 'post_call',
    trigger: definition('').trigger.settings,
    settings: { deadlineSeconds: 3 },
  })
})

test('calls see what is published, not the draft', async () => {
  const id = await addWorkflow(definition('Published'))
  const before = await loadPublished(db, id)
  await api('PATCH', `/v1/workflow/${id}/rename`, { name: 'Draft' })
  expect(await loadPublished(db, id)).toEqual({ ...before, name: 'Published', status: 'ENABLED' })
  expect((await loadVersion(db, before.versionId)).displayName).toBe('Published')
})

test('a version can be read after its workflow is deleted: runs may still need it', async () => {
  const id = await addWorkflow(definition('Deleted later'))
  const { versionId } = await loadPublished(db, id)
  await api('DELETE', `/v1/workflow/${id}`)
  expect((await loadVersion(db, versionId)).displayName).toBe('Deleted later')
  await expect(loadPublished(db, id)).rejects.toMatchObject({ code: 'WORKFLOW_NOT_FOUND' })
})

test('what is not there is a coded error', async () => {
  const { id } = (await api('POST', '/v1/workflow/', { name: 'Draft' })).body
  await expect(loadPublished(db, id)).rejects.toMatchObject({ code: 'WORKFLOW_NOT_PUBLISHED' })
  await expect(loadAgent(db, 'nobody')).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' })
  await expect(loadVersion(db, 'none')).rejects.toMatchObject({ code: 'VERSION_NOT_FOUND' })
})

test('an agent is found by its number and by its id', async () => {
  const { id } = await agentWith({ phone_number: '+34600000077' })
  expect(await findAgentByNumber(db, '+34600000077')).toMatchObject({ id })
  expect(await findAgentByNumber(db, id)).toMatchObject({ id })
  expect(await findAgentByNumber(db, '+34999999999')).toBeUndefined()
})

const run = (id: string, revision: number, rest: Partial<ChangedRun> = {}): ChangedRun => ({
  id,
  workflowId: 'wf',
  versionId: 'ver',
  name: 'Name',
  callId: null,
  agentId: null,
  eventKind: 'webhook',
  environment: 'PRODUCTION',
  status: 'RUNNING',
  stepsCount: 0,
  answeredMs: null,
  answeredBy: null,
  failedStep: null,
  errorCode: null,
  createdAt: 1,
  updatedAt: revision,
  startedAt: 1,
  finishedAt: null,
  revision,
  ...rest,
})

const stored = (id: string) => env.DB.prepare('SELECT * FROM runs WHERE id = ?').bind(id).first()

test('an older state of a run never replaces a newer one, nor the same one itself', async () => {
  await project(db, null, [run('r1', 2, { status: 'SUCCEEDED' })])
  await project(db, null, [run('r1', 1)])
  await project(db, null, [run('r1', 2, { status: 'FAILED' })])
  expect(await stored('r1')).toMatchObject({ status: 'SUCCEEDED', revision: 2 })
  const failedStep = { name: 'step_1', displayName: 'One' }
  await project(db, null, [run('r1', 3, { status: 'FAILED', failedStep, errorCode: 'X' })])
  expect(await stored('r1')).toMatchObject({
    status: 'FAILED',
    failed_step: JSON.stringify(failedStep),
    revision: 3,
  })
})

test('any number of runs is written at once', async () => {
  await project(db, null, [])
  const rows = Array.from({ length: 53 }, (_, n) => run(`many_${n}`, 1))
  await project(db, null, rows)
  await project(
    db,
    null,
    rows.map((row) => ({ ...row, revision: 2, status: 'SUCCEEDED' as const })),
  )
  const query = "SELECT count(*) AS n FROM runs WHERE id LIKE 'many_%' AND status = 'SUCCEEDED'"
  expect(await env.DB.prepare(query).first('n')).toBe(53)
})

test('an older state of a call never replaces a newer one', async () => {
  const row = (revision: number, status: string): CallRow => ({
    id: 'call_object',
    agentId: 'agent',
    providerCallId: 'c1',
    info: { agent_id: 'agent', call_id: 'c1', status },
    createdAt: 1,
    updatedAt: revision,
    revision,
  })
  await project(db, row(2, 'completed'), [])
  await project(db, row(1, 'in_progress'), [])
  expect((await api('GET', '/v1/calls?agent_id=agent')).body.data).toMatchObject([
    { call_id: 'c1', status: 'completed' },
  ])
  await project(db, row(3, 'done'), [])
  expect((await api('GET', '/v1/calls?agent_id=agent')).body.data).toMatchObject([{ status: 'done' }])
})

test('a database error says nothing of the values in the query', async () => {
  const secret = { ...run('r_bad', 1), status: null, name: 'top-secret' } as unknown as ChangedRun
  const error = await project(db, null, [secret]).catch((thrown) => thrown)
  expect(String(error.message)).not.toContain('top-secret')
})
