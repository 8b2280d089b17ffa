import { expect } from 'vitest'
import { blandFixture } from '../../../scripts/platforms/bland.ts'
import { digaFixture } from '../../../scripts/platforms/diga.ts'
import { elevenlabsFixture } from '../../../scripts/platforms/elevenlabs.ts'
import type { PlatformFixture } from '../../../scripts/platforms/fixture.ts'
import { retellFixture } from '../../../scripts/platforms/retell.ts'
import { telnyxFixture } from '../../../scripts/platforms/telnyx.ts'
import { twilioFixture } from '../../../scripts/platforms/twilio.ts'
import { ultravoxFixture } from '../../../scripts/platforms/ultravox.ts'
import { vapiFixture } from '../../../scripts/platforms/vapi.ts'
import type { TestAgent } from '../agents.ts'
import type { Answer } from '../piece-kit.ts'

/** How a platform is asked to call `+34600000001`, and answers that it is call `placed-1`. */
export interface OutboundCase {
  platform: PlatformFixture
  /** where it isn't called like the platform */
  piece?: string
  /** value and type, where it isn't a key */
  connection?: [value: object, type: string]
  settings: Record<string, unknown>
  /** fields of the agent without which nobody is asked */
  lacks: string[]
  /** the beginning of `METHOD host/path` */
  route: string
  answer: Answer
  /** where `placed-1` is none of its ids */
  callId?: string
  request(agent: TestAgent): unknown
}

const dates = { createdAt: '2026-03-03T10:00:00Z', updatedAt: '2026-03-03T10:00:00Z' }
const UUID = 'a9f1c0de-0000-4000-8000-000000000001'
const client_request_id = expect.any(String)

