import { expect, test } from 'vitest'
import { blandFixture } from '../../../../scripts/platforms/bland.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment } from '../../events.ts'
import { bland } from './index.ts'

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams() }
const SIGNATURE = '6a6ed61763feea253ea92dbff5ac0d2871aec436585b7077cd8106878fbfa7df'
const verify = (body: string) => {
  const rawBody = Uint8Array.from(Buffer.from(body))
  const secrets = { bearerHash: '', signingKey: {} as CryptoKey, secrets: ['bland_secret'] }
  return bland.verify(
    { url: '', headers: new Headers({ 'x-webhook-signature': SIGNATURE }), rawBody },
    secrets,
    0,
  )
}

test('the documented recipe is verified, over the body as sent or as JSON is written anew', async () => {
  expect(await verify('{"call_id":"b1","completed":true}')).toBe(true)
  expect(await verify('{ "call_id": "b1", "completed": true }')).toBe(true)
  expect(await verify('{"call_id":"b2","completed":true}')).toBe(false)
  expect(await verify('no json')).toBe(false)
})

const finished = (changes: object = {}) => {
  const body = { ...(blandFixture.finished('call_1').body as JsonObject), ...changes }
  return bland.normalise('call_finished', body, new Headers(), ROUTE) as CallMoment
}

test('a call becomes a finished call in Diga’s fields', () => {
  const { call, payload } = finished()
  expect(call).toMatchObject({
    call_id: 'call_1',
    type: 'inbound',
    status: 'completed',
    end_reason: 'user_hangup',
    duration: 84,
    phone_number: '+34600000001',
    dynamic_variables: { customer_name: 'Ana' },
  })
  expect(payload.messages).toEqual([
    { role: 'assistant', content: 'Hello.', created_date: '2026-03-03T10:00:01.000Z' },
    { role: 'user', content: 'I would like a table.', created_date: '2026-03-03T10:00:04.000Z' },
  ])
})

test.each([
  [{ corrected_duration: undefined }, { duration: 84 }],
  [{ answered_by: 'voicemail' }, { end_reason: 'voicemail' }],
  [
    { error_message: 'Invalid number', status: 'no-answer' },
    { end_reason: 'Invalid number', status: 'no_answer' },
  ],
  [{ inbound: false }, { type: 'outbound', phone_number: '+34910000000' }],
])('%j is told as %j', (changes, told) => {
  expect(finished(changes).call).toMatchObject(told)
})

test.each([
  [{ message: 'x', call_id: 'c', category: 'tool', log_level: 'info' }],
  [{ event_type: 'citations', call_id: 'c', citations: [] }],
])('what is not the end of a call starts nothing: %j', (body) => {
  expect(bland.classify(body, ROUTE)).toBe('ignored')
})
