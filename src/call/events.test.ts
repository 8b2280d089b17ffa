import { expect, test } from 'vitest'
import type { JsonObject } from '../json.ts'
import { callFinishedEvent, functionCallEvent, preCallEvent } from './events.ts'

const V3: JsonObject = {
  id: 'call_1',
  status: 'completed',
  duration: 84,
  type: 'inbound',
  end_reason: 'hangup',
  recording_url: null,
  contact: { id: 'cnt_1', identifier: '+34600000001', contact_type: 'phone', created_date: '2026-01-10' },
  agent_id: 'agent_of_the_platform',
  agent_version_id: 'v_1',
  start_time: '2026-03-03T10:00:00Z',
  end_time: '2026-03-03T10:01:24Z',
  dynamic_variables: { customer: 'Ana' },
  messages: [{ role: 'user', content: 'Hi', created_date: '2026-03-03T10:00:06Z', score: 1 }],
  own_field: { kept: true },
}

test("Diga's third version keeps its names and gains the older ones", () => {
  const { call, payload } = callFinishedEvent(V3, 'agent_1')
  expect(payload).toEqual({
    ...V3,
    agent_id: 'agent_1',
    call_id: 'call_1',
    phone_number: '+34600000001',
    contact_id: 'cnt_1',
  })
  expect(call).toEqual({
    agent_id: 'agent_1',
    agent_version_id: 'v_1',
    call_id: 'call_1',
    type: 'inbound',
    status: 'completed',
    phone_number: '+34600000001',
    contact_id: 'cnt_1',
    start_time: '2026-03-03T10:00:00Z',
    end_time: '2026-03-03T10:01:24Z',
    duration: 84,
    end_reason: 'hangup',
    dynamic_variables: { customer: 'Ana' },
  })
})

test('the older names alone give the newer ones too', () => {
  const { payload } = preCallEvent({ call_id: 'c', phone_number: '+34600000001', contact_id: 'k' }, 'agent_1')
  expect(payload).toEqual({
    id: 'c',
    call_id: 'c',
    agent_id: 'agent_1',
    contact: { id: 'k', identifier: '+34600000001' },
    contact_id: 'k',
    phone_number: '+34600000001',
    dynamic_variables: {},
  })
})

test('a call that is over is completed, whatever the platform leaves out', () => {
  const { call, payload } = callFinishedEvent({ call_id: 'c' }, 'agent_1')
  expect([call.status, payload.status]).toEqual(['completed', undefined])
})

test('a call nobody answered is an event like any other', () => {
  const { payload } = callFinishedEvent({ call_id: 'c', messages: null, duration: null }, 'agent_1')
  expect(payload).toMatchObject({ call_id: 'c', messages: [], dynamic_variables: {} })
})

test.each<[string, JsonObject]>([
  ['call_id', {}],
  ['call_id', { call_id: '' }],
  ['call_id', { call_id: 5 }],
  ['id', { id: 'x'.repeat(257) }],
  ['messages', { id: 'c', messages: 'Hi' }],
  ['messages[0].role', { id: 'c', messages: [{ content: 'Hi' }] }],
  ['duration', { id: 'c', duration: '84' }],
  ['dynamic_variables', { id: 'c', dynamic_variables: ['a'] }],
  ['contact', { id: 'c', contact: '+34' }],
])('a wrong "%s" is named', (field, body) => {
  expect(() => callFinishedEvent(body, 'agent_1')).toThrow(
    expect.objectContaining({
      code: 'VALIDATION_FAILED',
      details: expect.arrayContaining([expect.objectContaining({ field })]),
    }),
  )
})

test.each<[JsonObject, string | undefined]>([
  [{ client_request_id: 'ours' }, 'ours'],
  [{ metadata: { client_request_id: 'ours' } }, 'ours'],
  [{ client_request_id: 'ours', metadata: { client_request_id: 'other' } }, 'ours'],
  [{ client_request_id: 7, metadata: 'theirs' }, undefined],
  [{ metadata: ['theirs'] }, undefined],
  [{}, undefined],
])('the end of a call may carry the id that we gave it: %j', (body, id) => {
  expect(callFinishedEvent({ call_id: 'c', ...body }, 'agent_1').clientRequestId).toBe(id)
})

test('the longest call id is accepted', () => {
  expect(preCallEvent({ call_id: 'x'.repeat(256) }, 'agent_1').call.call_id).toHaveLength(256)
})

test('arguments may come as an object, as its JSON text, or not at all', () => {
  const given = (body: JsonObject) =>
    functionCallEvent({ call_id: 'c', ...body }, 'agent_1', 'book').invocations[0]?.arguments
  expect(given({ arguments: { a: 1 } })).toEqual({ a: 1 })
  expect(given({ arguments: '{"a":1}' })).toEqual({ a: 1 })
  expect(given({})).toEqual({})
})

test.each<[string, JsonObject]>([
  ['arguments', { call_id: 'c', arguments: '{' }],
  ['arguments', { call_id: 'c', arguments: [1] }],
  ['call_id', { arguments: {} }],
  ['tool_call_id', { call_id: 'c', tool_call_id: 7 }],
])('a function call with a wrong "%s" is refused by its name', (field, body) => {
  expect(() => functionCallEvent(body, 'agent_1', 'book')).toThrow(
    expect.objectContaining({ details: expect.arrayContaining([expect.objectContaining({ field })]) }),
  )
})