export const OUTBOUND: OutboundCase[] = [
  {
    platform: vapiFixture,
    settings: { platform_agent_id: 'asst_1', platform_number_id: 'num_1' },
    lacks: ['platform_agent_id', 'platform_number_id'],
    route: 'POST api.vapi.ai/call',
    answer: { body: { id: 'placed-1', orgId: 'org_1', ...dates } },
    request: () => ({
      assistantId: 'asst_1',
      phoneNumberId: 'num_1',
      customer: { number: '+34600000001' },
      assistantOverrides: {
        variableValues: { customer_name: 'Ana', visits: 3 },
        metadata: { client_request_id },
      },
    }),
  },
  {
    platform: retellFixture,
    settings: { platform_agent_id: 'agent_r1', phone_number: '+34910000001' },
    lacks: ['platform_agent_id', 'phone_number'],
    route: 'POST api.retellai.com/v2/create-phone-call',
    answer: {
      body: {
        call_type: 'phone_call',
        call_id: 'placed-1',
        agent_id: 'agent_r1',
        agent_version: 1,
        call_status: 'registered',
        from_number: '+34910000001',
        to_number: '+34600000001',
        direction: 'outbound',
      },
    },
    request: () => ({
      from_number: '+34910000001',
      to_number: '+34600000001',
      override_agent_id: 'agent_r1',
      retell_llm_dynamic_variables: { customer_name: 'Ana', visits: '3' },
      metadata: { client_request_id },
    }),
  },
  {
    platform: elevenlabsFixture,
    settings: { platform_agent_id: 'agent_e1', platform_number_id: 'phnum_1' },
    lacks: ['platform_agent_id', 'platform_number_id'],
    route: 'POST api.elevenlabs.io/v1/convai/twilio/outbound-call',
    answer: { body: { success: true, message: 'ok', conversation_id: 'placed-1', callSid: 'CA1' } },
    request: () => ({
      agent_id: 'agent_e1',
      agent_phone_number_id: 'phnum_1',
      to_number: '+34600000001',
      conversation_initiation_client_data: {
        dynamic_variables: { customer_name: 'Ana', visits: 3 },
        user_id: client_request_id,
      },
    }),
  },
  {
    platform: twilioFixture,
    connection: [{ username: 'AC1', password: 'token' }, 'BASIC_AUTH'],
    settings: { platform_agent_id: 'AP1', phone_number: '+34910000002' },
    lacks: ['platform_agent_id', 'phone_number'],
    route: 'POST api.twilio.com/2010-04-01/Accounts/AC1/Calls.json',
    answer: { body: { sid: `CA${'0'.repeat(32)}`, status: 'queued' } },
    callId: `CA${'0'.repeat(32)}`,
    request: ({ id }) => ({
      To: '+34600000001',
      From: '+34910000002',
      ApplicationSid: 'AP1',
      StatusCallback: expect.stringMatching(`/hooks/twilio/${id}\\?client_request_id=`),
      StatusCallbackEvent: 'completed',
      StatusCallbackMethod: 'POST',
    }),
  },
  {
    platform: ultravoxFixture,
    settings: { platform_agent_id: UUID, phone_number: '+34910000003' },
    lacks: ['platform_agent_id', 'phone_number'],
    route: `POST api.ultravox.ai/api/agents/${UUID}/calls`,
    answer: { body: ultravoxCall(UUID) },
    callId: UUID,
    request: ({ id }) => ({
      medium: { twilio: { outgoing: { to: '+34600000001', from: '+34910000003' } } },
      templateContext: { customer_name: 'Ana', visits: 3 },
      metadata: { client_request_id },
      callbacks: {
        ended: {
          url: expect.stringMatching(`/hooks/ultravox/${id}$`),
          secrets: ['secret-of-ultravox'],
        },
      },
    }),
  },
  {
    platform: blandFixture,
    settings: { platform_agent_id: 'pathway/p1', phone_number: '+34910000004' },
    lacks: ['platform_agent_id'],
    route: 'POST api.bland.ai/v1/calls',
    answer: { body: { status: 'success', call_id: 'placed-1' } },
    request: ({ id }) => ({
      phone_number: '+34600000001',
      from: '+34910000004',
      pathway_id: 'p1',
      request_data: { customer_name: 'Ana', visits: '3' },
      metadata: { client_request_id },
      webhook: expect.stringMatching(`/hooks/bland/${id}$`),
    }),
  },
  {
    platform: telnyxFixture,
    settings: {
      platform_agent_id: 'assistant-1',
      platform_number_id: 'texml-1',
      phone_number: '+34910000005',
    },
    lacks: ['platform_agent_id', 'platform_number_id', 'phone_number'],
    route: 'POST api.telnyx.com/v2/texml/ai_calls/texml-1',
    answer: { body: { call_sid: 'placed-1', from: '+34910000005', to: '+34600000001', status: 'queued' } },
    request: ({ id }) => ({
      AIAssistantId: 'assistant-1',
      AIAssistantDynamicVariables: { customer_name: 'Ana', visits: '3' },
      From: '+34910000005',
      To: '+34600000001',
      ConversationCallback: expect.stringMatching(`/hooks/telnyx/${id}\\?client_request_id=`),
    }),
  },
  {
    platform: digaFixture,
    piece: 'diga-api',
    settings: { phone_number: '+34910000006' },
    lacks: ['phone_number'],
    route: 'POST api.diga.io/v1/call/',
    answer: { body: { id: 'placed-1', status: 'dialing' } },
    request: () => ({
      from_number: '+34910000006',
      to_number: '+34600000001',
      dynamic_variables: { customer_name: 'Ana', visits: 3, client_request_id },
    }),
  },
]

/** A call as Ultravox gives it; its description asks for every field. */
function ultravoxCall(callId: string) {
  return {
    callId,
    clientVersion: null,
    created: '2026-03-03T10:00:00Z',
    joined: null,
    ended: null,
    endReason: null,
    billedDuration: null,
    billedSideInputTokens: null,
    billedSideOutputTokens: null,
    billingStatus: 'BILLING_STATUS_PENDING',
    firstSpeaker: 'FIRST_SPEAKER_AGENT',
    firstSpeakerSettings: { agent: {} },
    initialOutputMedium: 'MESSAGE_MEDIUM_VOICE',
    joinUrl: null,
    shortSummary: null,
    summary: null,
    agent: { agentId: UUID, name: 'Front desk' },
    agentId: UUID,
    experimentalSettings: {},
    metadata: {},
    initialState: {},
    requestContext: {},
    sipDetails: null,
  }
}
