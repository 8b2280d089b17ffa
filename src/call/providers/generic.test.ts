import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAgent } from '../../../test/support/calls.ts'
import { createHttpClient } from '../../piece/http-client.ts'
import { verifySignature } from '../signature.ts'
import { generic } from './generic.ts'

const reach = {
  http: createHttpClient({ allowPrivateHosts: true }),
  api: () => Promise.reject(new Error('It has none.')),
}
let respond: { status: number; body: string }
let asked: IncomingMessage | undefined
let url: string

const server = createServer((request, response) => {
  asked = request
  response.writeHead(respond.status, { 'content-type': 'application/json' }).end(respond.body)
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/calls?team=7`
})
afterAll(() => void server.close())

const TO = '+34600000001'

async function find(status: number, body: unknown) {
  respond = { status, body: typeof body === 'string' ? body : JSON.stringify(body) }
  const agent = await makeAgent([], { outboundUrl: url })
  return { agent, found: await generic.findCall?.('dial_camp_0_1_1', agent, reach, TO) }
}

test('a platform is asked under the id of the request, with a signature', async () => {
  const { agent, found } = await find(200, { placed: true, id: 'call_9' })
  expect(found).toEqual({ callId: 'call_9' })
  expect([asked?.method, asked?.url]).toEqual(['GET', '/v1/calls/dial_camp_0_1_1?team=7'])
  const headers = new Headers(asked?.headers as Record<string, string>)
  expect(await verifySignature(agent.signingKey, headers, new Uint8Array(), Date.now())).toBe(true)
})

test.each([
  [200, { placed: false }, 'never_placed'],
  [404, { placed: false }, 'never_placed'],
  [200, { call_id: 'call_9' }, { callId: 'call_9' }],
])('%i %j is a clear answer', async (status, body, expected) => {
  expect((await find(status, body)).found).toEqual(expected)
})

test.each([
  [404, { message: 'no such route' }],
  [404, 'Not found'],
  [200, {}],
  [200, 'OK'],
  [500, { id: 'call_9' }],
])('%i %j is none: nobody is dialled again for it', async (status, body) => {
  expect((await find(status, body)).found).toBeNull()
})

test('a platform without an address is not asked', async () => {
  const agent = await makeAgent([], { outboundUrl: null })
  expect(await generic.findCall?.('dial_1', agent, reach, TO)).toBeNull()
})
