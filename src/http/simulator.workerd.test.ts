import { env } from 'cloudflare:workers'
import { describe, expect, test, vi } from 'vitest'
import { addAgent, addCallWorkflow, addTool, hook, respond, signed } from '../../test/support/agents.ts'
import { addWorkflow, api, call } from '../../test/support/api.ts'
import { chain, definition, piece, pieceTrigger, router, when } from '../../test/support/definitions.ts'
import { passTime, readRun, runWith } from '../../test/support/templates.ts'
import { runsOf } from '../call/dispatch.ts'
import { callResult } from '../call/result.ts'
import { callObject } from '../run/ids.ts'

const NUMBER = '+34910000001'
const agent = await addAgent(
  [
    await addCallWorkflow(
      'before',
      'preCall',
      {},
      piece('step_1', 'diga', 'returnCallData', {
        dynamicVariables: { plan: '{{trigger.dynamic_variables.plan}}!' },
      }),
    ),
    await addTool('ask', respond({ say: 'Hi' })),
    await addTool('note', respond('Noted.', 'text'), { executionMode: 'async' }),
    await addCallWorkflow('after', 'callFinished', {}, respond('{{trigger}}')),
  ],
  { provider: 'simulator', phone_number: NUMBER },
)

const note = (name: string, text: string) =>
  piece(name, 'data-mapper', 'advanced_mapping', { mapping: { said: text } })

const played = (callId: string) =>
  vi.waitFor(async () => {
    const { call: info, runs } = await runsOf(env)(callObject(agent.id, callId)).timeline()
    expect(runs.map(({ name }) => name)).toEqual(['before', 'ask', 'note', 'after'])
    expect(runs.map(({ status }) => status)).toEqual(Array(4).fill('SUCCEEDED'))
    return info
  })

const REQUEST = { agent_id: agent.id, to_number: '+34600000001', client_request_id: 'request-1' }
const place = (headers: Record<string, string>, body: object = REQUEST) =>
  call('POST', '/simulator/calls', JSON.stringify(body), headers)

test('Make Call through the simulator plays a whole call, from before it to after it', async () => {
  const launcher = definition(
    pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }),
    chain(
      piece('step_1', 'diga', 'makeCall', {
        from: NUMBER,
        to: '{{trigger.body.phone}}',
        dynamicVariables: { plan: 'gold' },
      }),
      piece('step_2', 'webhook', 'return_response', { responseType: 'json', fields: { body: '{{step_1}}' } }),
    ),
  )
  const id = await addWorkflow({ ...launcher, displayName: 'Launcher' })
  const { status, body } = await call('POST', `/webhooks/${id}/sync`, '{"phone":"+34600000009"}', {
    'content-type': 'application/json',
  })
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      agent_id: agent.id,
      status: 'dialing',
      type: 'outbound',
      contact: { identifier: '+34600000009' },
    },
  })
  expect(await played(body.id)).toMatchObject({
    type: 'outbound',
    status: 'completed',
    phone_number: '+34600000009',
    end_reason: 'user_hangup',
    dynamic_variables: { plan: 'gold!' },
  })
})

test('the same request is the same call, and nothing runs twice', async () => {
  const headers = signed(agent.signing, JSON.stringify(REQUEST))
  const [first, second] = [await place(headers), await place({ authorization: 'Bearer test-admin-token' })]
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body).toEqual(first.body)
  await played(first.body.id)
})

test('nobody else can have it dial', async () => {
  const other = await addAgent([])
  for (const headers of [{}, { authorization: 'Bearer x' }, signed(other.signing, JSON.stringify(REQUEST))]) {
    expect((await place(headers as Record<string, string>)).status).toBe(401)
  }
  const admin = { authorization: 'Bearer test-admin-token' }
  expect(await place(admin, { ...REQUEST, agent_id: other.id })).toMatchObject({ status: 404 })
  expect(await place(admin, { agent_id: agent.id })).toMatchObject({ status: 422 })
})

