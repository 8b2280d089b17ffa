import { expect, test } from 'vitest'
import { elevenlabsFixture } from '../../../../scripts/platforms/elevenlabs.ts'
import type { JsonObject } from '../../../json.ts'
import type { CallMoment } from '../../events.ts'
import { elevenlabs } from './index.ts'

const ROUTE = { agentId: 'agent_1', query: new URLSearchParams() }
const normalise = (body: unknown) =>
  elevenlabs.normalise('call_finished', body as JsonObject, new Headers(), ROUTE) as CallMoment

// Made by ElevenLabs' own SDK (2.73.0), whose verifier takes it too.
const BODY =
  '{"type":"post_call_transcription","event_timestamp":1739537297,"data":{"agent_id":"xyz","conversation_id":"abc"}}'
const SIGNATURE = 't=1739537300,v0=931f9a7afebd091498eb01c819e14e438b356b6e9ceae356d8818584e3097658'

test.each([
  [0, true],
  [29, true],
  [31, false],
  // The SDK takes a signature of the future; nothing honest makes one.
  [-6, false],
])('a signed event %i minutes old: %s', async (minutes, proven) => {
  const headers = new Headers({ 'elevenlabs-signature': SIGNATURE })
  const request = { url: '', headers, rawBody: Uint8Array.from(Buffer.from(BODY)) }
  const secrets = { bearerHash: '', signingKey: {} as CryptoKey, secrets: ['wsec_test'] }
  expect(await elevenlabs.verify(request, secrets, 1_739_537_300_000 + minutes * 60_000)).toBe(proven)
})

test('a transcription becomes a finished call in Diga’s fields', () => {
  const { call, payload } = normalise(elevenlabsFixture.finished('conv_1').body)
  expect(call).toMatchObject({
    call_id: 'conv_1',
    type: 'inbound',
    status: 'completed',
    duration: 22,
    phone_number: '+34600000001',
    start_time: '2025-02-14T12:48:17.000Z',
    end_time: '2025-02-14T12:48:39.000Z',
    dynamic_variables: { customer_name: 'Ana' },
  })
  expect(payload).toMatchObject({
    messages: [
      { role: 'assistant', content: 'Hello.', created_date: '2025-02-14T12:48:17.000Z' },
      { role: 'user', content: 'I would like a table.', created_date: '2025-02-14T12:48:19.000Z' },
    ],
    summary: 'A table for two.',
  })
  // Whose id the user has chosen, that is no request of ours.
  expect(payload.client_request_id).toBeUndefined()
})

test('a call that nobody took is a finished call as well', () => {
  const body = { To: '+34600000001', From: '+34910000000', CallSid: 'CA1', CallStatus: 'no-answer' }
  const data = {
    agent_id: 'xyz',
    conversation_id: 'conv_2',
    failure_reason: 'no-answer',
    metadata: { type: 'twilio', body },
  }
  const event = { type: 'call_initiation_failure', event_timestamp: 1, data }
  expect(elevenlabs.classify(event, ROUTE)).toBe('call_finished')
  expect(normalise(event).call).toMatchObject({
    call_id: 'conv_2',
    type: 'outbound',
    status: 'no_answer',
    end_reason: 'no-answer',
    phone_number: '+34600000001',
  })
})

test('audio is left where it is', () => {
  expect(elevenlabs.classify({ type: 'post_call_audio', data: {} }, ROUTE)).toBe('ignored')
})
