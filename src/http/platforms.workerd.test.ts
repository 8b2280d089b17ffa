import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { blandFixture } from '../../scripts/platforms/bland.ts'
import { elevenlabsFixture } from '../../scripts/platforms/elevenlabs.ts'
import { retellFixture } from '../../scripts/platforms/retell.ts'
import { telnyxFixture } from '../../scripts/platforms/telnyx.ts'
import { ultravoxFixture } from '../../scripts/platforms/ultravox.ts'
import { vapiFixture } from '../../scripts/platforms/vapi.ts'
import { addTool, respond } from '../../test/support/agents.ts'
import { api } from '../../test/support/api.ts'
import { chain, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent, connect, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'

// The platforms' own APIs, played and held against their descriptions.

afterEach(() => vi.restoreAllMocks())

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
describe('vapi', async () => {
  const connection_id = await connect('vapi')
  const ids = { connection_id, platform_agent_id: 'asst_1', platform_number_id: 'num_1' }
  const agent = await addPlatformAgent(vapiFixture, [book, slow], ids)

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
        timeoutSeconds: 5,
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

describe('retell', async () => {
  const connection_id = await connect('retell')
  const agent = await addPlatformAgent(retellFixture, [book], {
    connection_id,
    platform_agent_id: 'agent_r1',
  })
  const llm = { llm_id: 'llm_1', last_modification_timestamp: 1 }
  const AGENT = {
    agent_id: 'agent_r1',
    version: 1,
    last_modification_timestamp: 1,
    response_engine: { type: 'retell-llm', llm_id: 'llm_1' },
  }

  test('its functions take the place of ours in the LLM, beside those that are not', async () => {
    const hook = `http://patchcord.test/hooks/retell/${agent.id}`
    const end = { type: 'end_call', name: 'end_call' }
    const played = playServices({
      'GET api.retellai.com/get-agent/agent_r1': { body: AGENT },
      'GET api.retellai.com/get-retell-llm/llm_1': {
        body: { ...llm, general_tools: [end, { type: 'custom', name: 'gone', url: `${hook}/tools/gone` }] },
      },
      'PATCH api.retellai.com/update-retell-llm/llm_1': { body: llm },
    })
    const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
    expect(answer.body).toEqual({ created: ['book'], updated: [], removed: ['gone'] })
    expect(played.sent.at(-1)!.body).toEqual({
      general_tools: [
        end,
        {
          type: 'custom',
          name: 'book',
          description: 'Books a table.',
          url: `${hook}/tools/book`,
          method: 'POST',
          headers: { Authorization: `Bearer ${agent.bearer}`, 'X-Call-Id': '{{call_id}}' },
          parameters: { type: 'object', properties: { people: { type: 'number' } }, required: ['people'] },
          timeout_ms: 5_000,
          speak_after_execution: true,
          speak_during_execution: true,
          execution_message_type: 'static_text',
          execution_message_description: 'One moment.',
        },
      ],
    })
    played.expectFitting()
  })

  test('an agent with an engine of another kind is left alone', async () => {
    const response_engine = { type: 'conversation-flow', conversation_flow_id: 'f' }
    const played = playServices({
      'GET api.retellai.com/get-agent/': { body: { ...AGENT, response_engine } },
    })
    const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
    expect(answer).toMatchObject({ status: 422, body: { error_code: 'SYNC_UNSUPPORTED' } })
    expect(played.sent).toHaveLength(1)
  })

  test('its agents, each once, and numbers are there to choose from', async () => {
    const entry = { ...AGENT, agent_name: 'Front desk', voice_id: 'v' }
    const number = { phone_number: '+14155550100', phone_number_type: 'custom', nickname: 'Main' }
    const played = playServices({
      'GET api.retellai.com/list-agents': { body: [entry, { ...entry, version: 2 }] },
      'GET api.retellai.com/list-phone-numbers': { body: [{ ...number, last_modification_timestamp: 1 }] },
    })
    expect((await api('GET', `/v1/platforms/retell?connection_id=${connection_id}`)).body).toEqual({
      agents: [{ id: 'agent_r1', name: 'Front desk' }],
      numbers: [{ id: '+14155550100', number: '+14155550100', name: 'Main' }],
    })
    played.expectFitting()
  })
})

describe('elevenlabs', async () => {
  const connection_id = await connect('elevenlabs')
  const settings = { connection_id, platform_agent_id: 'agent_e1' }
  const agent = await addPlatformAgent(elevenlabsFixture, [book], settings)

  test('its functions carry the secret and the conversation, and the agent is given their ids', async () => {
    const url = `http://patchcord.test/hooks/elevenlabs/${agent.id}/tools/book`
    const creator = { is_creator: true, creator_name: 'a', creator_email: 'a', role: 'admin' }
    const usage_stats = { avg_latency_secs: 0 }
    const kept = (id: string, name: string, where: string) => ({
      id,
      tool_config: { type: 'webhook', name, description: '', api_schema: { url: where } },
      access_info: creator,
      usage_stats,
    })
    const agentOf = (tool_ids: string[]) => ({
      agent_id: 'agent_e1',
      name: 'Front desk',
      conversation_config: { agent: { prompt: { tool_ids } } },
      metadata: { created_at_unix_secs: 1 },
    })
    const played = playServices({
      'GET api.elevenlabs.io/v1/convai/tools': {
        body: {
          tools: [kept('t_theirs', 'book', 'https://other.example/book'), kept('t_gone', 'gone', `${url}x`)],
        },
      },
      'POST api.elevenlabs.io/v1/convai/tools': { body: kept('t_book', 'book', url) },
      'GET api.elevenlabs.io/v1/convai/agents/agent_e1': { body: agentOf(['t_theirs', 't_gone']) },
      'PATCH api.elevenlabs.io/v1/convai/agents/agent_e1': { body: agentOf(['t_theirs', 't_book']) },
      'DELETE api.elevenlabs.io/v1/convai/tools/t_gone': { body: {} },
    })
    const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
    expect(answer.body).toEqual({ created: ['book'], updated: [], removed: ['gone'] })
    expect(played.to('POST api.elevenlabs.io/v1/convai/tools')[0]!.body).toEqual({
      tool_config: {
        type: 'webhook',
        name: 'book',
        description: 'Books a table.',
        response_timeout_secs: 5,
        force_pre_tool_speech: true,
        api_schema: {
          url,
          method: 'POST',
          request_headers: {
            Authorization: `Bearer ${agent.bearer}`,
            'X-Call-Id': { variable_name: 'system__conversation_id' },
          },
          request_body_schema: {
            type: 'object',
            properties: { people: { type: 'number', description: 'people' } },
            required: ['people'],
          },
        },
      },
    })
    expect(played.to('PATCH api.elevenlabs.io/v1/convai/agents')[0]!.body).toEqual({
      conversation_config: { agent: { prompt: { tool_ids: ['t_theirs', 't_book'] } } },
    })
    played.expectFitting()
  })
})

describe('ultravox', async () => {
  const agentId = 'a9f1c0de-0000-4000-8000-000000000001'
  const settings = { connection_id: await connect('ultravox'), platform_agent_id: agentId }
  const agent = await addPlatformAgent(ultravoxFixture, [book, slow], settings)
  const hook = `http://patchcord.test/hooks/ultravox/${agent.id}`
  const created = '2026-03-03T10:00:00Z'
  const uuid = (n: number) => `b0a7c0de-0000-4000-8000-00000000000${n}`

  test('its functions are durable tools with call id and secret, which the agent selects', async () => {
    const kept = (toolId: string, modelToolName: string, baseUrlPattern: string) => ({
      toolId,
      name: modelToolName,
      created,
      definition: { modelToolName, http: { baseUrlPattern, httpMethod: 'POST' } },
      ownership: 'private',
    })
    const agentOf = (selectedTools: object[]) => ({
      agentId,
      publishedRevisionId: null,
      name: 'Front desk',
      created,
      callTemplate: { systemPrompt: 'You are …', selectedTools },
      statistics: { calls: 0 },
    })
    const played = playServices({
      'GET api.ultravox.ai/api/tools': {
        body: {
          results: [kept(uuid(1), 'book', `${hook}/tools/book`), kept(uuid(2), 'gone', `${hook}/tools/gone`)],
        },
      },
      'PUT api.ultravox.ai/api/tools/': { body: kept(uuid(1), 'book', `${hook}/tools/book`) },
      'POST api.ultravox.ai/api/tools': { status: 201, body: kept(uuid(3), 'slow', `${hook}/tools/slow`) },
      'GET api.ultravox.ai/api/agents/': {
        body: agentOf([{ toolName: 'hangUp' }, { toolId: uuid(1) }, { toolId: uuid(2) }]),
      },
      'PATCH api.ultravox.ai/api/agents/': { body: agentOf([]) },
      'DELETE api.ultravox.ai/api/tools/': { status: 204 },
    })
    const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
    expect(answer.body).toEqual({ created: ['slow'], updated: ['book'], removed: ['gone'] })
    expect(played.to('PUT')[0]!.body).toEqual({
      name: `book_${agent.id.slice(0, 8)}`,
      definition: {
        modelToolName: 'book',
        description: 'Books a table.',
        dynamicParameters: [
          { name: 'people', location: 'PARAMETER_LOCATION_BODY', schema: { type: 'number' }, required: true },
        ],
        automaticParameters: [
          { name: 'X-Call-Id', location: 'PARAMETER_LOCATION_HEADER', knownValue: 'KNOWN_PARAM_CALL_ID' },
        ],
        staticParameters: [
          { name: 'Authorization', location: 'PARAMETER_LOCATION_HEADER', value: `Bearer ${agent.bearer}` },
        ],
        timeout: '5s',
        precomputable: false,
        http: { baseUrlPattern: `${hook}/tools/book`, httpMethod: 'POST' },
      },
    })
    expect(played.to('PATCH')[0]!.body).toEqual({
      callTemplate: {
        systemPrompt: 'You are …',
        selectedTools: [{ toolName: 'hangUp' }, { toolId: uuid(1) }, { toolId: uuid(3) }],
      },
    })
    played.expectFitting()
  })

  test('a result that comes too late for the answer is sent into the call', async () => {
    const played = playServices({ 'POST api.ultravox.ai/api/calls/': { status: 204 } })
    const first = await deliver(
      ultravoxFixture,
      agent,
      ultravoxFixture.tool!('slow', {}, { callId: uuid(9), toolCallId: 't' }),
      'tool',
    )
    expect(first.body.result).toMatch(/takes a moment/)
    await vi.waitFor(() => expect(played.sent).toHaveLength(1), { timeout: 20_000 })
    expect(played.sent[0]!.url.pathname).toBe(`/api/calls/${uuid(9)}/send_data_message`)
    expect(played.sent[0]!.body).toMatchObject({
      type: 'user_text_message',
      text: expect.stringContaining('It is done.'),
    })
  })
})

test("Bland's functions take their arguments by templates, and are made in the account", async () => {
  const settings = { connection_id: await connect('bland'), platform_agent_id: 'persona_1' }
  const agent = await addPlatformAgent(blandFixture, [book], settings)
  const url = `http://patchcord.test/hooks/bland/${agent.id}/tools/book`
  const played = playServices({
    'GET api.bland.ai/v1/tools': {
      body: { status: 'success', tools: [{ tool_id: 'TL-1', name: 'book', url }] },
    },
    'POST api.bland.ai/v1/tools/TL-1': { body: { status: 'success', tool_id: 'TL-1' } },
  })
  const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
  expect(answer.body).toEqual({ created: [], updated: ['book'], removed: [] })
  expect(played.sent.at(-1)!.body).toEqual({
    name: 'book',
    description: 'Books a table.',
    speech: 'One moment.',
    url,
    method: 'POST',
    headers: { Authorization: `Bearer ${agent.bearer}`, 'X-Call-Id': '{{call_id}}' },
    body: { people: '{{input.people}}' },
    input_schema: { type: 'object', properties: { people: { type: 'number' } }, required: ['people'] },
    response: { function_result: '$' },
    timeout: 5_000,
  })
  played.expectFitting()
})

test("Telnyx's functions stand in the assistant, beside those that are not ours", async () => {
  const settings = { connection_id: await connect('telnyx'), platform_agent_id: 'assistant-1' }
  const agent = await addPlatformAgent(telnyxFixture, [book], settings)
  const url = `http://patchcord.test/hooks/telnyx/${agent.id}/tools/book`
  const hangup = { type: 'hangup', hangup: {} }
  const played = playServices({
    'GET api.telnyx.com/v2/ai/assistants/assistant-1': {
      body: { id: 'assistant-1', tools: [{ type: 'webhook', webhook: { name: 'book', url } }, hangup] },
    },
    'POST api.telnyx.com/v2/ai/assistants/assistant-1': { body: { id: 'assistant-1' } },
  })
  const answer = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
  expect(answer.body).toEqual({ created: [], updated: ['book'], removed: [] })
  expect(played.sent.at(-1)!.body).toEqual({
    tools: [
      hangup,
      {
        type: 'webhook',
        timeout_ms: 5_000,
        webhook: {
          name: 'book',
          description: 'Books a table.',
          url,
          method: 'POST',
          headers: [{ name: 'Authorization', value: `Bearer ${agent.bearer}` }],
          body_parameters: {
            type: 'object',
            properties: { people: { type: 'number' } },
            required: ['people'],
          },
          async: false,
          messages: [{ type: 'request_start', content: 'One moment.' }],
        },
      },
    ],
  })
})

test('what a platform repeats of a refused function is told without the secret', async () => {
  const settings = { connection_id: await connect('vapi'), platform_agent_id: 'asst_1' }
  const agent = await addPlatformAgent(vapiFixture, [book], settings)
  playServices({
    'GET api.vapi.ai/tool': { body: [] },
    'POST api.vapi.ai/tool': (request) => ({
      status: 400,
      body: { message: `no such header in ${JSON.stringify(request.body)}` },
    }),
  })
  const { body } = await api('POST', `/v1/agents/${agent.id}/tools/sync`)
  expect(body.message).toMatch(/no such header.*Bearer \*\*REDACTED/)
  expect(JSON.stringify(body)).not.toContain(agent.bearer)
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

test('Make call offers every agent, and the other numbers of its platform, whichever platforms can be asked', async () => {
  const connection_id = await connect('vapi')
  const settings = { name: 'Reception', connection_id, platform_number_id: 'num_1' }
  const agent = await addPlatformAgent(vapiFixture, [], settings)
  const other = await addPlatformAgent(vapiFixture, [], {
    ...settings,
    name: 'Sales',
    platform_number_id: null,
  })
  const bare = await addPlatformAgent(retellFixture, [], { name: 'Bare', phone_number: '+34910000077' })
  const broken = await addPlatformAgent(retellFixture, [], {
    name: 'Broken',
    connection_id: await connect('retell'),
  })
  const numbers = [
    { id: 'num_1', number: '+14155550100', name: 'Main' },
    { id: 'num_2', number: '+14155550101', name: null },
  ]
  const played = playServices({
    'GET api.vapi.ai/phone-number': { body: numbers },
    'GET ': { status: 500, body: {} },
  })
  const asked = { step_type: 'ACTION', step_name: 'makeCall', property: 'from' }
  const { body } = await api('POST', '/v1/workflow/piece/diga/options', asked)
  const of = ({ id }: { id: string }) =>
    body.options.filter(({ value }: { value: string }) => value.startsWith(id))
  expect(of(agent)).toEqual([
    { value: agent.id, label: 'Reception · vapi' },
    { value: `${agent.id}#num_2`, label: 'Reception · +14155550101' },
  ])
  expect(of(other)).toEqual([
    { value: other.id, label: 'Sales · vapi' },
    { value: `${other.id}#num_1`, label: 'Sales · +14155550100 · Main' },
    { value: `${other.id}#num_2`, label: 'Sales · +14155550101' },
  ])
  expect(of(bare)).toEqual([{ value: bare.id, label: 'Bare · +34910000077' }])
  expect(of(broken)).toEqual([{ value: broken.id, label: 'Broken · retell' }])
  // Agents that share a connection ask once.
  const { data } = (await api('GET', '/v1/agents?provider=vapi&limit=30')).body
  const connections = new Set(
    data.flatMap((each: { connection_id: string | null }) => each.connection_id ?? []),
  )
  expect(played.to('GET api.vapi.ai/phone-number')).toHaveLength(connections.size)
})
