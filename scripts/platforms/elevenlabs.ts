import { hmac, type PlatformFixture } from './fixture.ts'

/** ElevenLabs, as elevenlabs.io/docs/agents-platform/workflows/post-call-webhooks and …/tools show it. */
export const elevenlabsFixture: PlatformFixture = {
  name: 'elevenlabs',
  secret: 'wsec_of_elevenlabs',
  timed: true,
  bearerTools: true,
  sign(secret, body, at) {
    const seconds = Math.floor(at / 1000)
    return { 'elevenlabs-signature': `t=${seconds},v0=${hmac('sha256', secret, `${seconds}.${body}`)}` }
  },
  tool: (name, args, { callId }) => ({
    path: `/tools/${name}`,
    body: args,
    headers: { 'x-call-id': callId },
  }),
  finished: (callId) => ({
    body: {
      type: 'post_call_transcription',
      event_timestamp: 1_739_537_297,
      data: {
        agent_id: 'xyz',
        conversation_id: callId,
        status: 'done',
        user_id: 'user_1',
        transcript: [
          { role: 'agent', message: 'Hello.', tool_calls: [], tool_results: [], time_in_call_secs: 0 },
          { role: 'user', message: 'I would like a table.', tool_calls: [], time_in_call_secs: 2 },
          {
            role: 'agent',
            message: null,
            tool_calls: [{ request_id: 'r', tool_name: 'book' }],
            time_in_call_secs: 4,
          },
        ],
        metadata: {
          start_time_unix_secs: 1_739_537_297,
          call_duration_secs: 22,
          cost: 296,
          termination_reason: 'Client disconnected: 1000',
          phone_call: {
            direction: 'inbound',
            external_number: '+34600000001',
            agent_number: '+34910000000',
            call_sid: 'CA1',
          },
        },
        analysis: { call_successful: 'success', transcript_summary: 'A table for two.' },
        conversation_initiation_client_data: { dynamic_variables: { customer_name: 'Ana' } },
      },
    },
  }),
  preCall: (callId) => ({
    path: '/pre-call',
    body: { caller_id: '+34600000001', agent_id: 'xyz', called_number: '+34910000000', call_sid: callId },
  }),
  unknown: { body: { type: 'galaxy_updated', data: {} } },
  told: ({ body }) => body.result ?? body,
  toldError: ({ body }) => body.error,
}