describe('Make Call that waits for the end', async () => {
  const phone = await addAgent([], { provider: 'simulator', phone_number: '+34910000002' })
  const MINUTES = 5
  const launcher = await addWorkflow({
    ...definition(
      pieceTrigger('webhook', 'catch_webhook', { authType: 'none' }),
      chain(
        piece('step_1', 'diga', 'makeCall', {
          from: phone.id,
          to: '{{trigger.body.phone}}',
          dynamicVariables: '{{trigger.body.variables}}',
          wait_for_end: true,
          timeout_minutes: MINUTES,
        }),
        router('step_2', [
          {
            name: 'Answered',
            when: [[when('{{step_1.outcome}}', 'TEXT_EXACTLY_MATCHES', 'answered')]],
            first: note('step_3', 'They talked for {{step_1.duration_seconds}} s.'),
          },
          { name: 'Otherwise', when: 'fallback', first: note('step_4', 'Nobody: {{step_1.end_reason}}') },
        ]),
      ),
    ),
    displayName: 'Lead call',
  })

  async function launch(phone: string, variables: object = {}): Promise<string> {
    const type = { 'content-type': 'application/json' }
    const { headers } = await call('POST', `/webhooks/${launcher}`, { phone, variables }, type)
    return headers.get('x-run-id') ?? ''
  }

  test.each([
    ['+34600000001', { outcome: 'answered', duration_seconds: 1 }, { step_3: 'They talked for 1 s.' }],
    ['+34600000090', { outcome: 'no_answer', duration_seconds: 0 }, { step_4: 'Nobody: no_answer' }],
    ['+34600000091', { outcome: 'busy' }, { step_4: 'Nobody: busy' }],
    ['+34600000092', { outcome: 'voicemail' }, { step_4: 'Nobody: voicemail_left' }],
    ['+34600000093', { outcome: 'answered' }, { step_3: 'They talked for 1 s.' }],
    ['+34600000094', { outcome: 'failed' }, { step_4: 'Nobody: call_error' }],
    ['+34600000097', { outcome: 'answered' }, { step_3: 'They talked for 1 s.' }],
    ['+34600000098', { outcome: 'answered' }, { step_3: 'They talked for 1 s.' }],
  ])('goes on with how the call to %s went, and branches on it', async (number, result, notes) => {
    const { steps } = await runWith('SUCCEEDED', await launch(number))
    const { call_id, outcome } = steps.step_1.output
    expect(steps.step_1.output).toMatchObject({ ...result, id: call_id, status: 'completed' })
    expect(steps.step_1.attempts).toHaveLength(1)
    const said = Object.fromEntries(
      Object.entries<{ status: string; output: unknown }>(steps)
        .filter(([name, { status }]) => /step_[34]/.test(name) && status === 'SUCCEEDED')
        .map(([name, { output }]) => [name, (output as { said: string }).said]),
    )
    expect(said).toEqual(notes)
    const { call: info } = await runsOf(env)(callObject(phone.id, call_id)).timeline()
    expect(callResult(info!).outcome).toBe(outcome)
  })

  test('waits no longer than it was told to', async () => {
    const id = await launch('+34600000099', { simulate: { scenario: 'late_callback', late_seconds: 20 } })
    await passTime(id, MINUTES * 60 + 1)
    const { steps } = await runWith('SUCCEEDED', id)
    expect(steps.step_1.output).toMatchObject({ outcome: 'timeout', status: 'dialing', end_reason: null })
    expect(steps.step_4.output).toEqual({ said: 'Nobody: ' })
  })

  test('fails in the end where no word ever came of a call that may have been placed', async () => {
    const id = await launch('+34600000096')
    await passTime(id, MINUTES * 60 + 1)
    await vi.waitFor(async () => {
      expect(await readRun(id)).toMatchObject({ status: 'FAILED', error: { code: 'CALL_OUTCOME_UNKNOWN' } })
    })
  })

  test('is refused at once where the platform is full', async () => {
    const id = await launch('+34600000095')
    await vi.waitFor(async () => {
      expect(await readRun(id)).toMatchObject({ status: 'FAILED', error: { code: 'CALL_RATE_LIMITED' } })
    })
    await runWith('SUCCEEDED', await launch('+34600000095'))
  })

  test('goes on in a test without a phone that rings, with the outcome that the number stands for', async () => {
    const { body: tested } = await api('POST', `/v1/workflow/${launcher}/test`, {
      payload: { body: { phone: '+34600000091', variables: {} } },
    })
    expect(tested).toMatchObject({
      success: true,
      steps: { step_1: { output: { simulated: true, outcome: 'busy' } } },
    })
  })
})

test('a run waits for calls that an earlier step placed, and for one that is over', async () => {
  const phone = await addAgent([], { provider: 'simulator' })
  const waitFor = (name: string) =>
    piece(name, 'diga', 'wait_for_call', { agent: '{{step_1.agent_id}}', call_id: '{{step_1.id}}' })
  const makeCall = piece('step_1', 'diga', 'makeCall', { from: phone.id, to: '+34600000092' })
  const trigger = pieceTrigger('webhook', 'catch_webhook', { authType: 'none' })
  const steps = chain(makeCall, waitFor('step_2'), waitFor('step_3'))
  const id = await addWorkflow({ ...definition(trigger, steps), displayName: 'Two waits' })
  const { headers } = await call('POST', `/webhooks/${id}`, '')
  const { steps: ran } = await runWith('SUCCEEDED', headers.get('x-run-id') ?? '')
  expect(ran.step_2.output).toMatchObject({ id: ran.step_1.output.id, outcome: 'voicemail' })
  expect(ran.step_3.output).toEqual(ran.step_2.output)
})

test('a function of a call may wait for the end of that very call', async () => {
  const number = '+34910000003'
  const end = piece('step_2', 'diga', 'wait_for_call', { agent: number, call_id: '{{trigger.call_id}}' })
  const later = await addTool('later', respond('I will.', 'text', end))
  const talker = await addAgent([later], { phone_number: number })
  const { headers } = await hook(talker, '/tools/later', { call_id: 'own', arguments: {} })
  const runId = headers.get('x-run-id') ?? ''
  await vi.waitFor(async () => expect((await readRun(runId)).status).toMatch(/PAUSED|FAILED/))
  await hook(talker, '/call-finished', { id: 'own', end_reason: 'agent_hangup' })
  const { steps } = await runWith('SUCCEEDED', runId)
  expect(steps.step_2.output).toMatchObject({ outcome: 'answered', end_reason: 'agent_hangup' })
})

test('a simulation that is none is refused by the field', async () => {
  const body = { ...REQUEST, client_request_id: 'odd', dynamic_variables: { simulate: 'earthquake' } }
  const { status, body: answer } = await place({ authorization: 'Bearer test-admin-token' }, body)
  expect([status, answer.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(answer.message).toContain('dynamic_variables.simulate')
})
