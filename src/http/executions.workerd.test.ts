import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { expect, test, vi } from 'vitest'
import { addWorkflow, api, call as callWorker } from '../../test/support/api.ts'
import { expectContract } from '../../test/support/diga-contract.ts'
import { runsOf } from '../call/dispatch.ts'
import { openDb } from '../db/client.ts'
import { loadPublished } from '../db/directory.ts'
import type { Json } from '../json.ts'
import { callObject, eventObject } from '../run/ids.ts'
import type { CallInfo, EventKind } from '../run/protocol.ts'
import type { Actor } from './actor.ts'
import { sendError, statusOf } from './errors.ts'
import { executionBulk } from './execution-bulk.ts'
import { RunDetailView, RunView } from './execution-view.ts'
import { executions } from './executions.ts'
import { pageOf } from './input.ts'
import { askRun } from './run-client.ts'
import type { App } from './types.ts'

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
    environment = 'PRODUCTION' as 'PRODUCTION' | 'TESTING',
  }: { waitMs?: number; kind?: EventKind; call?: CallInfo; environment?: 'PRODUCTION' | 'TESTING' } = {},
) {
  const { id, versionId, name } = await loadPublished(openDb(env.DB), workflowId)
  const eventId = `event-${++events}`
  const object = call ? callObject(call.agent_id, call.call_id) : eventObject(id, eventId)
  const reply = await runsOf(env)(object).dispatch({
    event: { id: eventId, kind, at: Date.now() },
    call,
    environment,
    starts: [{ workflow: { id, versionId, name }, payload, waitMs }],
  })
  return { object, runId: reply.runs[0]!.runId }
}

/** A run as the API shows it, which must be as it is declared. */
async function read(runId: string) {
  const { body } = await api('GET', `/v1/workflow/executions/${runId}`)
  RunDetailView.parse(body)
  return body
}

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

test('the error of a failed step names the field at fault, on the run and on the step', async () => {
  const id = await addWorkflow(webhook('Field at fault', sum('bad', '{{trigger.n}}', 1)))
  const run = await read((await start(id, { n: 'many' })).runId)
  const error = {
    code: 'INPUT_INVALID',
    message: expect.stringContaining('first_number'),
    details: { issues: [expect.objectContaining({ path: 'first_number' })] },
  }
  expect(run).toMatchObject({
    errorCode: 'INPUT_INVALID',
    error,
    steps: { bad: { error, attempts: [{ attempt: 1, error }] } },
  })
})

test('what can not be retried is refused with the reason', async () => {
  const id = await addWorkflow(webhook('Good', sum('step_1', 1, 2)))
  const { runId } = await start(id, {})
  const retry = async (strategy: string) => {
    const { status, body } = await api('POST', `/v1/workflow/executions/${runId}/retry`, { strategy })
    return [status, body.error_code]
  }
  expect(await retry('FROM_FAILED_STEP')).toEqual([409, 'RUN_NOT_RETRYABLE'])
  expect(await retry('SKIP_FAILED_STEP')).toEqual([409, 'RUN_NOT_RETRYABLE'])
  const waiting = await addWorkflow(
    webhook('Waits', piece('w', 'delay', 'delayFor', { unit: 'days', delayFor: 2 })),
  )
  const paused = (await start(waiting, {})).runId
  const again = await api('POST', `/v1/workflow/executions/${paused}/retry`, {
    strategy: 'ON_LATEST_VERSION',
  })
  expect([again.status, again.body.error_code]).toEqual([409, 'RUN_NOT_RETRYABLE'])
  await api('DELETE', `/v1/workflow/${id}`)
  expect(await retry('ON_LATEST_VERSION')).toEqual([404, 'WORKFLOW_NOT_FOUND'])
})

