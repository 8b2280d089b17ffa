import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import type { Page } from '../db/page.ts'
import {
  createWorkflow,
  deleteWorkflow,
  editDraft,
  getWorkflow,
  listWorkflows,
  publishDraft,
  setStatus,
} from '../db/workflows.ts'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { FLAT_SCHEMA_VERSION, toFlatReferences } from '../workflow/dialect.ts'
import type { Issue } from '../workflow/issue.ts'
import { rename } from '../workflow/operations.ts'
import { parseDefinition } from '../workflow/parse.ts'
import { Category, type Definition } from '../workflow/schema.ts'
import { validateDefinition } from '../workflow/validate.ts'
import { catalogueFor } from './catalogue.ts'
import { nameText, pageQuery, readBody, readJson, readQuery } from './input.ts'
import type { App } from './types.ts'
import { viewWorkflow } from './workflow-view.ts'

/** `/v1/workflow`: workflows and their drafts. Paths, bodies and answers are Diga's. */
export const workflows = new Hono<App>()

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const status = z.enum(['ENABLED', 'DISABLED'])

const NameBody = z.object({ name: nameText })
const StatusBody = z.object({ status })
const ListQuery = pageQuery.extend({
  status: status.optional(),
  flow_category: Category.optional(),
  is_diga_trigger: flag.optional(),
  search: z.string().max(200).optional(),
})

workflows.post('/', async (c) => {
  const { name } = await readBody(c, NameBody)
  const workflow = await createWorkflow(openDb(c.env.DB), emptyDefinition(name), Date.now())
  return c.json(viewWorkflow(workflow), 201)
})

workflows.get('/', async (c) => {
  const query = readQuery(c, ListQuery)
  const filter = {
    status: query.status,
    category: query.flow_category,
    isCallTrigger: query.is_diga_trigger,
    search: query.search,
  }
  const page = await listWorkflows(openDb(c.env.DB), filter, query)
  return c.json({ ...page, data: page.data.map(viewWorkflow) } satisfies Page<unknown>)
})

workflows.get('/:id', async (c) =>
  c.json(viewWorkflow(await getWorkflow(openDb(c.env.DB), c.req.param('id')))),
)

workflows.delete('/:id', async (c) => {
  const db = openDb(c.env.DB)
  const { id } = await getWorkflow(db, c.req.param('id'))
  await deleteWorkflow(db, id, Date.now())
  return c.body(null, 204)
})

workflows.patch('/:id/rename', async (c) => {
  const { name } = await readBody(c, NameBody)
  const edited = await editDraft(openDb(c.env.DB), c.req.param('id'), Date.now(), ({ draft }) =>
    rename(draft.definition, name),
  )
  return c.json(viewWorkflow(edited))
})

workflows.patch('/:id/status', async (c) => {
  const body = await readBody(c, StatusBody)
  const db = openDb(c.env.DB)
  const workflow = await getWorkflow(db, c.req.param('id'))
  return c.json(viewWorkflow(await setStatus(db, workflow, body.status, Date.now())))
})

workflows.post('/:id/import', async (c) => {
  const definition = readDefinition(await readJson(c))
  const edited = await editDraft(openDb(c.env.DB), c.req.param('id'), Date.now(), () => definition)
  return c.json(viewWorkflow(edited))
})

workflows.post('/:id/publish', async (c) => {
  const db = openDb(c.env.DB)
  const workflow = await getWorkflow(db, c.req.param('id'))
  const { definition } = workflow.draft
  const issues = validateDefinition(definition, await catalogueFor(definition))
  const errors = issues.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) {
    throw withIssues('WORKFLOW_INVALID', 'This workflow cannot be published as it is.', errors)
  }
  const published = await publishDraft(db, workflow, Date.now())
  return c.json({ ...viewWorkflow(published), warnings: issues })
})

/** A definition from a request, in the dialect we store. @throws CodedError DEFINITION_INVALID */
function readDefinition(body: unknown): Definition {
  const parsed = parseDefinition(body)
  if (parsed.ok) return toFlatReferences(parsed.definition)
  throw withIssues('DEFINITION_INVALID', 'This is not a workflow definition.', parsed.issues)
}

function withIssues(code: string, message: string, issues: Issue[]): CodedError {
  const shown = issues.slice(0, 3).map((issue) => issue.message)
  const rest = issues.length > shown.length ? [`And ${issues.length - shown.length} more.`] : []
  return new CodedError(code, [message, ...shown, ...rest].join(' '), { details: issues as unknown as Json })
}

function emptyDefinition(name: string): Definition {
  return {
    displayName: name,
    schemaVersion: FLAT_SCHEMA_VERSION,
    trigger: { name: 'trigger', type: 'EMPTY', displayName: 'Select a trigger', valid: false, settings: {} },
  }
}
