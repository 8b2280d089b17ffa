import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { callFinishedEvent } from './events.ts'
import { callResult } from './result.ts'
import { playCall, type Received, type SimulatedCall, sampleArguments } from './simulator.ts'

const parameters: JsonObject = {
  type: 'object',
  properties: {
    day: { type: 'string' },
    people: { type: 'number' },
    smoker: { type: 'boolean' },
    w: { type: 'array' },
  },
}
const tools = [
  { name: 'log', execution_mode: 'async' as const, parameters: { type: 'object', properties: {} } },
  { name: 'book', execution_mode: 'sync' as const, parameters },
]

async function play(answers: Record<string, Json> = {}, changes: Partial<SimulatedCall> = {}) {
  const sent: [string, JsonObject][] = []
  /** milliseconds waited, after so many requests */
  const slept: [ms: number, after: number][] = []
  const send = async (path: string, body: JsonObject): Promise<Received> => {
    sent.push([path, body])
    return { status: 200, runIds: [], body: answers[path] ?? {} }
  }
  const call = {
    callId: 'c',
    type: 'outbound' as const,
    phoneNumber: '+34600000001',
    dynamicVariables: { a: 1, b: 1 },
    tools,
    ...changes,
  }
  const sleep = async (ms: number) => void slept.push([ms, sent.length])
  const transcript = []
  for await (const exchange of playCall(call, send, { sleep })) transcript.push(exchange)
  return { sent, slept: slept.filter(([ms]) => ms > 0), transcript, end: sent.at(-1)?.[1] ?? {} }
}

/** The result that those who wait for the call get. */
const resultOf = (end: JsonObject) => callResult(callFinishedEvent(end, 'agent_1').call)

test('a call starts, calls the functions the agent waits for, then the others, and ends', async () => {
  const { sent, transcript } = await play({
    'pre-call': { dynamic_variables: { b: 2 } },
    'tools/book': 'Booked.',
  })
  expect(transcript.map(({ what }) => what)).toEqual(['pre-call', 'tools/book', 'tools/log', 'call-finished'])
  expect(sent[1]).toEqual([
    'tools/book',
    {
      call_id: 'c',
      tool_call_id: 'c-book',
      arguments: sampleArguments(parameters),
      dynamic_variables: { a: 1, b: 2 },
    },
  ])
  expect(sent.at(-1)?.[1]).toMatchObject({ id: 'c', status: 'completed', dynamic_variables: { a: 1, b: 2 } })
  expect(JSON.stringify(sent.at(-1)?.[1].messages)).toContain('Booked.')
})

test('a call that must not go on ends without a word', async () => {
  const { sent } = await play({ 'pre-call': { abort: true } })
  expect(sent.map(([path]) => path)).toEqual(['pre-call', 'call-finished'])
  expect(sent[1]?.[1]).toMatchObject({ end_reason: 'pre_call_aborted', messages: [] })
})

test('sample arguments have the types of their parameters', () => {
  expect(sampleArguments(parameters)).toEqual({
    day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    people: expect.any(Number),
    smoker: expect.any(Boolean),
    w: expect.any(Array),
  })
})

describe('what happens on a call hangs on the number', () => {
  test.each([
    ['90', 'no_answer', 0],
    ['91', 'busy', 0],
    ['92', 'voicemail', 1],
    ['93', 'answered', 1],
    ['94', 'failed', 0],
  ])('…%s: %s, and no function is called', async (digits, outcome, duration_seconds) => {
    const { sent, end } = await play({}, { phoneNumber: `+346000000${digits}` })
    expect(sent.map(([path]) => path)).toEqual(['pre-call', 'call-finished'])
    expect(resultOf(end)).toMatchObject({ outcome, duration_seconds })
  })

  test.each(['01', '89', '95', '97'])('…%s: somebody talks to the agent', async (digits) => {
    const { sent, end } = await play({}, { phoneNumber: `+346000000${digits}` })
    expect(sent).toHaveLength(4)
    expect(resultOf(end)).toMatchObject({ outcome: 'answered' })
  })

  test('…98: everything is sent twice', async () => {
    const { sent } = await play({}, { phoneNumber: '+34600000098' })
    expect(sent).toHaveLength(8)
    for (let n = 0; n < sent.length; n += 2) expect(sent[n]).toEqual(sent[n + 1])
  })

  test('…99: the end is told late', async () => {
    const { slept } = await play({}, { phoneNumber: '+34600000099' })
    expect(slept).toEqual([[5000, 3]])
  })
})

test('the variable `simulate` goes before the number, and says how long things take', async () => {
  const busy = { phoneNumber: '+34600000092', dynamicVariables: { simulate: 'busy' } }
  expect(resultOf((await play({}, busy)).end)).toMatchObject({ outcome: 'busy' })
  const simulate = { ring_seconds: 2, talk_seconds: '3', scenario: 'late_callback', late_seconds: 4 }
  const { slept } = await play({}, { dynamicVariables: { simulate } })
  expect(slept).toEqual([
    [2000, 1],
    [3000, 3],
    [4000, 3],
  ])
})

test('a variable of that name that is somebody’s own changes nothing', async () => {
  const { end } = await play({}, { dynamicVariables: { simulate: 'the economy' } })
  expect(resultOf(end)).toMatchObject({ outcome: 'answered', dynamic_variables: { simulate: 'the economy' } })
})

test('every event carries the id that the call was asked for with', async () => {
  const { sent } = await play({}, { clientRequestId: 'dial_1' })
  expect(sent.map(([, body]) => body.client_request_id)).toEqual(Array(4).fill('dial_1'))
})
