import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { existingConnections } from '../db/connection-ids.ts'
import { versionOf } from '../db/versions.ts'
import { createWorkflows, editDraft, getWorkflow } from '../db/workflows.ts'
import { catalogueFor } from '../piece/rules.ts'
import { isoTime } from '../run/run-view.ts'
import { exportFile } from '../workflow/export/export.ts'
import { type Imported, readWorkflow, readWorkflows } from '../workflow/import/read.ts'
import { connectionIdsIn, type ImportReport, reportOn } from '../workflow/import/report.ts'
import type { Parsed } from '../workflow/parse.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'
import { IssueView, viewWorkflow, WorkflowView, withIssues } from './workflow-view.ts'

/** `/v1/workflow`: workflows as files. Replacing a draft is Diga's; whole files and exports are ours. */
export const workflowImport = new Hono<App>()

/** Exports with code and long prompts outgrow what other bodies may have. */
const MAX_FILE_BYTES = 5 * 1024 * 1024

const part = (description: string) => z.unknown().optional().meta({ description })

/** Read on by `readWorkflow`, which says more about what is wrong and follows a tree of any depth. */
const FileBody = z
  .looseObject({
    displayName: part('The name, of a definition.'),
    trigger: part('The trigger of a definition, with the tree of steps below it.'),
    schemaVersion: part('The dialect of its references, as a text; what other versions wrote is rewritten.'),
    name: part('The name, of a file or a template.'),
    flows: part('The definitions in a file.'),
    template: part("A definition or a file, in a template of Diga's or an older file."),
  })
  .meta({
    id: 'WorkflowFile',
    description:
      'A definition (`displayName`, `trigger`, `schemaVersion`), or an exported file: `{name, flows: […]}`, ' +
      '`{name, template: {…}}`, or a template of Diga.',
  })

const Suggestion = z.object({ piece_name: z.string(), action_name: z.string() })
const Install = z.object({
  command: z.string().meta({ description: "Adds the community's piece to the build." }),
  piece_version: z.string().meta({ description: 'What the step is to pin to use it.' }),
})
const ReportView = z
  .object({
    taken_over: z.number().int(),
    changes: z.array(z.object({ step: z.string().nullable(), code: z.string(), message: z.string() })),
    connections: z.array(
      z.object({
        step: z.string(),
        piece_name: z.string().nullable(),
        connection_id: z.string().nullable(),
        exists: z.boolean(),
      }),
    ),
    unknown_pieces: z.array(
      z.object({
        step: z.string(),
        piece_name: z.string(),
        piece_version: z.string().nullable(),
        install: Install.optional(),
        suggestion: Suggestion.optional(),
      }),
    ),
    community_pieces: z.array(
      z.object({
        step: z.string(),
        piece_name: z.string(),
        piece_version: z.string(),
        native: z
          .object({ piece_name: z.string(), piece_version: z.string() })
          .optional()
          .meta({ description: 'A piece of ours that does the same: what the step is to pin to use it.' }),
      }),
    ),
    unknown_actions: z.array(
      z.object({
        step: z.string(),
        piece_name: z.string(),
        action_name: z.string().nullable(),
        install: Install.optional(),
        suggestion: Suggestion.optional(),
      }),
    ),
    issues: z.array(IssueView),
  })
  .meta({ id: 'ImportReport', description: 'What became of an imported workflow, and what is left to do.' })

const ImportsView = z.object({
  data: z.array(z.object({ flow_id: z.string(), name: z.string(), report: ReportView })),
})

const ExportQuery = z.object({ version: z.string().min(1).max(100).default('draft') })
const ExportView = z
  .looseObject({
    name: z.string(),
    description: z.string(),
    pieces: z.array(z.string()),
    flows: z.array(z.looseObject({ displayName: z.string() })),
    schemaVersion: z.string(),
    connections: z.array(z.object({ key: z.string(), piece_name: z.string().nullable() })),
    blanked: z.array(z.object({ step: z.string(), path: z.string() })),
  })
  .meta({ id: 'ExportFile', description: "A workflow as a file, in the form of Activepieces' templates." })

