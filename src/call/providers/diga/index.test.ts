import { expect, test } from 'vitest'
import { digaFixture } from '../../../../scripts/platforms/diga.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment } from '../../events.ts'
import { diga } from './index.ts'

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams() }
const change = (call: object) => {
  const body = digaFixture.finished('call_1').body as { call: JsonObject }
  return { event: 'status_changed', call: { ...body.call, ...call } } as JsonObject
}

test.each([
  ['dialing', 'ignored'],
  ['in_queue', 'ignored'],
  ['in_progress', 'ignored'],
  ['completed', 'call_finished'],
  ['no_answer', 'call_finished'],
  ['transferred', 'call_finished'],
  ['failed', 'call_finished'],
])('a call that is %s: %s', (status, kind) => {
  expect(diga.classify(change({ status }), ROUTE)).toBe(kind)
})

test('the end of a call keeps Diga’s fields, but for the version, which is none of ours', () => {
  const body = change({ dynamic_variables: { client_request_id: 'run_1.step' } })
  const { call, payload } = diga.normalise('call_finished', body, new Headers(), ROUTE) as CallMoment
  expect(call).toMatchObject({
    agent_id: 'agent_1',
    call_id: 'call_1',
    status: 'completed',
    end_reason: 'hangup',
    duration: 84,
    phone_number: '+34600000001',
  })
  expect(call.agent_version_id).toBeUndefined()
  expect(payload.client_request_id).toBe('run_1.step')
})

test('flows and tools that call with the neutral fields are understood as generic ones', () => {
  expect(diga.classify({ type: 'function_call', call_id: 'c', name: 'book' }, ROUTE)).toBe('function_call')
})
