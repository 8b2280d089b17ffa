import { expect, test } from 'vitest'
import { ultravoxFixture } from '../../../../scripts/platforms/ultravox.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment } from '../../events.ts'
import { ultravox } from './index.ts'

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams() }
const TIMESTAMP = '2026-01-02T03:04:05.678901+00:00'
const SIGNATURE = '76f38d6a3c59cf9a99d27101ce68133c7022e0033a17574bbc4575d0fb1dbf34'
const SIGNED_AT = Date.parse(TIMESTAMP)

const verify = (signature: string, now = SIGNED_AT, timestamp = TIMESTAMP) => {
  const headers = new Headers({
    'x-ultravox-webhook-timestamp': timestamp,
    'x-ultravox-webhook-signature': signature,
  })
  const rawBody = Uint8Array.from(Buffer.from('{"event":"call.ended","call":{"callId":"u1"}}'))
  const secrets = { bearerHash: '', signingKey: {} as CryptoKey, secrets: ['uv_secret'] }
  return ultravox.verify({ url: '', headers, rawBody }, secrets, now)
}

test('the documented recipe is verified, alone and in a list, and not without a time', async () => {
  expect(await verify(SIGNATURE)).toBe(true)
  expect(await verify(`${'0'.repeat(64)}, ${SIGNATURE}`)).toBe(true)
  expect(await verify('0'.repeat(64))).toBe(false)
  expect(await verify(SIGNATURE, SIGNED_AT + 301_000)).toBe(false)
  expect(await verify(SIGNATURE, SIGNED_AT, 'yesterday')).toBe(false)
})

const finished = (changes: object = {}) => {
  const { event, call } = ultravoxFixture.finished('call_1').body as { event: string; call: JsonObject }
  const body = { event, call: { ...call, ...changes } } as JsonObject
  return ultravox.normalise('call_finished', body, new Headers(), ROUTE) as CallMoment
}

test('an ended call becomes a finished call in Diga’s fields', () => {
  expect(finished().call).toMatchObject({
    call_id: 'call_1',
    type: 'outbound',
    status: 'completed',
    end_reason: 'hangup',
    duration: 84,
    phone_number: '+34600000001',
  })
})

test('a call that nobody joined was not answered', () => {
  expect(finished({ joined: null, endReason: 'unjoined' }).call).toMatchObject({
    status: 'no_answer',
    duration: 0,
  })
})

test.each(['call.started', 'call.joined', 'call.billed'])('%s starts nothing', (event) => {
  expect(ultravox.classify({ event, call: {} }, ROUTE)).toBe('ignored')
})
