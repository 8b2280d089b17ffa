import { isObject, type JsonObject } from '../../../json.ts'
import { at } from '../../../piece/service-http.ts'
import type { AgentSecrets } from '../../agent.ts'
import { type CallMoment, callFinishedEvent } from '../../events.ts'
import { isRecent, isSignedBy } from '../../hmac.ts'
import { generic } from '../generic.ts'
import type { HookRequest, Provider, Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { callerNumber } from '../settings.ts'

/** What became of a call, in Diga's older and newer words. */
const ENDED: ReadonlySet<unknown> = new Set(['completed', 'failed', 'transferred', 'no_answer', 'finished'])

/**
 * Diga: its call fields are the neutral ones, so its HTTP tools and flows call what generic agents have. Beside them it
 * tells of calls by a signed webhook, `status_changed`, without their messages (docs.diga.io).
 */
export const diga: Provider = {
  ...generic,
  name: 'diga',
  piece: 'diga-api',

  verify,

  classify(body, route) {
    if (!isStatusChange(body)) return 'event' in body ? 'unknown' : generic.classify(body, route)
    return ENDED.has(callOf(body).status) ? 'call_finished' : 'ignored'
  },

  normalise(kind, body, headers, route) {
    if (kind !== 'call_finished' || !isStatusChange(body))
      return generic.normalise(kind, body, headers, route)
    // Versions of agents are Diga's own there.
    const { agent_version_id: _, ...call } = callOf(body)
    const variables = objectOf(call.dynamic_variables)
    const client_request_id = textOf(variables.client_request_id) ?? null
    return callFinishedEvent({ ...call, client_request_id }, route.agentId)
  },

  enrich,

  buildOutbound: async (call, agent) => ({
    path: '/v1/call/',
    json: {
      from_number: agent.platformNumberId ?? callerNumber(agent, call),
      to_number: call.to,
      // The one thing that comes back as it was sent.
      dynamic_variables: { ...call.dynamicVariables, client_request_id: call.clientRequestId },
    },
  }),

  callIdOf: (answer) => (isObject(answer) ? textOf(answer.id, answer.call_id) : undefined),
}

const isStatusChange = (body: JsonObject): boolean =>
  body.event === 'status_changed' || body.type === 'status_changed'

const callOf = (body: JsonObject): JsonObject => objectOf(body.call ?? body.data)

/**
 * `diga-signature`: a time and a HMAC-SHA256 over `{time}.{body}`. How Diga puts the two together is not published; the
 * forms that others have for the same are all read.
 */
async function verify(request: HookRequest, secrets: AgentSecrets, now: number): Promise<boolean> {
  const header = request.headers.get('diga-signature')
  if (header === null) return generic.verify(request, secrets, now)
  const time = /(?:^|[,;\s])(?:t=|timestamp=)?(\d{9,13})(?=[.,;\s]|$)/.exec(header)?.[1]
  const digest = /([0-9a-f]{64})\s*$/i.exec(header)?.[1]
  if (!time || !digest || !isRecent(Number(time), now)) return false
  const content = [`${time}.`, request.rawBody]
  return isSignedBy(secrets.secrets, digest, { hash: 'sha256', content, encoding: 'hex' })
}

/** Adds the messages where the event has none. */
async function enrich(event: CallMoment, reach: Reach): Promise<CallMoment> {
  const { call, payload } = event
  if (listOf(payload.messages).length > 0) return event
  const { http } = await reach.api()
  const answer = await http.get(at`/v1/call/${call.call_id}/message`)
  const messages = listOf(Array.isArray(answer) ? answer : objectOf(answer).data)
  return { ...event, payload: { ...payload, messages } }
}
