import { expect, test } from 'vitest'
import { answered, callWorkflow, fakeRuns, makeAgent, runReply, says } from '../../test/support/calls.ts'
import type { JsonObject } from '../json.ts'
import { callObject } from '../run/ids.ts'
import type { DispatchRequest, RunApi, RunReply } from '../run/protocol.ts'
import type { Agent } from './agent.ts'
import type { RunLookup } from './dispatch.ts'
import type { FunctionCalls } from './events.ts'
import { acceptCallFinished, answerPreCall, answerTools, type Inbound } from './inbound.ts'

const NOW = 1_700_000_000_000
const CALL = { agent_id: 'agent_1', call_id: 'call_1' }

const tool = (name: string, input: JsonObject = {}, settings = {}) =>
  callWorkflow(name, 'functionCall', { description: 'Does it.', ...input }, settings)

const calls = (...invocations: { id?: string; name: string; arguments?: JsonObject }[]): FunctionCalls => ({
  kind: 'function_call',
  call: CALL,
  invocations: invocations.map((each) => ({ id: null, arguments: {}, ...each })),
})

/** Replies for each start of a request. */
const each = (reply: (name: string) => Partial<RunReply>) => (request: DispatchRequest) => ({
  runs: request.starts.map(({ workflow }) =>
    runReply({
      ...reply(workflow.name),
      workflowId: workflow.id,
      name: workflow.name,
      runId: `run_${workflow.name}`,
    }),
  ),
})

const answering = () => fakeRuns(each(() => answered(says('Done.'))))

const inboundOf = (agent: Agent, runs: RunLookup, changes: Partial<Inbound> = {}): Inbound => ({
  agent,
  isVersionNamed: false,
  onVersion: async () => null,
  placedBy: async () => undefined,
  runs,
  now: NOW,
  ...changes,
})

const patience = (ms: number) => ({ tool: ms, toolAtMost: ms })

async function call(agent: Agent, event: FunctionCalls, deadlineMs = 60_000, fake = answering()) {
  const outcomes = await answerTools(inboundOf(agent, fake.runs), event, patience(deadlineMs))
  return { outcomes, sent: fake.sent }
}

test('a function call reaches the object of its call, with the payload workflows expect', async () => {
  const agent = await makeAgent([tool('book', { parameters: [{ name: 'n', type: 'number' }] })])
  const { outcomes, sent } = await call(agent, calls({ id: 't1', name: 'book', arguments: { n: '2', x: 1 } }))
  expect(outcomes).toMatchObject([{ kind: 'answered', runId: 'run_book', answer: says('Done.') }])
  expect(sent).toEqual([
    {
      object: callObject('agent_1', 'call_1'),
      request: {
        event: { id: 'tool:book:t1', kind: 'function_call', at: NOW },
        call: { ...CALL, agent_version_id: 'live' },
        guessedVersion: true,
        environment: 'PRODUCTION',
        starts: [
          {
            workflow: { id: 'wf_book', versionId: 'ver_book', name: 'book' },
            payload: { call_id: 'call_1', arguments: { n: 2 } },
            waitMs: 48_000,
            shareMs: 30_000,
          },
        ],
      },
    },
  ])
})

test('an ended call tells who asked for it, and only where its event says which request that was', async () => {
  const agent = await makeAgent([])
  const watcher = { kind: 'run', run_id: 'run_1', key: 'call_end:step_1' } as const
  const fake = answering()
  const asked: string[] = []
  const placedBy = async (id: string) => {
    asked.push(id)
    return watcher
  }
  const end = { kind: 'call_finished' as const, call: CALL, payload: {} }
  const inbound = inboundOf(agent, fake.runs, { placedBy })
  await acceptCallFinished(inbound, { ...end, clientRequestId: 'run_1:step_1' })
  await acceptCallFinished(inbound, end)
  expect(asked).toEqual(['run_1:step_1'])
  expect(fake.sent.map(({ request }) => request.watcher)).toEqual([watcher, undefined])
})

test('a function is named in the event, so that an id used twice is not answered with another one’s result', async () => {
  const agent = await makeAgent([tool('a'), tool('b')])
  const { sent } = await call(agent, calls({ id: 't', name: 'a' }, { id: 't', name: 'b' }))
  expect(sent.map(({ request }) => request.event.id)).toEqual(['tool:a:t', 'tool:b:t'])
})

