import { and, eq, isNull, like, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { categoryOf } from '../workflow/category.ts'
import type { Category, Definition } from '../workflow/schema.ts'
import { type Db, newId } from './client.ts'
import { type Page, type PageRequest, readPage } from './page.ts'
import { agentWorkflows, type VersionRow, versions, type WorkflowRow, workflows } from './schema.ts'

/** A workflow with its draft, which is what its readers and editors see. */
export interface Workflow extends WorkflowRow {
  draft: VersionRow
}

export interface WorkflowFilter {
  status?: WorkflowRow['status']
  category?: Category
  /** whether it starts with one of the call triggers */
  isCallTrigger?: boolean
  /** text in the name */
  search?: string
}

const withDraft = (db: Db) =>
  db.select().from(workflows).innerJoin(versions, eq(versions.id, workflows.draftVersionId)).$dynamic()

const toWorkflow = (row: { workflows: WorkflowRow; versions: VersionRow }): Workflow => ({
  ...row.workflows,
  draft: row.versions,
})

/** What a version keeps of its definition beside it, so that lists can filter by it. */
const columnsOf = (definition: Definition) => ({
  definition,
  name: definition.displayName,
  category: categoryOf(definition),
})

/** Adds a disabled workflow with `definition` as its draft. */
export async function createWorkflow(db: Db, definition: Definition, now: number): Promise<Workflow> {
  const draft: VersionRow = {
    id: newId('ver'),
    workflowId: newId('wf'),
    state: 'DRAFT',
    number: null,
    publishedBy: null,
    ...columnsOf(definition),
    createdAt: now,
    updatedAt: now,
  }
  const workflow: WorkflowRow = {
    id: draft.workflowId,
    status: 'DISABLED',
    draftVersionId: draft.id,
    publishedVersionId: null,
    folderId: null,
    templateId: null,
    retentionDays: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  }
  await db.batch([db.insert(workflows).values(workflow), db.insert(versions).values(draft)])
  return { ...workflow, draft }
}

/** The workflow of that id. @throws CodedError WORKFLOW_NOT_FOUND, also once it is deleted */
export async function getWorkflow(db: Db, id: string): Promise<Workflow> {
  const row = await withDraft(db)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
    .get()
  if (!row) throw new CodedError('WORKFLOW_NOT_FOUND', `There is no workflow "${id}".`)
  return toWorkflow(row)
}

/** One page of the workflows, newest first. @throws CodedError CURSOR_INVALID */
export function listWorkflows(db: Db, filter: WorkflowFilter, request: PageRequest): Promise<Page<Workflow>> {
  const chosen = and(isNull(workflows.deletedAt), ...conditionsOf(filter))
  return readPage<Workflow>(db, request, {
    table: workflows,
    count: async () => {
      const joined = db
        .select({ total: sql<number>`count(*)` })
        .from(workflows)
        .innerJoin(versions, eq(versions.id, workflows.draftVersionId))
      return (await joined.where(chosen).get())?.total ?? 0
    },
    rows: async ({ where, orderBy, limit, offset }) => {
      const query = withDraft(db).where(and(chosen, where))
      const rows = await query
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset)
      return rows.map(toWorkflow)
    },
  })
}

function conditionsOf({ status, category, isCallTrigger, search }: WorkflowFilter): (SQL | undefined)[] {
  const isCall = sql`coalesce(${versions.category}, '') IN ('pre_call', 'during_call', 'post_call')`
  return [
    status && eq(workflows.status, status),
    category && eq(versions.category, category),
    isCallTrigger === undefined ? undefined : isCallTrigger ? isCall : sql`NOT ${isCall}`,
    // SQLite's LIKE has no escape character unless one is named.
    search ? sql`${like(versions.name, `%${search.replace(/[\\%_]/g, '\\$&')}%`)} ESCAPE '\\'` : undefined,
  ]
}

/** How often an edit is tried: that many edits of one draft at the same moment all get through. */
const MAX_EDIT_TRIES = 12

/**
 * Replaces the draft's definition by what `edit` makes of it. What is published is not touched. Where somebody else
 * changed the draft in between, `edit` is asked again with what they left, so that neither change is lost.
 * @throws CodedError WORKFLOW_NOT_FOUND, WORKFLOW_BUSY, and what `edit` throws
 */
