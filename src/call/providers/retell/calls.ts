import type { Agent } from '../../agent.ts'
import type { Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** The call that carries our id. Where it is not there, nobody knows whether it will be. */
export async function findRetellCall(clientRequestId: string, _agent: Agent, reach: Reach) {
  const { http } = await reach.api()
  const json = { filter_criteria: { metadata: { client_request_id: [clientRequestId] } }, limit: 1 }
  const [found] = listOf(await http.post('/v2/list-calls', { json }))
  const callId = textOf(found?.call_id)
  const isOurs = objectOf(found?.metadata).client_request_id === clientRequestId
  return callId && isOurs ? { callId } : null
}
