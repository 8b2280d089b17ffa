import { createHash } from 'node:crypto'
import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { CodedError } from '../errors.ts'
import { catalogueFor } from '../piece/rules.ts'
import { categoryOf } from '../workflow/category.ts'
import { contentText } from '../workflow/content.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Category, Definition } from '../workflow/schema.ts'
import { connectionsUsed, piecesUsed } from '../workflow/uses.ts'
import { withValidity } from '../workflow/validate.ts'
import { type Db, newId } from './client.ts'
import { insertConnection } from './connections.ts'
import { type Page, type PageRequest, readPage } from './page.ts'
import { staleSamples } from './samples.ts'
import {
  agentWorkflows,
  folders,
  listeners,
  samples,
  type VersionRow,
  versions,
  type WorkflowRow,
  workflows,
} from './schema.ts'
import type { ConnectionRow } from './schema-connections.ts'
import { type TriggerRow, triggers } from './schema-triggers.ts'
import { holdsText } from './search.ts'

/** A workflow with its draft, which is what its readers and editors see. */
export interface Workflow extends WorkflowRow {
  draft: VersionRow
  /** the digest of what is published */
  publishedDigest: string | null
  /** how its trigger fares, where something is kept of it */
  trigger: Pick<TriggerRow, 'status' | 'error'> | null
}

/** True where the draft says something that is not published, also before the first publication. */
export function hasUnpublishedChanges({ draft, publishedDigest }: Workflow): boolean {
  return draft.digest === null || draft.digest !== publishedDigest
}

export interface WorkflowFilter {
  status?: WorkflowRow['status']
  category?: Category
  /** whether it starts with one of the call triggers */
  isCallTrigger?: boolean
  /** text in the name */
  search?: string
  /** null means those in no folder */
  folderId?: string | null
  /** a piece the draft uses, by either of its names */
  piece?: string
  /** a connection the draft names */
  connection?: string
}

const published = alias(versions, 'published')

const withDraft = (db: Db) =>
  db
    .select({
      workflow: getTableColumns(workflows),
      draft: getTableColumns(versions),
      publishedDigest: published.digest,
      trigger: { status: triggers.status, error: triggers.error },
    })
    .from(workflows)
    .innerJoin(versions, eq(versions.id, workflows.draftVersionId))
    .leftJoin(published, eq(published.id, workflows.publishedVersionId))
    .leftJoin(triggers, eq(triggers.workflowId, workflows.id))
    .$dynamic()

const toWorkflow = ({
  workflow,
  ...rest
}: Pick<Workflow, 'draft' | 'publishedDigest' | 'trigger'> & { workflow: WorkflowRow }): Workflow => ({
  ...workflow,
  ...rest,
})

/** A definition as a version keeps it, its steps judged, with what lists show of it and filter by. */
async function columnsOf(definition: Definition) {
  return {
    definition: withValidity(definition, await catalogueFor(definition)),
    name: definition.displayName,
    category: categoryOf(definition),
    pieces: piecesUsed(definition),
    connections: connectionsUsed(definition),
    digest: createHash('sha256').update(contentText(definition)).digest('hex'),
  }
}

/** What a new workflow takes over from where it comes from. */
export type Origin = Partial<Pick<WorkflowRow, 'folderId' | 'templateId' | 'retentionDays'>>

/**
 * Adds a disabled workflow with `definition` as its draft.
 * @param connectionsOfIt connections to add with it: all of that, or nothing
 */
export async function createWorkflow(
  db: Db,
  definition: Definition,
  now: number,
  origin: Origin = {},
  connectionsOfIt: readonly ConnectionRow[] = [],
): Promise<Workflow> {
  const { draft, ...workflow } = await newWorkflow(definition, now, origin)
  await db.batch([
    db.insert(workflows).values(workflow),
    db.insert(versions).values(draft),
    ...connectionsOfIt.map((row) => insertConnection(db, row)),
  ])
  return { ...workflow, draft, publishedDigest: null, trigger: null }
}

/** Adds a disabled workflow with the draft of another under a new name, its sample data included. */
export async function duplicateWorkflow(
  db: Db,
  { draft: { definition }, ...original }: Workflow,
  displayName: string,
  now: number,
): Promise<Workflow> {
  const { draft, ...workflow } = await newWorkflow({ ...definition, displayName }, now, original)
  // Looked up once more: the folder may be deleted at the same moment.
  const folderId = sql`(SELECT id FROM ${folders} WHERE id = ${workflow.folderId})`
  const copied = { ...getTableColumns(samples), workflowId: sql`${workflow.id}`.as('workflow_id') }
  await db.batch([
    db.insert(workflows).values({ ...workflow, folderId }),
    db.insert(versions).values(draft),
    db.insert(samples).select(db.select(copied).from(samples).where(eq(samples.workflowId, original.id))),
  ])
  return { ...workflow, draft, publishedDigest: null, trigger: null }
}

/** Adds a disabled workflow for each definition, all of them or none. */
export async function createWorkflows(
  db: Db,
  definitions: readonly Definition[],
  now: number,
): Promise<Workflow[]> {
  const made = await Promise.all(definitions.map((definition) => newWorkflow(definition, now, {})))
  const inserts = []
  for (let at = 0; at < made.length; at += ROWS_PER_INSERT) {
    const some = made.slice(at, at + ROWS_PER_INSERT)
    inserts.push(
      db.insert(workflows).values(some.map(({ draft: _, ...workflow }) => workflow)),
      db.insert(versions).values(some.map(({ draft }) => draft)),
    )
  }
  const [first, ...rest] = inserts
  if (first) await db.batch([first, ...rest])
  return made.map((workflow) => ({ ...workflow, publishedDigest: null, trigger: null }))
}

