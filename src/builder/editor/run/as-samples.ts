import type { RunDetail } from '../../../client/api.d.ts'
import { stepNames } from '../../../workflow/walk.ts'
import { ApiError, answerOf, api } from '../../api/client.ts'
import { readWorkflow } from '../api.ts'
import { definitionOf } from '../state/draft.ts'
import { loopOutput, type RunSteps } from './overlay.ts'

/**
 * Keeps what a run's steps gave as samples of the draft's steps, inside loops the first time.
 * @returns how many steps have a sample by that
 */
export async function keepAsSamples(workflowId: string, run: RunDetail): Promise<number> {
  const there = new Set(stepNames(definitionOf(await readWorkflow(workflowId))))
  const outputs = [...outputsOf(run.steps)].filter(([name]) => there.has(name))
  let kept = 0
  for (const [step_name, payload] of outputs) {
    const path = { flow_id: workflowId, step_name }
    try {
      await answerOf(
        api.POST('/v1/workflow/{flow_id}/steps/{step_name}/sample-data', {
          params: { path },
          body: { payload: payload as never },
        }),
      )
      kept++
    } catch (error) {
      // A sample that is too large leaves that step without one.
      if (!(error instanceof ApiError) || error.status !== 413) throw error
    }
  }
  return kept
}

/** What each step gave. */
export function outputsOf(recorded: RunSteps): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [name, step] of Object.entries(recorded)) {
    if (step.status !== 'SUCCEEDED') continue
    const loop = loopOutput(step)
    const [first] = loop?.iterations ?? []
    found.set(name, loop ? { item: (step.output as { item: unknown }).item, index: 1 } : step.output)
    if (first) for (const [inner, output] of outputsOf(first)) found.set(inner, output)
  }
  return found
}