test('calls without an id are never taken for repeats', async () => {
  const { sent } = await call(await makeAgent([tool('a')]), calls({ name: 'a' }, { name: 'a' }))
  expect(new Set(sent.map(({ request }) => request.event.id)).size).toBe(2)
})

test.each([
  [null, {}, 60_000, 48_000],
  [null, {}, 2_500, 2_000],
  [10, {}, 60_000, 8_000],
  [10, { deadlineSeconds: 0.5 }, 60_000, 400],
  [10, { deadlineSeconds: 30 }, 60_000, 8_000],
  [null, { latencyBudgetMs: 1_000 }, 60_000, 800],
  [null, { latencyBudgetMs: 3_000 }, 2_500, 2_000],
  [1, { latencyBudgetMs: 3_000, deadlineSeconds: 2 }, 60_000, 800],
])(
  'with %o s for the agent and %o, a platform that waits %i ms is told something after %i ms',
  async (deadlineSeconds, settings, platform, waitMs) => {
    const agent = await makeAgent([tool('a', {}, settings)], { deadlineSeconds })
    const { sent } = await call(agent, calls({ name: 'a' }), platform)
    expect(sent[0]?.request.starts[0]?.waitMs).toBe(waitMs)
  },
)

test.each([
  [true, 'https://control.test', { controlUrl: 'https://control.test' }],
  [true, undefined, {}],
  [false, 'https://control.test', undefined],
])(
  'where late results can be told is %o, by %s: the object is told %o',
  async (tellsLate, controlUrl, late) => {
    const fake = answering()
    const event = { ...calls({ name: 'a' }), ...(controlUrl && { controlUrl }) }
    await answerTools(
      inboundOf(await makeAgent([tool('a')]), fake.runs, { tellsLate }),
      event,
      patience(1_000),
    )
    expect(fake.sent[0]?.request.starts[0]?.late).toEqual(late)
  },
)

test('an async function is accepted without waiting', async () => {
  const agent = await makeAgent([tool('log', { executionMode: 'async' })])
  const fake = fakeRuns(each(() => ({ status: 'RUNNING', settled: 'waiting' })))
  const { outcomes, sent } = await call(agent, calls({ name: 'log' }), 60_000, fake)
  expect(outcomes).toEqual([{ kind: 'accepted', runId: 'run_log' }])
  expect(sent[0]?.request.starts[0]?.waitMs).toBe(0)
})

test('of several calls in one request, those that fit are run and the others are refused', async () => {
  const agent = await makeAgent([tool('a', { parameters: [{ name: 'n', type: 'number', required: true }] })])
  const event = calls(
    { name: 'nope' },
    { name: 'a' },
    { name: 'a', arguments: { n: 'x' } },
    { name: 'a', arguments: { n: 1 } },
  )
  const { outcomes, sent } = await call(agent, event)
  expect(outcomes).toMatchObject([
    { kind: 'refused', error: { code: 'TOOL_UNKNOWN' } },
    { kind: 'refused', error: { code: 'ARGUMENT_MISSING' } },
    { kind: 'refused', error: { code: 'ARGUMENT_INVALID' } },
    { kind: 'answered' },
  ])
  expect(sent).toHaveLength(1)
})

test('what the request does not know of the variables is left to the call', async () => {
  const parameters = ['a', 'b'].map((name) => ({ name, type: 'text', valueSource: 'dynamicVariable' }))
  const agent = await makeAgent([tool('t', { parameters })])
  const event = calls({ name: 't' })
  event.call = { ...CALL, dynamic_variables: { a: 1 } }
  const { sent } = await call(agent, event)
  expect(sent[0]?.request.starts[0]).toMatchObject({ payload: { arguments: { a: 1 } }, fill: { b: 'b' } })
})

test('pre-call workflows are one event of the call, each with its own time', async () => {
  const agent = await makeAgent([
    callWorkflow('b', 'preCall', { timeout: 55 }),
    callWorkflow('a', 'preCall'),
    callWorkflow('after', 'callFinished'),
  ])
  const fake = fakeRuns(
    each((name) => answered({ kind: 'call_data', promptAddition: name, dynamicVariables: { from: name } })),
  )
  const inbound = inboundOf(agent, fake.runs)
  const result = await answerPreCall(inbound, { kind: 'pre_call', call: CALL, payload: { id: 'call_1' } })
  expect(fake.sent[0]?.request.event).toEqual({ id: 'pre_call', kind: 'pre_call', at: NOW })
  expect(fake.sent[0]?.request.starts.map(({ workflow, waitMs }) => [workflow.name, waitMs])).toEqual([
    ['b', 55_000],
    ['a', 30_000],
  ])
  expect(result).toMatchObject({ promptAddition: 'b\n\na', dynamicVariables: { from: 'a' } })
})

