import { hmac, type PlatformFixture } from './fixture.ts'

const SECRET = 'key_of_retell'

const callOf = (call_id: string) => ({
  call_type: 'phone_call',
  call_id,
  agent_id: 'oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD',
  agent_version: 1,
  call_status: 'ongoing',
  from_number: '+34600000001',
  to_number: '+34910000000',
  direction: 'inbound',
  metadata: {},
  retell_llm_dynamic_variables: { customer_name: 'Ana' },
  start_timestamp: 1_703_302_407_333,
})

/** Retell, as docs.retellai.com/features/webhook and /custom-function show it. */
export const retellFixture: PlatformFixture = {
  name: 'retell',
  secret: SECRET,
  timed: true,
  sign: (secret, body, at) => ({
    'x-retell-signature': `v=${at},d=${hmac('sha256', secret, `${body}${at}`)}`,
  }),
  tool: (name, args, { callId, toolCallId }) => ({
    path: `/tools/${name}`,
    body: {
      name,
      args,
      call: {
        ...callOf(callId),
        transcript: 'Agent: Hello.',
        transcript_with_tool_calls: [
          { role: 'agent', content: 'Hello.', words: [] },
          { role: 'tool_call_invocation', tool_call_id: toolCallId, name, arguments: JSON.stringify(args) },
        ],
      },
    },
  }),
  finished: (callId) => ({
    body: {
      event: 'call_analyzed',
      call: {
        ...callOf(callId),
        call_status: 'ended',
        end_timestamp: 1_703_302_428_855,
        duration_ms: 21_522,
        disconnection_reason: 'user_hangup',
        recording_url: 'https://retellai.s3.us-west-2.amazonaws.com/1/recording.wav',
        transcript: 'Agent: Hello.\nUser: I would like a table.',
        transcript_object: [
          { role: 'agent', content: 'Hello.', words: [{ word: 'Hello', start: 0.7, end: 1.3 }] },
          { role: 'user', content: 'I would like a table.', words: [] },
        ],
        call_analysis: {
          call_summary: 'A table for two.',
          user_sentiment: 'Positive',
          call_successful: true,
        },
        call_cost: { combined_cost: 70 },
        telephony_identifier: { twilio_call_sid: 'CA1' },
      },
    },
  }),
  preCall: () => ({
    body: {
      event: 'call_inbound',
      event_timestamp: 1_703_302_400_000,
      call_inbound: { agent_id: 'agent_12345', from_number: '+34600000001', to_number: '+34910000000' },
    },
  }),
  unknown: { body: { event: 'galaxy_updated', call: { call_id: 'c' } } },
  told: ({ body }) => body.result ?? body,
  toldError: ({ body }) => body.error,
}
