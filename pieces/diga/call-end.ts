import { CodedError } from '../../src/errors.ts'
import type { Json, JsonObject } from '../../src/json.ts'
import { number } from '../../src/piece/fields.ts'
import { type ActionContext, type Wait, wait } from '../../src/piece/piece.ts'
import { CALL_END_KEY } from '../../src/piece/services.ts'

/** How a step waits for a call to end. */

/** As long as a run may take: thirty days. */
const MAX_MINUTES = 43_200

export const MINUTE_MS = 60_000

/** A step asks for the end itself this often, so that nothing lost on the way can hold it for longer. */
const LOOK_AGAIN_MS = 15 * MINUTE_MS

/** The field that says when a step goes on without the end. */
export const timeoutMinutes = number({
  label: 'Time-out (minutes)',
  description: 'After this time the workflow goes on, and the outcome is "timeout".',
  required: false,
  defaultValue: 120,
  min: 1,
  max: MAX_MINUTES,
})

/** A call that a step waits for. */
type Awaited = {
  /** what the step gives beside the result */
  known: JsonObject
  /** epoch milliseconds */
  until: number
  /** where it can be asked for; null where it has no id yet */
  call: { agent: string; callId: string } | null
  /** set where nobody knows whether there is a call */
  doubt: string | null
}

/** With when the step looks next, epoch milliseconds. */
type Waiting = Awaited & { next: number }

type Context = Pick<ActionContext<never>, 'run' | 'resume' | 'services' | 'log'>

/** Name of the event that the end comes back as. */
export const endKey = ({ run }: Pick<Context, 'run'>): string => CALL_END_KEY + run.path

/** Pauses the step until the call has ended, or the time is up. @param from epoch milliseconds */
export function waitForEnd(context: Context, awaited: Awaited, from = Date.now()): Wait {
  const next = Math.min(awaited.until, from + LOOK_AGAIN_MS)
  return wait({ key: endKey(context), until: next, state: { ...awaited, next } satisfies Waiting })
}

/**
 * What a step that waited comes to: the call's result, or a longer wait.
 * @throws CodedError CALL_OUTCOME_UNKNOWN where nothing was ever heard of a call that may not have been placed
 */
export async function afterWait(
  context: Context,
  { payload, timedOut, state }: NonNullable<Context['resume']>,
): Promise<Json | Wait> {
  const { next, ...awaited } = state as Waiting
  const result = timedOut ? await ask(context, awaited) : (payload as JsonObject)
  if (result) return { id: result.call_id ?? null, ...awaited.known, ...result }
  if (next < awaited.until) return waitForEnd(context, awaited, next)
  if (awaited.doubt !== null) throw new CodedError('CALL_OUTCOME_UNKNOWN', awaited.doubt)
  return { ...NOTHING_HEARD, call_id: awaited.call?.callId ?? null, ...awaited.known }
}

/** What is said of a call that did not end in time. */
const NOTHING_HEARD = {
  outcome: 'timeout',
  status: null,
  end_reason: null,
  duration_seconds: null,
  started_at: null,
  ended_at: null,
  recording_url: null,
  dynamic_variables: {},
}

/** The end of the call, if it has come. Failing here would undo a call that was placed: there is a next time. */
async function ask(context: Context, { call }: Awaited): Promise<JsonObject | null> {
  if (!call) return null
  try {
    const result = await context.services.watchCall({ ...call, endKey: endKey(context) })
    return result && { ...result }
  } catch (error) {
    context.log(`The call could not be asked about: ${(error as Error).message}`)
    return null
  }
}
