import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { elevenlabsFixture } from '../../scripts/platforms/elevenlabs.ts'
import { vapiFixture } from '../../scripts/platforms/vapi.ts'
import { addCallWorkflow, respond, type TestAgent } from '../../test/support/agents.ts'
import { addPlatformAgent, connect, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { wasteful, watchedDb } from '../../test/support/query-plans.ts'
import { runsOf } from '../call/dispatch.ts'
import { endedCallIds } from '../db/reconcile.ts'
import { callObject } from '../run/ids.ts'
import { reconcileCalls } from './reconcile.ts'

afterEach(() => vi.restoreAllMocks())

const MINUTE_MS = 60_000
const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))

/** Begin and end of calls that are over by the next turn. */
const BEGAN = Date.now() + 5 * MINUTE_MS
const ENDED = BEGAN + 84_400
const iso = (at: number) => new Date(at).toISOString()

/** When an agent has its turn, about an hour from now. */
function turnOf({ id }: TestAgent): number {
  const share = Number.parseInt(id.slice(-1), 16)
  const soon = Math.floor(Date.now() / MINUTE_MS) + 60
  return (soon + ((share - (soon % 16) + 16) % 16)) * MINUTE_MS
}

async function runsIn(agent: TestAgent, callId: string) {
  const { runs } = await runsOf(env)(callObject(agent.id, callId)).timeline()
  return runs
}

/** Waits until the index knows of a call. */
const indexed = (agent: TestAgent, callId: string) =>
  vi.waitFor(
    async () => {
      const query = 'SELECT id FROM calls WHERE agent_id = ? AND provider_call_id = ?'
      expect(await env.DB.prepare(query).bind(agent.id, callId).first()).not.toBeNull()
    },
    { timeout: 20_000 },
  )

describe('vapi', () => {
  const listed = (id: string, changes: object = {}) => {
    const { call, ...report } = (vapiFixture.finished(id).body as { message: { call: object } }).message
    const times = { createdAt: iso(BEGAN), updatedAt: iso(ENDED), startedAt: iso(BEGAN), endedAt: iso(ENDED) }
    return { ...report, type: undefined, ...call, status: 'ended', ...times, ...changes }
  }
  /** Vapi with pages of calls of one assistant; agents of other tests may have their turn as well. */
  const play = (assistantId: string, ...pages: object[][]) =>
    playServices({
      'GET api.vapi.ai/call': ({ url }) => ({
        body: (url.searchParams.get('assistantId') === assistantId && pages.shift()) || [],
      }),
    })
  const add = async (platform_agent_id: string) =>
    addPlatformAgent(vapiFixture, [after], { connection_id: await connect('vapi'), platform_agent_id })

  test('an end that was never told is taken, once, and those that were told are left alone', async () => {
    const agent = await add('asst_missed')
    const calls = [
      listed('running', { status: 'in-progress', endedAt: undefined }),
      listed('just-now', { endedAt: iso(turnOf(agent) - MINUTE_MS) }),
      listed('told'),
      listed('missed'),
    ]
    const played = play('asst_missed', calls, calls)
    await deliver(vapiFixture, agent, vapiFixture.finished('told'))
    await indexed(agent, 'told')
    expect(await reconcileCalls(env, turnOf(agent))).toBe(1)
    const [run, ...others] = await runsIn(agent, 'missed')
    expect(others).toEqual([])
    expect(run!.trigger).toMatchObject({
      call_id: 'missed',
      phone_number: '+34600000001',
      end_reason: 'customer-ended-call',
      duration: 84,
      recording_url: 'https://storage.vapi.ai/1.wav',
      messages: [
        { role: 'assistant', content: 'Hello.' },
        { role: 'user', content: 'I would like a table.' },
      ],
      dynamic_variables: { customer_name: 'Ana' },
    })
    expect(await runsIn(agent, 'told')).toHaveLength(1)
    for (const id of ['running', 'just-now']) expect(await runsIn(agent, id)).toEqual([])
    expect(await reconcileCalls(env, turnOf(agent))).toBe(0)
    const queries = played.sent.map(({ url }) => url.searchParams)
    const query = queries.find((each) => each.get('assistantId') === 'asst_missed')
    expect(Date.parse(query?.get('createdAtGe') ?? '')).toBeGreaterThanOrEqual(Date.now() - MINUTE_MS)
    played.expectFitting()
  })

  test('an event that comes at the same time, or later, starts nothing more', async () => {
    const agent = await add('asst_race')
    play('asst_race', [listed('race')], [listed('race')])
    const late = () => deliver(vapiFixture, agent, vapiFixture.finished('race'))
    const answers = await Promise.all([
      late(),
      reconcileCalls(env, turnOf(agent)),
      reconcileCalls(env, turnOf(agent)),
      late(),
    ])
    expect([answers[0].status, answers[3].status]).toEqual([200, 200])
    expect(answers[1] + answers[2]).toBeLessThanOrEqual(1)
    expect((await late()).status).toBe(200)
    expect(await runsIn(agent, 'race')).toHaveLength(1)
  })

  test('it is asked page after page', async () => {
    const agent = await add('asst_pages')
    const page = Array.from({ length: 25 }, (_, n) => listed(`page-${n}`, { createdAt: iso(BEGAN - n) }))
    const played = play('asst_pages', page, [listed('page-last')])
    expect(await reconcileCalls(env, turnOf(agent))).toBe(26)
    const asked = played.sent.filter(({ url }) => url.searchParams.get('assistantId') === 'asst_pages')
    expect(asked[1]!.url.searchParams.get('createdAtLt')).toBe(iso(BEGAN - 24))
  })

  test('the first turn of a day looks further back, and none before the agent was as it is', async () => {
    const agent = await add('asst_day')
    const played = play('asst_day')
    const asked = async (now: number) => {
      await reconcileCalls(env, now)
      const queries = played.sent.map(({ url }) => url.searchParams)
      const query = queries.findLast((each) => each.get('assistantId') === 'asst_day')!
      return (now - Date.parse(query.get('createdAtGe') ?? '')) / MINUTE_MS
    }
    const inTwoDays = (Math.floor(Date.now() / 86_400_000) + 2) * 1_440
    const share = Number.parseInt(agent.id.slice(-1), 16)
    const first = (inTwoDays + ((share - (inTwoDays % 16) + 16) % 16)) * MINUTE_MS
    expect(await asked(first)).toBe(26 * 60)
    expect(await asked(first + 16 * MINUTE_MS)).toBe(2 * 60)
    expect(await asked(turnOf(agent))).toBeLessThan(80)
  })

  test('who shares an assistant, has no connection or is not at home there is not asked about', async () => {
    const twins = [await add('asst_twin'), await add('asst_twin')]
    const bare = await addPlatformAgent(vapiFixture, [after], { platform_agent_id: 'asst_bare' })
    const nameless = await addPlatformAgent(vapiFixture, [after], { connection_id: await connect('vapi') })
    const played = play('')
    for (const agent of [...twins, bare, nameless]) await reconcileCalls(env, turnOf(agent))
    const asked = played.sent.map(({ url }) => url.searchParams.get('assistantId'))
    expect(asked.filter((id) => id === 'asst_twin' || id === 'asst_bare' || id === null)).toEqual([])
  })

  test('one platform in trouble does not keep the others', async () => {
    const agent = await add('asst_trouble')
    const log = vi.spyOn(console, 'error').mockReturnValue()
    playServices({ 'GET api.vapi.ai/call': { status: 503, body: {} } })
    expect(await reconcileCalls(env, turnOf(agent))).toBe(0)
    expect(log).toHaveBeenCalledWith('tick.reconcile', agent.id, 'SERVICE_UNAVAILABLE')
  })
})

