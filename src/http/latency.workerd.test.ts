import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { addAgent, addCallWorkflow, addTool, hook, respond } from '../../test/support/agents.ts'
import { api } from '../../test/support/api.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { wasteful, watchedDb } from '../../test/support/query-plans.ts'
import { agentsWith, answeredRuns } from '../db/latency.ts'

const PATIENT = { timeout: 20_000 }
const wait = (name: string, seconds: number) =>
  piece(name, 'delay', 'delayFor', { unit: 'seconds', delayFor: seconds })

const latencyOf = async (id: string) => (await api('GET', `/v1/workflow/${id}/latency`)).body

/** Waits until the index knows of so many ended runs of a workflow. */
const ended = (id: string, count: number) =>
  vi.waitFor(async () => {
    const query = 'SELECT count(*) AS n FROM runs WHERE workflow_id = ? AND finished_at IS NOT NULL'
    expect(await env.DB.prepare(query).bind(id).first('n')).toBe(count)
  }, PATIENT)

test('it is measured how long callers wait for the answer, however long the run goes on', async () => {
  const id = await addTool(
    'quick',
    chain(respond({ ok: 1 }), wait('after', 2)),
    {},
    { latencyBudgetMs: 1_500 },
  )
  const agent = await addAgent([id])
  const use = (callId: string) => hook(agent, '/tools/quick', { call_id: callId, arguments: {} })
  await Promise.all([use('a'), use('b'), use('c')])
  await ended(id, 3)
  const latency = await latencyOf(id)
  expect(latency).toMatchObject({ count: 3, over_budget: 0, budget_ms: 1_500 })
  expect(latency.p50_ms).toBeLessThanOrEqual(latency.p95_ms)
  expect(latency.p95_ms).toBeLessThan(2_000)
  expect(latency.steps).toEqual([
    { name: 'respond', count: 3, p50_ms: latency.p50_ms, p95_ms: latency.p95_ms },
  ])
  expect(Date.parse(latency.since)).toBeLessThanOrEqual(Date.now())
})

test('an answer that came too late for its caller is over the budget', async () => {
  const id = await addTool('late', chain(wait('before', 1), respond({ ok: 1 })), {}, { latencyBudgetMs: 500 })
  const agent = await addAgent([id])
  expect((await hook(agent, '/tools/late', { call_id: 'a', arguments: {} })).status).toBe(504)
  await ended(id, 1)
  const { p50_ms, ...rest } = await latencyOf(id)
  expect(rest).toMatchObject({ count: 1, over_budget: 1, budget_ms: 500 })
  expect(p50_ms).toBeGreaterThanOrEqual(1_000)
})

test('tests, failures and what is run anew do not count', async () => {
  const fails = code('step_1', 'export const code = () => { throw new Error("no") }', respond({ ok: 1 }))
  const id = await addTool('sometimes', fails)
  const agent = await addAgent([id])
  const failed = await hook(agent, '/tools/sometimes', { call_id: 'a', arguments: {} })
  await ended(id, 1)
  const runId = failed.headers.get('x-run-id')
  const retry = { strategy: 'SKIP_FAILED_STEP' }
  expect((await api('POST', `/v1/workflow/executions/${runId}/retry`, retry)).status).toBe(200)
  await vi.waitFor(async () => {
    const { body } = await api('GET', `/v1/workflow/executions/${runId}`)
    expect(body.status).toBe('SUCCEEDED')
  }, PATIENT)
  expect(
    (await api('POST', `/v1/workflow/executions/${runId}/retry`, { strategy: 'ON_LATEST_VERSION' })).status,
  ).toBe(200)
  await ended(id, 2)
  await env.DB.prepare('UPDATE runs SET answered_ms = 5, answered_by = ?, environment = ? WHERE id = ?')
    .bind('respond', 'TESTING', runId)
    .run()
  expect(await latencyOf(id)).toMatchObject({
    count: 0,
    p50_ms: null,
    over_budget: 0,
    since: null,
    steps: [],
  })
})

test('an agent tells it of each workflow that its platform waits for, with its own budget', async () => {
  const tool = await addTool('tool', respond({ ok: 1 }))
  const before = await addCallWorkflow(
    'before',
    'preCall',
    {},
    piece('data', 'diga', 'returnCallData', { prompt_addition: 'p', dynamic_variables: [] }),
    { latencyBudgetMs: 900 },
  )
  const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
  const agent = await addAgent([tool, before, after], { deadline_seconds: 7 })
  await hook(agent, '/tools/tool', { call_id: 'a', arguments: {} })
  await hook(agent, '/pre-call', { id: 'b' })
  await Promise.all([ended(tool, 1), ended(before, 1)])
  const { status, body } = await api('GET', `/v1/agents/${agent.id}/latency`)
  expect(status).toBe(200)
  expect(body.data).toMatchObject([
    { workflow_id: before, count: 1, budget_ms: 900, steps: [{ name: 'data' }] },
    { workflow_id: tool, count: 1, budget_ms: 7_000, steps: [{ name: 'respond' }] },
  ])
  expect((await latencyOf(tool)).budget_ms).toBe(7_000)
})

test('nobody is told of what is not there', async () => {
  expect((await api('GET', '/v1/workflow/nothing/latency')).status).toBe(404)
  expect((await api('GET', '/v1/agents/nobody/latency')).status).toBe(404)
})

test('the times are read along an index, and no more of them than are looked at', async () => {
  const { db, plans } = watchedDb()
  await answeredRuns(db, ['one', 'two'])
  await agentsWith(db, 'one')
  const plan = await plans()
  expect(wasteful(plan)).toEqual([])
  expect(plan.filter((line) => line.includes('runs_workflow')).length).toBe(2)
})
