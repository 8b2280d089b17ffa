import { isObject, type JsonObject } from '../../../json.ts'
import type { AgentSecrets } from '../../agent.ts'
import { type CallMoment, functionCallEvent, preCallEvent } from '../../events.ts'
import { isSignedBy } from '../../hmac.ts'
import { okReply } from '../../reply.ts'
import { verifyBearer } from '../../signature.ts'
import type { HookRequest, Provider } from '../provider.ts'
import { finished, listOf, messagesOf, numberOf, objectOf, textOf, textsOf, timeOf } from '../read.ts'
import { metadataOf, settingOf } from '../settings.ts'
import { toldBody } from '../told.ts'
import { findBlandCall } from './calls.ts'

/** What the id of an agent begins with that is a pathway, and not a persona. */
export const PATHWAY = 'pathway/'

/**
 * Bland: one object after the call, signed without a time; functions and look-ups as its user describes them
 * (docs.bland.ai). The same address gets a live log where that is on.
 */
export const bland: Provider = {
  name: 'bland',
  piece: 'bland',
  // A function has 10 s unless its tool says more; a look-up at the start of a call has 2 s.
  patience: { tool: 10_000, toolAtMost: 60_000, preCall: 2_000 },

  // It answers 429 to the same number within ten seconds (docs.bland.ai). One more, since two requests are not on their
  // way for equally long.
  spacingMs: 11_000,

  verify,

  classify(body) {
    if ('category' in body && 'log_level' in body) return 'ignored'
    // Citations and the like, of a call that was told of before.
    if ('event_type' in body) return 'ignored'
    return 'call_id' in body && END.some((field) => field in body) ? 'call_finished' : 'unknown'
  },

  normalise(kind, body, headers, { agentId, tool, query }) {
    const call_id = textOf(headers.get('x-call-id'), query.get('call_id'), body.call_id) ?? null
    if (kind === 'function_call') return functionCallEvent({ call_id, arguments: body }, agentId, tool ?? '')
    if (kind === 'call_finished') return callFinished(body, agentId)
    const phone_number = textOf(body.phone_number, body.from) ?? null
    return preCallEvent({ ...body, call_id, phone_number, channel: 'phone', status: 'in_progress' }, agentId)
  },

  renderPreCall: ({ abort, promptAddition, dynamicVariables }) =>
    okReply({ abort, prompt_addition: promptAddition, dynamic_variables: dynamicVariables }),

  renderTools: ([outcome]) => okReply(outcome ? toldBody(outcome) : {}),

  renderFinished: () => okReply({}),

  async buildOutbound(call, agent) {
    const id = settingOf(agent, 'platformAgentId')
    return {
      path: '/v1/calls',
      json: {
        phone_number: call.to,
        ...(id.startsWith(PATHWAY) ? { pathway_id: id.slice(PATHWAY.length) } : { persona_id: id }),
        // Without one of its own the agent calls from a number of Bland's.
        ...(call.from.startsWith('+') && { from: call.from }),
        request_data: textsOf(call.dynamicVariables),
        metadata: metadataOf(call),
        webhook: call.hookUrl,
      },
    }
  },

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.call_id) : undefined),

  findCall: findBlandCall,

  refusalIn: (answer) =>
    isObject(answer) && answer.status === 'error' ? (textOf(answer.message) ?? 'it says no') : undefined,
}

/** Fields that only an ended call has. */
const END = ['completed', 'call_length', 'corrected_duration', 'queue_status']

/** `x-webhook-signature`, hex, over the body, or the agent's bearer secret. */
async function verify(
  { headers, rawBody }: HookRequest,
  { bearerHash, secrets }: AgentSecrets,
): Promise<boolean> {
  const given = headers.get('x-webhook-signature')
  if (given === null) return verifyBearer(headers, bearerHash)
  const signs = (content: string | Uint8Array) =>
    isSignedBy(secrets, given, { hash: 'sha256', content: [content], encoding: 'hex' })
  // Its documentation signs the JSON as it is written anew, so what was sent may be spaced in another way.
  return signs(rawBody) || signs(rewritten(rawBody))
}

function rewritten(rawBody: Uint8Array): string {
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(rawBody)))
  } catch {
    return ''
  }
}

const ROLES: ReadonlyMap<unknown, 'user' | 'assistant'> = new Map([
  ['user', 'user'],
  ['assistant', 'assistant'],
])

const ENDED_BY: ReadonlyMap<unknown, string> = new Map([
  ['USER', 'user_hangup'],
  ['ASSISTANT', 'agent_hangup'],
])

function callFinished(body: JsonObject, agentId: string): CallMoment {
  const metadata = objectOf(body.metadata)
  const minutes = numberOf(body.call_length)
  const seconds = numberOf(body.corrected_duration) ?? (minutes === undefined ? undefined : minutes * 60)
  const voicemail = body.answered_by === 'voicemail' ? 'voicemail' : undefined
  return finished(
    {
      call_id: textOf(body.call_id, body.c_id),
      type: body.inbound === true ? 'inbound' : 'outbound',
      channel: 'phone',
      phone_number: textOf(body.inbound === true ? body.from : body.to),
      start_time: timeOf(body.started_at ?? body.created_at),
      end_time: timeOf(body.end_at),
      duration: seconds === undefined ? undefined : Math.round(seconds),
      status: textOf(body.status)?.replaceAll('-', '_'),
      end_reason: voicemail ?? textOf(body.error_message) ?? ENDED_BY.get(body.call_ended_by),
      recording_url: textOf(body.recording_url),
      messages: messagesOf(listOf(body.transcripts), ({ user, text, created_at }) => ({
        role: ROLES.get(user),
        content: textOf(text),
        at: timeOf(created_at),
      })),
      transcript: textOf(body.concatenated_transcript),
      summary: textOf(body.summary),
      disposition_tag: textOf(body.disposition_tag),
      cost: body.price,
      dynamic_variables: objectOf(body.variables),
      metadata,
      client_request_id: textOf(metadata.client_request_id),
      agent_version_id: textOf(metadata.agent_version_id),
      platform_agent_id: textOf(body.pathway_id, body.persona_id),
    },
    agentId,
  )
}
