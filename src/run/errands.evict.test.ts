import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { ultravoxFixture } from '../../scripts/platforms/ultravox.ts'
import { addCallWorkflow, addTool, respond } from '../../test/support/agents.ts'
import { chain, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent, connect, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { callObject } from './ids.ts'
import type { RunApi } from './protocol.ts'

afterEach(() => vi.restoreAllMocks())

const MESSAGES = 'POST api.ultravox.ai/api/calls/'
const after = await addCallWorkflow('after', 'callFinished', {}, respond('noted', 'text'))
const slow = await addTool(
  'slow',
  chain(
    piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 2 }),
    respond('It is done.', 'text'),
    piece('step_2', 'data-mapper', 'advanced_mapping', { mapping: { a: 1 } }),
  ),
  {},
  { latencyBudgetMs: 300 },
)

test('whoever was told that it takes longer hears the result, though the object died in between', async () => {
  const connection_id = await connect('ultravox')
  const agent = await addPlatformAgent(ultravoxFixture, [slow], { connection_id })
  const played = playServices({ [MESSAGES]: [{ status: 429 }, { status: 204 }] })
  const asked = ultravoxFixture.tool!('slow', {}, { callId: 'evicted', toolCallId: 't' })
  const first = await deliver(ultravoxFixture, agent, asked, 'tool')
  expect(first.body.result).toMatch(/takes a moment/)
  const object = callObject(agent.id, 'evicted')
  await evictDurableObject(env.RUNS.getByName(object))
  const told = await vi.waitFor(
    () => {
      const messages = played.to(MESSAGES)
      expect(messages).toHaveLength(2)
      return messages
    },
    { timeout: 25_000 },
  )
  expect(JSON.stringify(told[1]!.body)).toContain('It is done.')
})

test('an event that is to be enriched is, though the object died before its platform could be asked', async () => {
  const connection_id = await connect('ultravox')
  const agent = await addPlatformAgent(ultravoxFixture, [after], { connection_id })
  const said = { role: 'MESSAGE_ROLE_USER', text: 'Hello?', timespan: { start: '1s', end: '2s' } }
  playServices({ 'GET api.ultravox.ai/': [{ status: 503 }, { status: 503 }, { body: { results: [said] } }] })
  const answer = await deliver(ultravoxFixture, agent, ultravoxFixture.finished('ended'))
  expect(answer.status).toBe(200)
  const object = env.RUNS.getByName(callObject(agent.id, 'ended'))
  await evictDurableObject(object)
  const runs = await vi.waitFor(
    async () => {
      const { runs } = await (object as unknown as RunApi).timeline()
      expect(runs).toMatchObject([{ status: 'SUCCEEDED' }])
      return runs
    },
    { timeout: 25_000 },
  )
  expect(runs[0]!.trigger).toMatchObject({ messages: [{ role: 'user', content: 'Hello?' }] })
})
