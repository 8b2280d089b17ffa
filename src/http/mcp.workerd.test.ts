import { env } from 'cloudflare:workers'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, test, vi } from 'vitest'
import { PLATFORMS } from '../../scripts/platforms/all.ts'
import { addAgent, addTool, hook, respond, type TestAgent } from '../../test/support/agents.ts'
import { api, call, worker } from '../../test/support/api.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent } from '../../test/support/platforms/agents.ts'
import { runsOf as runsIn } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'

const book = await addTool('book', respond({ booked: '{{trigger.arguments.people}}' }), {
  description: 'Books a table.',
  parameters: [
    { name: 'people', type: 'number', required: true, description: 'How many.' },
    { name: 'notes', type: 'array', required: false },
    { name: 'phone', type: 'text', valueSource: 'dynamicVariable', dynamicVariableName: 'phone' },
  ],
})
const hours = await addTool('Opening hours', respond('We open\nat ten.', 'text'), {}, { readOnly: true })
const list = await addTool('list', respond([1, 2]))
const broken = await addTool(
  'broken',
  code('step_1', 'export const code = () => { throw new Error("s3cret") }'),
)
const later = await addTool('later', respond('noted', 'text'), { executionMode: 'async' })
const slow = await addTool(
  'slow',
  chain(piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 2 }), respond({ done: true })),
  {},
  { deadlineSeconds: 0.5 },
)
const agent = await addAgent([book, hours, list, broken, later, slow])

interface Talk {
  headers?: Record<string, string>
  query?: string
}

/** The official client, connected to an agent's functions. */
async function connect({ id, bearer }: TestAgent, { headers = {}, query = '' }: Talk = {}): Promise<Client> {
  const url = new URL(`http://patchcord.test/mcp/${id}${query}`)
  const transport = new StreamableHTTPClientTransport(url, {
    fetch: (input, init) => worker.fetch(input as string, init as RequestInit),
    requestInit: { headers: { authorization: `Bearer ${bearer}`, ...headers } },
  })
  const client = new Client({ name: 'voice-agent', version: '1.0.0' })
  await client.connect(transport)
  return client
}

const ask = (client: Client, name: string, args: Record<string, unknown> = {}, _meta?: object) =>
  client.callTool({ name, arguments: args, ...(_meta && { _meta }) } as never) as Promise<CallToolResult>

const textIn = ({ content }: CallToolResult) => (content[0] as { text: string }).text

