import { createPublicKey, verify as verifyBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { telnyxFixture } from '../../../../scripts/platforms/telnyx.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment } from '../../events.ts'
import { telnyx } from './index.ts'

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams() }
const { secret = '', publicSecret = '' } = telnyxFixture

test('a signature that Node’s own Ed25519 takes is proven, and no text that is no key proves anything', async () => {
  const body = JSON.stringify(telnyxFixture.finished('call_1').body)
  const headers = await telnyxFixture.sign!(secret, body, Date.now(), '')
  const x = Buffer.from(publicSecret, 'base64').toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const signature = Buffer.from(headers['telnyx-signature-ed25519']!, 'base64')
  expect(verifyBytes(null, Buffer.from(`${headers['telnyx-timestamp']}|${body}`), key, signature)).toBe(true)
  const rawBody = Uint8Array.from(Buffer.from(body))
  const proven = (secrets: string[]) =>
    telnyx.verify(
      { url: '', headers: new Headers(headers), rawBody },
      { bearerHash: '', signingKey: {} as CryptoKey, secrets },
      Date.now(),
    )
  expect(await proven(['', 'not a key', publicSecret])).toBe(true)
  expect(await proven(['', 'not a key', btoa('x'.repeat(32))])).toBe(false)
})

const finished = (type: string, payload: object, query = '') => {
  const data = { event_type: type, occurred_at: '2026-03-03T10:01:24.000Z', payload }
  const route = { ...ROUTE, query: new URLSearchParams(query) }
  return {
    kind: telnyx.classify({ data } as JsonObject, route),
    event: telnyx.normalise('call_finished', { data } as JsonObject, new Headers(), route) as CallMoment,
  }
}

test('a conversation that ended becomes a finished call in Diga’s fields', () => {
  const { data } = telnyxFixture.finished('call_1').body as { data: { payload: object } }
  const { event } = finished('call.conversation.ended', data.payload, 'client_request_id=run_1.step')
  expect(event.call).toMatchObject({
    call_id: 'call_1',
    type: 'outbound',
    status: 'completed',
    end_reason: 'user_hangup',
    duration: 84,
    phone_number: '+34600000001',
    end_time: '2026-03-03T10:01:24.000Z',
  })
  expect(event.payload).toMatchObject({ client_request_id: 'run_1.step', conversation_id: 'conv-1' })
})

test('who has no conversation may have the hang-up instead', () => {
  const payload = {
    call_control_id: 'v3:1',
    from: '+34600000001',
    to: '+34910000000',
    direction: 'incoming',
    start_time: '2026-03-03T10:00:00.000Z',
    end_time: '2026-03-03T10:01:24.000Z',
    hangup_cause: 'normal_clearing',
  }
  expect(finished('call.hangup', payload).kind).toBe('ignored')
  const { kind, event } = finished('call.hangup', payload, 'finished=call.hangup')
  expect(kind).toBe('call_finished')
  expect(event.call).toMatchObject({
    type: 'inbound',
    phone_number: '+34600000001',
    duration: 84,
    end_reason: 'normal_clearing',
  })
})

test('variables are texts, below the one name that counts', () => {
  const call = { agent_id: 'agent_1', call_id: 'c' }
  const event = { kind: 'pre_call' as const, call, payload: {} }
  const result = { abort: false, promptAddition: 'Be brief.', dynamicVariables: { visits: 3 }, flows: [] }
  expect(telnyx.renderPreCall(result, event, {} as never).body).toEqual({
    dynamic_variables: { visits: '3', prompt_addition: 'Be brief.', abort: 'false' },
  })
})
