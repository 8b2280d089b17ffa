import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { liveVersion, newUuid, replaceAssignment, requireWorkflows } from './agent-versions.ts'
import { type Db, withoutValues } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import {
  type AgentRow,
  agents,
  agentVersions,
  agentWorkflows,
  type VersionRow,
  versions,
  type WorkflowRow,
  workflows,
} from './schema.ts'
import { holdsText } from './search.ts'

/** A workflow on a version of an agent, as its published version says, or as its draft does until there is one. */
export interface Assignment {
  agentVersionId: string
  workflow: WorkflowRow
  version: VersionRow
}

/** An agent with its live version. */
export interface LiveAgent extends AgentRow {
  versionId: string
}

export interface AgentFilter {
  provider?: string
  /** text in the name */
  search?: string
  /** a workflow its live version has */
  workflowId?: string
}

/**
 * Adds an agent, whose first version is live with these workflows, in this order.
 * @throws CodedError WORKFLOW_NOT_FOUND, PHONE_NUMBER_TAKEN
 */
export async function createAgent(db: Db, agent: AgentRow, workflowIds: string[]): Promise<LiveAgent> {
  await requireWorkflows(db, workflowIds)
  const versionId = newUuid()
  const { id: agentId, createdAt } = agent
  const times = { createdAt, updatedAt: createdAt, publishedAt: createdAt }
  await uniqueNumber(
    db.batch([
      db.insert(agents).values(agent),
      db.insert(agentVersions).values({ id: versionId, agentId, number: 1, state: 'PUBLISHED', ...times }),
      ...replaceAssignment(db, sql`${versionId}`, workflowIds),
    ]),
  )
  return { ...agent, versionId }
}

/** The agent of that id. @throws CodedError AGENT_NOT_FOUND, also once it is deleted */
export async function getAgent(db: Db, id: string): Promise<LiveAgent> {
  const row = await db
    .select({ agent: agents, versionId: agentVersions.id })
    .from(agents)
    .innerJoin(agentVersions, isLiveOf(agents.id))
    .where(and(eq(agents.id, id), isNull(agents.deletedAt)))
    .get()
  if (!row) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${id}".`)
  return { ...row.agent, versionId: row.versionId }
}

/** One page of the agents, newest first. @throws CodedError CURSOR_INVALID */
export async function listAgents(
  db: Db,
  { provider, search, workflowId }: AgentFilter,
  request: PageRequest,
): Promise<Page<LiveAgent>> {
  const hasWorkflow = sql`EXISTS (SELECT 1 FROM ${agentWorkflows} w JOIN ${agentVersions} v ON v.id = w.agent_version_id
    WHERE w.workflow_id = ${workflowId} AND v.agent_id = ${agents.id} AND v.state = 'PUBLISHED')`
  const chosen = and(
    isNull(agents.deletedAt),
    provider ? eq(agents.provider, provider) : undefined,
    search ? holdsText(agents.name, search) : undefined,
    workflowId ? hasWorkflow : undefined,
  )
  const page = await readRows(db, agents, chosen, request)
  const ids = page.data.map(({ id }) => id)
  const live = await db
    .select({ id: agentVersions.id, agentId: agentVersions.agentId })
    .from(agentVersions)
    .where(and(inArray(agentVersions.agentId, ids), sql`state = 'PUBLISHED'`))
  const versionIds = new Map(live.map((version) => [version.agentId, version.id]))
  return {
    ...page,
    data: page.data.map((agent) => ({ ...agent, versionId: versionIds.get(agent.id) ?? '' })),
  }
}

/** More than a dropdown of this length nobody reads. */
const MAX_CALLING = 200

/** The newest agents, as far as it takes to choose who is to call. */
export function agentsThatCall(db: Db) {
  const { id, name, provider, phoneNumber, connectionId, platformNumberId } = agents
  return db
    .select({ id, name, provider, phoneNumber, connectionId, platformNumberId })
    .from(agents)
    .where(isNull(agents.deletedAt))
    .orderBy(desc(agents.createdAt))
    .limit(MAX_CALLING)
}

/** What may change of an agent. `workflowIds` replaces the whole assignment of the live version, in this order. */
export type AgentChange = Partial<
  Omit<AgentRow, 'id' | 'provider' | 'createdAt' | 'updatedAt' | 'deletedAt'>
> & {
  workflowIds?: string[]
}

/**
 * Changes an agent, all of it or nothing.
 * @throws CodedError WORKFLOW_NOT_FOUND, PHONE_NUMBER_TAKEN
 */
export async function changeAgent(
  db: Db,
  id: string,
  { workflowIds, ...change }: AgentChange,
  now: number,
): Promise<void> {
  const update = db
    .update(agents)
    .set({ ...change, updatedAt: now })
    .where(and(eq(agents.id, id), isNull(agents.deletedAt)))
  if (workflowIds === undefined) return uniqueNumber(update)
  await requireWorkflows(db, workflowIds)
  const touch = db
    .update(agentVersions)
    .set({ updatedAt: now })
    .where(sql`id = ${liveVersion(id)}`)
  await uniqueNumber(db.batch([update, touch, ...replaceAssignment(db, liveVersion(id), workflowIds)]))
}

/** Takes an agent out of use. Its row stays without its number and its workflows; its calls and runs stay as they are. */
export async function deleteAgent(db: Db, id: string, now: number): Promise<void> {
  const ofAgent = eq(agentVersions.agentId, id)
  await db.batch([
    db.update(agents).set({ phoneNumber: null, deletedAt: now, updatedAt: now }).where(eq(agents.id, id)),
    db
      .delete(agentWorkflows)
      .where(sql`agent_version_id IN (SELECT id FROM ${agentVersions} WHERE ${ofAgent})`),
    db.delete(agentVersions).where(ofAgent),
  ])
}

/** What is assigned to these versions of agents, in order. At most 100 of them. */
export async function assignmentsOf(db: Db, agentVersionIds: string[]): Promise<Assignment[]> {
  return db
    .select({ agentVersionId: agentWorkflows.agentVersionId, workflow: workflows, version: versions })
    .from(agentWorkflows)
    .innerJoin(workflows, eq(workflows.id, agentWorkflows.workflowId))
    .innerJoin(
      versions,
      eq(versions.id, sql`coalesce(${workflows.publishedVersionId}, ${workflows.draftVersionId})`),
    )
    .where(inArray(agentWorkflows.agentVersionId, agentVersionIds))
    .orderBy(asc(agentWorkflows.position))
}

const isLiveOf = (agentId: typeof agents.id): SQL | undefined =>
  and(eq(agentVersions.agentId, agentId), sql`${agentVersions.state} = 'PUBLISHED'`)

async function uniqueNumber(query: PromiseLike<unknown>): Promise<void> {
  try {
    await query
  } catch (error) {
    const { message } = withoutValues(error) as Error
    if (!message.includes('agents.phone_number')) throw error
    throw new CodedError('PHONE_NUMBER_TAKEN', '"phone_number" belongs to another agent already.')
  }
}
