import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { addCallWorkflow, addTool, respond } from '../../test/support/agents.ts'
import { api } from '../../test/support/api.ts'
import { chain, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent, deliver } from '../../test/support/platforms/agents.ts'
import { vapiFixture } from '../../test/support/platforms/vapi.ts'
import { playServices } from '../../test/support/played-services.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'

// The platforms' own APIs, played and held against their descriptions.

afterEach(() => vi.restoreAllMocks())

/** A connection of a platform's piece, kept without being tried out. */
async function connect(piece_name: string): Promise<string> {
  const body = {
    piece_name,
    display_name: `Our ${piece_name}`,
    type: 'SECRET_TEXT',
    value: { secret_text: 'key-for-tests' },
  }
  const answer = await api('POST', '/v1/workflow/connections?validate=false', body)
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body.id
}

const timeline = (agentId: string, callId: string) => runsOf(env)(callObject(agentId, callId)).timeline()

const book = await addTool(
  'book',
  respond({ booked: '{{trigger.arguments.people}}' }),
  { description: 'Books a table.', parameters: [{ name: 'people', type: 'number', required: true }] },
  { filler: 'One moment.', deadlineSeconds: 5 },
)
const slow = await addTool(
  'slow',
  chain(
    piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 2 }),
    respond('It is done.', 'text'),
  ),
  {},
  { deadlineSeconds: 0.3 },
)
const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
const dial = (from_number: string) =>
  api('POST', '/v1/call/', {
    from_number,
    to_number: '+34600000001',
    dynamic_variables: { customer_name: 'Ana' },
  })

describe('vapi', async () => {
  const connection_id = await connect('vapi')
  const ids = { connection_id, platform_agent_id: 'asst_1', platform_number_id: 'num_1' }
  const agent = await addPlatformAgent(vapiFixture, [book, slow, after], ids)

  test('a call is placed through its API, and what follows joins it', async () => {
    const played = playServices({
      'POST api.vapi.ai/call': {
        status: 201,
        body: {
          id: 'vapi-1',
          orgId: 'org_1',
          createdAt: '2026-03-03T10:00:00Z',
          updatedAt: '2026-03-03T10:00:00Z',
        },
      },
    })
    expect(await dial(agent.id)).toMatchObject({ status: 201, body: { id: expect.any(String) } })
    const [request] = played.to('POST api.vapi.ai/call')
    expect(request!.headers.get('authorization')).toBe('Bearer key-for-tests')
    expect(request!.body).toEqual({
      assistantId: 'asst_1',
      phoneNumberId: 'num_1',
      customer: { number: '+34600000001' },
      assistantOverrides: {
        variableValues: { customer_name: 'Ana' },
        metadata: { client_request_id: expect.any(String) },
      },
    })
    played.expectFitting()
    await deliver(vapiFixture, agent, vapiFixture.finished('vapi-1'))
    const { events, runs } = await timeline(agent.id, 'vapi-1')
    expect(events.map(({ kind }) => kind)).toEqual(['call_placed', 'call_finished'])
    expect(runs).toHaveLength(1)
  })

  test.each([
    [429, { message: 'Over the limit' }, 429, 'CALL_RATE_LIMITED', 'Over the limit'],
    [400, { message: ['customer.number must be E.164'], error: 'Bad Request' }, 502, 'CALL_REFUSED', 'E.164'],
    [401, { message: 'Invalid Key' }, 502, 'CALL_REFUSED', 'Invalid Key'],
    [500, { message: 'Oops' }, 504, 'CALL_OUTCOME_UNKNOWN', 'Oops'],
  ])('a %i of its API', async (status, body, told, code, words) => {
    const played = playServices({ 'POST api.vapi.ai/call': { status, body } })
    const answer = await dial(agent.id)
    expect(answer).toMatchObject({ status: told, body: { error_code: code } })
    expect(answer.body.message).toContain(words)
    expect(played.sent).toHaveLength(1)
  })

  test('an agent that lacks what its platform needs says what, and nobody is asked', async () => {
    const played = playServices({})
    const bare = await addPlatformAgent(vapiFixture, [], { connection_id, platform_agent_id: 'asst_1' })
    const unconnected = await addPlatformAgent(vapiFixture, [], { ...ids, connection_id: null })
    for (const [id, field] of [
      [bare.id, 'platform_number_id'],
      [unconnected.id, 'connection_id'],
    ] as const) {
      const answer = await dial(id)
      expect(answer).toMatchObject({ status: 412, body: { error_code: 'OUTBOUND_NOT_CONFIGURED' } })
      expect(answer.body.message).toContain(field)
    }
    expect(played.sent).toEqual([])
  })

  test('a result that comes too late for the answer reaches the call by its control URL', async () => {
    const played = playServices({ 'POST control.vapi.test/': { body: {} } })
    const first = await deliver(
      vapiFixture,
      agent,
      vapiFixture.tool!('slow', {}, { callId: 'late', toolCallId: 't' }),
    )
    expect(first.body.results[0].result).toMatch(/takes a moment/)
    await vi.waitFor(() => expect(played.sent).toHaveLength(1), { timeout: 20_000 })
    expect(played.sent[0]!.body).toEqual({
      type: 'add-message',
      message: { role: 'system', content: 'It is done.' },
      triggerResponseEnabled: true,
    })
  })

  test('its functions are described as it takes them, without the secret', async () => {
    const { body } = await api('GET', `/v1/agents/${agent.id}/tools?format=vapi`)
    expect(body[0]).toEqual({
      type: 'function',
      async: false,
      function: {
        name: 'book',
        description: 'Books a table.',
        parameters: { type: 'object', properties: { people: { type: 'number' } }, required: ['people'] },
      },
      server: {
        url: `http://patchcord.test/hooks/vapi/${agent.id}`,
        timeoutSeconds: 6,
        headers: { Authorization: 'Bearer <bearer_secret>' },
      },
      messages: [{ type: 'request-start', content: 'One moment.' }],
    })
  })

  test('its functions are put there: new ones made, known ones changed, gone ones deleted, others left', async () => {
    const hook = `http://patchcord.test/hooks/vapi/${agent.id}`
    const ours = (id: string, name: string) => ({
      id,
      type: 'function',
      function: { name },
      server: { url: hook },
      orgId: 'org_1',
      createdAt: '2026-03-03T10:00:00Z',
      updatedAt: '2026-03-03T10:00:00Z',
    })
    const assistant = {
      id: 'asst_1',
      orgId: 'org_1',
      createdAt: '2026-03-03T10:00:00Z',
      updatedAt: '2026-03-03T10:00:00Z',
      model: { provider: 'openai', model: 'gpt-4o', toolIds: ['tool_theirs', 'tool_gone', 'tool_book'] },
    }
    const played = playServices({
      'GET api.vapi.ai/tool': {
        body: [
          ours('tool_book', 'book'),
          ours('tool_gone', 'gone'),
          { ...ours('tool_theirs', 'book'), server: { url: `${hook}0` } },
        ],
      },
      'PATCH api.vapi.ai/tool/tool_book': { body: ours('tool_book', 'book') },
      'POST api.vapi.ai/tool': { status: 201, body: ours('tool_slow', 'slow') },
      'GET api.vapi.ai/assistant/asst_1': { body: assistant },
      'PATCH api.vapi.ai/assistant/asst_1': { body: assistant },
      'DELETE api.vapi.ai/tool/tool_gone': { body: ours('tool_gone', 'gone') },
    })
    const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
    expect(answer.body).toEqual({ created: ['slow'], updated: ['book'], removed: ['gone'] })
    const [made] = played.to('POST api.vapi.ai/tool')
    expect(made!.body).toMatchObject({ server: { headers: { Authorization: `Bearer ${agent.bearer}` } } })
    const [changed] = played.to('PATCH api.vapi.ai/assistant')
    expect(changed!.body).toEqual({
      model: { provider: 'openai', model: 'gpt-4o', toolIds: ['tool_theirs', 'tool_book', 'tool_slow'] },
    })
    // The agent lets go of a function before it is deleted.
    expect(played.sent.at(-1)!.method).toBe('DELETE')
    played.expectFitting()
  })

  test('its assistants and numbers are there to choose from', async () => {
    const dates = { createdAt: '2026-03-03T10:00:00Z', updatedAt: '2026-03-03T10:00:00Z', orgId: 'org_1' }
    const played = playServices({
      'GET api.vapi.ai/assistant': { body: [{ id: 'asst_1', name: 'Front desk', ...dates }] },
      'GET api.vapi.ai/phone-number': {
        body: [{ id: 'num_1', provider: 'vapi', number: '+14155550100', name: 'Main', ...dates }],
      },
    })
    expect((await api('GET', `/v1/platforms/vapi?connection_id=${connection_id}`)).body).toEqual({
      agents: [{ id: 'asst_1', name: 'Front desk' }],
      numbers: [{ id: 'num_1', number: '+14155550100', name: 'Main' }],
    })
    played.expectFitting()
  })
})

