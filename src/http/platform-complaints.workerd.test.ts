import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { PLATFORMS } from '../../scripts/platforms/all.ts'
import { blandFixture } from '../../scripts/platforms/bland.ts'
import { digaFixture } from '../../scripts/platforms/diga.ts'
import { elevenlabsFixture } from '../../scripts/platforms/elevenlabs.ts'
import { textOf } from '../../scripts/platforms/fixture.ts'
import { retellFixture } from '../../scripts/platforms/retell.ts'
import { twilioFixture } from '../../scripts/platforms/twilio.ts'
import { ultravoxFixture } from '../../scripts/platforms/ultravox.ts'
import { vapiFixture } from '../../scripts/platforms/vapi.ts'
import { addCallWorkflow, addTool, respond, type TestAgent } from '../../test/support/agents.ts'
import { call } from '../../test/support/api.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { runsOf } from '../call/dispatch.ts'
import { callResult } from '../call/result.ts'
import { callObject } from '../run/ids.ts'

// What people complain of in forums of voice platforms, as promises. Others stand where their code is: answers in time in
// patience.test.ts, errors that are told and not swallowed in platform-hooks.

const people = { name: 'people', type: 'number', required: true }
/** Counts its bookings, so that a second one would show. */
const note = piece('note', 'store', 'add_to_list', {
  key: 'bookings',
  value: ['{{trigger.arguments.people}}'],
  ignore_if_exists: false,
  store_scope: 'COLLECTION',
})
const delay = piece('delay', 'delay', 'delayFor', { unit: 'seconds', delayFor: 1 })
const book = await addTool(
  'book',
  chain(delay, note, respond({ booked: '{{note.length}}' })),
  { parameters: [people] },
  { deadlineSeconds: 0.3 },
)
const flaky = await addTool('flaky', code('step_1', 'export const code = () => { throw new Error("no") }'))
const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
const before = await addCallWorkflow(
  'before',
  'preCall',
  {},
  piece('data', 'diga', 'returnCallData', { promptAddition: 'Ana calls.', dynamicVariables: {} }),
)
const flows = [before, book, flaky, after]

const timeline = (agent: TestAgent, callId: string) => runsOf(env)(callObject(agent.id, callId)).timeline()
const runs = async (agent: TestAgent, callId: string) =>
  (await timeline(agent, callId)).runs.map(({ name }) => name)

test('several call_ended within a second are one finished call', async () => {
  const agent = await addPlatformAgent(retellFixture, flows)
  const event = retellFixture.finished('at-once')
  const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(retellFixture, agent, event)))
  answers.push(await deliver(retellFixture, agent, event))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(await runs(agent, 'at-once')).toEqual(['after'])
})

test('a caller who lost patience and asks again under a new id books one table', async () => {
  playServices({})
  const agent = await addPlatformAgent(vapiFixture, flows)
  const ask = (toolCallId: string, args: object) =>
    deliver(vapiFixture, agent, vapiFixture.tool!('book', args, { callId: 'impatient', toolCallId }), 'tool')
  const first = await ask('t1', { people: 2 })
  expect(first.body.results[0].result).toMatch(/takes a moment/)
  await ask('t2', { people: 2 })
  // Models write the same argument differently.
  await ask('t3', { people: '2' })
  await vi.waitFor(
    async () => {
      const ended = (await timeline(agent, 'impatient')).runs
      expect(ended.map(({ status }) => status)).toEqual(['SUCCEEDED'])
    },
    { timeout: 20_000 },
  )
  const last = await ask('t4', { people: 2 })
  expect(JSON.parse(last.body.results[0].result)).toEqual({ booked: 1 })
  vi.restoreAllMocks()
})

test('what failed is tried again when the agent asks again', async () => {
  const agent = await addPlatformAgent(vapiFixture, flows)
  for (const toolCallId of ['t1', 't2']) {
    const sent = vapiFixture.tool!('flaky', {}, { callId: 'again', toolCallId })
    expect((await deliver(vapiFixture, agent, sent, 'tool')).body.results[0].error).toMatch(/did not work/)
  }
  expect(await runs(agent, 'again')).toEqual(['flaky', 'flaky'])
})

