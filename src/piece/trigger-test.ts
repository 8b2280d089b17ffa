import { CodedError, toErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import type { PieceTrigger } from '../workflow/schema.ts'
import { type BindDeps, bindTrigger, type Declared } from './bind-trigger.ts'
import type { Trigger, TriggerContext } from './trigger.ts'

/** How long a trigger's `test` may take, in milliseconds. */
const TEST_TIMEOUT_MS = 90_000
/** Events that are enough to try a workflow with. */
const MAX_EVENTS = 5

/** An event as it may look: the trigger's own example, fitted to the workflow's settings where they are complete. */
export function exampleEvent(trigger: Trigger, { settings }: PieceTrigger): Json {
  const input = trigger.input.safeParse(settings.input ?? {})
  if (!trigger.sampleFor || !input.success) return trigger.sampleData
  try {
    return trigger.sampleFor(input.data)
  } catch {
    return trigger.sampleData
  }
}

/**
 * Asks the service for some recent events; credentials are taken out of them. Nothing is remembered or started.
 * Undefined where the trigger can't be asked.
 * @param deps its store is of the test alone: what the trigger keeps while it is enabled is not touched
 * @throws CodedError INPUT_INVALID, CONNECTION_NOT_FOUND, TRIGGER_TEST_FAILED
 */
export async function recentEvents(
  declared: Declared,
  { settings }: PieceTrigger,
  deps: BindDeps,
): Promise<Json[] | undefined> {
  const part = askOf(declared.trigger)
  if (!part) return undefined
  const { ask, clean } = await bindTrigger(declared, settings.input, deps)
  try {
    return (await ask(TEST_TIMEOUT_MS, part)).slice(0, MAX_EVENTS).map(clean)
  } catch (error) {
    const { code, message } = toErrorData(error)
    throw new CodedError('TRIGGER_TEST_FAILED', `The trigger gave no events: ${message}`, {
      details: { code },
    })
  }
}

/** How a trigger is asked: by its `test`, else by polling. */
function askOf(trigger: Trigger): ((context: TriggerContext<never>) => Promise<Json[]>) | undefined {
  const { poll } = trigger
  if (trigger.test) return trigger.test
  return (
    poll &&
    (async (context) => {
      const items = await poll(context)
      const isTimed = items.every(({ at }) => at !== undefined)
      const newestFirst = isTimed ? items.toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0)) : items
      return newestFirst.map(({ data }) => data)
    })
  )
}
