import { at } from '../../../piece/service-http.ts'
import type { Agent } from '../../agent.ts'
import type { EndedCall, Reach } from '../provider.ts'
import { listOf, numberOf, objectOf, textOf } from '../read.ts'
import { settingOf } from '../settings.ts'

/** The conversation with our id as its user. Where it is not there, nobody knows whether it will be. */
export async function findElevenLabsCall(clientRequestId: string, agent: Agent, reach: Reach) {
  const { http } = await reach.api()
  const query = { agent_id: settingOf(agent, 'platformAgentId'), user_id: clientRequestId }
  const answer = objectOf(await http.get('/v1/convai/conversations', { query }))
  const callId = textOf(listOf(answer.conversations)[0]?.conversation_id)
  return callId ? { callId } : null
}

const PAGE = 100
const MAX_PAGES = 20

/** Conversations that are over; others may still be worked on. */
const OVER: ReadonlySet<unknown> = new Set(['done', 'failed'])

/** The agent's conversations that are over, each as the event that ElevenLabs sends once it has its transcript. */
export async function* endedElevenLabsCalls(
  { since, until }: { since: number; until: number },
  agent: Agent,
  reach: Reach,
): AsyncGenerator<EndedCall[]> {
  const { http } = await reach.api()
  const base = { agent_id: settingOf(agent, 'platformAgentId'), page_size: PAGE }
  const query = { ...base, call_start_after_unix: Math.floor(since / 1000) }
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = objectOf(await http.get('/v1/convai/conversations', { query: { ...query, cursor } }))
    yield listOf(answer.conversations).flatMap((each) => {
      const callId = textOf(each.conversation_id)
      const end =
        ((numberOf(each.start_time_unix_secs) ?? 0) + (numberOf(each.call_duration_secs) ?? 0)) * 1000
      if (!callId || !OVER.has(each.status) || end >= until) return []
      const event = async () => ({
        type: 'post_call_transcription',
        data: objectOf(await http.get(at`/v1/convai/conversations/${callId}`)),
      })
      return [{ callId, event }]
    })
    cursor = textOf(answer.next_cursor)
    if (answer.has_more !== true || cursor === undefined) return
  }
}