export async function editDraft(
  db: Db,
  id: string,
  now: number,
  edit: (workflow: Workflow) => Definition | Promise<Definition>,
): Promise<Workflow> {
  for (let tries = 0; tries < MAX_EDIT_TRIES; tries++) {
    const workflow = await getWorkflow(db, id)
    const saved = await saveDraft(db, workflow, await edit(workflow), now)
    if (saved) return saved
  }
  const message = `Workflow "${id}" is being edited by too many at once: try again.`
  throw new CodedError('WORKFLOW_BUSY', message, { retryable: true })
}

/** Saves a draft unless it changed since `workflow` was read; undefined where it did. */
async function saveDraft(
  db: Db,
  workflow: Workflow,
  definition: Definition,
  now: number,
): Promise<Workflow | undefined> {
  const { id, updatedAt: read } = workflow.draft
  // Its time tells one state of a draft from the next, so it grows even within a millisecond.
  const updatedAt = Math.max(now, read + 1)
  const columns = { ...columnsOf(definition), updatedAt }
  const isOurs = sql`EXISTS (SELECT 1 FROM ${versions} WHERE ${versions.id} = ${id} AND ${versions.updatedAt} = ${read})`
  // The workflow first: once the draft is saved, nothing tells that it was this edit that saved it.
  const [, saved] = await db.batch([
    db
      .update(workflows)
      .set({ updatedAt })
      .where(and(eq(workflows.id, workflow.id), isOurs)),
    db
      .update(versions)
      .set(columns)
      .where(and(eq(versions.id, id), eq(versions.updatedAt, read)))
      .returning({ id: versions.id }),
  ])
  return saved.length > 0 ? { ...workflow, updatedAt, draft: { ...workflow.draft, ...columns } } : undefined
}

/** What was published last. @throws CodedError WORKFLOW_NOT_PUBLISHED */
export async function publishedDefinition(db: Db, workflow: WorkflowRow): Promise<Definition> {
  const version = await publishedVersion(db, workflow)
  if (version) return version.definition
  throw new CodedError('WORKFLOW_NOT_PUBLISHED', `Workflow "${workflow.id}" was never published.`)
}

/** Locks a copy of the draft as the published version; where nothing changed since, the last one stays. */
export async function publishDraft(db: Db, workflow: Workflow, now: number): Promise<Workflow> {
  const published = await publishedVersion(db, workflow)
  if (published && JSON.stringify(published.definition) === JSON.stringify(workflow.draft.definition)) {
    return workflow
  }
  const locked: VersionRow = {
    ...workflow.draft,
    id: newId('ver'),
    state: 'LOCKED',
    createdAt: now,
    updatedAt: now,
  }
  const change = { publishedVersionId: locked.id, updatedAt: now }
  await db.batch([
    db.insert(versions).values(locked),
    db.update(workflows).set(change).where(eq(workflows.id, workflow.id)),
  ])
  return { ...workflow, ...change }
}

async function publishedVersion(db: Db, workflow: WorkflowRow): Promise<VersionRow | undefined> {
  if (workflow.publishedVersionId === null) return undefined
  return db.select().from(versions).where(eq(versions.id, workflow.publishedVersionId)).get()
}

/** Switches a workflow on or off. One that was never published stays as it is (Diga's rule). */
export async function setStatus(
  db: Db,
  workflow: Workflow,
  status: WorkflowRow['status'],
  now: number,
): Promise<Workflow> {
  if (workflow.publishedVersionId === null || workflow.status === status) return workflow
  const change = { status, updatedAt: now }
  await db.update(workflows).set(change).where(eq(workflows.id, workflow.id))
  return { ...workflow, ...change }
}

/** Takes a workflow out of use and off its agents. Its versions stay for the runs that still need them. */
export async function deleteWorkflow(db: Db, id: string, now: number): Promise<void> {
  await db.batch([
    db
      .update(workflows)
      .set({ status: 'DISABLED', deletedAt: now, updatedAt: now })
      .where(eq(workflows.id, id)),
    db.delete(agentWorkflows).where(eq(agentWorkflows.workflowId, id)),
  ])
}
