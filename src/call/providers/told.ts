import type { Json } from '../../json.ts'
import type { ToolOutcome } from '../outcome.ts'

/**
 * What a language model is told of its function call, on platforms whose answer goes to it: a result, or an error in
 * words it can act on. Nothing of how it failed: it might read that out.
 */
export type Told = { result: Json } | { error: string }

/** By the language of the call, so that a model that only reads out what it is told speaks it too. */
const LATE: Readonly<Record<string, string>> = {
  en: 'This takes a moment longer; the work goes on. Tell the caller so, and do not call this function again.',
  es: 'Esto tarda un momento más; se sigue trabajando en ello. Díselo a quien llama y no vuelvas a llamar a esta función.',
}
const ACCEPTED = 'It is being done in the background.'
const FAILED = 'That did not work just now. Apologise and offer another way; do not call this function again.'

/** An outcome in words for a model. What arguments it got wrong it is told, so that it can ask the caller. */
export function toldOf(outcome: ToolOutcome): Told {
  switch (outcome.kind) {
    case 'answered':
      return { result: outcome.answer.body }
    case 'accepted':
      return { result: ACCEPTED }
    case 'deadline':
      return { result: LATE[(outcome.language ?? '').slice(0, 2).toLowerCase()] ?? LATE.en ?? '' }
    case 'refused':
      return { error: outcome.error.message }
    default:
      return { error: FAILED }
  }
}

/** The same as one text. */
export function toldText(outcome: ToolOutcome): string {
  const told = toldOf(outcome)
  if ('error' in told) return told.error
  return typeof told.result === 'string' ? told.result : JSON.stringify(told.result)
}

/** The same as the one JSON body of a 200, as most platforms take it; an error is told as `{error}`. */
export function toldBody(outcome: ToolOutcome): Json {
  const told = toldOf(outcome)
  if ('error' in told) return told
  return typeof told.result === 'string' ? { result: told.result } : told.result
}