test('a run whose object can not be reached answers with a code', async () => {
  const broken = { ...env, RUNS: { getByName: () => ({ readRun: () => Promise.reject(new Error('gone')) }) } }
  const asked = askRun(broken as unknown as Cloudflare.Env, 'x'.repeat(36), (object) => object.readRun('x'))
  await expect(asked).rejects.toMatchObject({ code: 'RUNTIME_UNAVAILABLE', retryable: true })
  expect(statusOf('RUNTIME_UNAVAILABLE')).toBe(503)
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

test('all runs are listed, and narrowed by what is known of them', async () => {
  const failing = await addWorkflow(webhook('Listed failing', sum('bad', '{{trigger.n}}', 1)))
  const call = { agent_id: 'agent_list', call_id: 'prov_list' }
  const good = (await start(failing, { n: 1 }, { call, kind: 'function_call' })).runId
  const bad = (await start(failing, { n: 'many' })).runId
  const tested = (await start(failing, { n: 'many' }, { environment: 'TESTING' })).runId
  const list = async (query: string) => {
    const { status, body } = await api('GET', `/v1/workflow/executions?limit=30&flow_id=${failing}&${query}`)
    expect(status).toBe(200)
    expectContract('PaginatedResponseStrId_FlowRunResponse_', body)
    pageOf(RunView).parse(body)
    return body.data.map((run: { id: string }) => run.id).toSorted()
  }
  await vi.waitFor(async () => {
    expect(await list('environment=ALL&status=SUCCEEDED&status=FAILED')).toEqual(
      [good, bad, tested].toSorted(),
    )
  })
  expect(await list('')).toEqual([good, bad].toSorted())
  expect(await list('environment=TESTING')).toEqual([tested])
  expect(await list('agent_id=agent_list')).toEqual([good])
  expect(await list(`call_id=${good.slice(0, 22)}`)).toEqual([good])
  expect(await list('event_kind=webhook')).toEqual([bad])
  expect(await list('failed_step=bad')).toEqual([bad])
  expect(await list('failed_step=good')).toEqual([])
  expect(await list('error_code=INPUT_INVALID&environment=ALL')).toEqual([bad, tested].toSorted())
  expect((await api('GET', `/v1/workflow/${failing}/executions`)).body.data).toHaveLength(2)
  expect(
    (await api('GET', `/v1/workflow/${failing}/executions?environment=TESTING`)).body.data,
  ).toMatchObject([
    { id: tested, environment: 'TESTING', errorCode: 'INPUT_INVALID', eventKind: 'webhook', callId: null },
  ])
  for (const wrong of [
    'status=LOST',
    'event_kind=x',
    'environment=x',
    'created_after=x',
    'limit=31',
    'page=0',
  ]) {
    const { status, body } = await api('GET', `/v1/workflow/executions?${wrong}`)
    expect([wrong, status, body.error_code]).toEqual([wrong, 422, 'VALIDATION_FAILED'])
    expect(body.message).toContain(wrong.split('=')[0])
  }
})

const approval = (...then: object[]) =>
  piece(
    'links',
    'approval',
    'create_approval_links',
    {},
    {
      nextAction: piece('wait', 'approval', 'wait_for_approval', {}, { nextAction: then[0] }),
    },
  )

test('a run that waits for an approval shows its links to those who may resume it, and is resumed once', async () => {
  const id = await addWorkflow(webhook('Approved', approval(sum('after', 1, 2))))
  const { runId } = await start(id, {})
  const { waits } = await read(runId)
  expect(waits).toMatchObject([
    { path: 'wait', resumeUrls: { approve: expect.any(String), disapprove: expect.any(String) } },
  ])
  const resume = (body: object) => api('POST', `/v1/workflow/executions/${runId}/resume`, body)
  const undecided = await api('POST', `/v1/workflow/executions/${runId}/resume`)
  expect([undecided.status, undecided.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(undecided.body.message).toContain('"action"')
  const answers = await Promise.all([resume({ action: 'approve' }), resume({ action: 'disapprove' })])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.body.error_code).toBe('RUN_NOT_WAITING')
  const approved = answers[0]?.status === 200
  await vi.waitFor(async () => {
    expect(await read(runId)).toMatchObject({
      status: 'SUCCEEDED',
      steps: { wait: { output: { approved } } },
    })
  })
  const late = await resume({ action: 'approve' })
  expect([late.status, late.body.error_code]).toEqual([409, 'RUN_NOT_WAITING'])
})

test('the links of a wait work, and a wait for a request gets what it is resumed with', async () => {
  const respond = piece('respond', 'webhook', 'return_response_and_wait_for_next_webhook', {
    responseType: 'json',
    fields: { body: { ok: true } },
  })
  const id = await addWorkflow(webhook('Next request', respond))
  const first = (await start(id, {})).runId
  const { body } = await api('POST', `/v1/workflow/executions/${first}/resume`, {
    action: 'x',
    payload: { a: [1] },
  })
  expect(body.id).toBe(first)
  await vi.waitFor(async () => {
    const { steps } = await read(first)
    expect(steps.respond.output).toEqual({ body: { a: [1] }, headers: {}, queryParams: { action: 'x' } })
  })
  const second = (await start(id, {})).runId
  const { resumeUrls } = (await read(second)).waits[0]
  const { pathname } = new URL(resumeUrls.resume)
  expect((await callWorker('POST', pathname, { b: 2 }, { 'content-type': 'application/json' })).status).toBe(
    200,
  )
  await vi.waitFor(async () => expect((await read(second)).steps.respond.output.body).toEqual({ b: 2 }))
})

test('who may only read a run sees no links and can not resume it', async () => {
  const id = await addWorkflow(webhook('Read only', approval(sum('after', 1, 2))))
  const { runId } = await start(id, {})
  const reader: Actor = { type: 'member', id: 'm', name: 'Reader', scopes: new Set(['runs.view']) }
  const app = new Hono<App>().onError(sendError)
  app.use(async (c, next) => {
    c.set('actor', reader)
    await next()
  })
  app.route('/', executions)
  app.route('/', executionBulk)
  const shown = await app.request(`/executions/${runId}`, {}, env)
  expect(shown.status).toBe(200)
  const text = await shown.text()
  expect(JSON.parse(text).waits).toMatchObject([{ path: 'wait', kind: 'event' }])
  expect(JSON.parse(text).waits[0]).not.toHaveProperty('resumeUrls')
  for (const path of [`/${runId}/resume`, `/${runId}/cancel`, `/${runId}/retry`, '/cancel', '/retry']) {
    const refused = await app.request(`/executions${path}`, { method: 'POST', body: '{}' }, env)
    expect([path, refused.status]).toEqual([path, 403])
  }
})

test('where several steps wait, the path says which one is resumed', async () => {
  const loop = {
    name: 'each',
    type: 'LOOP_ON_ITEMS',
    displayName: 'Each',
    settings: { items: '{{trigger.numbers}}', concurrency: 2 },
    firstLoopAction: approval(),
  }
  const id = await addWorkflow(webhook('Several', loop))
  const { runId } = await start(id, { numbers: [1, 2] })
  const resume = (body: object) => api('POST', `/v1/workflow/executions/${runId}/resume`, body)
  const unclear = await resume({ action: 'approve' })
  expect([unclear.status, unclear.body.error_code]).toEqual([409, 'WAIT_AMBIGUOUS'])
  expect(unclear.body.details).toEqual({ paths: ['each[0].wait', 'each[1].wait'] })
  const nowhere = await resume({ action: 'approve', path: 'each[7].wait' })
  expect([nowhere.status, nowhere.body.error_code]).toEqual([409, 'RUN_NOT_WAITING'])
  expect((await resume({ action: 'approve', path: 'each[1].wait' })).status).toBe(200)
  await vi.waitFor(async () => {
    expect((await read(runId)).waits.map((wait: { path: string }) => wait.path)).toEqual(['each[0].wait'])
  })
  expect((await resume({ action: 'disapprove' })).status).toBe(200)
  await vi.waitFor(async () => {
    const { iterations } = (await read(runId)).steps.each.output
    const outputs = iterations.map((steps: { wait: { output: unknown } }) => steps.wait.output)
    expect(outputs).toEqual([{ approved: false }, { approved: true }])
  })
})

test('a run that waits for a time, or for its sub-workflow, can not be resumed by hand', async () => {
  const sleeping = await addWorkflow(
    webhook('Sleeps', piece('w', 'delay', 'delayFor', { unit: 'days', delayFor: 2 })),
  )
  const callee = await addWorkflow({
    displayName: 'Callee',
    trigger: {
      name: 'trigger',
      type: 'PIECE_TRIGGER',
      displayName: 'Callable',
      settings: { pieceName: 'subflows', triggerName: 'callableFlow', input: { mode: 'simple' } },
      nextAction: piece('w', 'delay', 'delayFor', { unit: 'days', delayFor: 2 }),
    },
  })
  const caller = await addWorkflow(
    webhook(
      'Caller',
      piece('c', 'subflows', 'callFlow', {
        flow: callee,
        mode: 'simple',
        flowProps: { payload: {} },
        waitForResponse: true,
      }),
    ),
  )
  for (const workflowId of [sleeping, caller]) {
    const { runId } = await start(workflowId, {}, { waitMs: 0 })
    await vi.waitFor(async () => expect((await read(runId)).waits).toHaveLength(1))
    expect((await read(runId)).waits[0].resumeUrls).toBeUndefined()
    const { status, body } = await api('POST', `/v1/workflow/executions/${runId}/resume`, {
      action: 'approve',
    })
    expect([status, body.error_code]).toEqual([409, 'RUN_NOT_WAITING'])
  }
})

test.each(['short', 'x'.repeat(36), 'x'.repeat(37), '%00'])('the run %j is not found', async (id) => {
  for (const [method, path, body] of [
    ['GET', ''],
    ['GET', '/events'],
    ['POST', '/cancel'],
    ['POST', '/retry', { strategy: 'FROM_FAILED_STEP' }],
    ['POST', '/retry', { strategy: 'ON_LATEST_VERSION' }],
    ['POST', '/resume', {}],
    ['POST', '/resume', { action: 'approve', path: 'step_1' }],
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
    type: 'inbound',
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
  const found = async (query: string) => {
    const { data } = (await api('GET', `/v1/calls?${query}`)).body
    return data.some(({ id: callId }: { id: string }) => callId === first.object)
  }
  expect(await found('status=completed&type=inbound&phone_number=%2B34600000001')).toBe(true)
  expect(await found('start_created_date=2020-01-01&end_created_date=2999-01-01')).toBe(true)
  for (const other of ['status=x', 'type=outbound', 'phone_number=%2B1', 'end_created_date=2020-01-01']) {
    expect([other, await found(other)]).toEqual([other, false])
  }
  expect((await api('GET', '/v1/calls?start_created_date=soon')).body.message).toContain('start_created_date')
})

test('what holds no call is no call', async () => {
  const id = await addWorkflow(webhook('No call', sum('step_1', 1, 2)))
  const { object } = await start(id, {})
  for (const other of [object, 'short', 'x'.repeat(22)]) {
    expect((await api('GET', `/v1/calls/${other}`)).body.error_code).toBe('CALL_NOT_FOUND')
  }
})
