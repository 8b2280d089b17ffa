import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import {
  addAgent,
  addCallWorkflow,
  addTool,
  hook,
  respond,
  signed,
  type TestAgent,
} from '../../test/support/agents.ts'
import { api, call } from '../../test/support/api.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'

const delay = (name: string, seconds: number) =>
  piece(name, 'delay', 'delayFor', { unit: 'seconds', delayFor: seconds })
const broken = code('step_1', 'export const code = () => { throw new Error("no") }')
const remember = (key: string) =>
  piece('store', 'store', 'add_to_list', {
    key,
    value: ['{{trigger.call_id}}'],
    ignore_if_exists: false,
    store_scope: 'COLLECTION',
  })

/** Everything the object of a call knows. */
const timeline = (agent: TestAgent, callId: string) => runsOf(env)(callObject(agent.id, callId)).timeline()
const statusOf = async (runId: string) => (await api('GET', `/v1/workflow/executions/${runId}`)).body.status
const ended = (runId: string, status: string) =>
  vi.waitFor(async () => expect(await statusOf(runId)).toBe(status))

const book = await addTool('Book a table', respond({ booked: '{{trigger.arguments.people}}' }), {
  parameters: [{ name: 'people', type: 'number', required: true }],
})

describe('nobody gets in without a credential', async () => {
  const agent = await addAgent([book])
  const other = await addAgent([book])
  const body = JSON.stringify({ call_id: 'secret-call', arguments: { people: 2 } })
  const path = `/hooks/generic/${agent.id}/tools/book_a_table`
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)

  test.each<[string, string, Record<string, string>]>([
    ['nothing', path, {}],
    ['a wrong secret', path, { authorization: 'Bearer wrong' }],
    ["another agent's secret", path, { authorization: `Bearer ${other.bearer}` }],
    ['the admin token', path, { authorization: 'Bearer test-admin-token' }],
    ['the signing secret as bearer', path, { authorization: `Bearer ${agent.signing}` }],
    ["another agent's signature", path, signed(other.signing, body)],
    ['a signature of another body', path, signed(agent.signing, `${body} `)],
    ['an old signature', path, signed(agent.signing, body, 'msg_1', minutesAgo(6))],
    ['a signature from the future', path, signed(agent.signing, body, 'msg_1', minutesAgo(-6))],
    [
      'a wrong signature beside the right secret',
      path,
      { ...signed(other.signing, body), authorization: `Bearer ${agent.bearer}` },
    ],
    ['an unknown agent', path.replace(agent.id, 'agent_x'), { authorization: `Bearer ${agent.bearer}` }],
    ['another platform', path.replace('generic', 'simulator'), { authorization: `Bearer ${agent.bearer}` }],
    ['an unknown platform', path.replace('generic', 'toString'), { authorization: `Bearer ${agent.bearer}` }],
  ])('%s is a 401 that starts nothing', async (_, where, headers) => {
    const answer = await call('POST', where, body, headers)
    expect(answer.status).toBe(401)
    expect(answer.body).toEqual({
      status: 'error',
      error_code: 'UNAUTHORIZED',
      message: expect.stringContaining('signing secret'),
    })
    expect((await timeline(agent, 'secret-call')).runs).toEqual([])
  })

  test("the agent's secret and a signature with its signing secret are each enough", async () => {
    const answers = [
      await hook(agent, '/tools/book_a_table', body),
      await call('POST', path, body, signed(agent.signing, body)),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
  })

  test('rotated secrets count from the next request on', async () => {
    const rotated = await api('POST', `/v1/agents/${other.id}/secrets/rotate`)
    expect(rotated.status).toBe(200)
    expect((await hook(other, '/tools/book_a_table', body)).status).toBe(401)
    const renewed = { ...other, bearer: rotated.body.bearer_secret }
    expect((await hook(renewed, '/tools/book_a_table', body)).status).toBe(200)
  })
})