/** Workflows that one statement inserts: it takes a hundred parameters. */
const ROWS_PER_INSERT = Math.floor(100 / Object.keys(getTableColumns(versions)).length)

async function newWorkflow(
  definition: Definition,
  now: number,
  { folderId = null, templateId = null, retentionDays = null }: Origin,
): Promise<WorkflowRow & { draft: VersionRow }> {
  const draft: VersionRow = {
    id: newId('ver'),
    workflowId: newId('wf'),
    state: 'DRAFT',
    number: null,
    publishedBy: null,
    ...(await columnsOf(definition)),
    createdAt: now,
    updatedAt: now,
  }
  return {
    id: draft.workflowId,
    status: 'DISABLED',
    draftVersionId: draft.id,
    publishedVersionId: null,
    folderId,
    templateId,
    retentionDays,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
    draft,
  }
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

function conditionsOf(filter: WorkflowFilter): (SQL | undefined)[] {
  const { status, category, isCallTrigger, search, folderId, piece, connection } = filter
  const isCall = sql`coalesce(${versions.category}, '') IN ('pre_call', 'during_call', 'post_call')`
  const among = (list: typeof versions.pieces | typeof versions.connections, value: string) =>
    sql`${value} IN (SELECT value FROM json_each(${list}))`
  return [
    status && eq(workflows.status, status),
    category && eq(versions.category, category),
    isCallTrigger === undefined ? undefined : isCallTrigger ? isCall : sql`NOT ${isCall}`,
    search ? holdsText(versions.name, search) : undefined,
    folderId === undefined ? undefined : sql`${workflows.folderId} IS ${folderId}`,
    piece === undefined ? undefined : among(versions.pieces, shortPieceName(piece)),
    connection === undefined ? undefined : among(versions.connections, connection),
  ]
}

/** How often a change of a draft is tried: that many at the same moment all get through. */
const MAX_TRIES = 12

/**
 * Tries a change again, with what is there by then, while somebody else's came in between.
 * @param attempt undefined where it came too late and nothing was changed
 * @throws CodedError WORKFLOW_BUSY, and what `attempt` throws
 */
export async function untilSaved(
  id: string,
  attempt: () => Promise<Workflow | undefined>,
): Promise<Workflow> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const saved = await attempt()
    if (saved) return saved
  }
  const message = `Workflow "${id}" is being edited by too many at once: try again.`
  throw new CodedError('WORKFLOW_BUSY', message, { retryable: true })
}

/**
 * Replaces the draft's definition by what `edit` makes of it. What is published is not touched. Where somebody else
 * changed the draft in between, `edit` is asked again with what they left, so that neither change is lost.
 * @throws CodedError WORKFLOW_NOT_FOUND, WORKFLOW_BUSY, and what `edit` throws
 */
export function editDraft(
  db: Db,
  id: string,
  now: number,
  edit: (workflow: Workflow) => Definition | Promise<Definition>,
): Promise<Workflow> {
  return untilSaved(id, async () => {
    const workflow = await getWorkflow(db, id)
    return saveDraft(db, workflow, await edit(workflow), now)
  })
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
  const columns = { ...(await columnsOf(definition)), updatedAt }
  const isOurs = sql`EXISTS (SELECT 1 FROM ${versions} WHERE ${versions.id} = ${id} AND ${versions.updatedAt} = ${read})`
  const stale = staleSamples(workflow.id, workflow.draft.definition, definition)
  // The draft last: once it is saved, nothing tells that it was this edit that saved it.
  const [, , saved] = await db.batch([
    db.delete(samples).where(and(stale, isOurs)),
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

/** Changes where a workflow is kept and how long its runs are. @throws CodedError FOLDER_NOT_FOUND */
export async function changeWorkflow(
  db: Db,
  workflow: Workflow,
  change: Partial<Pick<WorkflowRow, 'folderId' | 'retentionDays'>>,
  now: number,
): Promise<Workflow> {
  const { folderId } = change
  // In the statement itself: the folder may be deleted at the same moment.
  const isThere = folderId ? sql`${folderId} IN (SELECT id FROM ${folders})` : undefined
  const [changed] = await db
    .update(workflows)
    .set({ ...change, updatedAt: now })
    .where(and(eq(workflows.id, workflow.id), isThere))
    .returning()
  if (changed) return { ...workflow, ...changed }
  throw new CodedError('FOLDER_NOT_FOUND', `"folder_id": there is no folder "${folderId}".`)
}

/** Takes a workflow out of use and off its agents. Its versions stay for the runs that still need them. */
export async function deleteWorkflow(db: Db, id: string, now: number): Promise<void> {
  await db.batch([
    db
      .update(workflows)
      .set({ status: 'DISABLED', folderId: null, deletedAt: now, updatedAt: now })
      .where(eq(workflows.id, id)),
    db.delete(agentWorkflows).where(eq(agentWorkflows.workflowId, id)),
    db.delete(samples).where(eq(samples.workflowId, id)),
    db.delete(listeners).where(eq(listeners.workflowId, id)),
  ])
}
