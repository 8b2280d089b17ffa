import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { addAgent, addCallWorkflow, addTool, respond, signed } from '../../test/support/agents.ts'
import { addWorkflow, call } from '../../test/support/api.ts'
import { chain, definition, piece, pieceTrigger } from '../../test/support/definitions.ts'
import { runsOf } from '../call/dispatch.ts'
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
