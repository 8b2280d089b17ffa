import type { Answer } from '../engine/ports.ts'
import { type ErrorData, toErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import type { DispatchReply, RunReply } from '../run/protocol.ts'

/** What Return Response gives a caller. */
export type ResponseAnswer = Extract<Answer, { kind: 'response' }>

/** What a caller can be told of a run it waited for. */
export type Outcome =
  | { kind: 'answered'; answer: Answer }
  /** succeeded, and said nothing */
  | { kind: 'ended' }
  | { kind: 'paused' }
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'deadline' }

/** How a run stands, for the one who waited for it. An answer counts, whatever became of the run after it. */
export function outcomeOf(reply: RunReply): Outcome {
  if (reply.answer) return { kind: 'answered', answer: reply.answer }
  if (reply.settled === 'paused') return { kind: 'paused' }
  if (reply.settled === 'waiting') return { kind: 'deadline' }
  if (reply.status === 'SUCCEEDED') return { kind: 'ended' }
  return { kind: 'failed', error: reply.error ?? endedAs(reply) }
}

function endedAs(reply: RunReply): ErrorData {
  const how = reply.status.toLowerCase().replaceAll('_', ' ')
  return {
    code: `RUN_${reply.status}`,
    message: `The run of "${reply.name}" ended: ${how}.`,
    retryable: false,
  }
}

/** What the agent is told of one function call. */
export type ToolOutcome =
  | { kind: 'answered'; runId: string; answer: ResponseAnswer; fallback?: 'failed' | 'deadline' }
  /** it runs in the background */
  | { kind: 'accepted'; runId: string }
  | { kind: 'failed'; runId: string; error: ErrorData }
  /** `language`: of the call, where its variables say so */
  | { kind: 'deadline'; runId: string; error: ErrorData; language?: string }
  /** nothing was run. Errors: TOOL_UNKNOWN, ARGUMENT_MISSING, ARGUMENT_INVALID, RUN_PURGED */
  | { kind: 'refused'; error: ErrorData }
  /** it could not be handed over, or not for certain */
  | { kind: 'unreached'; cause: unknown }

/**
 * The outcome of a sync function call.
 * @param fallback what the workflow wants to be said where there is no answer
 * @param variables the call's
 */
export function toolOutcome(
  reply: RunReply,
  fallback: Json | undefined,
  variables: DispatchReply['variables'] = {},
): ToolOutcome {
  const { runId } = reply
  const outcome = outcomeOf(reply)
  if (outcome.kind === 'answered' && outcome.answer.kind === 'response') {
    return { kind: 'answered', runId, answer: outcome.answer }
  }
  const kind = outcome.kind === 'deadline' ? 'deadline' : 'failed'
  if (fallback !== undefined) return { kind: 'answered', runId, answer: asAnswer(fallback), fallback: kind }
  const error = whyNoAnswer(outcome, reply)
  if (kind === 'failed') return { kind, runId, error }
  const { language } = variables
  return { kind, runId, error, ...(typeof language === 'string' && { language }) }
}

/** A value as if Return Response had given it: text as text, the rest as JSON. */
export function asAnswer(body: Json): ResponseAnswer {
  return { kind: 'response', format: typeof body === 'string' ? 'text' : 'json', body }
}

/** Why a caller that expects an answer gets none. */
export function whyNoAnswer(outcome: Outcome, { name }: RunReply): ErrorData {
  if (outcome.kind === 'failed') return outcome.error
  if (outcome.kind === 'deadline') {
    const message = `"${name}" did not answer in time. The run goes on; do not start it again.`
    return { code: 'DEADLINE_EXCEEDED', message, retryable: false }
  }
  const how = outcome.kind === 'paused' ? 'paused before it answered' : 'ended without an answer'
  const message = `"${name}" ${how}: let every path reach "Return response".`
  return { code: 'NO_ANSWER', message, retryable: false }
}

/** A function call that was never run. */
export function refused(error: unknown): ToolOutcome {
  return { kind: 'refused', error: toErrorData(error) }
}
