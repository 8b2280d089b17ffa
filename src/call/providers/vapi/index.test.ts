import { expect, test } from 'vitest'
import { hmac } from '../../../../scripts/platforms/fixture.ts'
import { vapiFixture } from '../../../../scripts/platforms/vapi.ts'
import { makeAgent } from '../../../../test/support/calls.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment, FunctionCalls } from '../../events.ts'
import { vapi } from './index.ts'

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams() }
const normalise = (body: unknown) => {
  const kind = vapi.classify(body as JsonObject, ROUTE)
  if (kind === 'ignored' || kind === 'unknown') return kind
  return vapi.normalise(kind, body as JsonObject, new Headers(), ROUTE)
}
const finishedBody = vapiFixture.finished('call_1').body as { message: JsonObject }

test('a report becomes a finished call in Diga’s fields', () => {
  const { call, payload } = normalise(finishedBody) as CallMoment
  expect(call).toMatchObject({
    call_id: 'call_1',
    type: 'inbound',
    channel: 'phone',
    status: 'completed',
    end_reason: 'customer-ended-call',
    duration: 84,
    start_time: '2026-03-03T10:00:00.000Z',
    end_time: '2026-03-03T10:01:24.400Z',
    phone_number: '+34600000001',
    recording_url: 'https://storage.vapi.ai/1.wav',
    dynamic_variables: { customer_name: 'Ana' },
  })
  expect(payload).toMatchObject({
    messages: [
      { role: 'assistant', content: 'Hello.' },
      { role: 'user', content: 'I would like a table.' },
    ],
    summary: 'A table for two.',
    carrier_call_id: 'CA1',
  })
})

test('a report of older days has the same beside the artifact', () => {
  const { artifact: _, ...message } = finishedBody.message
  const messages = [{ role: 'bot', message: 'Hello.', time: 1_772_532_001_000 }]
  const { payload, call } = normalise({
    message: {
      ...message,
      messages,
      recordingUrl: 'https://storage.vapi.ai/2.wav',
      transcript: 'AI: Hello.',
    },
  }) as CallMoment
  expect(call.recording_url).toBe('https://storage.vapi.ai/2.wav')
  expect(payload).toMatchObject({ transcript: 'AI: Hello.', messages: [{ role: 'assistant' }] })
})

test.each([
  ['customer-did-not-answer', 'call_finished'],
  ['customer-busy', 'call_finished'],
  ['call.start.error-get-customer', 'call_finished'],
  // A report follows on these.
  ['customer-ended-call', 'ignored'],
  ['voicemail', 'ignored'],
  ['silence-timed-out', 'ignored'],
])('a call that ended as %s: its last status is %s', (endedReason, kind) => {
  const body = { message: { type: 'status-update', status: 'ended', endedReason, call: { id: 'c' } } }
  expect(vapi.classify(body, ROUTE)).toBe(kind)
})

test.each(['conversation-update', 'speech-update', 'transcript', 'hang', 'status-update'])(
  '%s is dropped without a word',
  (type) => expect(vapi.classify({ message: { type } }, ROUTE)).toBe('ignored'),
)

test('a type that every object has is no type', () => {
  expect(vapi.classify({ message: { type: 'constructor' } }, ROUTE)).toBe('unknown')
})

test('several calls in one request keep their ids, whichever form they have', () => {
  const event = normalise({
    message: {
      type: 'tool-calls',
      call: { id: 'call_1', monitor: { controlUrl: 'https://control.vapi.test/x' } },
      toolCallList: [
        { id: 'a', type: 'function', function: { name: 'one', arguments: '{"x":1}' } },
        { id: 'b', name: 'two', arguments: { x: 2 } },
        { id: 'c', name: 'three', parameters: { x: 3 } },
        { id: 'd', name: 'four', arguments: 'no json' },
      ],
    },
  }) as FunctionCalls
  expect(event.controlUrl).toBe('https://control.vapi.test/x')
  expect(event.invocations).toEqual([
    { id: 'a', name: 'one', arguments: { x: 1 } },
    { id: 'b', name: 'two', arguments: { x: 2 } },
    { id: 'c', name: 'three', arguments: { x: 3 } },
    { id: 'd', name: 'four', arguments: {} },
  ])
})

