import { CodedError } from '../../../errors.ts'
import { isObject, type JsonObject } from '../../../json.ts'
import type { Agent, AgentSecrets } from '../../agent.ts'
import { type CallMoment, type FunctionCalls, functionCallEvent, preCallEvent } from '../../events.ts'
import { isRecent, isSignedBy } from '../../hmac.ts'
import type { PreCallResult } from '../../pre-call.ts'
import { okReply } from '../../reply.ts'
import { isSecret, verifyBearer } from '../../signature.ts'
import type { HookKind, HookRequest, Provider } from '../provider.ts'
import {
  argumentsOf,
  finished,
  listOf,
  messagesOf,
  objectOf,
  secondsBetween,
  textOf,
  timeOf,
} from '../read.ts'
import { metadataOf, settingOf } from '../settings.ts'
import { toldOf, toldText } from '../told.ts'
import { endedVapiCalls, findVapiCall } from './calls.ts'

/**
 * Vapi: everything is sent as `{message: {type, …}}` to one server URL, several function calls in one request, and any
 * answer but a 200 is ignored (docs.vapi.ai/server-url).
 */
export const vapi: Provider = {
  name: 'vapi',
  piece: 'vapi',
  // A function has 20 s unless its tool says more; an assistant must be named within 7.5 s.
  patience: { tool: 20_000, toolAtMost: 60_000, preCall: 7_500 },

  verify,

  classify(body) {
    const type = typeOf(body)
    if (type === 'status-update') return isUnansweredEnd(messageOf(body)) ? 'call_finished' : 'ignored'
    return KINDS.get(type) ?? (NOISE.has(type) ? 'ignored' : 'unknown')
  },

  normalise(kind, body, _headers, { agentId }) {
    const message = messageOf(body)
    if (kind === 'function_call') return functionCalls(message, agentId)
    if (kind === 'call_finished') return callFinished(message, agentId)
    return typeOf(body) === PREDIAL ? predial(message, agentId) : preCallEvent(callOf(message), agentId)
  },

  renderPreCall: (result, { call }, agent) =>
    okReply(call.status === 'predial' ? eligibility(result) : assistantFor(result, agent)),

  renderTools: (outcomes, { invocations }) =>
    okReply({
      results: outcomes.map((outcome, index) => ({
        toolCallId: invocations[index]?.id ?? '',
        name: invocations[index]?.name ?? '',
        // Texts of one line: anything else is dropped without a word.
        ['error' in toldOf(outcome) ? 'error' : 'result']: toldText(outcome).replace(/\s*[\r\n]+\s*/g, ' '),
      })),
    }),

  renderFinished: () => okReply({}),

  async deliverLate(text, { controlUrl }, { http }) {
    if (!controlUrl) return
    const message = { role: 'system', content: text }
    const json = { type: 'add-message', message, triggerResponseEnabled: true }
    await http.request({ method: 'POST', url: controlUrl, json, timeoutMs: 5_000, followRedirects: false })
  },

  buildOutbound: async (call, agent) => ({
    path: '/call',
    json: {
      assistantId: settingOf(agent, 'platformAgentId'),
      phoneNumberId: settingOf(agent, 'platformNumberId'),
      customer: { number: call.to },
      assistantOverrides: {
        variableValues: call.dynamicVariables,
        metadata: metadataOf(call),
      },
    },
  }),

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.id) : undefined),

  endedCalls: endedVapiCalls,

  findCall: findVapiCall,
}

const PREDIAL = 'campaign.predial'

/** Words of a call that nobody took: no report follows on it. */
const NOT_CONNECTED =
  /busy|did-not-answer|no-answer|failed-to-connect|call\.(start|ringing)\.error|rejected|misdialed|canceled/

const isUnansweredEnd = ({ status, endedReason }: JsonObject): boolean =>
  status === 'ended' && NOT_CONNECTED.test(String(endedReason))

const KINDS: ReadonlyMap<string, HookKind> = new Map([
  ['assistant-request', 'pre_call'],
  [PREDIAL, 'pre_call'],
  ['tool-calls', 'function_call'],
  ['end-of-call-report', 'call_finished'],
])

/** Messages that ask for nothing; some come many times a second. */
const NOISE: ReadonlySet<string> = new Set([
  'assistant.started',
  'assistant.speechStarted',
  'conversation-update',
  'function-call',
  'hang',
  'language-change-detected',
  'model-output',
  'phone-call-control',
  'speech-update',
  'tool.completed',
  'transcript',
  'transcript[transcriptType="final"]',
  'transfer-update',
  'user-interrupted',
  'voice-input',
])

/**
 * The agent's bearer secret, as `Authorization` or in the header of older servers; or a HMAC credential with Vapi's
 * default names: `x-signature` over `{timestamp}.{body}`, hex or base64.
 */
