import { CodedError } from '../../../errors.ts'
import { isObject, type JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { Agent, AgentSecrets } from '../../agent.ts'
import { type CallMoment, preCallEvent } from '../../events.ts'
import { isRecent, isSignedBy } from '../../hmac.ts'
import { okReply } from '../../reply.ts'
import { verifyBearer } from '../../signature.ts'
import { bareFunctionCall } from '../bare-arguments.ts'
import type { HookRequest, HookRoute, Provider } from '../provider.ts'
import { finished, objectOf, secondsBetween, textOf, timeOf } from '../read.ts'
import { callerNumber, metadataOf, settingOf } from '../settings.ts'
import { toldBody } from '../told.ts'
import { enrichFromUltravox, findUltravoxCall } from './calls.ts'

/**
 * Ultravox: signed events of calls without what was said, which is asked for; functions as its user describes them.
 * The conversation stands still while a function runs, for 2.5 s unless its tool says more (docs.ultravox.ai).
 */
export const ultravox: Provider = {
  name: 'ultravox',
  piece: 'ultravox',
  patience: { tool: 2_500, toolAtMost: 40_000, preCall: 5_000 },

  verify,

  classify({ event }) {
    if (event === 'call.ended') return 'call_finished'
    return NOISE.has(event) ? 'ignored' : 'unknown'
  },

  normalise(kind, body, headers, route) {
    if (kind === 'function_call') return bareFunctionCall(body, headers, route)
    return kind === 'pre_call' ? preCall(body, route) : callFinished(objectOf(body.call), route)
  },

  enrich: enrichFromUltravox,

  renderPreCall({ abort, promptAddition, dynamicVariables }, _event, { platformAgentId }) {
    if (abort || !platformAgentId) return okReply({ reject: { sipRejectCode: 603 } })
    const templateContext = { ...dynamicVariables, prompt_addition: promptAddition }
    return okReply({ startAgentCall: { agentId: platformAgentId, templateContext } })
  },

  renderTools: ([outcome]) => okReply(outcome ? toldBody(outcome) : {}),

  renderFinished: () => okReply({}),

  async deliverLate(text, { call }, reach) {
    const { http } = await reach.api()
    const json = {
      type: 'user_text_message',
      text: `[Result of your function call] ${text}`,
      urgency: 'soon',
    }
    await http.post(at`/api/calls/${call.call_id}/send_data_message`, { json })
  },

  buildOutbound: async (call, agent) => ({
    path: at`/api/agents/${settingOf(agent, 'platformAgentId')}/calls`,
    json: {
      medium: { [mediumOf(agent)]: { outgoing: { to: call.to, from: callerNumber(agent, call) } } },
      templateContext: call.dynamicVariables,
      metadata: metadataOf(call),
      // An event that nobody could prove would be refused.
      ...(agent.secrets.length > 0 && {
        callbacks: { ended: { url: call.hookUrl, secrets: [...agent.secrets] } },
      }),
    },
  }),

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.callId) : undefined),

  findCall: findUltravoxCall,
}

const NOISE: ReadonlySet<unknown> = new Set(['call.started', 'call.joined', 'call.billed'])

/** Carriers that an Ultravox account may dial through. */
const MEDIA: readonly string[] = ['twilio', 'telnyx', 'plivo']

/** The agent's carrier stands where other platforms have the number's id. @throws CodedError OUTBOUND_NOT_CONFIGURED */
function mediumOf({ id, platformNumberId }: Agent): string {
  if (platformNumberId === null || platformNumberId.startsWith('+')) return 'twilio'
  if (MEDIA.includes(platformNumberId)) return platformNumberId
  const message = `Agent "${id}" dials through "${platformNumberId}": set its "platform_number_id" to ${MEDIA.join(', ')}.`
  throw new CodedError('OUTBOUND_NOT_CONFIGURED', message)
}

/**
 * `x-ultravox-webhook-signature`, hex, over body and `x-ultravox-webhook-timestamp` (ISO 8601), a list of them while a
 * secret is changed; or the agent's bearer secret.
 */
async function verify(
  { headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
  now: number,
): Promise<boolean> {
  const signatures = headers.get('x-ultravox-webhook-signature')
  if (signatures === null) return verifyBearer(headers, bearerHash)
  const timestamp = headers.get('x-ultravox-webhook-timestamp') ?? ''
  if (!isRecent(Date.parse(timestamp), now)) return false
  const signed = { hash: 'sha256', content: [rawBody, timestamp], encoding: 'hex' } as const
  const given = signatures.split(',', MAX_SIGNATURES).map((each) => each.trim())
  return given.some((each) => isSignedBy(secrets, each, signed))
}

/** Signatures looked at in one header; a sender that changes its secret sends two. */
const MAX_SIGNATURES = 5

/** An incoming SIP call that no rule of the account takes. What it may hold is not published in full. */
function preCall(body: JsonObject, { agentId }: HookRoute): CallMoment {
  return preCallEvent(
    {
      call_id: textOf(body.callId, body.call_id) ?? `sip_${crypto.randomUUID()}`,
      type: 'inbound',
      channel: 'phone',
      status: 'in_progress',
      phone_number: textOf(body.from, body.caller, body.phone_number) ?? null,
      to_number: textOf(body.to) ?? null,
    },
    agentId,
  )
}

function callFinished(call: JsonObject, { agentId }: HookRoute): CallMoment {
  const medium = objectOf(call.medium)
  const outgoing = Object.values(medium).map((each) => objectOf(objectOf(each).outgoing))
  const to = textOf(...outgoing.map((each) => each.to))
  const metadata = objectOf(call.metadata)
  const start_time = timeOf(call.joined)
  const end_time = timeOf(call.ended)
  const isWeb = 'webRtc' in medium
  return finished(
    {
      call_id: call.callId,
      type: to ? 'outbound' : isWeb ? 'web' : 'inbound',
      channel: isWeb ? 'web' : 'phone',
      phone_number: to ?? textOf(metadata.phone_number),
      start_time,
      end_time,
      duration: start_time ? secondsBetween(start_time, end_time) : 0,
      status: STATUSES.get(call.endReason),
      end_reason: textOf(call.endReason),
      summary: textOf(call.summary, call.shortSummary),
      dynamic_variables: objectOf(call.initialState),
      metadata,
      client_request_id: textOf(metadata.client_request_id),
      agent_version_id: textOf(metadata.agent_version_id),
      platform_agent_id: textOf(call.agentId),
    },
    agentId,
  )
}

const STATUSES: ReadonlyMap<unknown, string> = new Map([
  ['unjoined', 'no_answer'],
  ['connection_error', 'failed'],
  ['system_error', 'failed'],
])