describe('bad input changes nothing', async () => {
  const agent = await addAgent([book])
  const long = 'x'.repeat(257)

  test.each<[string, string, unknown, number, string, string]>([
    ['broken JSON', '/tools/book_a_table', '{"call_id":', 400, 'JSON_INVALID', ''],
    ['no JSON at all', '/pre-call', '', 400, 'JSON_INVALID', ''],
    ['a list', '/pre-call', [], 422, 'VALIDATION_FAILED', 'object'],
    ['no call', '/pre-call', {}, 422, 'VALIDATION_FAILED', 'call_id'],
    ['a call id that is no text', '/call-finished', { id: 7 }, 422, 'VALIDATION_FAILED', 'id'],
    ['a call id that is too long', '/pre-call', { id: long }, 422, 'VALIDATION_FAILED', 'id'],
    [
      'messages that are no list',
      '/call-finished',
      { id: 'bad', messages: 1 },
      422,
      'VALIDATION_FAILED',
      'messages',
    ],
    ['an unknown function', '/tools/nope', { call_id: 'bad' }, 404, 'TOOL_UNKNOWN', 'nope'],
    ['a missing argument', '/tools/book_a_table', { call_id: 'bad' }, 422, 'ARGUMENT_MISSING', 'people'],
    [
      'an argument of another type',
      '/tools/book_a_table',
      { call_id: 'bad', arguments: { people: 'two' } },
      422,
      'ARGUMENT_INVALID',
      'people',
    ],
    ['an unknown type of event', '', { type: 'x', call_id: 'bad' }, 422, 'VALIDATION_FAILED', 'type'],
    [
      'a body nested without end',
      '/pre-call',
      `{"id":"bad","x":${'['.repeat(1e5)}${']'.repeat(1e5)}}`,
      422,
      'VALIDATION_FAILED',
      'deeper',
    ],
    [
      'arguments nested without end',
      '/tools/book_a_table',
      { call_id: 'bad', arguments: `{"people":${'['.repeat(1e5)}${']'.repeat(1e5)}}` },
      422,
      'VALIDATION_FAILED',
      'arguments',
    ],
    [
      'a key that reaches for prototypes',
      '/pre-call',
      '{"id":"bad","__proto__":{}}',
      422,
      'VALIDATION_FAILED',
      '__proto__',
    ],
    ['2 MB', '/pre-call', { id: 'bad', x: 'x'.repeat(2_000_000) }, 413, 'PAYLOAD_TOO_LARGE', ''],
  ])('%s: %s', async (_, path, body, status, code, named) => {
    const answer = await hook(agent, path, body)
    expect(answer).toMatchObject({ status, body: { status: 'error', error_code: code } })
    expect(answer.body.message).toContain(named)
    expect(await timeline(agent, 'bad')).toMatchObject({ call: null, events: [], runs: [] })
  })

  test('fields nobody knows are no reason to refuse', async () => {
    expect((await hook(agent, '/pre-call', { id: 'odd', new_field: { a: 1 } })).status).toBe(200)
  })
})

describe('before a call', async () => {
  const returns = (promptAddition: string, dynamicVariables: object) =>
    piece('step_1', 'diga', 'returnCallData', { promptAddition, dynamicVariables })

  test('the workflows of the agent prepare it, in order of assignment, and a repeat runs nothing', async () => {
    const number = '{{trigger.contact.identifier}}'
    const agent = await addAgent([
      await addCallWorkflow('first', 'preCall', {}, returns('One.', { tier: 'gold', number })),
      await addCallWorkflow('second', 'preCall', {}, returns('Two.', { tier: 'silver' })),
    ])
    const body = { id: 'pre-1', type: 'inbound', contact: { identifier: '+34600000001' } }
    const answer = await hook(agent, '/pre-call', body)
    expect(answer).toMatchObject({
      status: 200,
      body: {
        abort: false,
        prompt_addition: 'One.\n\nTwo.',
        dynamic_variables: { tier: 'silver', number: '+34600000001' },
        flows: [
          { name: 'first', status: 'success', duration_ms: expect.any(Number) },
          { name: 'second', status: 'success', duration_ms: expect.any(Number) },
        ],
      },
    })
    expect(answer.headers.get('x-run-id')?.split(', ')).toHaveLength(2)
    const again = await hook(agent, '', { ...body, type: 'pre_call' })
    expect(again.headers.get('x-run-id')).toBe(answer.headers.get('x-run-id'))
    expect(again.body).toMatchObject({
      prompt_addition: 'One.\n\nTwo.',
      dynamic_variables: { tier: 'silver' },
    })
    expect((await timeline(agent, 'pre-1')).runs).toHaveLength(2)
  })

  test('a workflow that fails, is slow or answers wrongly adds nothing, and aborts where it should', async () => {
    const slow = chain(delay('step_2', 3), returns('Late.', {}))
    const agent = await addAgent([
      await addCallWorkflow('good', 'preCall', {}, returns('Good.', {})),
      await addCallWorkflow('bad', 'preCall', { abort_on_failure: true }, broken),
      await addCallWorkflow('slow', 'preCall', { timeout: 1 }, slow),
      await addCallWorkflow('wrong', 'preCall', {}, respond('Hi')),
    ])
    const { body } = await hook(agent, '/pre-call', { id: 'pre-2' })
    expect(body).toMatchObject({ abort: true, prompt_addition: 'Good.' })
    expect(body.flows.map((flow: { name: string; status: string }) => [flow.name, flow.status])).toEqual([
      ['good', 'success'],
      ['bad', 'failed'],
      ['slow', 'timeout'],
      ['wrong', 'failed'],
    ])
  })

  test('an agent without workflows gets an empty answer', async () => {
    expect(await hook(await addAgent([]), '/pre-call', { id: 'pre-3' })).toMatchObject({
      status: 200,
      body: { abort: false, prompt_addition: '', dynamic_variables: {}, flows: [] },
    })
  })
})

