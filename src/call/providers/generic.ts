import { CodedError } from '../../errors.ts'
import { isObject, type JsonObject } from '../../json.ts'
import type { Agent } from '../agent.ts'
import { callFinishedEvent, type FunctionCalls, functionCallEvent, preCallEvent } from '../events.ts'
import type { ToolOutcome } from '../outcome.ts'
import { answerReply, errorReply, type Reply } from '../reply.ts'
import { signatureHeaders, verifyBearer, verifySignature } from '../signature.ts'
import type { HookKind, HookRoute, OutboundCall, OwnRequest, Provider } from './provider.ts'

/** The documented neutral platform: Standard Webhooks or a bearer secret, plain JSON, Diga's field names. */
export const generic: Provider = {
  name: 'generic',
  patience: { tool: 60_000, toolAtMost: 60_000 },

  verify: ({ headers, rawBody }, { bearerHash, signingKey }, now) =>
    headers.has('webhook-signature')
      ? verifySignature(signingKey, headers, rawBody, now)
      : verifyBearer(headers, bearerHash),

  classify(body) {
    const kind = KINDS.find((each) => each === body.type)
    if (kind) return kind
    throw new CodedError('VALIDATION_FAILED', `"type" in the body must be one of ${KINDS.join(', ')}.`)
  },

  normalise(kind, body, headers, route) {
    if (kind === 'pre_call') return preCallEvent(call(body), route.agentId)
    if (kind === 'call_finished') return callFinishedEvent(call(body), route.agentId)
    return functionCall(body, headers, route)
  },

  renderPreCall: ({ abort, promptAddition, dynamicVariables, flows }) => ({
    status: 200,
    body: {
      abort,
      prompt_addition: promptAddition,
      dynamic_variables: dynamicVariables,
      flows: flows.map(({ id, name, status, durationMs }) => ({ id, name, status, duration_ms: durationMs })),
    },
  }),

  renderTools([outcome]) {
    if (!outcome) throw new CodedError('INTERNAL_ERROR', 'A function call without an outcome.')
    return renderTool(outcome)
  },

  renderFinished: ({ duplicate, callId, runs }) => ({
    status: 202,
    body: {
      accepted: true,
      duplicate,
      call_id: callId,
      runs: runs.map(({ runId, workflowId, name }) => ({ run_id: runId, workflow_id: workflowId, name })),
    },
  }),

  buildOutbound: async (request, agent, now) => {
    if (!agent.outboundUrl) {
      const message = `Agent "${agent.id}" can't place calls: set its "outbound_url".`
      throw new CodedError('OUTBOUND_NOT_CONFIGURED', message)
    }
    return signedOutbound(agent.outboundUrl, request, agent, now)
  },

  callIdOf: (answer) => {
    const id = isObject(answer) ? (answer.call_id ?? answer.id) : undefined
    return typeof id === 'string' ? id : undefined
  },

  async findCall(clientRequestId, agent, { http }) {
    if (!agent.outboundUrl) return null
    const url = new URL(agent.outboundUrl)
    url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(clientRequestId)}`
    const headers = await proofOf(agent, clientRequestId, new Uint8Array(), Date.now())
    const answer = await http.request({
      method: 'GET',
      url: url.href,
      headers,
      timeoutMs: LOOK_UP_MS,
      anyStatus: true,
      followRedirects: false,
    })
    // A bare 404 may mean no more than that the platform has no such address.
    if (isObject(answer.body) && answer.body.placed === false) return 'never_placed'
    const callId = answer.status === 200 ? generic.callIdOf(answer.body) : undefined
    return callId === undefined ? null : { callId }
  },
}

/** How long a platform may take to say what became of a request. */
const LOOK_UP_MS = 10_000

const KINDS: readonly HookKind[] = ['pre_call', 'function_call', 'call_finished']

/** On the one server URL `type` names the event, and the call's own type may stand in `call_type`. */
function call(body: JsonObject): JsonObject {
  if (!KINDS.some((kind) => kind === body.type)) return body
  const { type: _event, call_type: type, ...rest } = body
  return type === undefined ? rest : { ...rest, type }
}

function functionCall(body: JsonObject, headers: Headers, route: HookRoute): FunctionCalls {
  const name = route.tool ?? body.name ?? body.function_name
  if (typeof name !== 'string' || name === '') {
    throw new CodedError('VALIDATION_FAILED', '"name" in the body must be the name of the function.')
  }
  const event = functionCallEvent(body, route.agentId, name)
  const sent = headers.get('idempotency-key') ?? headers.get('webhook-id')
  return { ...event, invocations: event.invocations.map((each) => ({ ...each, id: each.id ?? sent })) }
}

/** The statuses say what an agent may do next: 4xx, nothing was run; 5xx, don't run it again. */
function renderTool(outcome: ToolOutcome): Reply {
  switch (outcome.kind) {
    case 'answered': {
      const reply = answerReply(outcome.answer)
      if (!outcome.fallback) return reply
      return { ...reply, headers: { ...reply.headers, 'x-patchcord-fallback': outcome.fallback } }
    }
    case 'accepted':
      return { status: 202, body: { accepted: true, run_id: outcome.runId } }
    case 'refused':
      return errorReply(outcome.error.code === 'TOOL_UNKNOWN' ? 404 : 422, outcome.error)
    case 'unreached':
      throw outcome.cause
    default:
      return errorReply(outcome.kind === 'deadline' ? 504 : 500, outcome.error)
  }
}

/** A POST of the neutral request for a call, signed like a hook, with the agent's own secret. */
export async function signedOutbound(
  url: string,
  call: OutboundCall,
  agent: Agent,
  now: number,
): Promise<OwnRequest> {
  const body = JSON.stringify({
    type: 'call.requested',
    agent_id: agent.id,
    agent_version_id: call.agentVersion,
    from_number: call.from,
    to_number: call.to,
    dynamic_variables: call.dynamicVariables,
    client_request_id: call.clientRequestId,
  })
  const proof = await proofOf(agent, call.clientRequestId, new TextEncoder().encode(body), now)
  return { url, headers: { 'content-type': 'application/json', ...proof }, body }
}

/** Headers that prove that we ask, by the agent's own secret. */
function proofOf(agent: Agent, clientRequestId: string, body: Uint8Array, now: number) {
  // A run's key may hold dots, which the signature scheme doesn't allow in an id.
  return signatureHeaders(agent.signingKey, clientRequestId.replaceAll('.', '_'), body, now)
}
