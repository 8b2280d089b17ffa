import { evictDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, expect, test, vi } from 'vitest'
import { ultravoxFixture } from '../../scripts/platforms/ultravox.ts'
import { addTool, respond } from '../../test/support/agents.ts'
import { chain, piece } from '../../test/support/definitions.ts'
import { addPlatformAgent, connect, deliver } from '../../test/support/platforms/agents.ts'
import { playServices } from '../../test/support/played-services.ts'
import { callObject } from './ids.ts'

afterEach(() => vi.restoreAllMocks())

const MESSAGES = 'POST api.ultravox.ai/api/calls/'
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
