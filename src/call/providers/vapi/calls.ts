import { CodedError } from '../../../errors.ts'
import type { JsonObject } from '../../../json.ts'
import type { Agent } from '../../agent.ts'
import type { EndedCall, Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { settingOf } from '../settings.ts'

/** The most that one request lists; newer calls come first. */
const PAGE = 100

/** The call with our id among the assistant's latest. Where it is not there, nobody knows whether it will be. */
export async function findVapiCall(clientRequestId: string, agent: Agent, reach: Reach) {
  const calls = await listCalls(agent, reach, { limit: PAGE })
  const found = calls.find(({ assistantOverrides }) => {
    const { client_request_id } = objectOf(objectOf(assistantOverrides).metadata)
    return client_request_id === clientRequestId
  })
  const callId = textOf(found?.id)
  return callId ? { callId } : null
}

async function listCalls(
  agent: Agent,
  reach: Reach,
  query: { limit: number; createdAtGe?: string; createdAtLt?: string },
): Promise<JsonObject[]> {
  const { http } = await reach.api()
  const assistantId = settingOf(agent, 'platformAgentId')
  const answer = await http.get('/call', { query: { assistantId, ...query } })
  if (!Array.isArray(answer)) throw new CodedError('ANSWER_INVALID', 'Vapi lists calls in a form not known.')
  return listOf(answer)
}

/** Calls are listed with all that was said: so many fit an answer that may be read. */
const WHOLE_CALLS = 25
const MAX_PAGES = 40

/** The assistant's calls that are over, newest first, each as the report that Vapi sends at its end. */
export async function* endedVapiCalls(
  { since, until }: { since: number; until: number },
  agent: Agent,
  reach: Reach,
): AsyncGenerator<EndedCall[]> {
  const createdAtGe = new Date(since).toISOString()
  let createdAtLt: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const calls = await listCalls(agent, reach, { limit: WHOLE_CALLS, createdAtGe, createdAtLt })
    yield calls
      .filter(({ status, endedAt }) => status === 'ended' && Date.parse(textOf(endedAt) ?? '') < until)
      .flatMap((call) => {
        const callId = textOf(call.id)
        return callId ? [{ callId, event: async () => reportOf(call) }] : []
      })
    createdAtLt = textOf(calls.at(-1)?.createdAt)
    if (calls.length < WHOLE_CALLS || createdAtLt === undefined) return
  }
}

/** What the report tells beside the call stands in the call itself once that is listed. */
function reportOf(call: JsonObject): JsonObject {
  const { startedAt, endedAt, endedReason, cost, customer, artifact, analysis, messages, assistantId } = call
  const told = { startedAt, endedAt, endedReason, cost, customer, artifact, analysis, messages }
  const known = Object.entries(told).filter(([, value]) => value !== undefined)
  return {
    message: {
      type: 'end-of-call-report',
      call,
      assistant: { id: assistantId ?? null },
      ...Object.fromEntries(known),
    } as JsonObject,
  }
}