test('a pre-call workflow is waited for no longer than its time-out, its budget and its platform allow', async () => {
  const agent = await makeAgent([
    callWorkflow('own', 'preCall', { timeout: 3 }, { latencyBudgetMs: 60_000 }),
    callWorkflow('budget', 'preCall', {}, { latencyBudgetMs: 1_000 }),
    callWorkflow('platform', 'preCall'),
  ])
  const fake = fakeRuns(each(() => ({})))
  const event = { kind: 'pre_call' as const, call: CALL, payload: {} }
  await answerPreCall(inboundOf(agent, fake.runs), event, { preCall: 7_500 })
  expect(fake.sent[0]?.request.starts.map(({ waitMs }) => waitMs)).toEqual([3_000, 800, 6_000])
})

test('the end of a call is recorded, also where nothing starts', async () => {
  const fake = fakeRuns(() => ({ duplicate: true }))
  const inbound = inboundOf(await makeAgent([]), fake.runs)
  const receipt = await acceptCallFinished(inbound, { kind: 'call_finished', call: CALL, payload: {} })
  expect(receipt).toEqual({ duplicate: true, callId: 'call_1', runs: [] })
  expect(fake.sent[0]?.request).toMatchObject({ event: { id: 'call_finished' }, starts: [] })
})

/** An object whose call is on `version`, for events sent on a guess. */
const onVersion = (version: string) => {
  const fake = fakeRuns((request) =>
    request.guessedVersion && request.call?.agent_version_id !== version
      ? { otherVersion: version }
      : each(() => answered(says('Done.')))(request),
  )
  const runs: RunLookup = (object) =>
    ({ ...fake.runs(object), timeline: async () => ({ call: { agent_version_id: version } }) }) as RunApi
  return { runs, sent: fake.sent }
}

test('a call goes on with the workflows of the version it began on', async () => {
  const live = await makeAgent([callWorkflow('new', 'callFinished')])
  const old = await makeAgent([callWorkflow('old', 'callFinished')], { versionId: 'old' })
  const { runs, sent } = onVersion('old')
  const inbound = inboundOf(live, runs, { onVersion: async (id) => (id === 'old' ? old : null) })
  await acceptCallFinished(inbound, { kind: 'call_finished', call: CALL, payload: {} })
  const started = sent.map(({ request }) => request.starts.map(({ workflow }) => workflow.name))
  expect(started).toEqual([['new'], ['old']])
  expect(sent[1]?.request).toMatchObject({
    guessedVersion: false,
    starts: [{ payload: { agent_version_id: 'old' } }],
  })
})

test('where its version is gone, a call goes on with the live one', async () => {
  const { runs, sent } = onVersion('gone')
  const live = await makeAgent([callWorkflow('new', 'callFinished')])
  await acceptCallFinished(inboundOf(live, runs), { kind: 'call_finished', call: CALL, payload: {} })
  expect(sent.at(-1)?.request).toMatchObject({
    guessedVersion: false,
    call: { agent_version_id: 'live' },
    starts: [{ workflow: { name: 'new' } }],
  })
})

test('a version that the event names is no guess', async () => {
  const { runs, sent } = onVersion('old')
  const live = await makeAgent([callWorkflow('new', 'callFinished')])
  const inbound = inboundOf(live, runs, { isVersionNamed: true })
  await acceptCallFinished(inbound, { kind: 'call_finished', call: CALL, payload: {} })
  expect(sent).toHaveLength(1)
})

test('a function that the live version lacks is looked for on the version of the call', async () => {
  const versionIds = new Set(['live', 'old'])
  const live = await makeAgent([], { versionIds })
  const old = await makeAgent([tool('book')], { versionId: 'old', versionIds })
  const { runs, sent } = onVersion('old')
  const inbound = inboundOf(live, runs, { onVersion: async () => old })
  expect(await answerTools(inbound, calls({ name: 'book' }), patience(1_000))).toMatchObject([
    { kind: 'answered' },
  ])
  expect(sent).toHaveLength(1)
  const refused = await answerTools(inbound, calls({ name: 'nope' }), patience(1_000))
  expect(refused).toMatchObject([{ kind: 'refused', error: { code: 'TOOL_UNKNOWN' } }])
})