test('calls are found in the older list, and in the one with schemas, where there is no other', () => {
  const call = { id: 'call_1' }
  const entry = { id: 'a', function: { name: 'one', arguments: {} } }
  for (const lists of [
    { toolCalls: [entry] },
    { toolWithToolCallList: [{ type: 'function', toolCall: entry }] },
  ]) {
    const event = normalise({ message: { type: 'tool-calls', call, ...lists } }) as FunctionCalls
    expect(event.invocations).toEqual([{ id: 'a', name: 'one', arguments: {} }])
  }
})

test('what is told is one line for each call, errors as errors', () => {
  const event = {
    kind: 'function_call' as const,
    call: { agent_id: 'agent_1', call_id: 'call_1' },
    invocations: ['a', 'b', 'c'].map((id) => ({ id, name: `tool_${id}`, arguments: {} })),
  }
  const json = { kind: 'response' as const, format: 'json' as const }
  const error = { code: 'ARGUMENT_MISSING', message: 'It needs\n"people".', retryable: false }
  const reply = vapi.renderTools(
    [
      { kind: 'answered', runId: 'r', answer: { ...json, body: { free: ['10:00'] } } },
      { kind: 'answered', runId: 'r', answer: { ...json, format: 'text', body: 'one\r\n two' } },
      { kind: 'refused', error },
    ],
    event,
  )
  expect(reply).toEqual({
    status: 200,
    body: {
      results: [
        { toolCallId: 'a', name: 'tool_a', result: '{"free":["10:00"]}' },
        { toolCallId: 'b', name: 'tool_b', result: 'one two' },
        { toolCallId: 'c', name: 'tool_c', error: 'It needs "people".' },
      ],
    },
  })
})

const secrets = { bearerHash: '', signingKey: {} as CryptoKey, secrets: ['vapi_secret'] }
const verify = (headers: Record<string, string>, body: string, now = 1_700_000_000_000) =>
  vapi.verify(
    { url: '', headers: new Headers(headers), rawBody: Uint8Array.from(Buffer.from(body)) },
    secrets,
    now,
  )

test('the documented plan of a HMAC credential is verified, hex and base64, milliseconds and seconds', async () => {
  const body = '{"message":{"type":"status-update"}}'
  const signature = '6bc05f45ffcf3ffc4c8b790b14ff01796643d737be8e2eb637c28dd00dc4b502'
  const headers = { 'x-timestamp': '1700000000000', 'x-signature': signature }
  expect(await verify(headers, body)).toBe(true)
  expect(await verify({ ...headers, 'x-signature': `sha256=${signature.toUpperCase()}` }, body)).toBe(true)
  const base64 = hmac('sha256', 'vapi_secret', `1700000000.${body}`, 'base64')
  expect(await verify({ 'x-timestamp': '1700000000', 'x-signature': base64 }, body)).toBe(true)
  expect(await verify({ 'x-signature': signature }, body)).toBe(false)
  expect(await verify(headers, body, 1_700_000_301_000)).toBe(false)
})

const result = { abort: false, promptAddition: '', dynamicVariables: {}, flows: [] }
const flow = { id: 'w', name: 'check', runId: 'r', durationMs: 5 }
const predial = normalise({
  message: {
    type: 'campaign.predial',
    timestamp: 1_787_266_800_000,
    campaignId: '3f8f',
    contact: { id: '9a32', number: '+14155550100', name: 'Ada' },
  },
}) as CallMoment

test.each([
  ['nobody vouches for it', { flows: [] }, false],
  ['a workflow says so', { flows: [{ ...flow, status: 'success' as const }] }, true],
  [
    'one of two failed',
    {
      flows: [
        { ...flow, status: 'success' as const },
        { ...flow, status: 'failed' as const },
      ],
    },
    false,
  ],
  ['one took too long', { flows: [{ ...flow, status: 'timeout' as const }] }, false],
  [
    'a workflow says no',
    { flows: [{ ...flow, status: 'success' as const }], dynamicVariables: { eligible: 'false' } },
    false,
  ],
])('a campaign may dial where %s: %#', async (_, changes, eligible) => {
  expect(predial.payload).toMatchObject({ phone_number: '+14155550100', status: 'predial' })
  const reply = vapi.renderPreCall({ ...result, ...changes }, predial, await makeAgent([]))
  expect(reply).toEqual({ status: 200, body: { eligible } })
})
