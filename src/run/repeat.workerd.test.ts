import { env } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import { addAgent, addTool, hook, respond, type TestAgent } from '../../test/support/agents.ts'
import { chain, code, piece } from '../../test/support/definitions.ts'
import { runsOf } from '../call/dispatch.ts'
import { callObject } from './ids.ts'

// Somebody talks across the agent, and it calls the same function again under a new id.

const parameters = [{ name: 'people', type: 'number', required: true }]
const delay = piece('step_1', 'delay', 'delayFor', { unit: 'seconds', delayFor: 1 })
const note = (value: string) =>
  piece('step_2', 'store', 'add_to_list', {
    key: value,
    value: ['{{trigger.arguments.people}}'],
    ignore_if_exists: false,
    store_scope: 'COLLECTION',
  })

const book = await addTool('book', chain(delay, note('booked'), respond({ booked: '{{step_2.length}}' })), {
  parameters,
})
const look = await addTool(
  'look',
  chain(note('looked'), respond('{{step_2.length}}')),
  { parameters },
  { readOnly: true },
)
const always = await addTool(
  'always',
  chain(note('always'), respond('{{step_2.length}}')),
  { parameters },
  {
    repeatWindowSeconds: 0,
  },
)
const flaky = await addTool(
  'flaky',
  chain(code('step_1', 'export const code = () => { throw new Error("no") }'), respond('never')),
  { parameters },
)
const agent = await addAgent([book, look, always, flaky])

const ask = (
  tool: string,
  callId: string,
  tool_call_id: string,
  people: unknown = 2,
  to: TestAgent = agent,
) => hook(to, `/tools/${tool}`, { call_id: callId, tool_call_id, arguments: { people } })
const runsIn = async (callId: string) => (await runsOf(env)(callObject(agent.id, callId)).timeline()).runs

test('a repeat under way, at the same instant and afterwards shares the first one’s result', async () => {
  const first = await Promise.all(['a', 'b', 'c'].map((id) => ask('book', 'call-1', id)))
  const later = await ask('book', 'call-1', 'd', '2')
  for (const answer of [...first, later]) {
    expect(answer).toMatchObject({ status: 200, body: { booked: 1 } })
  }
  expect(new Set([...first, later].map(({ headers }) => headers.get('x-run-id'))).size).toBe(1)
  expect(await runsIn('call-1')).toHaveLength(1)
})

test('other arguments, and the same in another call, are calls of their own', async () => {
  await ask('always', 'call-2', 'a', 2)
  await ask('book', 'call-2', 'b', 2)
  await ask('book', 'call-2', 'c', 3)
  await ask('book', 'call-3', 'd', 2)
  expect([(await runsIn('call-2')).length, (await runsIn('call-3')).length]).toEqual([3, 1])
})

test('what failed is not shared: the agent may try again', async () => {
  const answers = [await ask('flaky', 'call-4', 'a'), await ask('flaky', 'call-4', 'b')]
  expect(answers.map(({ status }) => status)).toEqual([500, 500])
  expect(await runsIn('call-4')).toHaveLength(2)
})

test.each(['look', 'always'])('%s, which only reads or has no window, is run each time', async (tool) => {
  const answers = [await ask(tool, `call-5-${tool}`, 'a'), await ask(tool, `call-5-${tool}`, 'b')]
  expect(answers[0]!.body).not.toEqual(answers[1]!.body)
  expect(await runsIn(`call-5-${tool}`)).toHaveLength(2)
})

test('after its window the same is a new call', async () => {
  const brief = await addTool('brief', respond('ok', 'text'), { parameters }, { repeatWindowSeconds: 1 })
  const other = await addAgent([brief])
  const runs = async () => (await runsOf(env)(callObject(other.id, 'call-6')).timeline()).runs
  await ask('brief', 'call-6', 'a', 2, other)
  await ask('brief', 'call-6', 'b', 2, other)
  expect(await runs()).toHaveLength(1)
  let n = 0
  await vi.waitFor(
    async () => {
      await ask('brief', 'call-6', `later-${n++}`, 2, other)
      expect((await runs()).length).toBeGreaterThan(1)
    },
    { timeout: 10_000, interval: 300 },
  )
})
