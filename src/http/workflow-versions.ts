import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { type Db, openDb } from '../db/client.ts'
import { connectionFacts } from '../db/connections.ts'
import type { VersionRow } from '../db/schema.ts'
import { getSnapshot } from '../db/snapshots.ts'
import {
  getVersion,
  listVersions,
  lockedDefinition,
  publishedDefinition,
  type VersionSummary,
  versionBefore,
} from '../db/versions.ts'
import { editDraft, getWorkflow, type Workflow } from '../db/workflows.ts'
import { catalogueFor } from '../piece/rules.ts'
import { isoTime } from '../run/run-view.ts'
import { CHANGE_KINDS, diffDefinitions } from '../workflow/diff.ts'
import { emptyDefinition } from '../workflow/empty.ts'
import type { Definition } from '../workflow/schema.ts'
import { isPublishable, validateDefinition } from '../workflow/validate.ts'
import { pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'
import {
  DefinitionView,
  IssueView,
  SnapshotView,
  viewDefinition,
  viewSnapshot,
  viewWorkflow,
  WorkflowView,
} from './workflow-view.ts'

/** `/v1/workflow/:flow_id/…`: what is wrong with a draft, the versions of a workflow, and what changed between them. */
export const workflowVersions = new Hono<App>()

const tag = 'Versions'

const VersionSummaryView = z
  .object({
    id: z.string(),
    state: z.enum(['DRAFT', 'LOCKED']),
    number: z.number().int().nullable().meta({ description: '1, 2, 3 …; null for the draft.' }),
    name: z.string(),
    created: z.iso.datetime().meta({ description: 'When it was published; of a draft, when it was begun.' }),
    published_by: z
      .object({ type: z.enum(['admin', 'api_key', 'member']), id: z.string(), name: z.string() })
      .nullable(),
    is_published: z.boolean().meta({ description: 'Whether runs use it now.' }),
  })
  .meta({ id: 'VersionSummary' })

const Judgement = z.object({ valid: z.boolean(), issues: z.array(IssueView) })
const VersionView = VersionSummaryView.extend(DefinitionView.shape)
  .extend(Judgement.shape)
  .meta({ id: 'Version' })

const FieldChangeView = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
const ChangesView = z
  .object({
    since: z
      .string()
      .nullable()
      .meta({ description: 'The version it is compared with; null where there is none.' }),
    changes: z.array(
      z.object({
        step: z.string().nullable().meta({ description: 'Null where it is the workflow itself.' }),
        displayName: z.string(),
        kind: z.enum(CHANGE_KINDS),
        fields: z.array(FieldChangeView),
      }),
    ),
  })
  .meta({ id: 'Changes' })

workflowVersions.get(
  '/:flow_id/issues',
  operation({
    tag,
    summary: 'Say what is wrong with a draft',
    description: 'Errors keep it from being published, warnings do not. Each names its step and field.',
    scope: 'workflows.view',
    answer: Judgement,
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { draft } = await getWorkflow(db, c.req.param('flow_id'))
    return c.json(await judge(db, draft.definition))
  },
)

workflowVersions.get(
  '/:flow_id/versions',
  operation({
    tag,
    summary: 'List the versions of a workflow',
    description: 'The draft first, then what was published, newest first.',
    scope: 'workflows.view',
    query: pageQuery,
    answer: pageOf(VersionSummaryView),
    errors: ['WORKFLOW_NOT_FOUND', 'CURSOR_INVALID'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const page = await listVersions(db, workflow.id, c.req.valid('query'))
    return c.json({ ...page, data: page.data.map((version) => viewSummary(workflow, version)) })
  },
)

workflowVersions.get(
  '/:flow_id/versions/:version_id',
  operation({
    tag,
    summary: 'Read a version',
    scope: 'workflows.view',
    answer: VersionView,
    errors: ['WORKFLOW_NOT_FOUND', 'VERSION_NOT_FOUND'],
  }),
  async (c) => {
    const { workflow, version } = await asked(c, c.req.param('flow_id'), c.req.param('version_id'))
    return c.json({
      ...viewSummary(workflow, version),
      ...viewDefinition(version),
      ...(await judge(openDb(c.env.DB), version.definition)),
    })
  },
)

workflowVersions.get(
  '/:flow_id/versions/:version_id/changes',
  operation({
    tag,
    summary: 'Say what changed in a version',
    description:
      'Compared with the version before it, or the draft with what is published. Sample data is no change; secrets are not shown.',
    scope: 'workflows.view',
    query: z.object({ since: z.string().optional().meta({ description: 'The version to compare with.' }) }),
    answer: ChangesView,
    errors: ['WORKFLOW_NOT_FOUND', 'VERSION_NOT_FOUND'],
  }),
  async (c) => {
    const { workflow, version } = await asked(c, c.req.param('flow_id'), c.req.param('version_id'))
    const db = openDb(c.env.DB)
    const { since } = c.req.valid('query')
    const before = since
      ? await getVersion(db, workflow.id, since)
      : await versionBefore(db, workflow, version)
    const changes = diffDefinitions(before?.definition ?? emptyDefinition(version.name), version.definition)
    return c.json({ since: before?.id ?? null, changes } satisfies z.input<typeof ChangesView>)
  },
)

workflowVersions.get(
  '/:flow_id/snapshots/:snapshot_id',
  operation({
    tag,
    summary: 'Read a draft as it was tested',
    description:
      'Tests and replays run a copy of the draft: the `versionId` of their runs begins with `snap_`. It is kept while a run needs it.',
    scope: 'workflows.view',
    answer: SnapshotView,
    errors: ['WORKFLOW_NOT_FOUND', 'VERSION_NOT_FOUND'],
  }),
  async (c) => {
    const { flow_id, snapshot_id } = c.req.param()
    const db = openDb(c.env.DB)
    const { id } = await getWorkflow(db, flow_id)
    return c.json(viewSnapshot(snapshot_id, await getSnapshot(db, id, snapshot_id)))
  },
)

workflowVersions.post(
  '/:flow_id/versions/:version_id/use-as-draft',
  operation({
    tag,
    summary: 'Put a version back over the draft',
    scope: 'workflows.update',
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND', 'VERSION_NOT_FOUND', 'VERSION_NOT_LOCKED', 'WORKFLOW_BUSY'],
  }),
  async (c) => {
    const { flow_id, version_id } = c.req.param()
    const db = openDb(c.env.DB)
    const edited = await editDraft(db, flow_id, Date.now(), ({ id }) => lockedDefinition(db, id, version_id))
    return c.json(viewWorkflow(edited))
  },
)

const discard = async (c: Context<App, '/:flow_id/draft'>) => {
  const db = openDb(c.env.DB)
  const edited = await editDraft(db, c.req.param('flow_id'), Date.now(), (workflow) =>
    publishedDefinition(db, workflow),
  )
  return c.json(viewWorkflow(edited))
}

workflowVersions.post(
  '/:flow_id/draft',
  operation({
    tag,
    summary: 'Put the published version back over the draft',
    scope: 'workflows.update',
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND', 'WORKFLOW_NOT_PUBLISHED', 'WORKFLOW_BUSY'],
  }),
  discard,
)

workflowVersions.post(
  '/:flow_id/draft/discard',
  operation({
    tag,
    summary: 'Discard the draft',
    description: 'What was changed since the last publication is undone.',
    scope: 'workflows.update',
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND', 'WORKFLOW_NOT_PUBLISHED', 'WORKFLOW_BUSY'],
  }),
  discard,
)

async function asked(c: Context<App>, workflowId: string, versionId: string) {
  const db = openDb(c.env.DB)
  const workflow = await getWorkflow(db, workflowId)
  return { workflow, version: await getVersion(db, workflow.id, versionId) }
}

async function judge(db: Db, definition: Definition): Promise<z.input<typeof Judgement>> {
  const connection = await connectionFacts(db, definition)
  const issues = validateDefinition(definition, { ...(await catalogueFor(definition)), connection })
  return { valid: isPublishable(issues), issues }
}

function viewSummary(
  workflow: Workflow,
  version: VersionSummary | VersionRow,
): z.input<typeof VersionSummaryView> {
  return {
    id: version.id,
    state: version.state,
    number: version.number,
    name: version.name,
    created: isoTime(version.createdAt),
    published_by: version.publishedBy,
    is_published: version.id === workflow.publishedVersionId,
  }
}
