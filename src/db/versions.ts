import { and, desc, eq, getTableColumns, isNull, lt, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import type { Definition } from '../workflow/schema.ts'
import { type Db, newId } from './client.ts'
import { type Page, type PageRequest, readPage } from './page.ts'
import { type VersionRow, versions, type WorkflowRow, workflows } from './schema.ts'
import type { ActorRef } from './schema-access.ts'
import { getWorkflow, hasUnpublishedChanges, untilSaved, type Workflow } from './workflows.ts'

/** A version without its definition, as lists show it. */
export type VersionSummary = Omit<VersionRow, 'definition'>

/** One page of a workflow's versions, the draft first, then the newest. @throws CodedError CURSOR_INVALID */
export function listVersions(
  db: Db,
  workflowId: string,
  request: PageRequest,
): Promise<Page<VersionSummary>> {
  const { definition: _, ...summary } = getTableColumns(versions)
  const chosen = eq(versions.workflowId, workflowId)
  return readPage<VersionSummary>(db, request, {
    table: versions,
    count: () => db.$count(versions, chosen),
    rows: ({ where, orderBy, limit, offset }) =>
      db
        .select(summary)
        .from(versions)
        .where(and(chosen, where))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset),
  })
}

/** A version of this workflow. @throws CodedError VERSION_NOT_FOUND */
export async function getVersion(db: Db, workflowId: string, id: string): Promise<VersionRow> {
  const mine = and(eq(versions.id, id), eq(versions.workflowId, workflowId))
  const version = await db.select().from(versions).where(mine).get()
  if (version) return version
  throw new CodedError('VERSION_NOT_FOUND', `Workflow "${workflowId}" has no version "${id}".`)
}

/** What a version is compared with: for the draft what is published, else the one locked before it, if any. */
export async function versionBefore(
  db: Db,
  workflow: WorkflowRow,
  { number }: VersionRow,
): Promise<VersionRow | undefined> {
  if (number === null) return publishedVersion(db, workflow)
  return db
    .select()
    .from(versions)
    .where(and(eq(versions.workflowId, workflow.id), lt(versions.number, number)))
    .orderBy(desc(versions.number))
    .limit(1)
    .get()
}

/**
 * A version of a workflow by what it is: its draft, what was published last, or any by id.
 * @throws CodedError WORKFLOW_NOT_PUBLISHED, VERSION_NOT_FOUND
 */
export async function versionOf(db: Db, workflow: Workflow, which: string): Promise<VersionRow> {
  if (which === 'draft') return workflow.draft
  if (which !== 'published') return getVersion(db, workflow.id, which)
  const published = await publishedVersion(db, workflow)
  if (published) return published
  throw notPublished(workflow)
}

/** What was published last. @throws CodedError WORKFLOW_NOT_PUBLISHED */
export async function publishedDefinition(db: Db, workflow: WorkflowRow): Promise<Definition> {
  const version = await publishedVersion(db, workflow)
  if (version) return version.definition
  throw notPublished(workflow)
}

function notPublished({ id }: WorkflowRow): CodedError {
  return new CodedError('WORKFLOW_NOT_PUBLISHED', `Workflow "${id}" was never published.`)
}

async function publishedVersion(db: Db, workflow: WorkflowRow): Promise<VersionRow | undefined> {
  if (workflow.publishedVersionId === null) return undefined
  return db.select().from(versions).where(eq(versions.id, workflow.publishedVersionId)).get()
}

/** What a locked version of this workflow says. @throws CodedError VERSION_NOT_FOUND, VERSION_NOT_LOCKED */
export async function lockedDefinition(db: Db, workflowId: string, id: string): Promise<Definition> {
  const { state, definition } = await getVersion(db, workflowId, id)
  if (state === 'LOCKED') return definition
  throw new CodedError('VERSION_NOT_LOCKED', `Version "${id}" is the draft itself: choose a published one.`)
}

/**
 * Locks a copy of the draft as the published version; where the last one says the same, that one stays. Where somebody
 * else edited or published in between, it starts over: what is published is what `check` saw.
 * @param check throws where the draft must not be published
 * @throws CodedError WORKFLOW_NOT_FOUND, WORKFLOW_BUSY, and what `check` throws
 */
export function publishDraft(
  db: Db,
  id: string,
  { by, now, check }: { by: ActorRef; now: number; check: (workflow: Workflow) => Promise<void> },
): Promise<Workflow> {
  return untilSaved(id, async () => {
    const workflow = await getWorkflow(db, id)
    await check(workflow)
    return hasUnpublishedChanges(workflow) ? lockDraft(db, workflow, by, now) : workflow
  })
}

/** Publishes the draft unless it or what is published changed since `workflow` was read; undefined where it did. */
async function lockDraft(
  db: Db,
  workflow: Workflow,
  by: ActorRef,
  now: number,
): Promise<Workflow | undefined> {
  const { draft, publishedVersionId } = workflow
  const id = newId('ver')
  // Versions of one workflow never have the same time, so that they list in order, with the draft as the newest.
  const lockedAt = Math.max(now, draft.createdAt)
  const isAsRead = sql`EXISTS (SELECT 1 FROM ${workflows} WHERE ${workflows.id} = ${workflow.id}
    AND ${workflows.publishedVersionId} IS ${publishedVersionId} AND ${isNull(workflows.deletedAt)})`
  const isLocked = sql`EXISTS (SELECT 1 FROM ${versions} WHERE ${versions.id} = ${id})`
  const locked = db
    .select({
      ...getTableColumns(versions),
      id: sql<string>`${id}`.as('id'),
      state: sql<'LOCKED'>`'LOCKED'`.as('state'),
      number:
        sql<number>`(SELECT coalesce(max(number), 0) + 1 FROM versions WHERE workflow_id = ${workflow.id})`.as(
          'number',
        ),
      publishedBy: sql<ActorRef>`${JSON.stringify(by)}`.as('published_by'),
      createdAt: sql<number>`${lockedAt}`.as('created_at'),
      updatedAt: sql<number>`${lockedAt}`.as('updated_at'),
    })
    .from(versions)
    .where(and(eq(versions.id, draft.id), eq(versions.updatedAt, draft.updatedAt), isAsRead))
  const publication = { publishedVersionId: id, updatedAt: now }
  const [inserted] = await db.batch([
    db.insert(versions).select(locked).returning({ id: versions.id }),
    db
      .update(workflows)
      .set(publication)
      .where(and(eq(workflows.id, workflow.id), isLocked)),
    db
      .update(versions)
      .set({ createdAt: lockedAt + 1 })
      .where(and(eq(versions.id, draft.id), isLocked)),
  ])
  if (inserted.length === 0) return undefined
  return {
    ...workflow,
    ...publication,
    publishedDigest: draft.digest,
    draft: { ...draft, createdAt: lockedAt + 1 },
  }
}
