import { isDigaTrigger } from './diga.ts'
import { shortPieceName } from './piece-name.ts'
import type { Category, Definition } from './schema.ts'
import { type Step, steps } from './walk.ts'

/**
 * Where a workflow belongs, from its steps (Diga's rule): the call triggers say it themselves, any other trigger
 * makes a call launcher once something in the workflow makes a call. Null where no category fits.
 */
export function categoryOf(definition: Definition): Category | null {
  const { trigger } = definition
  if (trigger.type === 'EMPTY') return 'empty'
  if (isDigaTrigger(trigger, 'preCall')) return 'pre_call'
  if (isDigaTrigger(trigger, 'functionCall')) return 'during_call'
  if (isDigaTrigger(trigger, 'callFinished')) return 'post_call'
  for (const { step } of steps(definition)) if (isCall(step)) return 'call_launcher'
  return null
}

/** Actions after which phones ring, by piece. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  diga: ['makeCall'],
  calling: ['call_list', 'add_to_campaign'],
}

function isCall(step: Step): boolean {
  if (step.type !== 'PIECE') return false
  const { pieceName, actionName = '' } = step.settings
  return CALLS[shortPieceName(pieceName)]?.includes(actionName) ?? false
}
