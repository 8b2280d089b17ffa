import { readDialId } from '../calling/dials.ts'
import { CALL_END_KEY } from '../piece/services.ts'
import type { CallWatcher } from '../run/protocol.ts'

/** What a step's `idempotencyKey` looks like: the run, and the step's path in it. */
const STEP = /^([\w-]{36}):(.+)$/s

/** Who waits for the end of the call of that `client_request_id`, as the id itself says; undefined for any other. */
export function watcherOf(clientRequestId: string): CallWatcher | undefined {
  const dial = readDialId(clientRequestId)
  if (dial) return { kind: 'campaign', campaign_id: dial.campaignId, dial_id: clientRequestId }
  const [, run_id, path] = STEP.exec(clientRequestId) ?? []
  return run_id === undefined ? undefined : { kind: 'run', run_id, key: CALL_END_KEY + path }
}
