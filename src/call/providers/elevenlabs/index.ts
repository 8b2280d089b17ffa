import { isObject, type JsonObject } from '../../../json.ts'
import type { AgentSecrets } from '../../agent.ts'
import { type CallMoment, preCallEvent } from '../../events.ts'
import { isRecent, isSignedBy } from '../../hmac.ts'
import { okReply } from '../../reply.ts'
import { verifyBearer } from '../../signature.ts'
import { bareFunctionCall } from '../bare-arguments.ts'
import type { HookRequest, HookRoute, Provider } from '../provider.ts'
import { finished, listOf, messagesOf, numberOf, objectOf, scalarsOf, textOf, timeOf } from '../read.ts'
import { settingOf } from '../settings.ts'
import { toldBody } from '../told.ts'
import { endedElevenLabsCalls, findElevenLabsCall } from './calls.ts'

/** How old a signed event may be: ElevenLabs' own verifier takes half an hour, and events are sent again as they were. */
const EVENT_AGE_MS = 30 * 60_000

/** What a number's id begins with that is reached over a SIP trunk, and not through Twilio. */
export const SIP = 'sip/'

/**
 * ElevenLabs Agents: signed events after the call; functions and the start of a call as its user describes them, so
 * that the call's id comes in a header (elevenlabs.io/docs/agents-platform).
 */
export const elevenlabs: Provider = {
  name: 'elevenlabs',
  piece: 'elevenlabs',
  // A function has 20 s unless its tool says more; how long a caller waits for the start is not published.
  patience: { tool: 20_000, toolAtMost: 60_000, preCall: 10_000 },

  verify,

  classify(body) {
    const type = textOf(body.type)
    if (type === undefined) return 'caller_id' in body ? 'pre_call' : 'unknown'
    if (type === 'post_call_transcription' || type === 'call_initiation_failure') return 'call_finished'
    return type === 'post_call_audio' ? 'ignored' : 'unknown'
  },

  normalise(kind, body, headers, route) {
    if (kind === 'function_call') return bareFunctionCall(body, headers, route)
    if (kind === 'pre_call') return preCall(body, route)
    return body.type === 'call_initiation_failure' ? neverBegun(body, route) : callFinished(body, route)
  },

  renderPreCall({ abort, promptAddition, dynamicVariables }) {
    // There is no way to say no but to fail.
    if (abort) return { status: 403, body: { error: 'This call must not go on.' } }
    return okReply({
      type: 'conversation_initiation_client_data',
      dynamic_variables: scalarsOf({ ...dynamicVariables, prompt_addition: promptAddition }),
    })
  },

  renderTools: ([outcome]) => okReply(outcome ? toldBody(outcome) : {}),

  renderFinished: () => okReply({}),

  async buildOutbound(call, agent) {
    const number = settingOf(agent, 'platformNumberId')
    return {
      path: `/v1/convai/${number.startsWith(SIP) ? 'sip-trunk' : 'twilio'}/outbound-call`,
      json: {
        agent_id: settingOf(agent, 'platformAgentId'),
        agent_phone_number_id: number.startsWith(SIP) ? number.slice(SIP.length) : number,
        to_number: call.to,
        conversation_initiation_client_data: {
          dynamic_variables: scalarsOf(call.dynamicVariables),
          // The one field that comes back and that conversations can be searched by.
          user_id: call.clientRequestId,
        },
      },
    }
  },

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.conversation_id) : undefined),

  refusalIn: (answer) =>
    isObject(answer) && answer.success === false ? (textOf(answer.message) ?? 'it says no') : undefined,

  endedCalls: endedElevenLabsCalls,

  findCall: findElevenLabsCall,
}

/** `elevenlabs-signature: t=<seconds>,v0=<hex>` over time and body, or the agent's bearer secret. */
async function verify(
  { headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
  now: number,
): Promise<boolean> {
  const header = headers.get('elevenlabs-signature')
  if (header === null) return verifyBearer(headers, bearerHash)
  const time = /(?:^|,)t=(\d{9,12})(?:,|$)/.exec(header)?.[1]
  const digest = /(?:^|,)v0=([0-9a-f]+)(?:,|$)/i.exec(header)?.[1]
  if (!time || !digest || !isRecent(Number(time), now, EVENT_AGE_MS)) return false
  return isSignedBy(secrets, digest, { hash: 'sha256', content: [`${time}.`, rawBody], encoding: 'hex' })
}

function preCall(body: JsonObject, { agentId }: HookRoute): CallMoment {
  return preCallEvent(
    {
      call_id: textOf(body.conversation_id, body.call_sid) ?? null,
      type: 'inbound',
      channel: 'phone',
      status: 'in_progress',
      phone_number: textOf(body.caller_id) ?? null,
      to_number: textOf(body.called_number) ?? null,
      carrier_call_id: textOf(body.call_sid) ?? null,
      platform_agent_id: textOf(body.agent_id) ?? null,
    },
    agentId,
  )
}

const ROLES: ReadonlyMap<unknown, 'user' | 'assistant'> = new Map([
  ['user', 'user'],
  ['agent', 'assistant'],
])

function callFinished({ data: given }: JsonObject, { agentId }: HookRoute): CallMoment {
  const data = objectOf(given)
  const metadata = objectOf(data.metadata)
  const phone = objectOf(metadata.phone_call)
  const analysis = objectOf(data.analysis)
  const began = objectOf(data.conversation_initiation_client_data)
  const start = numberOf(metadata.start_time_unix_secs)
  const duration = numberOf(metadata.call_duration_secs)
  const user = textOf(data.user_id, began.user_id)
  return finished(
    {
      call_id: data.conversation_id,
      type: textOf(phone.direction) ?? 'web',
      channel: phone.direction ? 'phone' : 'web',
      phone_number: textOf(phone.external_number),
      start_time: timeOf(start),
      end_time: timeOf(start !== undefined && duration !== undefined ? start + duration : undefined),
      duration,
      status: data.status === 'failed' ? 'failed' : undefined,
      end_reason: textOf(metadata.termination_reason),
      messages: messagesOf(listOf(data.transcript), ({ role, message, time_in_call_secs }) => ({
        role: ROLES.get(role),
        content: textOf(message),
        at: timeOf(start === undefined ? undefined : start + (numberOf(time_in_call_secs) ?? 0)),
      })),
      summary: textOf(analysis.transcript_summary),
      analysis,
      cost: metadata.cost,
      dynamic_variables: objectOf(began.dynamic_variables),
      client_request_id: phone.direction === 'outbound' ? user : undefined,
      user_id: user,
      platform_agent_id: textOf(data.agent_id),
      carrier_call_id: textOf(phone.call_sid),
    },
    agentId,
  )
}

/** An outgoing call that nobody took. What the carrier says of it is Twilio's form, or fields of SIP. */
function neverBegun({ data: given }: JsonObject, { agentId }: HookRoute): CallMoment {
  const data = objectOf(given)
  const carrier = objectOf(objectOf(data.metadata).body)
  return finished(
    {
      call_id: data.conversation_id,
      type: 'outbound',
      channel: 'phone',
      phone_number: textOf(carrier.To, carrier.to_number),
      status: data.failure_reason === 'no-answer' ? 'no_answer' : 'failed',
      end_reason: textOf(data.failure_reason),
      duration: 0,
      platform_agent_id: textOf(data.agent_id),
      carrier_call_id: textOf(carrier.CallSid, carrier.call_sid),
    },
    agentId,
  )
}
