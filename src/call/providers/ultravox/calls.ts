import type { JsonObject } from '../../../json.ts'
import { at, type ServiceHttp } from '../../../piece/service-http.ts'
import type { Agent } from '../../agent.ts'
import type { CallMoment } from '../../events.ts'
import type { Reach } from '../provider.ts'
import { finished, listOf, messagesOf, objectOf, textOf, timeOf } from '../read.ts'
import { settingOf } from '../settings.ts'

const PAGE = 100
const MAX_PAGES = 20

/** Everything in a list of Ultravox's, which gives the next page's address; 2,000 entries at most. */
export async function everything(
  http: ServiceHttp,
  path: string,
  query: Record<string, string | number> = {},
): Promise<JsonObject[]> {
  const found: JsonObject[] = []
  let next: string | undefined = path
  for (let page = 0; next !== undefined && page < MAX_PAGES; page++) {
    const answer = objectOf(await http.get(next, page === 0 ? { query: { ...query, pageSize: PAGE } } : {}))
    found.push(...listOf(answer.results))
    next = textOf(answer.next)
  }
  return found
}

const ROLES: ReadonlyMap<unknown, 'user' | 'assistant'> = new Map([
  ['MESSAGE_ROLE_USER', 'user'],
  ['MESSAGE_ROLE_AGENT', 'assistant'],
])

/** Adds what was said. */
export async function enrichFromUltravox(event: CallMoment, reach: Reach): Promise<CallMoment> {
  const { call, payload } = event
  const { http } = await reach.api()
  const path = at`/api/calls/${call.call_id}/messages`
  const spoken = await everything(http, path, { mode: 'in_call' })
  const began = Date.parse(call.start_time ?? '')
  const messages = messagesOf(spoken, ({ role, text, timespan }) => ({
    role: ROLES.get(role),
    content: textOf(text),
    at: timeOf(began + Number.parseFloat(textOf(objectOf(timespan).start) ?? '') * 1000),
  }))
  return finished({ ...payload, messages }, call.agent_id)
}

/** The call with our id among the agent's latest. Where it is not there, nobody knows whether it will be. */
export async function findUltravoxCall(clientRequestId: string, agent: Agent, reach: Reach) {
  const { http } = await reach.api()
  const path = at`/api/agents/${settingOf(agent, 'platformAgentId')}/calls`
  const { results } = objectOf(await http.get(path, { query: { pageSize: PAGE } }))
  const found = listOf(results).find(
    ({ metadata }) => objectOf(metadata).client_request_id === clientRequestId,
  )
  const callId = textOf(found?.callId)
  return callId ? { callId } : null
}
