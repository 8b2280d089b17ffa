import { isObject, type JsonObject } from '../../../json.ts'
import type { AgentSecrets } from '../../agent.ts'
import { type CallMoment, type FunctionCalls, functionCallEvent, preCallEvent } from '../../events.ts'
import { isRecent, isSignedBy } from '../../hmac.ts'
import { okReply } from '../../reply.ts'
import { verifyBearer } from '../../signature.ts'
import type { HookKind, HookRequest, HookRoute, Provider } from '../provider.ts'
import { argumentsOf, finished, listOf, messagesOf, objectOf, textOf, textsOf, timeOf } from '../read.ts'
import { callerNumber, metadataOf, settingOf } from '../settings.ts'
import { toldBody } from '../told.ts'
import { findRetellCall } from './calls.ts'

/**
 * Retell: call events as `{event, call}`, functions as `{name, args, call}` or their bare arguments, all signed with
 * the API key that carries the webhook badge (docs.retellai.com/features/webhook).
 */
export const retell: Provider = {
  name: 'retell',
  piece: 'retell',
  // It waits two minutes for a function, and there is no way to tell it later. A call rings for 10 s before it is taken.
  patience: { tool: 30_000, toolAtMost: 60_000, preCall: 10_000 },

  verify,

  classify(body, { query }) {
    const event = textOf(body.event)
    if (event === undefined) return typeof body.name === 'string' ? 'function_call' : 'unknown'
    if (event === 'call_inbound') return 'pre_call'
    // Both tell of the end; the one with the analysis comes some time after the other.
    if (event === (query.get('finished') ?? 'call_analyzed')) return 'call_finished'
    return NOISE.has(event) ? 'ignored' : 'unknown'
  },

  normalise: (kind, body, headers, route) => NORMALISE[kind](body, headers, route),

  renderPreCall({ abort, promptAddition, dynamicVariables }, _event, { platformAgentId }) {
    // A number that has no agent of its own takes only calls for which one is named here.
    if (abort) return okReply({ call_inbound: {} })
    return okReply({
      call_inbound: {
        ...(platformAgentId && { override_agent_id: platformAgentId }),
        dynamic_variables: textsOf({ ...dynamicVariables, prompt_addition: promptAddition }),
      },
    })
  },

  renderTools: ([outcome]) => okReply(outcome ? toldBody(outcome) : {}),

  renderFinished: () => okReply({}),

  buildOutbound: async (call, agent) => ({
    path: '/v2/create-phone-call',
    json: {
      from_number: callerNumber(agent, call),
      to_number: call.to,
      override_agent_id: settingOf(agent, 'platformAgentId'),
      retell_llm_dynamic_variables: textsOf(call.dynamicVariables),
      metadata: metadataOf(call),
    },
  }),

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.call_id) : undefined),

  findCall: findRetellCall,
}

const NOISE: ReadonlySet<string> = new Set([
  'call_started',
  'call_ended',
  'call_analyzed',
  'transcript_updated',
  'transfer_started',
  'transfer_bridged',
  'transfer_cancelled',
  'transfer_ended',
])