async function verify(
  { headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
  now: number,
): Promise<boolean> {
  const signature = headers.get('x-signature')
  if (signature === null) {
    const legacy = headers.get('x-vapi-secret')
    return legacy === null ? verifyBearer(headers, bearerHash) : isSecret(legacy, bearerHash)
  }
  const timestamp = headers.get('x-timestamp') ?? ''
  if (!/^\d{9,14}$/.test(timestamp) || !isRecent(Number(timestamp), now)) return false
  const content = [`${timestamp}.`, rawBody]
  const given = signature.replace(/^sha256=/, '')
  const encoding = /^[0-9a-f]{64}$/i.test(given) ? 'hex' : 'base64'
  return isSignedBy(secrets, given, { hash: 'sha256', content, encoding })
}

function messageOf({ message }: JsonObject): JsonObject {
  if (isObject(message)) return message as JsonObject
  throw new CodedError('VALIDATION_FAILED', '"message" in the body must be an object.')
}

const typeOf = (body: JsonObject): string => textOf(messageOf(body).type) ?? ''

const TYPES: ReadonlyMap<unknown, string> = new Map([
  ['inboundPhoneCall', 'inbound'],
  ['outboundPhoneCall', 'outbound'],
  ['webCall', 'web'],
])

/** Whom a campaign may dial: every workflow has to have said so. With none there is nobody to vouch for it. */
function eligibility({ abort, dynamicVariables, flows }: PreCallResult): JsonObject {
  const vouched = flows.length > 0 && flows.every(({ status }) => status === 'success')
  const refused = /^(false|no|0)$/i.test(String(dynamicVariables.eligible ?? true))
  return { eligible: vouched && !abort && !refused }
}

function assistantFor(
  { abort, promptAddition, dynamicVariables }: PreCallResult,
  { id, platformAgentId }: Agent,
): JsonObject {
  // The caller hears only that it fails, so whoever runs this has to be told what is missing.
  if (!platformAgentId) console.warn('hook.no_assistant', 'vapi', `agent ${id} lacks its platform_agent_id`)
  // Spoken to the caller, before the call ends.
  if (abort || !platformAgentId) return { error: 'This call cannot be taken now.' }
  const variableValues = { ...dynamicVariables, prompt_addition: promptAddition }
  return { assistantId: platformAgentId, assistantOverrides: { variableValues } }
}

/** What a message says of its call, in Diga's fields. Its status is that of the call's start, so it is left out. */
function callOf(message: JsonObject): JsonObject {
  const call = objectOf(message.call)
  const overrides = objectOf(call.assistantOverrides)
  const metadata = { ...objectOf(call.metadata), ...objectOf(overrides.metadata) }
  const type = TYPES.get(call.type)
  return {
    call_id: call.id ?? null,
    type: type ?? null,
    channel: type === 'web' ? 'web' : 'phone',
    phone_number: textOf(objectOf(message.customer).number, objectOf(call.customer).number) ?? null,
    start_time: timeOf(message.startedAt ?? call.startedAt ?? call.createdAt) ?? null,
    dynamic_variables: {
      ...objectOf(objectOf(message.artifact).variableValues),
      ...objectOf(overrides.variableValues),
    },
    metadata,
    client_request_id: textOf(metadata.client_request_id) ?? null,
    agent_version_id: textOf(metadata.agent_version_id) ?? null,
    platform_agent_id: textOf(call.assistantId, objectOf(message.assistant).id) ?? null,
    carrier_call_id: textOf(call.phoneCallProviderId) ?? null,
  }
}

/** A campaign asks whether it may dial: there is no call yet, and each time it asks is a question of its own. */
function predial(message: JsonObject, agentId: string): CallMoment {
  const contact = objectOf(message.contact)
  const body = {
    call_id: `predial_${message.campaignId}_${contact.id}_${message.timestamp ?? crypto.randomUUID()}`.slice(
      0,
      256,
    ),
    type: 'outbound',
    status: 'predial',
    channel: 'phone',
    phone_number: textOf(contact.number) ?? null,
    campaign_id: message.campaignId ?? null,
    platform_contact: contact,
  }
  return preCallEvent(body, agentId)
}

/** All calls of the request. Three forms are about: OpenAI's, a flat one, and one that says `parameters`. */
function functionCalls(message: JsonObject, agentId: string): FunctionCalls {
  const { call_id, agent_version_id, dynamic_variables } = callOf(message)
  const event = functionCallEvent({ call_id, agent_version_id, dynamic_variables } as JsonObject, agentId, '')
  const controlUrl = textOf(objectOf(objectOf(message.call).monitor).controlUrl)
  const wrapped = listOf(message.toolWithToolCallList).map((each) => objectOf(each.toolCall))
  const calls = [listOf(message.toolCallList), listOf(message.toolCalls), wrapped].find(
    ({ length }) => length,
  )
  const invocations = (calls ?? []).map((each) => {
    const { name, arguments: given } = objectOf(each.function)
    return {
      id: textOf(each.id) ?? null,
      name: textOf(name, each.name) ?? '',
      arguments: argumentsOf(given ?? each.arguments ?? each.parameters),
    }
  })
  return { ...event, invocations, ...(controlUrl && { controlUrl }) }
}

const ROLES: ReadonlyMap<unknown, 'user' | 'assistant'> = new Map([
  ['user', 'user'],
  ['bot', 'assistant'],
  ['assistant', 'assistant'],
])

/** What of a report stands in `artifact` today stood beside it before. */
function callFinished(message: JsonObject, agentId: string): CallMoment {
  const artifact = objectOf(message.artifact)
  const analysis = objectOf(message.analysis)
  const spoken = [listOf(artifact.messages), listOf(message.messages)].find(({ length }) => length) ?? []
  const call = callOf(message)
  const end_time = timeOf(message.endedAt ?? message.timestamp)
  return finished(
    {
      ...call,
      end_time,
      duration: secondsBetween(textOf(call.start_time), end_time),
      end_reason: textOf(message.endedReason),
      recording_url: textOf(artifact.recordingUrl, message.recordingUrl),
      messages: messagesOf(spoken, ({ role, message: content, time }) => ({
        role: ROLES.get(role),
        content: textOf(content),
        at: timeOf(time),
      })),
      transcript: textOf(artifact.transcript, message.transcript),
      summary: textOf(analysis.summary, message.summary),
      analysis,
      cost: message.cost,
    },
    agentId,
  )
}
