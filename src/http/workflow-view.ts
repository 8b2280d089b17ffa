import * as z from 'zod'
import type { Workflow } from '../db/workflows.ts'
import { isoTime } from '../run/run-view.ts'
import { copy } from '../workflow/copy.ts'
import { type Action, Category, type Definition, WorkflowSettings } from '../workflow/schema.ts'
import { consumedVariables, producedVariables } from '../workflow/variables.ts'
import { steps } from '../workflow/walk.ts'

/** A trigger with all that follows it, as it is answered: the tree of the definition format. */
export const TriggerView = z
  .looseObject({
    name: z.string(),
    type: z.enum(['EMPTY', 'PIECE_TRIGGER']),
    displayName: z.string(),
    valid: z.boolean().optional(),
    settings: z.unknown().optional(),
    nextAction: z.looseObject({ name: z.string(), type: z.string() }).nullish(),
  })
  .meta({ id: 'Trigger', description: 'The trigger, and the tree of steps under `nextAction`.' })

/** What is wrong with a definition, where, and what to do. */
export const IssueView = z
  .object({
    severity: z.enum(['error', 'warning']),
    step: z.string().nullable(),
    path: z.string(),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: 'Issue' })

/** A workflow in Diga's form: what its draft says. `settings`, `schemaVersion` and `published_version_id` are ours. */
export const WorkflowView = z
  .object({
    id: z.string(),
    name: z.string(),
    created: z.iso.datetime(),
    updated: z.iso.datetime(),
    status: z.enum(['ENABLED', 'DISABLED']),
    flow_category: Category.nullable(),
    trigger: TriggerView,
    produced_variables: z.array(z.string()),
    consumed_variables: z.array(z.string()),
    schemaVersion: z.string().nullish(),
    settings: WorkflowSettings.optional(),
    published_version_id: z.string().nullable(),
  })
  .meta({ id: 'Workflow' })

/** A workflow as `WorkflowView` describes it. */
export function viewWorkflow({ draft, ...workflow }: Workflow): z.input<typeof WorkflowView> {
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