test('one address takes everything, at whichever level of the platform it is set', async () => {
  const agent = await addPlatformAgent(vapiFixture, flows, { platform_agent_id: 'asst_1' })
  const { preCall, tool, finished } = vapiFixture
  const callId = 'one-address'
  for (const sent of [preCall!(callId), tool!('flaky', {}, { callId, toolCallId: 't' }), finished(callId)]) {
    expect(sent.path).toBeUndefined()
    expect(await deliver(vapiFixture, agent, sent)).toMatchObject({ status: 200 })
  }
  expect(await runs(agent, callId)).toEqual(['before', 'flaky', 'after'])
})

test('a body that was read and written anew on its way is refused, but for Bland, which signs such a one', async () => {
  for (const platform of PLATFORMS.filter((each) => each.sign && each !== twilioFixture)) {
    const agent = await addPlatformAgent(platform, flows)
    const { path = '', body, headers } = platform.finished('anew')
    const where = `/hooks/${platform.name}/${agent.id}${path}`
    const proof = await platform.sign!(platform.secret!, textOf(body), Date.now(), '')
    const anew = JSON.stringify(body, null, 2)
    const { status } = await call('POST', where, anew, { ...headers, ...proof })
    expect(status, platform.name).toBe(platform === blandFixture ? 200 : 401)
  }
})

test('a wrong key is told apart from everything else: 401, and what to look at', async () => {
  const agent = await addPlatformAgent(retellFixture, flows, { secrets: ['the key without the badge'] })
  const answer = await deliver(retellFixture, agent, retellFixture.finished('wrong-key'))
  expect(answer).toMatchObject({ status: 401, body: { message: expect.stringContaining('"secrets"') } })
})

test('what was recorded and is played again starts nothing', async () => {
  for (const platform of PLATFORMS.filter((each) => each !== digaFixture)) {
    const agent = await addPlatformAgent(platform, flows)
    const event = platform.finished('replayed')
    const where = `/hooks/${platform.name}/${agent.id}${event.path ?? ''}`
    const url = `http://patchcord.test${where}`
    const text = textOf(event.body)
    const proof = await platform.sign!(platform.secret!, text, Date.now(), url)
    for (const _ of [1, 2]) await call('POST', where, text, { ...event.headers, ...proof })
    expect(await runs(agent, 'replayed'), platform.name).toEqual(['after'])
  }
})

test('a status that was true when the call began is not believed at its end', async () => {
  const agent = await addPlatformAgent(vapiFixture, flows)
  const event = vapiFixture.finished('stale')
  expect(JSON.stringify(event.body)).toContain('"status":"ringing"')
  await deliver(vapiFixture, agent, event)
  expect((await timeline(agent, 'stale')).call).toMatchObject({ status: 'completed' })
})

const call_id = 'never-connected'
const NEVER_CONNECTED = [
  [
    vapiFixture,
    {
      message: {
        type: 'status-update',
        status: 'ended',
        endedReason: 'customer-busy',
        call: { id: call_id, type: 'outboundPhoneCall' },
      },
    },
  ],
  [
    retellFixture,
    {
      event: 'call_analyzed',
      call: {
        call_id,
        call_status: 'not_connected',
        direction: 'outbound',
        disconnection_reason: 'dial_busy',
      },
    },
  ],
  [
    elevenlabsFixture,
    {
      type: 'call_initiation_failure',
      event_timestamp: 1_739_537_297,
      data: {
        agent_id: 'a',
        conversation_id: call_id,
        failure_reason: 'busy',
        metadata: { type: 'sip', body: {} },
      },
    },
  ],
  [blandFixture, { call_id, completed: false, status: 'failed', error_message: 'Busy', inbound: false }],
  [ultravoxFixture, { event: 'call.ended', call: { callId: call_id, endReason: 'unjoined' } }],
  [twilioFixture, `CallSid=${call_id}&CallStatus=busy&Direction=outbound-api&From=%2B1&To=%2B2`],
] as const

test.each(NEVER_CONNECTED)('a call that nobody took has an end as well: $name', async (platform, body) => {
  const agent = await addPlatformAgent(platform, flows)
  expect((await deliver(platform, agent, { body })).status).toBeLessThan(300)
  expect(await runs(agent, call_id)).toEqual(['after'])
  const { call: known } = await timeline(agent, call_id)
  expect(callResult(known!).outcome).toBe(platform === ultravoxFixture ? 'no_answer' : 'busy')
})
