import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { twilioFixture } from '../../scripts/platforms/twilio.ts'
import { ultravoxFixture } from '../../scripts/platforms/ultravox.ts'
import { addCallWorkflow, respond } from '../../test/support/agents.ts'
import { addPlatformAgent, connect, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from '../run/ids.ts'

// Events that leave something out, which is asked of the platform's API.

afterEach(() => vi.restoreAllMocks())

const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
const timeline = (agentId: string, callId: string) => runsOf(env)(callObject(agentId, callId)).timeline()

/** What the one workflow of a call was started with, once it has ended. */
const payloadOf = (agentId: string, callId: string) =>
  vi.waitFor(
    async () => {
      const { runs } = await timeline(agentId, callId)
      expect(runs).toMatchObject([{ status: 'SUCCEEDED' }])
      return runs[0]!.trigger
    },
    { timeout: 20_000 },
  )

const ultravox = await addPlatformAgent(ultravoxFixture, [after], {
  connection_id: await connect('ultravox'),
})
const MESSAGES = 'GET api.ultravox.ai/api/calls/'

test('what was said in a call of Ultravox is there when its workflows start, page after page', async () => {
  const message = (role: string, text: string, start: string) => ({
    role,
    text,
    timespan: { start, end: start },
  })
  const next = 'https://api.ultravox.ai/api/calls/said/messages?cursor=2'
  const played = playServices({
    [MESSAGES]: [
      { body: { next, results: [message('MESSAGE_ROLE_AGENT', 'Hello.', '1s')] } },
      {
        body: {
          next: null,
          results: [
            message('MESSAGE_ROLE_TOOL_CALL', '{}', '2s'),
            message('MESSAGE_ROLE_USER', 'A table, please.', '3.5s'),
          ],
        },
      },
    ],
  })
  expect(await deliver(ultravoxFixture, ultravox, ultravoxFixture.finished('said'))).toMatchObject({
    status: 200,
  })
  expect(await payloadOf(ultravox.id, 'said')).toMatchObject({
    messages: [
      { role: 'assistant', content: 'Hello.', created_date: '2026-03-03T10:00:01.000Z' },
      { role: 'user', content: 'A table, please.', created_date: '2026-03-03T10:00:03.500Z' },
    ],
  })
  played.expectFitting()
})

test('while Ultravox has trouble the event is taken all the same, and its run begins once it has told the rest', async () => {
  const said = { role: 'MESSAGE_ROLE_USER', text: 'Hello?', timespan: { start: '1s', end: '2s' } }
  const played = playServices({ [MESSAGES]: [{ status: 503 }, { body: { results: [said] } }] })
  const event = ultravoxFixture.finished('again')
  const answers = await Promise.all([1, 2].map(() => deliver(ultravoxFixture, ultravox, event)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect((await timeline(ultravox.id, 'again')).runs).toMatchObject([{ status: 'QUEUED' }])
  expect(await payloadOf(ultravox.id, 'again')).toMatchObject({
    messages: [{ role: 'user', content: 'Hello?' }],
  })
  expect(played.to(MESSAGES)).toHaveLength(2)
})

test('what will not be had is done without', async () => {
  const log = vi.spyOn(console, 'warn').mockReturnValue()
  playServices({ [MESSAGES]: { status: 404, body: {} } })
  await deliver(ultravoxFixture, ultravox, ultravoxFixture.finished('gone'))
  expect(await payloadOf(ultravox.id, 'gone')).toMatchObject({ messages: [], enriched: false })
  expect(log).toHaveBeenCalledWith('call.not_enriched', 'RESOURCE_NOT_FOUND')
})

test('Twilio tells who answered and where the recording is', async () => {
  const value = { username: 'AC1', password: 'token' }
  const connection_id = await connect('twilio', value, 'BASIC_AUTH')
  const agent = await addPlatformAgent(twilioFixture, [after], { connection_id })
  const sid = `CA${'1'.repeat(32)}`
  const played = playServices({
    [`GET api.twilio.com/2010-04-01/Accounts/AC1/Calls/${sid}/Recordings.json`]: {
      body: { recordings: [{ media_url: 'https://api.twilio.com/recordings/RE1' }] },
    },
    [`GET api.twilio.com/2010-04-01/Accounts/AC1/Calls/${sid}.json`]: {
      body: {
        sid,
        start_time: 'Tue, 03 Mar 2026 10:00:01 +0000',
        duration: '83',
        answered_by: 'machine_start',
      },
    },
  })
  await deliver(twilioFixture, agent, twilioFixture.finished(sid))
  expect(await payloadOf(agent.id, sid)).toMatchObject({
    start_time: '2026-03-03T10:00:01.000Z',
    duration: 83,
    end_reason: 'machine_start',
    recording_url: 'https://api.twilio.com/recordings/RE1',
  })
  played.expectFitting()
})
