import * as z from 'zod'
import type { VersionRow } from '../db/schema.ts'
import { hasUnpublishedChanges, type Workflow } from '../db/workflows.ts'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { isoTime } from '../run/run-view.ts'
import { copy } from '../workflow/copy.ts'
import type { Issue } from '../workflow/issue.ts'
import { type Action, Category, type Definition, Note, WorkflowSettings } from '../workflow/schema.ts'
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

/** What a definition says, in Diga's form. `valid`, `pieces` and what follows `consumed_variables` are ours. */
export const DefinitionView = z.object({
  name: z.string(),
  flow_category: Category.nullable(),
  trigger: TriggerView,
  valid: z.boolean().meta({ description: 'Whether it could be published. `issues` says what is wrong.' }),
  pieces: z.array(z.string()).meta({ description: 'Short names of the pieces it uses, in reading order.' }),
  produced_variables: z.array(z.string()),
  consumed_variables: z.array(z.string()),
  schemaVersion: z.string().nullish(),
  settings: WorkflowSettings.optional(),
  notes: z
    .array(Note)
    .optional()
    .meta({ description: 'On the canvas; they are no part of what is published.' }),
})

/** A draft as a test ran it: what it said then. */
export const SnapshotView = DefinitionView.pick({
  name: true,
  trigger: true,
  schemaVersion: true,
  settings: true,
  notes: true,
})
  .extend({ id: z.string() })
  .meta({ id: 'Snapshot' })

/** A workflow in Diga's form: what its draft says. What stands below `status` is ours. */
export const WorkflowView = DefinitionView.extend({
  id: z.string(),
  created: z.iso.datetime(),
  updated: z.iso.datetime(),
  status: z.enum(['ENABLED', 'DISABLED']),
  published_version_id: z.string().nullable(),
  draft_updated: z.iso.datetime().meta({
    description:
      'When the draft was last edited: what edits give as `since`, so that none undoes another unseen.',
  }),
  has_unpublished_changes: z.boolean().meta({ description: 'Also true before the first publication.' }),
  folder_id: z.string().nullable(),
  retention_days: z.number().int().nullable().meta({ description: 'Null means the default.' }),
  source_flow_template_id: z.string().nullable(),
  trigger_status: z
    .enum(['ACTIVE', 'CHANGING', 'LEFT', 'ERROR'])
    .nullable()
    .meta({
      description:
        'Of schedules, polls, subscriptions and app events; null for triggers that need nothing kept. CHANGING: being enabled or ' +
        'disabled. LEFT: the service would not end it yet. ERROR: given up, or to be enabled anew; `trigger_error` says why.',
    }),
  trigger_error: z
    .object({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: 'What went wrong last; null once it works again.' }),
}).meta({ id: 'Workflow' })

/** A workflow as `WorkflowView` describes it. */
export function viewWorkflow(workflow: Workflow): z.input<typeof WorkflowView> {
  return {
    id: workflow.id,
    ...viewDefinition(workflow.draft),
    created: isoTime(workflow.createdAt),
    updated: isoTime(workflow.updatedAt),
    status: workflow.status,
    published_version_id: workflow.publishedVersionId,
    draft_updated: isoTime(workflow.draft.updatedAt),
    has_unpublished_changes: hasUnpublishedChanges(workflow),
    folder_id: workflow.folderId,
    retention_days: workflow.retentionDays,
    source_flow_template_id: workflow.templateId,
    trigger_status: workflow.trigger?.status ?? null,
    trigger_error: viewTriggerError(workflow),
  }
}

function viewTriggerError({ trigger }: Workflow) {
  return trigger?.error ? { code: trigger.error.code, message: trigger.error.message } : null
}

/** What a version says, as `DefinitionView` describes it. */
export function viewDefinition(version: VersionRow): z.input<typeof DefinitionView> {
  const { name, category, definition, pieces } = version
  return {
    ...viewContent(definition),
    name,
    flow_category: category,
    // Judged when it was stored: a list must not judge every workflow on it anew.
    valid: [...steps(definition)].every(({ step }) => step.valid !== false),
    pieces,
    produced_variables: producedVariables(definition),
    consumed_variables: consumedVariables(definition),
  }
}

/** A kept draft, as `SnapshotView` describes it. */
export const viewSnapshot = (id: string, definition: Definition): z.input<typeof SnapshotView> => ({
  id,
  name: definition.displayName,
  ...viewContent(definition),
})

/** What stands in a definition beside its name. */
const viewContent = (definition: Definition) => ({
  trigger: viewTrigger(definition),
  schemaVersion: definition.schemaVersion,
  settings: definition.settings,
  notes: definition.notes,
})

/** The tree of steps. Diga's contract has no null among a router's children, so an empty branch shows as `{}`. */
function viewTrigger(definition: Definition): Definition['trigger'] {
  const shown = copy(definition)
  // All steps first: the walk must not meet what is put in below.
  for (const { step } of [...steps(shown)]) {
    if (step.type === 'ROUTER') step.children = step.children.map((child) => child ?? ({} as Action))
  }
  return shown.trigger
}

/** An error that carries what is wrong with a definition, and says the first of it. */
export function withIssues(code: string, message: string, issues: Issue[]): CodedError {
  const shown = issues.slice(0, 3).map((issue) => issue.message)
  const rest = issues.length > shown.length ? [`And ${issues.length - shown.length} more.`] : []
  return new CodedError(code, [message, ...shown, ...rest].join(' '), { details: issues as unknown as Json })
}
