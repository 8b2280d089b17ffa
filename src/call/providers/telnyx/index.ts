import { isObject, type JsonObject } from '../../../json.ts'
import { fromBase64 } from '../../../piece/base64.ts'
import { at } from '../../../piece/service-http.ts'
import type { AgentSecrets } from '../../agent.ts'
import { type CallMoment, functionCallEvent, preCallEvent } from '../../events.ts'
import { isRecent } from '../../hmac.ts'
import { okReply } from '../../reply.ts'
import { verifyBearer } from '../../signature.ts'
import type { HookRequest, HookRoute, Provider } from '../provider.ts'
import { finished, numberOf, objectOf, secondsBetween, textOf, textsOf, timeOf } from '../read.ts'
import { callerNumber, settingOf } from '../settings.ts'
import { toldBody } from '../told.ts'
import { enrichFromTelnyx } from './calls.ts'

/**
 * Telnyx AI assistants: events as `{data: {event_type, payload}}`, signed with Telnyx's key, whose public half the agent
 * has as its secret; functions as their user describes them (developers.telnyx.com/docs/inference/ai-assistants).
 */
export const telnyx: Provider = {
  name: 'telnyx',
  piece: 'telnyx',
  // The variables' time-out is set at the assistant, ten seconds at most.
  patience: { tool: 10_000, toolAtMost: 60_000, preCall: 5_000 },

  verify,

  classify(body, { query }) {
    const type = textOf(objectOf(body.data).event_type)
    if (type === 'assistant.initialization') return 'pre_call'
    // Both tell of the end; that of the conversation has its words.
    if (type === (query.get('finished') ?? 'call.conversation.ended')) return 'call_finished'
    return type?.startsWith('call.') ? 'ignored' : 'unknown'
  },

  normalise(kind, body, headers, route) {
    const { agentId, tool, query } = route
    if (kind === 'function_call') {
      const call_id = textOf(headers.get('x-telnyx-call-control-id'), query.get('call_id')) ?? null
      return functionCallEvent({ call_id, arguments: body }, agentId, tool ?? '')
    }
    const data = objectOf(body.data)
    return kind === 'pre_call' ? preCall(objectOf(data.payload), route) : callFinished(data, route)
  },

  enrich: enrichFromTelnyx,

  // It has no way to say no: the assistant is told, and its instructions decide.
  renderPreCall: ({ abort, promptAddition, dynamicVariables }) =>
    okReply({
      dynamic_variables: {
        ...textsOf(dynamicVariables),
        prompt_addition: promptAddition,
        abort: String(abort),
      },
    }),

  renderTools: ([outcome]) => okReply(outcome ? toldBody(outcome) : {}),

  renderFinished: () => okReply({}),

  async deliverLate(content, { call }, reach) {
    const { http } = await reach.api()
    const json = { messages: [{ role: 'system', content }], trigger_response: true }
    await http.post(at`/calls/${call.call_id}/actions/ai_assistant_add_messages`, { json })
  },

  async buildOutbound(call, agent) {
    const callback = new URL(call.hookUrl)
    callback.searchParams.set('client_request_id', call.clientRequestId)
    return {
      path: at`/texml/ai_calls/${settingOf(agent, 'platformNumberId')}`,
      json: {
        AIAssistantId: settingOf(agent, 'platformAgentId'),
        AIAssistantDynamicVariables: textsOf(call.dynamicVariables),
        From: callerNumber({ ...agent, platformNumberId: null }, call),
        To: call.to,
        ConversationCallback: callback.href,
      },
    }
  },

  callIdOf(answer) {
    const { call_sid, data } = objectOf(answer)
    return textOf(call_sid, isObject(data) ? data.call_sid : undefined)
  },
}

/** `telnyx-signature-ed25519`, base64, over `{telnyx-timestamp}|{body}`, or the agent's bearer secret. */
async function verify(
  { headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
  now: number,
): Promise<boolean> {
  const signature = headers.get('telnyx-signature-ed25519')
  if (signature === null) return verifyBearer(headers, bearerHash)
  const timestamp = headers.get('telnyx-timestamp') ?? ''
  if (!/^\d{9,12}$/.test(timestamp) || !isRecent(Number(timestamp), now)) return false
  const head = new TextEncoder().encode(`${timestamp}|`)
  const content = new Uint8Array(head.length + rawBody.length)
  content.set(head)
  content.set(rawBody, head.length)
  for (const secret of secrets) if (await isSignedWith(secret, signature, content)) return true
  return false
}

/** @param publicKey base64 of 32 bytes, as Telnyx shows it */
async function isSignedWith(
  publicKey: string,
  signature: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), 'Ed25519', false, ['verify'])
    return await crypto.subtle.verify('Ed25519', key, fromBase64(signature), content)
  } catch {
    // What is no key, or no base64, proves nothing.
    return false
  }
}

/** What the assistant is told of the two ends of a call before it begins. */
function preCall(payload: JsonObject, { agentId }: HookRoute): CallMoment {
  return preCallEvent(
    {
      call_id: textOf(payload.call_control_id) ?? null,
      type: 'inbound',
      channel: textOf(payload.telnyx_conversation_channel) ?? 'phone',
      status: 'in_progress',
      phone_number: textOf(payload.telnyx_end_user_target) ?? null,
      to_number: textOf(payload.telnyx_agent_target) ?? null,
      platform_agent_id: textOf(payload.assistant_id) ?? null,
    },
    agentId,
  )
}

function callFinished(
  { payload: given, occurred_at }: JsonObject,
  { agentId, query }: HookRoute,
): CallMoment {
  const payload = objectOf(given)
  const start_time = timeOf(payload.start_time)
  const end_time = timeOf(payload.end_time ?? occurred_at)
  const isOutbound = textOf(payload.direction)?.startsWith('out') ?? query.has('client_request_id')
  return finished(
    {
      call_id: textOf(payload.call_control_id),
      type: isOutbound ? 'outbound' : 'inbound',
      channel: 'phone',
      phone_number: textOf(payload.telnyx_end_user_target, isOutbound ? payload.to : payload.from),
      start_time,
      end_time,
      duration: numberOf(payload.duration_sec) ?? secondsBetween(start_time, end_time),
      end_reason: textOf(payload.hangup_cause, payload.reason),
      client_request_id: query.get('client_request_id') ?? undefined,
      platform_agent_id: textOf(payload.assistant_id),
      conversation_id: textOf(payload.conversation_id),
    },
    agentId,
  )
}
