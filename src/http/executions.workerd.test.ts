import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { addWorkflow, api } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { runsOf } from '../call/dispatch.ts'
import { openDb } from '../db/client.ts'
import { loadPublished } from '../db/directory.ts'
import type { Json } from '../json.ts'
import { callObject, eventObject } from '../run/ids.ts'
import type { CallInfo, EventKind } from '../run/protocol.ts'

const piece = (name: string, pieceName: string, actionName: string, input: object, rest: object = {}) => ({
  name,
  type: 'PIECE',
  displayName: `Step ${name}`,
  settings: { pieceName, actionName, input },
  ...rest,
})

const webhook = (displayName: string, nextAction: object) => ({
  displayName,
  trigger: {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: 'Webhook',
    settings: { pieceName: 'webhook', triggerName: 'catch_webhook', input: { authType: 'none' } },
    nextAction,
  },
})

const sum = (name: string, a: unknown, b: unknown, rest: object = {}) =>
  piece(name, 'math-helper', 'addition_math', { first_number: a, second_number: b }, rest)

let events = 0
async function start(
  workflowId: string,
  payload: Json,
  {
    waitMs = 10_000,
    kind = 'webhook' as EventKind,
    call,
  }: { waitMs?: number; kind?: EventKind; call?: CallInfo } = {},
) {
  const { id, versionId, name } = await loadPublished(openDb(env.DB), workflowId)
  const eventId = `event-${++events}`
  const object = call ? callObject(call.agent_id, call.call_id) : eventObject(id, eventId)
  const reply = await runsOf(env)(object).dispatch({
    event: { id: eventId, kind, at: Date.now() },
    call,
    environment: 'PRODUCTION',
    starts: [{ workflow: { id, versionId, name }, payload, waitMs }],
  })
  return { object, runId: reply.runs[0]!.runId }
}

const read = async (runId: string) => (await api('GET', `/v1/workflow/executions/${runId}`)).body

test('a run shows every step with what went in and came out, inside loops too', async () => {
  const loop = {
    name: 'each',
    type: 'LOOP_ON_ITEMS',
    displayName: 'Each',
    settings: { items: '{{trigger.numbers}}' },
    firstLoopAction: sum('double', '{{each.item}}', '{{each.item}}'),
    nextAction: sum('last', 1, 2),
  }
  const id = await addWorkflow(webhook('Looping', loop))
  const { runId } = await start(id, { numbers: [1, 2, 3] })
  const run = await read(runId)
  expectContract('FlowRunDetailResponse', run)
  expect(run).toMatchObject({
    id: runId,
    flowId: id,
    flowDisplayName: 'Looping',
    status: 'SUCCEEDED',
    eventKind: 'webhook',
    environment: 'PRODUCTION',
    error: null,
    failedStep: null,
    paused: false,
    waits: [],
  })
  expect(run.duration).toBe(Date.parse(run.finishTime) - Date.parse(run.startTime))
  expect(Object.keys(run.steps).sort()).toEqual(['each', 'last', 'trigger'])
  expect(run.steps.trigger.output).toEqual({ numbers: [1, 2, 3] })
  expect(run.steps.last).toMatchObject({ type: 'PIECE', status: 'SUCCEEDED', output: 3, error: null })
  expect(run.steps.each.output).toMatchObject({
    item: 3,
    index: 3,
    iterations: [{ double: { output: 2 } }, { double: { output: 4 } }, { double: { output: 6 } }],
  })
})

test('a failed run names its step and its error, and can be run again from there', async () => {
  const id = await addWorkflow(webhook('Failing', sum('bad', '{{trigger.n}}', 1)))
  const { runId } = await start(id, { n: 'many' })
  const run = await read(runId)
  expectContract('FlowRunDetailResponse', run)
  expect(run).toMatchObject({
    status: 'FAILED',
    failedStep: { name: 'bad', displayName: 'Step bad' },
    steps: { bad: { status: 'FAILED', error: { code: expect.any(String), message: expect.any(String) } } },
  })
  const again = await api('POST', `/v1/workflow/executions/${runId}/retry`, { strategy: 'FROM_FAILED_STEP' })
  expect(again.status).toBe(200)
  expectContract('FlowRunDetailResponse', again.body)
  expect(again.body.id).toBe(runId)
})

test('a run can be run again as a whole on the latest version', async () => {
  const id = await addWorkflow(webhook('Version one', sum('step_1', '{{trigger.n}}', 1)))
  const { runId } = await start(id, { n: 1 })
  await api('POST', `/v1/workflow/${id}/import`, webhook('Version two', sum('step_1', '{{trigger.n}}', 100)))
  await api('POST', `/v1/workflow/${id}/publish`)
  const { status, body } = await api('POST', `/v1/workflow/executions/${runId}/retry`, {
    strategy: 'ON_LATEST_VERSION',
  })
  expect(status).toBe(200)
  expect(body.id).not.toBe(runId)
  await vi.waitFor(async () => {
    expect(await read(body.id)).toMatchObject({
      status: 'SUCCEEDED',
      retryOf: runId,
      steps: { step_1: { output: 101 } },
    })
  })
  expect((await read(runId)).steps.step_1.output).toBe(2)
})

