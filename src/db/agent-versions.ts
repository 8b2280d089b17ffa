import { and, eq, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { type Db, withoutValues } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type AgentVersionRow, agents, agentVersions, agentWorkflows, workflows } from './schema.ts'

/**
 * Versions of agents, each with its own assignment of workflows. What a change rests on is a condition of its
 * statements, so that of two changes at once neither spoils the other.
 */

/** The id of a new agent or version: a UUID, as Diga's contract says. */
export const newUuid = (): string => crypto.randomUUID()

/** One page of an agent's versions, newest first. @throws CodedError CURSOR_INVALID */
export function listVersions(db: Db, agentId: string, request: PageRequest): Promise<Page<AgentVersionRow>> {
  return readRows(db, agentVersions, eq(agentVersions.agentId, agentId), request)
}

/** That version of that agent. @throws CodedError AGENT_VERSION_NOT_FOUND */
export async function getVersion(db: Db, agentId: string, id: string): Promise<AgentVersionRow> {
  const version = await db.select().from(agentVersions).where(isVersion(agentId, id)).get()
  if (!version) {
    throw new CodedError('AGENT_VERSION_NOT_FOUND', `Agent "${agentId}" has no version "${id}".`)
  }
  return version
}

/** The id of an agent's live version, as part of a statement. */
export const liveVersion = (agentId: string): SQL =>
  sql`(SELECT id FROM ${agentVersions} WHERE agent_id = ${agentId} AND state = 'PUBLISHED')`

/**
 * Makes a draft with the assignment of the version `from`.
 * @throws CodedError AGENT_DRAFT_EXISTS, AGENT_NOT_FOUND where the agent was deleted meanwhile
 */
export async function createDraft(
  db: Db,
  agentId: string,
  from: string | undefined,
  now: number,
): Promise<AgentVersionRow> {
  const id = newUuid()
  const source = from === undefined ? liveVersion(agentId) : sql`${from}`
  const insert = db.insert(agentVersions).select(
    sql`SELECT ${id}, id, (SELECT max(number) + 1 FROM agent_versions WHERE agent_id = agents.id), 'DRAFT', ${now}, ${now}, NULL
      FROM ${agents} WHERE id = ${agentId} AND deleted_at IS NULL`,
  )
  const copy = db
    .insert(agentWorkflows)
    .select(
      sql`SELECT ${id}, workflow_id, position FROM ${agentWorkflows} WHERE agent_version_id = ${source} AND ${exists(id)}`,
    )
  try {
    await db.batch([insert, copy])
  } catch (error) {
    const { message } = withoutValues(error) as Error
    if (!message.includes('UNIQUE constraint failed: agent_versions.agent_id')) throw error
    throw new CodedError(
      'AGENT_DRAFT_EXISTS',
      `Agent "${agentId}" has a draft already: change, publish or delete that.`,
    )
  }
  return getVersion(db, agentId, id)
}

/**
 * Replaces a version's assignment, in this order.
 * @throws CodedError AGENT_VERSION_NOT_FOUND, AGENT_VERSION_ARCHIVED, WORKFLOW_NOT_FOUND
 */
export async function assignToVersion(
  db: Db,
  agentId: string,
  id: string,
  workflowIds: string[],
  now: number,
): Promise<AgentVersionRow> {
  await requireWorkflows(db, workflowIds)
  const isOpen = and(isVersion(agentId, id), sql`state <> 'ARCHIVED'`)
  const [changed] = await db.batch([
    db.update(agentVersions).set({ updatedAt: now }).where(isOpen).returning({ id: agentVersions.id }),
    ...replaceAssignment(db, sql`(SELECT id FROM ${agentVersions} WHERE ${isOpen})`, workflowIds),
  ])
  const version = await getVersion(db, agentId, id)
  if (changed.length > 0) return version
  const message = `Version ${version.number} is archived and stays as it was: make a draft of it with "from_version_id".`
  throw new CodedError('AGENT_VERSION_ARCHIVED', message)
}

/**
 * Makes a version the live one; the former is archived. A version that is live already stays so, and an archived one
 * can come back. @throws CodedError AGENT_VERSION_NOT_FOUND
 */
export async function publishVersion(
  db: Db,
  agentId: string,
  id: string,
  now: number,
): Promise<AgentVersionRow> {
  // Of two at once the later wins: the former's version is archived like any other.
  await db.batch([
    db
      .update(agentVersions)
      .set({ state: 'ARCHIVED', updatedAt: now })
      .where(
        and(
          eq(agentVersions.agentId, agentId),
          sql`state = 'PUBLISHED'`,
          sql`${agentVersions.id} <> ${id}`,
          sql`EXISTS (SELECT 1 FROM agent_versions WHERE id = ${id} AND agent_id = ${agentId})`,
        ),
      ),
    db
      .update(agentVersions)
      .set({ state: 'PUBLISHED', updatedAt: now, publishedAt: now })
      .where(and(isVersion(agentId, id), sql`state <> 'PUBLISHED'`)),
  ])
  return getVersion(db, agentId, id)
}

/** Removes a draft. @throws CodedError AGENT_VERSION_NOT_FOUND, AGENT_VERSION_NOT_DRAFT */
export async function deleteDraft(db: Db, agentId: string, id: string): Promise<void> {
  const { number } = await getVersion(db, agentId, id)
  const isDraft = and(isVersion(agentId, id), sql`state = 'DRAFT'`)
  const [, deleted] = await db.batch([
    db
      .delete(agentWorkflows)
      .where(sql`agent_version_id = (SELECT id FROM ${agentVersions} WHERE ${isDraft})`),
    db.delete(agentVersions).where(isDraft).returning({ id: agentVersions.id }),
  ])
  if (deleted.length > 0) return
  const message = `Version ${number} was live and is kept: calls may name it. Only a draft can be deleted.`
  throw new CodedError('AGENT_VERSION_NOT_DRAFT', message)
}

/**
 * Statements that replace the assignment of the version that `version` selects, if it selects one. One insert whatever
 * the number, with one JSON parameter: a statement takes no more than 100.
 */
export function replaceAssignment(db: Db, version: SQL, workflowIds: string[]) {
  return [
    db.delete(agentWorkflows).where(sql`agent_version_id = ${version}`),
    db
      .insert(agentWorkflows)
      .select(
        sql`SELECT v.id, w.value, w.key FROM ${agentVersions} v, json_each(${JSON.stringify(workflowIds)}) w WHERE v.id = ${version}`,
      ),
  ] as const
}

/** All of these are there. @throws CodedError WORKFLOW_NOT_FOUND, naming the first that isn't */
export async function requireWorkflows(db: Db, ids: string[]): Promise<void> {
  const wanted = sql`json_each(${JSON.stringify(ids)}) wanted`
  const missing = await db.get<{ id: string } | undefined>(
    sql`SELECT value AS id FROM ${wanted} WHERE NOT EXISTS
      (SELECT 1 FROM ${workflows} WHERE id = wanted.value AND deleted_at IS NULL) ORDER BY key LIMIT 1`,
  )
  if (missing) {
    throw new CodedError('WORKFLOW_NOT_FOUND', `"flow_ids": there is no workflow "${missing.id}".`)
  }
}

const isVersion = (agentId: string, id: string) =>
  and(eq(agentVersions.id, id), eq(agentVersions.agentId, agentId))

const exists = (id: string): SQL => sql`EXISTS (SELECT 1 FROM ${agentVersions} WHERE id = ${id})`
