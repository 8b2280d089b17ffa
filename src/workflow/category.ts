import { isDigaAction, isDigaTrigger } from './diga.ts'
import type { Category, Definition } from './schema.ts'
import { steps } from './walk.ts'

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
  for (const { step } of steps(definition)) if (isDigaAction(step, 'makeCall')) return 'call_launcher'
  return null
}
