import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { blandFixture } from '../../scripts/platforms/bland.ts'
import { addPlatformAgent, connect } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { createNetwork } from './network.ts'

// What a campaign is told by a platform that does not take the same number again so soon.

afterEach(() => vi.restoreAllMocks())

const connection_id = await connect('bland')
const { id: agent } = await addPlatformAgent(blandFixture, [], {
  connection_id,
  platform_agent_id: 'pathway/p1',
})
const network = createNetwork({
  env,
  campaignId: 'camp_00000000000000000000000a',
  fetchSelf: async () => Response.error(),
  ended: async () => undefined,
})
const dial = (n: number, to: string) => {
  const id = `dial_camp_00000000000000000000000a_${n}_1`
  return network.place({ id, to, agent, agentVersion: null, variables: {} })
}

test('the same number again has to wait, and another one does not', async () => {
  const played = playServices({
    'POST api.bland.ai/v1/calls': { body: { status: 'success', call_id: 'placed-1' } },
  })
  const placed = { kind: 'placed', callId: 'placed-1' }
  expect(await dial(1, '+34600000001')).toEqual(placed)
  expect(await dial(2, '+34600000001')).toEqual({ kind: 'wait', afterMs: expect.any(Number) })
  expect(await dial(3, '+34600000002')).toEqual(placed)
  expect(played.sent).toHaveLength(2)
})

test('a call whose answer was lost is asked for by its number', async () => {
  const id = 'dial_camp_00000000000000000000000a_4_1'
  const played = playServices({
    'GET api.bland.ai/v1/calls/': { body: { metadata: { client_request_id: id } } },
    'GET api.bland.ai/v1/calls': { body: { count: 1, calls: [{ call_id: 'c_1' }] } },
  })
  expect(await network.find({ id, agent, to: '+34600000004' })).toEqual({ callId: 'c_1' })
  expect(played.sent[0]?.url.searchParams.get('to_number')).toBe('+34600000004')
  played.expectFitting()
})