const tag = 'Workflows'
const file = {
  tag,
  body: FileBody,
  maxBodyBytes: MAX_FILE_BYTES,
  anyDepth: true,
  examples: {
    body: {
      displayName: 'Log a lead',
      trigger: {
        name: 'trigger',
        type: 'PIECE_TRIGGER',
        displayName: 'A request',
        settings: { pieceName: 'webhook', triggerName: 'catch_webhook', input: { authType: 'none' } },
        nextAction: {
          name: 'step_1',
          type: 'PIECE',
          displayName: 'Keep it',
          settings: {
            pieceName: 'store',
            actionName: 'put',
            input: { key: 'lead', value: '{{trigger.body}}', store_scope: 'FLOW' },
          },
        },
      },
      schemaVersion: '21',
    },
  },
} as const

workflowImport.post(
  '/import',
  operation({
    ...file,
    summary: 'Import workflows',
    description:
      'One new workflow, disabled, for each in the file: all of them, or none where one does not fit.',
    scope: 'workflows.create',
    status: 201,
    answer: ImportsView,
    errors: ['DEFINITION_INVALID'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const imported = fitting(readWorkflows(c.req.valid('json')))
    const reports = await reportsOn(c.env, imported)
    const definitions = imported.map(({ definition }) => definition)
    const made = await createWorkflows(db, definitions, Date.now())
    const data = made.map(({ id, draft }, index) => ({
      flow_id: id,
      name: draft.name,
      report: reports[index],
    }))
    return c.json({ data }, 201)
  },
)

workflowImport.post(
  '/:flow_id/import',
  operation({
    ...file,
    summary: 'Replace the draft by a definition',
    description: 'Takes a file with one workflow as well. The report says what is left to do.',
    scope: 'workflows.update',
    answer: WorkflowView.extend({ report: ReportView }),
    errors: ['WORKFLOW_NOT_FOUND', 'DEFINITION_INVALID'],
  }),
  async (c) => {
    const imported = fitting(readWorkflow(c.req.valid('json')))
    const [report] = await reportsOn(c.env, [imported])
    const db = openDb(c.env.DB)
    const edited = await editDraft(db, c.req.param('flow_id'), Date.now(), () => imported.definition)
    return c.json({ ...viewWorkflow(edited), report })
  },
)

workflowImport.get(
  '/:flow_id/export',
  operation({
    tag,
    summary: 'Export a workflow',
    description:
      'Gives a file to import here, into Activepieces or into Diga. `version` is `draft`, `published` or an id. ' +
      'Connections are named by their pieces, and secrets are blanked and listed.',
    scope: 'workflows.view',
    query: ExportQuery,
    answer: ExportView,
    errors: ['WORKFLOW_NOT_FOUND', 'WORKFLOW_NOT_PUBLISHED', 'VERSION_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const { definition, updatedAt } = await versionOf(db, workflow, c.req.valid('query').version)
    return c.json(exportFile(definition, await catalogueFor(definition), isoTime(updatedAt)))
  },
)

/** What was read. @throws CodedError DEFINITION_INVALID where it does not fit */
function fitting<T>(read: Parsed<T>): T {
  if (read.ok) return read.value
  throw withIssues('DEFINITION_INVALID', 'This is not a workflow definition.', read.issues)
}

async function reportsOn(env: Cloudflare.Env, imported: readonly Imported[]): Promise<ImportReport[]> {
  const ids = new Set(imported.flatMap(({ definition }) => connectionIdsIn(definition)))
  const connections = await existingConnections(openDb(env.DB), [...ids])
  return Promise.all(
    imported.map(async (each) => reportOn(each, await catalogueFor(each.definition), connections)),
  )
}
