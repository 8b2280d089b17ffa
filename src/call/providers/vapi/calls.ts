import { CodedError } from '../../../errors.ts'
import type { Agent } from '../../agent.ts'
import type { Reach } from '../provider.ts'
import { listOf, objectOf, textOf } from '../read.ts'
import { settingOf } from '../settings.ts'

/** The most that one request lists; newer calls come first. */
const PAGE = 100

/** The call with our id among the assistant's latest. Where it is not there, nobody knows whether it will be. */
export async function findVapiCall(clientRequestId: string, agent: Agent, reach: Reach) {
  const { http } = await reach.api()
  const query = { assistantId: settingOf(agent, 'platformAgentId'), limit: PAGE }
  const answer = await http.get('/call', { query })
  if (!Array.isArray(answer)) throw new CodedError('ANSWER_INVALID', 'Vapi lists calls in a form not known.')
  const calls = listOf(answer)
  const found = calls.find(({ assistantOverrides }) => {
    const { client_request_id } = objectOf(objectOf(assistantOverrides).metadata)
    return client_request_id === clientRequestId
  })
  const callId = textOf(found?.id)
  return callId ? { callId } : null
}
