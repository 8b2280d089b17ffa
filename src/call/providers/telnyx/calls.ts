import { at } from '../../../piece/service-http.ts'
import type { CallMoment } from '../../events.ts'
import type { Reach } from '../provider.ts'
import { finished, listOf, messagesOf, objectOf, textOf, timeOf } from '../read.ts'

/** How long the question may take: the runs wait for it. Milliseconds. */
const TIMEOUT_MS = 5_000

/** Adds what was said in a conversation. */
export async function enrichFromTelnyx(event: CallMoment, reach: Reach): Promise<CallMoment> {
  const { call, payload } = event
  const conversation = textOf(payload.conversation_id)
  if (conversation === undefined) return event
  const { http } = await reach.api()
  const path = at`/ai/conversations/${conversation}/messages`
  const said = listOf(objectOf(await http.get(path, { timeoutMs: TIMEOUT_MS })).data)
  const messages = messagesOf(said, ({ role, text, created_at, sent_at }) => ({
    role: role === 'user' || role === 'assistant' ? role : undefined,
    content: textOf(text),
    at: timeOf(sent_at ?? created_at),
  }))
  return finished({ ...payload, messages }, call.agent_id)
}
