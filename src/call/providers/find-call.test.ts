import { expect, test } from 'vitest'
import { makeAgent } from '../../../test/support/calls.ts'
import { complaintsAbout, loadContract, type SentRequest } from '../../../test/support/contract.ts'
import { response, sentRequest } from '../../../test/support/sent-request.ts'
import { createHttpClient } from '../../piece/http-client.ts'
import { loadPiece } from '../../piece/registry.ts'
import { providerNamed } from './registry.ts'

// Requests to dial whose answer was lost, looked up at the platform.

const ID = 'call_abc'
const TO = '+34600000001'
const metadata = { client_request_id: ID }
const other = { client_request_id: 'call_xyz' }
const UUID = 'a9f1c0de-0000-4000-8000-000000000001'

/** @param bodies what the platform answers, in turn; the last one from then on */
async function find(platform: string, ...bodies: unknown[]) {
  const sent: SentRequest[] = []
  const play = async (url: string, init: RequestInit) => {
    sent.push(await sentRequest(new Request(url, init)))
    return response(200, {}, bodies[Math.min(sent.length, bodies.length) - 1])
  }
  const http = createHttpClient({ allowPrivateHosts: true, fetch: play as typeof fetch })
  const provider = providerNamed(platform)!
  const piece = await loadPiece(provider.piece!)
  const value = { type: 'SECRET_TEXT', secret_text: 'key-for-tests' }
  const agent = await makeAgent([], { provider: platform, platformAgentId: UUID })
  const api = async () => piece.connect!(http, { value })
  const found = await provider.findCall!(ID, agent, { http, api }, TO)
  const contract = loadContract(platform)
  for (const request of contract ? sent : []) expect(complaintsAbout(contract!, request)).toEqual([])
  return found
}

const vapi = (...all: object[]) => all.map((each) => ({ id: 'c_1', assistantOverrides: { metadata: each } }))
const ultravox = (...all: object[]) => ({ results: all.map((each) => ({ callId: 'c_1', metadata: each })) })

test.each<[string, unknown, unknown]>([
  ['vapi', vapi(other, metadata), { callId: 'c_1' }],
  ['vapi', vapi(other), null],
  ['retell', [{ call_id: 'c_1', metadata }], { callId: 'c_1' }],
  // Whoever takes no notice of a filter gives any call.
  ['retell', [{ call_id: 'c_1', metadata: other }], null],
  ['retell', [], null],
  ['elevenlabs', { conversations: [{ conversation_id: 'c_1' }] }, { callId: 'c_1' }],
  ['elevenlabs', { conversations: [] }, null],
  ['ultravox', ultravox(other, metadata), { callId: 'c_1' }],
  ['ultravox', ultravox(other), null],
])('%s, asked for a call that may be there: %#', async (platform, body, found) => {
  expect(await find(platform, body)).toEqual(found)
})

const bland = (...ids: string[]) => ({ count: ids.length, calls: ids.map((call_id) => ({ call_id })) })

test.each<[string, unknown[], unknown]>([
  ['the second of its number', [bland('c_1', 'c_2'), { metadata: other }, { metadata }], { callId: 'c_2' }],
  ['none of its number', [bland('c_1', 'c_2'), { metadata: other }], null],
  ['one without metadata', [bland('c_1'), { metadata: null }], null],
  ['nothing', [bland()], null],
  ['what is no list', [{ status: 'error' }], null],
])('bland is asked for the calls to the number, and for each of them: %s', async (_, bodies, found) => {
  expect(await find('bland', ...bodies)).toEqual(found)
})
