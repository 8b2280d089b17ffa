import { hmac, type PlatformFixture } from './fixture.ts'

/** Ultravox, as docs.ultravox.ai/webhooks and its description of a call show it. */
export const ultravoxFixture: PlatformFixture = {
  name: 'ultravox',
  secret: 'secret-of-ultravox',
  timed: true,
  bearerTools: true,
  sign(secret, body, at) {
    const timestamp = new Date(at).toISOString()
    return {
      'x-ultravox-webhook-timestamp': timestamp,
      'x-ultravox-webhook-signature': hmac('sha256', secret, body + timestamp),
    }
  },
  tool: (name, args, { callId }) => ({
    path: `/tools/${name}`,
    body: args,
    headers: { 'x-call-id': callId },
  }),
  finished: (callId) => ({
    body: {
      event: 'call.ended',
      call: {
        callId,
        created: '2026-03-03T09:59:50.000000Z',
        joined: '2026-03-03T10:00:00.000000Z',
        ended: '2026-03-03T10:01:24.000000Z',
        endReason: 'hangup',
        billedDuration: '90s',
        firstSpeaker: 'FIRST_SPEAKER_AGENT',
        medium: { twilio: { outgoing: { to: '+34600000001', from: '+34910000000' } } },
        shortSummary: 'A table.',
        summary: 'A table for two.',
        agentId: 'a9f1',
        metadata: {},
        initialState: { customer_name: 'Ana' },
      },
    },
  }),
  unknown: { body: { event: 'galaxy.updated', call: { callId: 'c' } } },
  told: ({ body }) => body.result ?? body,
  toldError: ({ body }) => body.error,
}
