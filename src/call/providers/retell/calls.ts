import type { Agent } from '../../agent.ts'
import type { Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** The call that carries our id. */
export async function findRetellCall(clientRequestId: string, _agent: Agent, reach: Reach) {
  const { http } = await reach.api()
  const json = { filter_criteria: { metadata: { client_request_id: clientRequestId } }, limit: 1 }
  const [found] = listOf(await http.post('/v2/list-calls', { json }))
  const callId = textOf(found?.call_id)
  if (!callId) return 'never_placed' as const
  return objectOf(found?.metadata).client_request_id === clientRequestId ? { callId } : null
}
