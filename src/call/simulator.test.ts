import { expect, test } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { playCall, type Received, sampleArguments } from './simulator.ts'

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

async function play(answers: Record<string, Json>) {
  const sent: [string, JsonObject][] = []
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
  }
  const transcript = []
  for await (const exchange of playCall(call, send)) transcript.push(exchange)
  return { sent, transcript }
}

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