describe('during a call', async () => {
  const agent = await addAgent([
    book,
    await addTool('text', respond('Hello {{trigger.arguments.name}}', 'text'), {
      parameters: [
        { name: 'name', type: 'text', valueSource: 'dynamicVariable', dynamicVariableName: 'customer' },
        { name: 'none', type: 'text', valueSource: 'dynamicVariable' },
      ],
    }),
    await addTool('log', remember('logged'), { executionMode: 'async' }, { repeatWindowSeconds: 0 }),
    await addTool('broken', broken),
    await addTool('spoken', broken, {}, { fallbackAnswer: 'I will check that.' }),
    await addTool('silent', delay('step_1', 0)),
    await addTool('paused', piece('step_1', 'approval', 'wait_for_approval')),
    await addTool('slow', chain(delay('step_1', 2), respond({ done: true })), {}, { deadlineSeconds: 1 }),
    await addTool(
      'late',
      chain(delay('step_1', 2), respond({ done: true })),
      {},
      {
        deadlineSeconds: 1,
        fallbackAnswer: { say: 'It takes a moment.' },
      },
    ),
    await addTool('counted', chain(remember('counted'), delay('step_1', 1), respond('{{store}}'))),
  ])
  const use = (tool: string, body: object = {}, headers = {}) =>
    hook(agent, `/tools/${tool}`, { call_id: 'during', arguments: {}, ...body }, headers)

  test('the agent gets what Return Response gave, as JSON or as text, with the run', async () => {
    const json = await use('Book%20a%20table', { arguments: { people: '4' } })
    expect(json).toMatchObject({ status: 200, body: { booked: 4 } })
    expect(await statusOf(json.headers.get('x-run-id') ?? '')).toMatch(/RUNNING|SUCCEEDED/)
    const text = await use('text', { dynamic_variables: { customer: 'Ana' } })
    expect(text).toMatchObject({ status: 200, body: 'Hello Ana' })
    expect(text.headers.get('content-type')).toMatch('text/plain')
  })

  test('a parameter comes from the variables of the call where the request has none, else it is empty', async () => {
    await hook(agent, '/pre-call', { id: 'vars', dynamic_variables: { customer: 'Eva' } })
    const known = await use('text', { call_id: 'vars', arguments: { name: 'Mallory' } })
    expect(known.body).toBe('Hello Eva')
    const { body } = await api('GET', `/v1/workflow/executions/${known.headers.get('x-run-id')}`)
    expect(body.steps.trigger.output).toEqual({ call_id: 'vars', arguments: { name: 'Eva', none: '' } })
  })

  test('an async function is accepted at once and runs', async () => {
    const answer = await use('log')
    expect(answer).toMatchObject({
      status: 202,
      body: { accepted: true, run_id: answer.headers.get('x-run-id') },
    })
    await ended(answer.body.run_id, 'SUCCEEDED')
  })

  test.each([
    ['broken', 500, 'CODE_FAILED'],
    ['silent', 500, 'NO_ANSWER'],
    ['paused', 500, 'NO_ANSWER'],
  ])('the %s one is an error at once', async (tool, status, error_code) => {
    const answer = await use(tool)
    expect(answer).toMatchObject({ status, body: { status: 'error', error_code } })
    expect(answer.headers.get('x-run-id')).toMatch(/^[\w-]{36}$/)
  })

  test('a fallback answer is spoken at once, and says that it is one', async () => {
    const answer = await use('spoken')
    expect(answer).toMatchObject({ status: 200, body: 'I will check that.' })
    expect(answer.headers.get('x-patchcord-fallback')).toBe('failed')
    await ended(answer.headers.get('x-run-id') ?? '', 'FAILED')
  })

  test('past its deadline the agent is answered, and the run goes on', async () => {
    const [slow, late] = await Promise.all([use('slow'), use('late')])
    expect(slow).toMatchObject({ status: 504, body: { error_code: 'DEADLINE_EXCEEDED' } })
    expect(late).toMatchObject({ status: 200, body: { say: 'It takes a moment.' } })
    expect(late.headers.get('x-patchcord-fallback')).toBe('deadline')
    const runId = slow.headers.get('x-run-id') ?? ''
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('SUCCEEDED'), 10_000)
  })

  test('a repeat gets the answer of the first, also while it still runs', async () => {
    const repeat = (headers = {}) => use('counted', { call_id: 'repeat', tool_call_id: 't1' }, headers)
    const [first, second] = await Promise.all([repeat(), repeat()])
    const third = await repeat({ 'idempotency-key': 'another' })
    for (const answer of [first, second, third])
      expect(answer).toMatchObject({ status: 200, body: ['repeat'] })
    expect(new Set([first, second, third].map(({ headers }) => headers.get('x-run-id'))).size).toBe(1)
  })

  test('without an id of its own a call is known by the headers of its sender', async () => {
    const key = { 'idempotency-key': 'k1' }
    const answers = [await use('log', {}, key), await use('log', {}, key), await use('log')]
    const [first, second, third] = answers.map(({ body }) => body.run_id)
    expect(second).toBe(first)
    expect(third).not.toBe(first)
  })

  test('a function of another agent is unknown, until it is assigned', async () => {
    const bare = await addAgent([])
    const send = () => hook(bare, '/tools/book_a_table', { call_id: 'late', arguments: { people: 1 } })
    expect((await send()).status).toBe(404)
    await api('PATCH', `/v1/agents/${bare.id}`, { flow_ids: [book] })
    expect((await send()).status).toBe(200)
  })

  test('the one server URL takes function calls too', async () => {
    const body = { type: 'function_call', name: 'book_a_table', call_id: 'during', arguments: '{"people":3}' }
    expect(await hook(agent, '', body)).toMatchObject({ status: 200, body: { booked: 3 } })
  })

  test('the agent’s functions can be listed for its platform', async () => {
    const { status, body } = await api('GET', `/v1/agents/${agent.id}/tools?format=openai`)
    expect(status).toBe(200)
    expect(body[1].function).toMatchObject({ name: 'text', parameters: { properties: {}, required: [] } })
    expect((await api('GET', `/v1/agents/${agent.id}/tools?format=x`)).status).toBe(422)
    expect((await api('GET', '/v1/agents/nobody/tools')).status).toBe(404)
    expect((await call('GET', `/v1/agents/${agent.id}/tools`)).status).toBe(401)
  })
})

