import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { fakeRuns, makeAgent, SIGNING_SECRET } from '../../test/support/calls.ts'
import { nextRetry } from '../engine/retry.ts'
import { type ErrorData, toErrorData } from '../errors.ts'
import { createHttpClient } from '../piece/http-client.ts'
import type { PlaceCall } from '../piece/services.ts'
import { callObject } from '../run/ids.ts'
import type { Agent } from './agent.ts'
import { type OutboundDeps, placeCall, placedCallOutput } from './outbound.ts'
import { bland } from './providers/bland/index.ts'
import { generic } from './providers/generic.ts'
import { retell } from './providers/retell/index.ts'

interface Received {
  headers: Record<string, string>
  body: string
}

const received: Received[] = []
type Behaviour = { status: number; body: string; retryAfter?: string } | 'drop'
let respond: Behaviour = { status: 200, body: '{}' }

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  received.push({
    headers: request.headers as Record<string, string>,
    body: Buffer.concat(chunks).toString(),
  })
  if (respond === 'drop') return request.socket.destroy()
  const { status, retryAfter } = respond
  const headers = { 'content-type': 'application/json', location: '/elsewhere' }
  response.writeHead(status, retryAfter === undefined ? headers : { ...headers, 'retry-after': retryAfter })
  response.end(respond.body)
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dial`
})
afterAll(() => server.close())

const REQUEST: PlaceCall = {
  from: '+34910000000',
  to: '+34600000001',
  agentVersion: 'v2',
  dynamicVariables: { name: 'Ana' },
  clientRequestId: 'run_1.step_2',
}

const http = createHttpClient({ allowPrivateHosts: true })
const OUTSIDE: Pick<OutboundDeps, 'reach' | 'origin'> = {
  reach: () => {
    throw new Error('not in this test')
  },
  origin: 'https://patchcord.example',
}

const announced = fakeRuns(() => ({}))

async function place(
  request: Partial<PlaceCall> = {},
  changes: Partial<Agent> = {},
  deps: Partial<OutboundDeps> = {},
) {
  const agent = await makeAgent([], { phoneNumber: '+34910000000', outboundUrl: url, ...changes })
  const all: OutboundDeps = {
    isOnDoNotCall: async () => false,
    takeTurn: async () => 0,
    callerOf: async (from) => (from === agent.phoneNumber || from === agent.id ? agent : null),
    http,
    fetchSelf: async () => {
      throw new Error('not in this test')
    },
    ...OUTSIDE,
    now: Date.now,
    runs: announced.runs,
    ...deps,
  }
  return placedCallOutput(await placeCall(all, { ...REQUEST, ...request }))
}

test('a simulated call is checked like any other, asks nobody to dial, and says what it is', async () => {
  received.length = 0
  const simulate = true
  expect(await place({}, {}, { simulate })).toMatchObject({
    simulated: true,
    id: 'simulated_run_1.step_2',
    agent_id: 'agent_1',
    status: 'dialing',
    contact: { identifier: '+34600000001' },
  })
  await expect(place({ to: '6000' }, {}, { simulate })).rejects.toMatchObject({
    code: 'PHONE_NUMBER_INVALID',
  })
  await expect(place({ from: 'x' }, {}, { simulate })).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' })
  await expect(place({}, { outboundUrl: null }, { simulate })).rejects.toMatchObject({
    code: 'OUTBOUND_NOT_CONFIGURED',
  })
  expect(received).toEqual([])
})

test('"from" may name another number of the platform for this one call', async () => {
  const built: (string | null)[] = []
  const buildOutbound = vi.spyOn(retell, 'buildOutbound').mockImplementation(async (call, agent) => {
    built.push(agent.platformNumberId, call.from)
    return { url, headers: {}, body: '{}' }
  })
  const simulate = true
  const changes = { provider: 'retell', platformNumberId: '+34910000000' }
  await place({ from: 'agent_1#+34910000009' }, changes, { simulate })
  await place({ from: 'agent_1' }, changes, { simulate })
  expect(built).toEqual(['+34910000009', '+34910000009', '+34910000000', '+34910000000'])
  buildOutbound.mockRestore()
  await expect(place({ from: 'x#+34910000009' }, changes, { simulate })).rejects.toMatchObject({
    code: 'AGENT_NOT_FOUND',
  })
})

test('a generic agent is asked by a signed request, and the answer is a call of Diga', async () => {
  respond = { status: 201, body: '{"call_id":"call_9"}' }
  received.length = 0
  expect(await place()).toMatchObject({
    id: 'call_9',
    agent_id: 'agent_1',
    agent_version_id: 'v2',
    status: 'dialing',
    type: 'outbound',
    contact: { identifier: '+34600000001' },
    dynamic_variables: { name: 'Ana' },
  })
  const [request] = received
  expect(new Webhook(SIGNING_SECRET).verify(request!.body, request!.headers)).toEqual({
    type: 'call.requested',
    agent_id: 'agent_1',
    agent_version_id: 'v2',
    from_number: '+34910000000',
    to_number: '+34600000001',
    dynamic_variables: { name: 'Ana' },
    client_request_id: 'run_1.step_2',
  })
})

test('a call that is tried again keeps the id of its message', async () => {
  respond = { status: 200, body: '{}' }
  received.length = 0
  await place()
  await place()
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
})

test.each<[string, Behaviour]>([
  ['500', { status: 500, body: '{}' }],
  ['503', { status: 503, body: 'busy' }],
  ['408', { status: 408, body: '{}' }],
  ['a lost connection', 'drop'],
])('after %s nobody knows whether the phone rings, so it is not tried again', async (_, response) => {
  respond = response
  await expect(place()).rejects.toMatchObject({ code: 'CALL_OUTCOME_UNKNOWN', retryable: false })
})

test.each([
  [400, 'CALL_REFUSED', false],
  [302, 'CALL_REFUSED', false],
  [429, 'CALL_RATE_LIMITED', true],
])('a clear %i is %s', async (status, code, retryable) => {
  respond = { status, body: '{"message":"No credit."}' }
  await expect(place()).rejects.toMatchObject({
    code,
    retryable,
    message: expect.stringContaining('No credit.'),
  })
})

test('a step that may be tried again waits for as long as the platform asks', async () => {
  respond = { status: 429, body: '{}', retryAfter: '7' }
  const error = await place().catch(toErrorData)
  expect(error).toMatchObject({ code: 'CALL_RATE_LIMITED', details: { retryAfterMs: 7_000 } })
  const policy = { maxAttempts: 2, backoffMs: 1_000, maxBackoffMs: 1_000 }
  expect(nextRetry(policy, error as ErrorData, 1, 0)).toBe(7_000)
})

test('a call whose answer was lost is looked for where somebody may wait for that', async () => {
  respond = 'drop'
  const findCall = vi.spyOn(generic, 'findCall').mockResolvedValue({ callId: 'call_9' })
  try {
    const outside = { reach: () => ({}) as ReturnType<OutboundDeps['reach']> }
    expect((await place({}, {}, { ...outside, pause: async () => undefined })).id).toBe('call_9')
    await expect(place({}, {}, outside)).rejects.toMatchObject({ code: 'CALL_OUTCOME_UNKNOWN' })
    expect(findCall).toHaveBeenCalledOnce()
  } finally {
    findCall.mockRestore()
  }
})

describe('a platform that wants time between two calls to a number', () => {
  beforeEach(() => {
    vi.spyOn(bland, 'buildOutbound').mockResolvedValue({ url, headers: {}, body: '{}' })
    respond = { status: 201, body: '{"call_id":"call_9"}' }
    received.length = 0
  })
  afterEach(() => vi.restoreAllMocks())
  const placeWith = (takeTurn: OutboundDeps['takeTurn'], deps: Partial<OutboundDeps> = {}) =>
    place({}, { provider: 'bland' }, { takeTurn, ...deps })

  test('is not asked before its turn has come, and the step may be tried again then', async () => {
    const error = await placeWith(async () => 4_000).catch(toErrorData)
    expect(error).toMatchObject({
      code: 'NUMBER_CALLED_RECENTLY',
      retryable: true,
      details: { retryAfterMs: 4_000 },
    })
    expect(received).toEqual([])
  })

  test('is asked once the turn is taken, which a simulated call does not do', async () => {
    const takeTurn = vi.fn(async () => 0)
    await placeWith(takeTurn, { simulate: true })
    expect(takeTurn).not.toHaveBeenCalled()
    expect(await placeWith(takeTurn)).toMatchObject({ id: 'call_9' })
    expect(takeTurn.mock.calls).toEqual([
      [{ provider: 'bland', number: '+34600000001', spacingMs: bland.spacingMs }],
    ])
  })

  test('is the only kind that is asked for turns', async () => {
    const takeTurn = vi.fn(async () => 4_000)
    expect(await place({}, {}, { takeTurn })).toMatchObject({ id: 'call_9' })
    expect(takeTurn).not.toHaveBeenCalled()
  })
})

test('an address inside our own network is refused before anything is sent', async () => {
  received.length = 0
  const http = createHttpClient({ allowPrivateHosts: false })
  await expect(place({}, {}, { http })).rejects.toMatchObject({ code: 'HTTP_HOST_REFUSED' })
  expect(received).toEqual([])
})

test.each([
  ['0034 600-000 (001)', '+34910000000', '+34600000001'],
  ['600 000 001', '+34910000000', '+34600000001'],
  ['(202) 555-0123', '+12125550100', '+12025550123'],
])('"%s" is read as it is dialled where %s is', async (to, phoneNumber, expected) => {
  respond = { status: 200, body: '{}' }
  received.length = 0
  expect(await place({ from: 'agent_1', to }, { phoneNumber })).toMatchObject({
    contact: { identifier: expected },
  })
  expect(JSON.parse(received[0]!.body)).toMatchObject({ to_number: expected })
})

test('a number on the do-not-call list is not called, not even by a test, and trying again is no use', async () => {
  received.length = 0
  const asked: string[] = []
  const isOnDoNotCall = async (number: string) => asked.push(number) > 0
  for (const simulate of [false, true]) {
    await expect(place({ to: '600 000 001' }, {}, { isOnDoNotCall, simulate })).rejects.toMatchObject({
      code: 'NUMBER_ON_DO_NOT_CALL',
      retryable: false,
    })
  }
  expect(asked).toEqual(['+34600000001', '+34600000001'])
  expect(received).toEqual([])
})

test.each<[string, Partial<PlaceCall>, Partial<Agent>]>([
  ['PHONE_NUMBER_INVALID', { to: '60000' }, {}],
  ['PHONE_NUMBER_INVALID', { to: 'Ana' }, {}],
  ['PHONE_NUMBER_INVALID', { to: '+34 600 000 001 ext 4' }, {}],
  ['PHONE_NUMBER_INVALID', { from: 'agent_1', to: '600000001' }, { phoneNumber: null }],
  ['NUMBER_NOT_DIALLABLE', { to: '112' }, {}],
  ['NUMBER_NOT_DIALLABLE', { to: '803 123 456' }, {}],
  ['AGENT_NOT_FOUND', { from: '+34999999999' }, {}],
  ['AGENT_NOT_FOUND', {}, { provider: 'toString' }],
  ['OUTBOUND_NOT_CONFIGURED', {}, { outboundUrl: null }],
])('%s is told before anything is sent', async (code, request, changes) => {
  received.length = 0
  await expect(place(request, changes)).rejects.toMatchObject({ code })
  expect(received).toEqual([])
})

test('a call through the simulator reaches our own route', async () => {
  const asked: Request[] = []
  const fetchSelf = async (request: Request) => {
    asked.push(request)
    return Response.json({ id: 'sim_1' }, { status: 201 })
  }
  expect(await place({}, { provider: 'simulator', outboundUrl: null }, { fetchSelf })).toMatchObject({
    id: 'sim_1',
  })
  expect(new URL(asked[0]!.url).pathname).toBe('/simulator/calls')
  const headers = Object.fromEntries(asked[0]!.headers)
  expect(() => new Webhook(SIGNING_SECRET).verify('{}', headers)).toThrow()
  expect(new Webhook(SIGNING_SECRET).verify(await asked[0]!.text(), headers)).toMatchObject({
    client_request_id: 'run_1.step_2',
  })
})

test('the object of the call hears of it, with the version it was asked for if that is one of the agent', async () => {
  respond = { status: 201, body: '{"call_id":"call_9"}' }
  announced.sent.length = 0
  await place({ agentVersion: 'live' })
  await place({ agentVersion: "the platform's own" })
  await place({ agentVersion: undefined })
  expect(announced.sent.map(({ object }) => object)).toEqual(Array(3).fill(callObject('agent_1', 'call_9')))
  expect(announced.sent[0]?.request).toMatchObject({
    event: { id: 'call_placed' },
    call: { call_id: 'call_9', status: 'dialing', phone_number: '+34600000001' },
    starts: [],
  })
  const versions = announced.sent.map(({ request }) => request.call?.agent_version_id)
  expect(versions).toEqual(['live', undefined, 'live'])
})

test('whoever waits for the end is named with the call', async () => {
  respond = { status: 201, body: '{"call_id":"call_9"}' }
  announced.sent.length = 0
  const watcher = { kind: 'campaign', campaign_id: 'spring', dial_id: 'dial_1' } as const
  const agent = await makeAgent([], { outboundUrl: url })
  const deps = {
    callerOf: async () => agent,
    isOnDoNotCall: async () => false,
    takeTurn: async () => 0,
    http,
    fetchSelf: async () => Response.error(),
    ...OUTSIDE,
    now: Date.now,
  }
  await placeCall({ ...deps, runs: announced.runs }, REQUEST, watcher)
  expect(announced.sent[0]?.request).toMatchObject({ event: { id: 'call_placed' }, watcher })
})

test('a call the platform gives no id is announced to nobody; one that cannot be announced was placed all the same', async () => {
  announced.sent.length = 0
  respond = { status: 200, body: '{}' }
  expect(await place()).toMatchObject({ id: 'run_1.step_2' })
  expect(announced.sent).toEqual([])
  respond = { status: 201, body: '{"call_id":"call_9"}' }
  const broken = fakeRuns(() => Promise.reject(new Error('gone')))
  expect(await place({}, {}, { runs: broken.runs })).toMatchObject({ id: 'call_9' })
})
