import type { JsonObject } from '../json.ts'
import type { RunReply } from '../run/protocol.ts'
import type { PreCallWorkflow } from './agent.ts'
import { type Outcome, outcomeOf } from './outcome.ts'

/** How one pre-call workflow ended, for its caller. Ending or pausing without Return Call Data is a failure. */
export type FlowStatus = 'success' | 'failed' | 'timeout'

/** What a call starts with. */
export interface PreCallResult {
  /** true: the call must not go on */
  abort: boolean
  promptAddition: string
  dynamicVariables: JsonObject
  /** in assignment order; `id` is the workflow's */
  flows: { id: string; name: string; runId: string; status: FlowStatus; durationMs: number }[]
}

/**
 * Merges what an agent's pre-call workflows returned, in assignment order: prompt additions are joined by blank
 * lines, and of two values for one variable the later counts (Diga's rules).
 * @param replies in assignment order
 * @param workflows the settings of the workflows; one that is no longer assigned can't abort a call
 */
export function mergePreCall(replies: RunReply[], workflows: PreCallWorkflow[]): PreCallResult {
  const aborting = new Set(workflows.filter((each) => each.abortOnFailure).map((each) => each.ref.id))
  const prompts: string[] = []
  const variables: [string, JsonObject[string]][] = []
  const result: PreCallResult = { abort: false, promptAddition: '', dynamicVariables: {}, flows: [] }
  for (const reply of replies) {
    const outcome = outcomeOf(reply)
    const status = statusOf(outcome)
    if (outcome.kind === 'answered' && outcome.answer.kind === 'call_data') {
      prompts.push(outcome.answer.promptAddition.trim())
      variables.push(...Object.entries(outcome.answer.dynamicVariables))
    }
    if (status !== 'success' && aborting.has(reply.workflowId)) result.abort = true
    const { workflowId: id, name, runId, durationMs } = reply
    result.flows.push({ id, name, runId, status, durationMs })
  }
  result.promptAddition = prompts.filter((prompt) => prompt !== '').join('\n\n')
  result.dynamicVariables = Object.fromEntries(variables)
  return result
}

function statusOf(outcome: Outcome): FlowStatus {
  if (outcome.kind === 'deadline') return 'timeout'
  return outcome.kind === 'answered' && outcome.answer.kind === 'call_data' ? 'success' : 'failed'
}
