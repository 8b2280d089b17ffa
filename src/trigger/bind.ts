import type { TriggerSettings } from '../db/directory.ts'
import { type Bound, bindTrigger, findTrigger } from '../piece/bind-trigger.ts'
import type { TriggerDeps } from './deps.ts'

/**
 * A workflow's trigger, ready to be called with the workflow's own store.
 * @throws CodedError PIECE_UNKNOWN, TRIGGER_UNKNOWN, INPUT_INVALID, and what opening its connection throws
 */
export async function triggerOf(
  deps: TriggerDeps,
  workflowId: string,
  settings: TriggerSettings,
): Promise<Bound> {
  const store = deps.store(workflowId)
  return bindTrigger(await findTrigger(settings), settings.input, { ...deps, store })
}
