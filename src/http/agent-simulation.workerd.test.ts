import { expect, test, vi } from 'vitest'
import { addAgent, addCallWorkflow, addTool, respond } from '../../test/support/agents.ts'
import { api } from '../../test/support/api.ts'
import { piece } from '../../test/support/definitions.ts'

const agent = await addAgent([
  await addCallWorkflow(
    'before',
    'preCall',
    {},
    piece('step_1', 'diga', 'returnCallData', {
      promptAddition: 'They are {{trigger.dynamic_variables.name}}.',
      dynamicVariables: { plan: 'gold' },
    }),
  ),
  await addTool('ask', respond({ say: 'Hi' })),
  await addCallWorkflow('after', 'callFinished', {}, respond({ call: '{{trigger.id}}' })),
])

const play = (body: object, id = agent.id) => api('POST', `/v1/agents/${id}/simulation`, body)
const facts = { call_id: 'played-1', type: 'inbound', dynamic_variables: { name: 'Ana' } }

test('a call is played moment by moment, and is a call like any other', async () => {
  const before = await play({ event: 'pre_call', body: facts })
  expect(before).toMatchObject({
    status: 200,
    body: {
      status: 200,
      body: { prompt_addition: 'They are Ana.', dynamic_variables: { plan: 'gold' } },
      duration: expect.any(Number),
    },
  })
  const asked = { call_id: 'played-1', tool_call_id: 't1', arguments: {} }
  const spoken = await play({ event: 'function_call', tool: 'ask', body: asked })
  expect(spoken.body).toMatchObject({ status: 200, body: { say: 'Hi' } })
  expect(spoken.body.run_ids).toHaveLength(1)
  const after = await play({ event: 'call_finished', body: { ...facts, duration: 3, messages: [] } })
  expect(after.body.status).toBe(202)
  await vi.waitFor(async () => {
    const { body } = await api('GET', `/v1/calls/${after.body.call_id}`)
    const runs = body.timeline.filter(({ type }: { type: string }) => type === 'run')
    expect(runs.map(({ name, status }: Record<string, string>) => [name, status])).toEqual([
      ['before', 'SUCCEEDED'],
      ['ask', 'SUCCEEDED'],
      ['after', 'SUCCEEDED'],
    ])
  })
})

test('what the platform would be refused is told as it would be', async () => {
  const unknown = await play({ event: 'function_call', tool: 'nothing', body: { call_id: 'played-2' } })
  expect(unknown.status).toBe(200)
  expect(unknown.body.status).toBeGreaterThanOrEqual(400)
})

test.each([
  [{ event: 'pre_call', body: {} }, 'call_id'],
  [{ event: 'function_call', body: facts }, 'tool'],
  [{ event: 'pre_call', tool: 'ask', body: facts }, 'tool'],
  [{ event: 'ringing', body: facts }, 'event'],
])('%j is refused, and the field named', async (body, field) => {
  const answer = await play(body)
  expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED'])
  expect(answer.body.message).toContain(field)
})

test('an agent that there is not is 404', async () => {
  const answer = await play({ event: 'pre_call', body: facts }, '00000000-0000-4000-8000-000000000000')
  expect([answer.status, answer.body.error_code]).toEqual([404, 'AGENT_NOT_FOUND'])
})
