import type { PlatformFixture } from './fixture.ts'

/** A key pair for these tests alone: PKCS #8, and the raw public half. */
const PRIVATE = 'MC4CAQAwBQYDK2VwBCIEIIxcgETTHLdb4+kT7VoCyOBo7mGszcXWmMPKOdQTOJ81'
const PUBLIC = 'AhpSpMfOk6s3BeuxrR+Q4yULkL/62+N/APp59neubbs='
const OTHER = 'MC4CAQAwBQYDK2VwBCIEIAgxUwTbES0ZeUHXrHSLl/FoswyYidDfv8L/cPjaVGmN'

const bytes = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'))

/** Telnyx, as developers.telnyx.com/docs/inference/ai-assistants shows it. */
export const telnyxFixture: PlatformFixture = {
  name: 'telnyx',
  secret: PRIVATE,
  publicSecret: PUBLIC,
  otherSecret: OTHER,
  timed: true,
  bearerTools: true,
  async sign(secret, body, at) {
    const timestamp = String(Math.floor(at / 1000))
    const key = await crypto.subtle.importKey('pkcs8', bytes(secret), 'Ed25519', false, ['sign'])
    const content = new TextEncoder().encode(`${timestamp}|${body}`)
    const signature = Buffer.from(await crypto.subtle.sign('Ed25519', key, content)).toString('base64')
    return { 'telnyx-timestamp': timestamp, 'telnyx-signature-ed25519': signature }
  },
  tool: (name, args, { callId }) => ({
    path: `/tools/${name}`,
    body: args,
    headers: { 'x-telnyx-call-control-id': callId },
  }),
  finished: (callId) => ({
    body: {
      data: {
        event_type: 'call.conversation.ended',
        id: '0ccc7b54-4df3-4bca-a65a-3da1ecc777f0',
        occurred_at: '2026-03-03T10:01:24.000Z',
        record_type: 'event',
        payload: {
          assistant_id: 'assistant-1',
          call_control_id: callId,
          conversation_id: 'conv-1',
          duration_sec: 84,
          telnyx_end_user_target: '+34600000001',
          telnyx_agent_target: '+34910000000',
          reason: 'user_hangup',
        },
      },
      meta: { attempt: 1 },
    },
  }),
  preCall: (callId) => ({
    body: {
      data: {
        event_type: 'assistant.initialization',
        id: '0ccc7b54-4df3-4bca-a65a-3da1ecc777f1',
        payload: {
          assistant_id: 'assistant-1',
          call_control_id: callId,
          telnyx_conversation_channel: 'phone_call',
          telnyx_end_user_target: '+34600000001',
          telnyx_agent_target: '+34910000000',
        },
      },
    },
  }),
  unknown: { body: { data: { event_type: 'galaxy.updated', payload: {} } } },
  told: ({ body }) => body.result ?? body,
  toldError: ({ body }) => body.error,
}
