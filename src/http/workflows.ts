import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { connectionFacts } from '../db/connections.ts'
import type { Page } from '../db/page.ts'
import { publishDraft, publishedDefinition } from '../db/versions.ts'
import {
  changeWorkflow,
  createWorkflow,
  deleteWorkflow,
  duplicateWorkflow,
  editDraft,
  getWorkflow,
  listWorkflows,
  setStatus,
  type Workflow,
} from '../db/workflows.ts'
import { catalogueFor } from '../piece/rules.ts'
import { triggerDeps } from '../trigger/deps.ts'
import { changeTrigger, forgetTrigger } from '../trigger/lifecycle.ts'
import { emptyDefinition } from '../workflow/empty.ts'
import type { Issue } from '../workflow/issue.ts'
import { rename } from '../workflow/operations.ts'
import { Category } from '../workflow/schema.ts'
import { validateDefinition } from '../workflow/validate.ts'
import { actorRef } from './actor.ts'
import { MAX_NAME_LENGTH, nameText, pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import { SERVICE_CODES } from './service-codes.ts'
import type { App } from './types.ts'
import { IssueView, viewWorkflow, WorkflowView, withIssues } from './workflow-view.ts'

/** `/v1/workflow`: workflows and their drafts. Paths, bodies and answers are Diga's. */
export const workflows = new Hono<App>()

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const status = z.enum(['ENABLED', 'DISABLED'])

const NameBody = z.object({ name: nameText })
const DuplicateBody = z.object({ name: nameText.optional() }).optional()
const ChangeBody = z
  .object({
    folder_id: z.string().nullish(),
    retention_days: z.number().int().min(1).max(3650).nullish(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: 'send at least one of folder_id, retention_days',
  })
const StatusBody = z.object({ status })
const ListQuery = pageQuery.extend({
  status: status.optional(),
  flow_category: Category.optional(),
  is_diga_trigger: flag.optional(),
  search: z.string().max(200).optional(),
  folder_id: z.string().optional().meta({ description: '`none` for those in no folder.' }),
  piece: z.string().optional().meta({ description: 'A piece that the draft uses: `http`.' }),
  connection: z.string().optional().meta({ description: 'The id of a connection that the draft names.' }),
})

const tag = 'Workflows'

workflows.post(
  '/',
  operation({
    tag,
    summary: 'Create a workflow',
    description: 'It starts disabled, with a draft whose trigger is still to be chosen.',
    scope: 'workflows.create',
    body: NameBody,
    status: 201,
    answer: WorkflowView,
    examples: { body: { name: 'Log every call' } },
  }),
  async (c) => {
    const { name } = c.req.valid('json')
    const workflow = await createWorkflow(openDb(c.env.DB), emptyDefinition(name), Date.now())
    return c.json(viewWorkflow(workflow), 201)
  },
)

workflows.get(
  '/',
  operation({
    tag,
    summary: 'List workflows',
    scope: 'workflows.view',
    query: ListQuery,
    answer: pageOf(WorkflowView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const query = c.req.valid('query')
    const filter = {
      status: query.status,
      category: query.flow_category,
      isCallTrigger: query.is_diga_trigger,
      search: query.search,
      folderId: query.folder_id === 'none' ? null : query.folder_id,
      piece: query.piece,
      connection: query.connection,
    }
    const page = await listWorkflows(openDb(c.env.DB), filter, query)
    return c.json({ ...page, data: page.data.map(viewWorkflow) } satisfies Page<unknown>)
  },
)

workflows.get(
  '/:flow_id',
  operation({
    tag,
    summary: 'Read a workflow',
    scope: 'workflows.view',
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => c.json(viewWorkflow(await getWorkflow(openDb(c.env.DB), c.req.param('flow_id')))),
)

workflows.delete(
  '/:flow_id',
  operation({
    tag,
    summary: 'Delete a workflow',
    description: 'It leaves its agents at once. Runs that are under way still end.',
    scope: 'workflows.delete',
    status: 204,
    errors: ['WORKFLOW_NOT_FOUND', 'WORKFLOW_BUSY'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getWorkflow(db, c.req.param('flow_id'))
    const deps = triggerDeps(c.env, { origin: originOf(c) })
    await changeTrigger(deps, id, null, () => deleteWorkflow(db, id, Date.now()))
    await forgetTrigger(deps, id)
    return c.body(null, 204)
  },
)

workflows.patch(
  '/:flow_id',
  operation({
    tag,
    summary: 'Change how a workflow is kept',
    description: 'Its folder, and for how many days its runs are kept. Null takes either away.',
    scope: 'workflows.update',
    body: ChangeBody,
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND', 'FOLDER_NOT_FOUND'],
    examples: { body: { folder_id: null, retention_days: 30 } },
  }),
  async (c) => {
    const { folder_id, retention_days } = c.req.valid('json')
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const change = { folderId: folder_id, retentionDays: retention_days }
    return c.json(viewWorkflow(await changeWorkflow(db, workflow, change, Date.now())))
  },
)

workflows.post(
  '/:flow_id/duplicate',
  operation({
    tag,
    summary: 'Duplicate a workflow',
    description: 'The copy has the draft with its sample data, is in the same folder, and starts disabled.',
    scope: 'workflows.create',
    body: DuplicateBody,
    status: 201,
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND'],
    examples: { body: { name: 'check_availability_v2' } },
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const name = c.req.valid('json')?.name ?? copyName(workflow.draft.name)
    return c.json(viewWorkflow(await duplicateWorkflow(db, workflow, name, Date.now())), 201)
  },
)

workflows.patch(
  '/:flow_id/rename',
  operation({
    tag,
    summary: 'Rename a workflow',
    description: 'The draft is renamed; callers see the new name once it is published.',
    scope: 'workflows.update',
    body: NameBody,
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND'],
    examples: { body: { name: 'check_availability' } },
  }),
  async (c) => {
    const { name } = c.req.valid('json')
    const edited = await editDraft(openDb(c.env.DB), c.req.param('flow_id'), Date.now(), ({ draft }) =>
      rename(draft.definition, name),
    )
    return c.json(viewWorkflow(edited))
  },
)

workflows.patch(
  '/:flow_id/status',
  operation({
    tag,
    summary: 'Enable or disable a workflow',
    description:
      'One that was never published stays as it is. Where the trigger takes a service, that is told; what it refuses ' +
      'changes nothing.',
    scope: 'workflows.update',
    body: StatusBody,
    answer: WorkflowView,
    errors: ['WORKFLOW_NOT_FOUND', 'WORKFLOW_BUSY', 'SCHEDULE_ENDED', ...SERVICE_CODES],
    examples: { body: { status: 'ENABLED' } },
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const { status } = c.req.valid('json')
    const isOn = status === 'ENABLED' && workflow.publishedVersionId !== null
    const wanted = isOn ? (await publishedDefinition(db, workflow)).trigger : null
    const change = () => setStatus(db, workflow, status, Date.now())
    await changeTrigger(triggerDeps(c.env, { origin: originOf(c) }), workflow.id, wanted, change)
    return c.json(viewWorkflow(await getWorkflow(db, workflow.id)))
  },
)

workflows.post(
  '/:flow_id/publish',
  operation({
    tag,
    summary: 'Publish the draft',
    description: 'Locks it as a version. Runs use it from now on; what the answer warns of does not stop it.',
    scope: 'workflows.update',
    answer: WorkflowView.extend({ warnings: z.array(IssueView) }),
    errors: ['WORKFLOW_NOT_FOUND', 'WORKFLOW_INVALID', 'WORKFLOW_BUSY', 'SCHEDULE_ENDED', ...SERVICE_CODES],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    let issues: Issue[] = []
    const check = async ({ draft: { definition } }: Workflow) => {
      const connection = await connectionFacts(db, definition)
      issues = validateDefinition(definition, { ...(await catalogueFor(definition)), connection })
      const errors = issues.filter(({ severity }) => severity === 'error')
      if (errors.length === 0) return
      throw withIssues('WORKFLOW_INVALID', 'This workflow cannot be published as it is.', errors)
    }
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    // Before a service is told of it.
    await check(workflow)
    const wanted = workflow.status === 'ENABLED' ? workflow.draft.definition.trigger : null
    const publication = { by: actorRef(c.var.actor), now: Date.now(), check }
    await changeTrigger(triggerDeps(c.env, { origin: originOf(c) }), workflow.id, wanted, () =>
      publishDraft(db, workflow.id, publication),
    )
    return c.json({ ...viewWorkflow(await getWorkflow(db, workflow.id)), warnings: issues })
  },
)

const COPY = ' (copy)'

function copyName(name: string): string {
  return name.slice(0, MAX_NAME_LENGTH - COPY.length) + COPY
}