test('a connection of another piece is refused where the agent is made, changed and listed', async () => {
  const other = await connect('resend')
  const agent = await addPlatformAgent(vapiFixture, [])
  for (const answer of [
    await api('POST', '/v1/agents', { name: 'x', provider: 'vapi', connection_id: other }),
    await api('POST', '/v1/agents', { name: 'x', provider: 'generic', connection_id: other }),
    await api('PATCH', `/v1/agents/${agent.id}`, { connection_id: other }),
    await api('GET', `/v1/platforms/vapi?connection_id=${other}`),
  ]) {
    expect(answer).toMatchObject({ status: 422, body: { error_code: 'CONNECTION_INVALID' } })
  }
  const missing = await api('PATCH', `/v1/agents/${agent.id}`, { connection_id: 'conn_x' })
  expect(missing).toMatchObject({ status: 404, body: { error_code: 'CONNECTION_NOT_FOUND' } })
})

test('where functions can only be pasted, or the secret is not kept, it is said', async () => {
  const generic = await api('POST', '/v1/agents', { name: 'x', provider: 'generic' })
  const pasted = await api('POST', `/v1/agents/${generic.body.id}/tools/sync`)
  expect(pasted).toMatchObject({ status: 422, body: { error_code: 'SYNC_UNSUPPORTED' } })
  const agent = await addPlatformAgent(vapiFixture, [], { platform_agent_id: 'asst_1' })
  await env.DB.prepare('UPDATE agents SET platform_secrets = NULL WHERE id = ?').bind(agent.id).run()
  const unkept = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
  expect(unkept).toMatchObject({ status: 409, body: { error_code: 'SECRETS_MISSING' } })
  const unknown = await api('GET', '/v1/platforms/generic?connection_id=x')
  expect(unknown).toMatchObject({ status: 404, body: { error_code: 'PLATFORM_UNKNOWN' } })
})