test('a waiting run says what it waits for, and can be cancelled once', async () => {
  const id = await addWorkflow(
    webhook('Waiting', piece('wait', 'delay', 'delayFor', { unit: 'days', delayFor: 2 })),
  )
  const { runId } = await start(id, {})
  const waiting = await read(runId)
  expect(waiting).toMatchObject({ status: 'PAUSED', paused: true, finishTime: null, duration: null })
  expect(waiting.waits).toMatchObject([{ path: 'wait', kind: 'timer', until: expect.stringMatching(/Z$/) }])
  const cancelled = await api('POST', `/v1/workflow/executions/${runId}/cancel`)
  expect([cancelled.status, cancelled.body.status, cancelled.body.waits]).toEqual([200, 'CANCELED', []])
  const again = await api('POST', `/v1/workflow/executions/${runId}/cancel`)
  expect([again.status, again.body.error_code]).toEqual([409, 'RUN_ENDED'])
})

test('what happened in a run is read in order, from where one left off', async () => {
  const id = await addWorkflow(webhook('Logged', sum('step_1', 1, 2)))
  const { runId } = await start(id, {})
  const { body: all } = await api('GET', `/v1/workflow/executions/${runId}/events`)
  expect(all.data.length).toBeGreaterThan(1)
  expect(all.has_more).toBe(false)
  const { body: first } = await api('GET', `/v1/workflow/executions/${runId}/events?limit=1`)
  expect(first).toEqual({ data: all.data.slice(0, 1), has_more: true })
  const { body: rest } = await api(
    'GET',
    `/v1/workflow/executions/${runId}/events?after=${first.data[0].seq}`,
  )
  expect(rest.data).toEqual(all.data.slice(1))
})

test('the runs of a workflow are listed, and narrowed by status and time', async () => {
  const id = await addWorkflow(webhook('Listed', sum('step_1', '{{trigger.n}}', 1)))
  const good = (await start(id, { n: 1 })).runId
  const bad = (await start(id, { n: 'many' })).runId
  const list = async (query = '') => {
    const { status, body } = await api('GET', `/v1/workflow/${id}/executions?${query}`)
    expect(status).toBe(200)
    expectContract('PaginatedResponseStrId_FlowRunResponse_', body)
    return body.data.map((run: { id: string }) => run.id)
  }
  await vi.waitFor(async () =>
    expect((await list('status=SUCCEEDED')).concat(await list('status=FAILED'))).toEqual([good, bad]),
  )
  expect(new Set(await list())).toEqual(new Set([good, bad]))
  expect(await list('created_before=2020-01-01T00:00:00Z')).toEqual([])
  expect(await list('created_after=2020-01-01T00:00:00Z&limit=1')).toHaveLength(1)
  const wrong = await api('GET', `/v1/workflow/${id}/executions?created_after=yesterday`)
  expect([wrong.status, wrong.body.message]).toEqual([422, expect.stringContaining('created_after')])
})

test.each(['short', 'x'.repeat(36), 'x'.repeat(37), '%00'])('the run %j is not found', async (id) => {
  for (const [method, path, body] of [
    ['GET', ''],
    ['GET', '/events'],
    ['POST', '/cancel'],
    ['POST', '/retry', { strategy: 'FROM_FAILED_STEP' }],
    ['POST', '/retry', { strategy: 'ON_LATEST_VERSION' }],
  ] as const) {
    const answer = await api(method, `/v1/workflow/executions/${id}${path}`, body)
    expect([answer.status, answer.body.error_code]).toEqual([404, 'RUN_NOT_FOUND'])
  }
})

test('an unknown way to run again is refused with those there are', async () => {
  const { status, body } = await api('POST', `/v1/workflow/executions/${'x'.repeat(36)}/retry`, {
    strategy: 'AGAIN',
  })
  expect(status).toBe(422)
  expect(body.message).toMatch(/strategy must be FROM_FAILED_STEP/)
})

test('a call shows its events and runs in the order in which they happened', async () => {
  const id = await addWorkflow(webhook('In a call', sum('step_1', 1, 2)))
  const call = {
    agent_id: 'agent_t',
    call_id: 'prov_1',
    phone_number: '+34600000001',
    dynamic_variables: { a: 1 },
  }
  const first = await start(id, {}, { call, kind: 'pre_call' })
  const second = await start(
    id,
    {},
    { call: { ...call, status: 'completed', duration: 9 }, kind: 'call_finished' },
  )
  expect(second.object).toBe(first.object)
  const { status, body } = await api('GET', `/v1/calls/${first.object}`)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    id: first.object,
    call_id: 'prov_1',
    agent_id: 'agent_t',
    status: 'completed',
    duration: 9,
    contact: { identifier: '+34600000001' },
    dynamic_variables: { a: 1 },
  })
  expect(body.timeline).toMatchObject([
    { type: 'event', kind: 'pre_call' },
    {
      type: 'run',
      id: first.runId,
      flow_id: id,
      name: 'In a call',
      status: 'SUCCEEDED',
      duration: expect.any(Number),
    },
    { type: 'event', kind: 'call_finished' },
    { type: 'run', id: second.runId, status: 'SUCCEEDED', steps_count: expect.any(Number) },
  ])
  await vi.waitFor(async () => {
    const listed = (await api('GET', '/v1/calls?agent_id=agent_t')).body
    expect(listed).toMatchObject({ data: [{ id: first.object, status: 'completed' }], total_pages: 1 })
  })
})

test('what holds no call is no call', async () => {
  const id = await addWorkflow(webhook('No call', sum('step_1', 1, 2)))
  const { object } = await start(id, {})
  for (const other of [object, 'short', 'x'.repeat(22)]) {
    expect((await api('GET', `/v1/calls/${other}`)).body.error_code).toBe('CALL_NOT_FOUND')
  }
})
