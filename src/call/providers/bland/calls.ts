import { at } from '../../../piece/service-http.ts'
import type { Agent } from '../../agent.ts'
import type { Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'

/** So many of the latest calls to a number are looked into. */
const LATEST = 5

/**
 * The call with our id among the latest to its number: the list leaves out the metadata, which each call has. Where it is
 * not there, nobody knows whether it will be.
 */
export async function findBlandCall(clientRequestId: string, _agent: Agent, reach: Reach, to: string) {
  const { http } = await reach.api()
  const listed = objectOf(await http.get('/v1/calls', { query: { to_number: to, limit: LATEST } }))
  for (const { call_id, c_id } of listOf(listed.calls)) {
    const callId = textOf(call_id, c_id)
    if (callId === undefined) continue
    const { metadata } = objectOf(await http.get(at`/v1/calls/${callId}`))
    if (objectOf(metadata).client_request_id === clientRequestId) return { callId }
  }
  return null
}
