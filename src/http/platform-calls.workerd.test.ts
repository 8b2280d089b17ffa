import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { addCallWorkflow, respond } from '../../test/support/agents.ts'
import { api } from '../../test/support/api.ts'
import { addPlatformAgent, connect, deliver } from '../../test/support/platforms/agents.ts'
import { OUTBOUND } from '../../test/support/platforms/outbound.ts'
import { playServices } from '../../test/support/played-services.ts'
import { runsOf } from '../call/dispatch.ts'
import { providerNamed } from '../call/providers/registry.ts'
import { callObject } from '../run/ids.ts'

// Make Call on every platform, its API played and held against its description.

// The tests call the same number again at once, which not every platform takes.
beforeEach(async () => {
  await env.DB.exec('DELETE FROM number_turns')
  // Before a call is looked up.
  vi.spyOn(scheduler, 'wait').mockResolvedValue(undefined)
})
afterEach(() => vi.restoreAllMocks())

const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
const timeline = (agentId: string, callId: string) => runsOf(env)(callObject(agentId, callId)).timeline()
const dial = (from_number: string) =>
  api('POST', '/v1/call/', {
    from_number,
    to_number: '+34600000001',
    dynamic_variables: { customer_name: 'Ana', visits: 3 },
  })

const CASES = OUTBOUND.map((each) => [each.platform.name, each] as const)

describe.each(CASES)(
  '%s',
  async (_, {
    platform,
    piece,
    connection,
    settings,
    route,
    answer,
    request,
    lacks,
    callId = 'placed-1',
  }) => {
    const connection_id = await connect(piece ?? platform.name, connection?.[0], connection?.[1])
    const agent = await addPlatformAgent(platform, [after], { ...settings, connection_id })

    test('a call is placed through its API, and what follows joins it', async () => {
      const played = playServices({ [route]: { status: 201, ...answer } })
      expect(await dial(agent.id)).toMatchObject({ status: 201 })
      expect(played.sent).toHaveLength(1)
      expect(played.sent[0]!.body).toEqual(request(agent))
      played.expectFitting()
      // Nothing more is known of the call at its platform.
      vi.restoreAllMocks()
      playServices({ 'GET ': { status: 404, body: {} } })
      const ended = await deliver(platform, agent, platform.finished(callId))
      expect(ended.status, JSON.stringify(ended.body)).toBeLessThan(300)
      await vi.waitFor(
        async () => {
          const { events, runs } = await timeline(agent.id, callId)
          expect(events.map(({ kind }) => kind)).toEqual(['call_placed', 'call_finished'])
          expect(runs).toMatchObject([{ status: 'SUCCEEDED' }])
        },
        { timeout: 20_000 },
      )
    })

    test.each([
      [429, { message: 'Over the limit' }, 429, 'CALL_RATE_LIMITED', 'Over the limit'],
      [400, { message: ['the number must be E.164'], error: 'Bad Request' }, 502, 'CALL_REFUSED', 'E.164'],
      [401, { detail: { message: 'Invalid key' } }, 502, 'CALL_REFUSED', 'Invalid key'],
      [422, { errors: [{ title: 'No funds' }] }, 502, 'CALL_REFUSED', 'No funds'],
      [500, { error: 'Oops' }, 504, 'CALL_OUTCOME_UNKNOWN', 'Oops'],
    ])('a %i of its API is asked once, and told', async (status, body, told, code, words) => {
      const played = playServices({ [route]: { status, body } })
      const result = await dial(agent.id)
      expect(result).toMatchObject({ status: told, body: { error_code: code } })
      expect(result.body.message).toContain(words)
      // A platform that can be asked for the call is asked that too.
      expect(played.to(route)).toHaveLength(1)
    })

    test('a 429 says when to try again, as its API did', async () => {
      playServices({ [route]: { status: 429, headers: { 'retry-after': '7' }, body: { message: 'Slow' } } })
      const result = await dial(agent.id)
      expect(result).toMatchObject({
        status: 429,
        body: { error_code: 'CALL_RATE_LIMITED', details: { retryAfterMs: 7_000 } },
      })
      expect(result.headers.get('retry-after')).toBe('7')
    })

    test('two calls to a number at once are both asked for, unless the platform wants time between', async () => {
      const spacingMs = providerNamed(platform.name)?.spacingMs
      const played = playServices({ [route]: { status: 201, ...answer } })
      const results = await Promise.all([dial(agent.id), dial(agent.id)])
      const refused = results.filter(({ status }) => status !== 201)
      expect(played.sent).toHaveLength(spacingMs === undefined ? 2 : 1)
      expect(refused).toHaveLength(spacingMs === undefined ? 0 : 1)
      for (const { status, body, headers } of refused) {
        expect([status, body.error_code]).toEqual([429, 'NUMBER_CALLED_RECENTLY'])
        expect(headers.get('retry-after')).toBe(String(Math.ceil(body.details.retryAfterMs / 1000)))
      }
    })

    test('an agent that lacks what its platform needs says what, and nobody is asked', async () => {
      const played = playServices({})
      const all: Record<string, unknown> = { ...settings, connection_id }
      for (const field of ['connection_id', ...lacks]) {
        await api('PATCH', `/v1/agents/${agent.id}`, { [field]: null })
        const result = await dial(agent.id)
        expect(result).toMatchObject({ status: 412, body: { error_code: 'OUTBOUND_NOT_CONFIGURED' } })
        expect(result.body.message).toContain(field)
        await api('PATCH', `/v1/agents/${agent.id}`, { [field]: all[field] })
      }
      expect(played.sent).toEqual([])
    })
  },
)