/** A JSON-RPC message as it is, without a client that minds its manners. */
const post = (body: unknown, headers: Record<string, string> = {}, to = agent) =>
  call('POST', `/mcp/${to.id}`, body, {
    authorization: `Bearer ${to.bearer}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
    ...headers,
  })

const toolCall = (id: number | string, name: string, args: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})

const runsOf = async (callId: string) => (await runsIn(env)(callObject(agent.id, callId)).timeline()).runs

describe('the official client', async () => {
  const client = await connect(agent, { headers: { 'x-call-id': 'mcp-call' } })

  test('is told whose functions these are', () => {
    expect(client.getServerVersion()).toMatchObject({ name: 'patchcord', title: 'Test agent' })
    expect(client.getServerCapabilities()).toEqual({ tools: {} })
  })

  test('lists the functions with the schemas that the management API gives', async () => {
    const { tools } = await client.listTools()
    const { body } = await api('GET', `/v1/agents/${agent.id}/tools`)
    const described = body.map(({ name, description, parameters }: Record<string, unknown>) => ({
      name,
      description,
      inputSchema: parameters,
    }))
    expect(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }))).toEqual(
      described,
    )
    expect(Object.keys(tools[0]!.inputSchema.properties ?? {})).toEqual(['people', 'notes'])
    expect(tools[1]).toMatchObject({
      name: 'Opening_hours',
      title: 'Opening hours',
      annotations: { readOnlyHint: true },
    })
    expect(tools[0]!.annotations).toEqual({ readOnlyHint: false })
  })

  test('gets an object as text and as structured content, other values as text', async () => {
    expect(await ask(client, 'book', { people: 2 })).toEqual({
      content: [{ type: 'text', text: '{"booked":2}' }],
      structuredContent: { booked: 2 },
    })
    expect(await ask(client, 'Opening_hours')).toEqual({
      content: [{ type: 'text', text: 'We open\nat ten.' }],
    })
    expect(await ask(client, 'list')).toEqual({ content: [{ type: 'text', text: '[1,2]' }] })
  })

  test('is told in words what argument is wrong, and nothing is run', async () => {
    const told = await connect(agent, { headers: { 'x-call-id': 'mcp-bad' } })
    const result = await ask(told, 'book', { people: 'many' })
    expect(result.isError).toBe(true)
    expect(textIn(result)).toContain('people')
    expect(await runsOf('mcp-bad')).toEqual([])
  })

  test('is told of a failure at once, without what went wrong inside', async () => {
    const result = await ask(client, 'broken')
    expect(result.isError).toBe(true)
    expect(textIn(result)).toMatch(/did not work/)
    expect(JSON.stringify(result)).not.toContain('s3cret')
  })

  test('hears of work in the background that it is being done', async () => {
    const result = await ask(client, 'later')
    expect(result.isError).toBeUndefined()
    expect(textIn(result)).toMatch(/background/)
  })

  test('has something to say at the deadline, and the run goes on', async () => {
    const told = await connect(agent, { headers: { 'x-call-id': 'mcp-slow' } })
    const result = await ask(told, 'slow')
    expect(result.isError).toBeUndefined()
    expect(textIn(result)).toMatch(/takes a moment longer/)
    await vi.waitFor(
      async () => expect((await runsOf('mcp-slow')).map(({ status }) => status)).toEqual(['SUCCEEDED']),
      { timeout: 20_000 },
    )
  })

  test('a function nobody has is an error of the protocol', async () => {
    await expect(ask(client, 'nope')).rejects.toMatchObject({ code: -32602 })
  })

  test('works for agents of every platform, with the bearer secret alone', async () => {
    for (const platform of PLATFORMS) {
      const theirs = await connect(await addPlatformAgent(platform, [book]))
      expect(await ask(theirs, 'book', { people: 3 }), platform.name).toMatchObject({
        structuredContent: { booked: 3 },
      })
    }
  })
})

describe('the call', () => {
  test('is the one that header, address or message names, of which the message counts most', async () => {
    for (const [callId, talk, meta] of [
      ['by-header', { headers: { 'x-call-id': 'by-header' } }, undefined],
      ['by-query', { query: '?call_id=by-query' }, undefined],
      ['by-meta', { headers: { 'x-call-id': 'unused' }, query: '?call_id=unused' }, { call_id: 'by-meta' }],
    ] as const) {
      await ask(await connect(agent, talk), 'book', { people: 1 }, meta)
      expect((await runsOf(callId)).map(({ name }) => name)).toEqual(['book'])
    }
    expect(await runsOf('unused')).toEqual([])
  })

  test('is the session where nobody names it, so that a conversation stays together', async () => {
    const client = await connect(agent)
    const session = (client.transport as StreamableHTTPClientTransport).sessionId
    await ask(client, 'book', { people: 1 })
    await ask(client, 'Opening_hours')
    expect((await runsOf(`mcp_${session}`)).map(({ name }) => name)).toEqual(['book', 'Opening hours'])
  })

  test('has the variables of its earlier events: a function gets those it fills from them', async () => {
    const phone = await addTool('phone', respond('{{trigger.arguments.phone}}', 'text'), {
      parameters: [
        { name: 'phone', type: 'text', valueSource: 'dynamicVariable', dynamicVariableName: 'phone' },
      ],
    })
    const known = await addAgent([phone])
    await hook(known, '/pre-call', { id: 'with-variables', dynamic_variables: { phone: '+34600000001' } })
    const client = await connect(known, { headers: { 'x-call-id': 'with-variables' } })
    expect(textIn(await ask(client, 'phone'))).toBe('+34600000001')
  })
})

describe('a repeat', () => {
  const session = { 'mcp-session-id': 'session-1', 'x-call-id': 'mcp-repeat' }

  test('of a request in its session is the same run, also at once', async () => {
    const request = toolCall(7, 'Opening_hours')
    const answers = await Promise.all([1, 2, 3].map(() => post(request, session)))
    expect(new Set(answers.map(({ headers }) => headers.get('x-run-id'))).size).toBe(1)
    expect(await runsOf('mcp-repeat')).toHaveLength(1)
  })

  test('of an id in another session, or without one, is another run', async () => {
    const headers = { 'x-call-id': 'mcp-ids' }
    await post(toolCall(1, 'Opening_hours'), { ...headers, 'mcp-session-id': 'a' })
    await post(toolCall(1, 'Opening_hours'), { ...headers, 'mcp-session-id': 'b' })
    await post(toolCall(1, 'Opening_hours'), headers)
    await post(toolCall('1', 'Opening_hours'), { ...headers, 'mcp-session-id': 'a' })
    expect(await runsOf('mcp-ids')).toHaveLength(4)
  })

  test('of a function that changes something shares its result, whatever the ids', async () => {
    const headers = { 'x-call-id': 'mcp-barge-in' }
    for (const id of [1, 2]) await post(toolCall(id, 'book', { people: 2 }), headers)
    expect(await runsOf('mcp-barge-in')).toHaveLength(1)
  })
})

describe('who gets in', () => {
  test('nobody without the bearer secret of that very agent', async () => {
    const other = await addAgent([book])
    for (const authorization of ['', 'Bearer wrong', `Bearer ${other.bearer}`, `Bearer ${agent.signing}`]) {
      const answer = await post(toolCall(1, 'book'), { authorization })
      expect(answer).toMatchObject({ status: 401, body: { error_code: 'UNAUTHORIZED' } })
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/)
    }
    const nobody = { ...agent, id: 'nobody' }
    expect(await post(toolCall(1, 'book'), {}, nobody)).toMatchObject({ status: 401 })
  })

  test('a deleted agent is gone for who knows its secret', async () => {
    const gone = await addAgent([book])
    await api('DELETE', `/v1/agents/${gone.id}`)
    expect(await post(toolCall(1, 'book'), {}, gone)).toMatchObject({ status: 404 })
  })

  test('pages of others are refused, our own are not', async () => {
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    expect(await post(list, { origin: 'http://evil.test' })).toMatchObject({ status: 403 })
    expect(await post(list, { origin: 'http://patchcord.test' })).toMatchObject({ status: 200 })
  })
})

describe('the transport', () => {
  test('has nothing to listen to and nothing to end: only POST', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const answer = await call(method, `/mcp/${agent.id}`, undefined, {
        authorization: `Bearer ${agent.bearer}`,
      })
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    }
  })

  test('refuses a version of the protocol that it does not know', async () => {
    const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
    expect(await post(list, { 'mcp-protocol-version': '1900-01-01' })).toMatchObject({ status: 400 })
    for (const version of ['2025-03-26', '2025-06-18', '2025-11-25']) {
      expect(await post(list, { 'mcp-protocol-version': version })).toMatchObject({ status: 200 })
    }
  })

  test('takes notifications, and says in JSON-RPC what it can not read', async () => {
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
    expect(await post(note)).toMatchObject({ status: 202 })
    expect(await post('{"jsonrpc":"2.0"')).toMatchObject({ status: 400, body: { error: { code: -32700 } } })
    expect(await post('['.repeat(100_000))).toMatchObject({ status: 400, body: { error: { code: -32700 } } })
    expect(await post({ hello: 1 })).toMatchObject({ status: 400, body: { error: { code: -32700 } } })
    const unknown = await post({ jsonrpc: '2.0', id: 1, method: 'galaxy/list' })
    expect(unknown.body).toMatchObject({ id: 1, error: { code: -32601 } })
  })

  test('answers every request of a batch, also one that is called off in it', async () => {
    const called = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 2 } }
    const batch = [toolCall(1, 'Opening_hours'), toolCall(2, 'book', { people: 5 }), called]
    const { body } = await post(batch, { 'x-call-id': 'mcp-batch' })
    const answered = body.map(({ id, result }: { id: number; result: CallToolResult }) => [
      id,
      textIn(result),
    ])
    expect(answered).toEqual([
      [1, 'We open\nat ten.'],
      [2, '{"booked":5}'],
    ])
    expect(await runsOf('mcp-batch')).toHaveLength(2)
  })

  test('refuses a call id that is too long, and a body that is too large', async () => {
    const long = await post(toolCall(1, 'book', { people: 1 }), { 'x-call-id': 'x'.repeat(257) })
    expect(long.body.error).toMatchObject({ code: -32602, message: expect.stringContaining('call_id') })
    const large = await post(toolCall(1, 'book', { people: 1, notes: ['x'.repeat(1024 * 1024)] }))
    expect(large).toMatchObject({ status: 413, body: { error_code: 'PAYLOAD_TOO_LARGE' } })
  })
})
