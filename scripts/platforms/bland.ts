import { hmac, type PlatformFixture } from './fixture.ts'

/** Bland, as docs.bland.ai/tutorials/webhooks and /custom-tools show it. */
export const blandFixture: PlatformFixture = {
  name: 'bland',
  secret: 'secret-of-bland',
  bearerTools: true,
  sign: (secret, body) => ({ 'x-webhook-signature': hmac('sha256', secret, body) }),
  tool: (name, args, { callId }) => ({
    path: `/tools/${name}`,
    // Its templates make texts of everything.
    body: Object.fromEntries(Object.entries(args).map(([key, value]) => [key, String(value)])),
    headers: { 'x-call-id': callId },
  }),
  finished: (callId) => ({
    body: {
      call_id: callId,
      c_id: callId,
      call_length: 1.4,
      corrected_duration: '84',
      to: '+34910000000',
      from: '+34600000001',
      inbound: true,
      completed: true,
      queue_status: 'complete',
      status: 'completed',
      answered_by: 'human',
      call_ended_by: 'USER',
      error_message: null,
      created_at: '2026-03-03T09:59:50.000Z',
      started_at: '2026-03-03T10:00:00.000Z',
      end_at: '2026-03-03T10:01:24.000Z',
      variables: { customer_name: 'Ana' },
      metadata: {},
      summary: 'A table for two.',
      price: 0.12,
      recording_url: 'https://server.aws.dc8.bland.ai/1.mp3',
      concatenated_transcript: 'assistant: Hello.\nuser: I would like a table.',
      transcripts: [
        { id: 1, user: 'assistant', text: 'Hello.', created_at: '2026-03-03T10:00:01.000Z' },
        { id: 2, user: 'user', text: 'I would like a table.', created_at: '2026-03-03T10:00:04.000Z' },
        { id: 3, user: 'agent-action', text: 'book', created_at: '2026-03-03T10:00:05.000Z' },
      ],
    },
  }),
  preCall: (callId) => ({ path: '/pre-call', body: { call_id: callId, phone_number: '+34600000001' } }),
  unknown: { body: { galaxy: 'updated' } },
  told: ({ body }) => body.result ?? body,
  toldError: ({ body }) => body.error,
}
