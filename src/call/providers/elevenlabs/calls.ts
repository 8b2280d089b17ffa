import type { Agent } from '../../agent.ts'
import type { Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { settingOf } from '../settings.ts'

/** The conversation with our id as its user. Where it is not there, nobody knows whether it will be. */
export async function findElevenLabsCall(clientRequestId: string, agent: Agent, reach: Reach) {
  const { http } = await reach.api()
  const query = { agent_id: settingOf(agent, 'platformAgentId'), user_id: clientRequestId }
  const answer = objectOf(await http.get('/v1/convai/conversations', { query }))
  const callId = textOf(listOf(answer.conversations)[0]?.conversation_id)
  return callId ? { callId } : null
}