/** `x-retell-signature: v=<milliseconds>,d=<hex>` over body and time, or the agent's bearer secret. */
async function verify(
  { headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
  now: number,
): Promise<boolean> {
  const header = headers.get('x-retell-signature')
  if (header === null) return verifyBearer(headers, bearerHash)
  const [, time = '', digest = ''] = /^v=(\d{9,14}),d=([0-9a-f]+)$/i.exec(header) ?? []
  if (!digest || !isRecent(Number(time), now)) return false
  return isSignedBy(secrets, digest, { hash: 'sha256', content: [rawBody, time], encoding: 'hex' })
}

const NORMALISE: Readonly<
  Record<HookKind, (body: JsonObject, headers: Headers, route: HookRoute) => CallMoment | FunctionCalls>
> = { pre_call: preCall, function_call: functionCall, call_finished: callFinished }

/** Somebody rings: the call has no id before it is taken. */
function preCall(body: JsonObject, _headers: Headers, { agentId }: HookRoute): CallMoment {
  const { from_number, to_number, agent_id, custom_sip_headers } = objectOf(body.call_inbound)
  // The same for a request that is sent again, and another for the next call of that number.
  const call_id = `inbound_${from_number}_${to_number}_${body.event_timestamp ?? crypto.randomUUID()}`
  const call = {
    call_id,
    type: 'inbound',
    channel: 'phone',
    status: 'in_progress',
    phone_number: from_number ?? null,
    platform_agent_id: agent_id ?? null,
    to_number: to_number ?? null,
    custom_sip_headers: custom_sip_headers ?? null,
  }
  return preCallEvent(call, agentId)
}

/**
 * One function call. Where only the arguments are sent, name and call id come from address and header, as in the
 * functions that we describe.
 */
function functionCall(
  body: JsonObject,
  headers: Headers,
  { agentId, tool, query }: HookRoute,
): FunctionCalls {
  const isWhole = isObject(body.call)
  const call = objectOf(body.call)
  const name = textOf(isWhole ? body.name : undefined, tool) ?? ''
  const { metadata, dynamic_variables } = factsOf(call)
  const event = functionCallEvent(
    {
      call_id: textOf(call.call_id, headers.get('x-call-id'), query.get('call_id')) ?? null,
      agent_version_id: textOf(metadata.agent_version_id) ?? null,
      dynamic_variables,
    },
    agentId,
    name,
  )
  const id = invocationId(call, textOf(body.name))
  return { ...event, invocations: [{ id, name, arguments: argumentsOf(isWhole ? body.args : body) }] }
}

/** The id of the call's latest invocation of that name, unless that one has its result already. */
function invocationId({ transcript_with_tool_calls }: JsonObject, name: string | undefined): string | null {
  const entries = listOf(transcript_with_tool_calls)
  const latest = entries.findLast((each) => each.role === 'tool_call_invocation' && each.name === name)
  const id = textOf(latest?.tool_call_id) ?? null
  const isDone = entries.some((each) => each.role === 'tool_call_result' && each.tool_call_id === id)
  return isDone ? null : id
}

function factsOf(call: JsonObject) {
  const metadata = objectOf(call.metadata)
  const dynamic_variables = {
    ...objectOf(call.retell_llm_dynamic_variables),
    ...objectOf(call.collected_dynamic_variables),
  }
  return { metadata, dynamic_variables }
}

const ROLES: ReadonlyMap<unknown, 'user' | 'assistant'> = new Map([
  ['user', 'user'],
  ['agent', 'assistant'],
])

function callFinished(body: JsonObject, _headers: Headers, { agentId }: HookRoute): CallMoment {
  const call = objectOf(body.call ?? body.data)
  const { metadata, dynamic_variables } = factsOf(call)
  const analysis = objectOf(call.call_analysis)
  const began = Number(call.start_timestamp)
  const spoken = [listOf(call.transcript_with_tool_calls), listOf(call.transcript_object)]
  return finished(
    {
      call_id: call.call_id,
      type: textOf(call.direction) ?? (call.call_type === 'web_call' ? 'web' : undefined),
      channel: call.call_type === 'web_call' ? 'web' : 'phone',
      phone_number: call.direction === 'outbound' ? call.to_number : call.from_number,
      start_time: timeOf(call.start_timestamp),
      end_time: timeOf(call.end_timestamp),
      duration: typeof call.duration_ms === 'number' ? Math.round(call.duration_ms / 1000) : undefined,
      status: call.call_status === 'error' ? 'failed' : undefined,
      end_reason: textOf(call.disconnection_reason),
      recording_url: textOf(call.recording_url),
      messages: messagesOf(spoken.find(({ length }) => length) ?? [], ({ role, content, words }) => ({
        role: ROLES.get(role),
        content: textOf(content),
        at: timeOf(began + Number(listOf(words)[0]?.start ?? Number.NaN) * 1000),
      })),
      transcript: textOf(call.transcript),
      summary: textOf(analysis.call_summary),
      analysis,
      cost: objectOf(call.call_cost).combined_cost,
      dynamic_variables,
      metadata,
      client_request_id: textOf(metadata.client_request_id),
      agent_version_id: textOf(metadata.agent_version_id),
      platform_agent_id: textOf(call.agent_id),
      carrier_call_id: textOf(objectOf(call.telephony_identifier).twilio_call_sid),
    },
    agentId,
  )
}
