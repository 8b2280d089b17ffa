import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { type Db, withoutValues } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import {
  type AgentRow,
  agents,
  agentWorkflows,
  type VersionRow,
  versions,
  type WorkflowRow,
  workflows,
} from './schema.ts'

/** A workflow on an agent, as its published version says, or as its draft does until there is one. */
export interface Assignment {
  agentId: string
  workflow: WorkflowRow
  version: VersionRow
}

/** Adds an agent with its workflows, in this order. @throws CodedError WORKFLOW_NOT_FOUND, PHONE_NUMBER_TAKEN */
export async function createAgent(db: Db, agent: AgentRow, workflowIds: string[]): Promise<void> {
  await requireWorkflows(db, workflowIds)
  await uniqueNumber(db.batch([db.insert(agents).values(agent), assign(db, agent.id, workflowIds)]))
}

/** The agent of that id. @throws CodedError AGENT_NOT_FOUND */
export async function getAgent(db: Db, id: string): Promise<AgentRow> {
  const agent = await db.select().from(agents).where(eq(agents.id, id)).get()
  if (!agent) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${id}".`)
  return agent
}

/** One page of the agents, newest first. @throws CodedError CURSOR_INVALID */
export function listAgents(db: Db, request: PageRequest): Promise<Page<AgentRow>> {
  return readRows(db, agents, undefined, request)
}

/** What may change of an agent. `workflowIds` replaces the whole assignment, in this order. */
export type AgentChange = Partial<Omit<AgentRow, 'id' | 'provider' | 'createdAt' | 'updatedAt'>> & {
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
    .where(eq(agents.id, id))
  if (workflowIds === undefined) return uniqueNumber(update)
  await requireWorkflows(db, workflowIds)
  await uniqueNumber(
    db.batch([
      update,
      db.delete(agentWorkflows).where(eq(agentWorkflows.agentId, id)),
      assign(db, id, workflowIds),
    ]),
  )
}

/** One statement whatever the number, with one JSON parameter: a statement takes no more than 100. */
function assign(db: Db, agentId: string, workflowIds: string[]) {
  return db
    .insert(agentWorkflows)
    .select(sql`SELECT ${agentId}, value, key FROM json_each(${JSON.stringify(workflowIds)})`)
}

/** What is assigned to these agents, in order. */
export async function assignmentsOf(db: Db, agentIds: string[]): Promise<Assignment[]> {
  if (agentIds.length === 0) return []
  return db
    .select({ agentId: agentWorkflows.agentId, workflow: workflows, version: versions })
    .from(agentWorkflows)
    .innerJoin(workflows, eq(workflows.id, agentWorkflows.workflowId))
    .innerJoin(
      versions,
      eq(versions.id, sql`coalesce(${workflows.publishedVersionId}, ${workflows.draftVersionId})`),
    )
    .where(inArray(agentWorkflows.agentId, agentIds))
    .orderBy(asc(agentWorkflows.position))
}

async function requireWorkflows(db: Db, ids: string[]): Promise<void> {
  const among = sql`${workflows.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const found = await db
    .select({ id: workflows.id })
    .from(workflows)
    .where(and(among, isNull(workflows.deletedAt)))
  const known = new Set(found.map(({ id }) => id))
  const missing = ids.find((id) => !known.has(id))
  if (missing !== undefined) {
    throw new CodedError('WORKFLOW_NOT_FOUND', `"flow_ids": there is no workflow "${missing}".`)
  }
}

async function uniqueNumber(query: PromiseLike<unknown>): Promise<void> {
  try {
    await query
  } catch (error) {
    const { message } = withoutValues(error) as Error
    if (!message.includes('agents.phone_number')) throw error
    throw new CodedError('PHONE_NUMBER_TAKEN', '"phone_number" belongs to another agent already.')
  }
}