test('of ElevenLabs’ conversations only those that were missed are read', async () => {
  const agent = await addPlatformAgent(elevenlabsFixture, [after], {
    connection_id: await connect('elevenlabs'),
    platform_agent_id: 'agent_el',
  })
  const start = Math.floor(BEGAN / 1000)
  const entry = (conversation_id: string, status = 'done') => ({
    agent_id: 'agent_el',
    conversation_id,
    start_time_unix_secs: start,
    call_duration_secs: 22,
    message_count: 2,
    status,
    call_successful: 'success',
  })
  const { data } = elevenlabsFixture.finished('conv_missed').body as { data: object }
  const has = { has_audio: false, has_user_audio: false, has_response_audio: false }
  const played = playServices({
    // Agents of the tests above.
    'GET api.vapi.ai/call': { body: [] },
    'GET api.elevenlabs.io/v1/convai/conversations/conv_missed': { body: { ...data, ...has } },
    'GET api.elevenlabs.io/v1/convai/conversations': [
      {
        body: {
          conversations: [entry('conv_told'), entry('conv_now', 'processing')],
          has_more: true,
          next_cursor: 'c2',
        },
      },
      { body: { conversations: [entry('conv_missed')], has_more: false } },
    ],
  })
  await deliver(elevenlabsFixture, agent, elevenlabsFixture.finished('conv_told'))
  await indexed(agent, 'conv_told')
  expect(await reconcileCalls(env, turnOf(agent))).toBe(1)
  expect(await runsIn(agent, 'conv_missed')).toMatchObject([
    { trigger: { duration: 22, phone_number: '+34600000001', summary: 'A table for two.' } },
  ])
  expect(played.to('GET api.elevenlabs.io').map(({ url }) => url.searchParams.get('cursor'))).toEqual([
    null,
    'c2',
    null,
  ])
  played.expectFitting()
})

test('which ends are known is found by its index', async () => {
  const { db, plans } = watchedDb()
  await endedCallIds(db, 'agent', ['a', 'b'])
  const plan = await plans()
  expect(wasteful(plan)).toEqual([])
  expect(plan.join()).toContain('calls_provider')
})