describe('after a call', async () => {
  test('an event accepted fifty times at once is run once', async () => {
    const agent = await addAgent([
      await addCallWorkflow('one', 'callFinished', {}, remember('once')),
      await addCallWorkflow('two', 'callFinished', {}, remember('twice')),
    ])
    const send = () => hook(agent, '/call-finished', { id: 'end-1', status: 'completed', messages: [] })
    const answers = await Promise.all(Array.from({ length: 50 }, send))
    expect(
      answers.every(({ status, body }) => status === 202 && body.accepted && body.call_id === 'end-1'),
    ).toBe(true)
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1)
    expect(new Set(answers.map(({ body }) => JSON.stringify(body.runs))).size).toBe(1)
    for (const { run_id } of answers[0]!.body.runs) await ended(run_id, 'SUCCEEDED')
    const { runs } = await timeline(agent, 'end-1')
    expect(runs.map(({ name }) => name).toSorted()).toEqual(['one', 'two'])
  })

  test('without workflows the event is still recorded', async () => {
    const agent = await addAgent([])
    const send = () => hook(agent, '', { type: 'call_finished', id: 'end-2' })
    expect(await send()).toMatchObject({ status: 202, body: { accepted: true, duplicate: false, runs: [] } })
    expect(await send()).toMatchObject({ status: 202, body: { duplicate: true, runs: [] } })
    expect((await timeline(agent, 'end-2')).events.map(({ id }) => id)).toEqual(['call_finished'])
  })
})
