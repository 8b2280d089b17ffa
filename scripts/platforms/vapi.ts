import { hmac, type PlatformFixture } from './fixture.ts'

const callOf = (id: string) => ({
  id,
  orgId: 'org_1',
  type: 'inboundPhoneCall',
  phoneCallProvider: 'twilio',
  phoneCallProviderId: 'CA1',
  customer: { number: '+34600000001' },
  // As it was when the call began: every message says so.
  status: 'ringing',
  monitor: { controlUrl: 'https://control.vapi.test/b122/control' },
  assistantOverrides: { variableValues: { customer_name: 'Ana' } },
})

/** Vapi, as docs.vapi.ai/server-url/events and its SDK's types show it. */
export const vapiFixture: PlatformFixture = {
  name: 'vapi',
  secret: 'a-secret-of-vapi',
  timed: true,
  sign: (secret, body, at) => ({
    'x-timestamp': String(at),
    'x-signature': hmac('sha256', secret, `${at}.${body}`),
  }),
  tool: (name, args, { callId, toolCallId }) => ({
    body: {
      message: {
        type: 'tool-calls',
        timestamp: 1_678_901_234_567,
        call: callOf(callId),
        toolCallList: [
          { id: toolCallId, type: 'function', function: { name, arguments: JSON.stringify(args) } },
        ],
      },
    },
  }),
  finished: (callId) => ({
    body: {
      message: {
        type: 'end-of-call-report',
        endedReason: 'customer-ended-call',
        cost: 0.12,
        startedAt: '2026-03-03T10:00:00.000Z',
        endedAt: '2026-03-03T10:01:24.400Z',
        call: callOf(callId),
        customer: { number: '+34600000001' },
        artifact: {
          recordingUrl: 'https://storage.vapi.ai/1.wav',
          transcript: 'AI: Hello.\nUser: I would like a table.',
          messages: [
            { role: 'system', message: 'You are …', time: 1_772_532_000_000, secondsFromStart: 0 },
            { role: 'bot', message: 'Hello.', time: 1_772_532_001_000.5, secondsFromStart: 1 },
            { role: 'user', message: 'I would like a table.', time: 1_772_532_004_000, secondsFromStart: 4 },
            { role: 'tool_calls', message: '', toolCalls: [], time: 1_772_532_005_000 },
          ],
        },
        analysis: { summary: 'A table for two.', successEvaluation: 'true' },
      },
    },
  }),
  preCall: (callId) => ({
    body: {
      message: {
        type: 'assistant-request',
        call: callOf(callId),
        customer: { number: '+34600000001' },
        phoneNumber: { number: '+34910000000' },
      },
    },
  }),
  unknown: { body: { message: { type: 'galaxy-update', call: { id: 'c' } } } },
  told: ({ body }) => body.results[0].result,
  toldError: ({ body }) => body.results[0].error,
}
