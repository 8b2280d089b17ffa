import type { Workflow } from '../db/workflows.ts'
import { isoTime } from '../run/run-view.ts'
import { copy } from '../workflow/copy.ts'
import type { Action, Definition } from '../workflow/schema.ts'
import { consumedVariables, producedVariables } from '../workflow/variables.ts'
import { steps } from '../workflow/walk.ts'

/** A workflow in Diga's form: what its draft says. `settings`, `schemaVersion` and `published_version_id` are ours. */
export function viewWorkflow({ draft, ...workflow }: Workflow) {
  return {
    id: workflow.id,
    name: draft.name,
    created: isoTime(workflow.createdAt),
    updated: isoTime(workflow.updatedAt),
    status: workflow.status,
    flow_category: draft.category,
    trigger: viewTrigger(draft.definition),
    produced_variables: producedVariables(draft.definition),
    consumed_variables: consumedVariables(draft.definition),
    schemaVersion: draft.definition.schemaVersion,
    settings: draft.definition.settings,
    published_version_id: workflow.publishedVersionId,
  }
}

/** The tree of steps. Diga's contract has no null among a router's children, so an empty branch shows as `{}`. */
function viewTrigger(definition: Definition): Definition['trigger'] {
  const shown = copy(definition)
  // All steps first: the walk must not meet what is put in below.
  for (const { step } of [...steps(shown)]) {
    if (step.type === 'ROUTER') step.children = step.children.map((child) => child ?? ({} as Action))
  }
  return shown.trigger
}
