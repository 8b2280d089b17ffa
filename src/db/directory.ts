import { and, asc, eq, getTableColumns, isNull, or, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { CodedError } from '../errors.ts'
import type { Category, Definition } from '../workflow/schema.ts'
import { type Db, guarded } from './client.ts'
import { nextChange, selectFollowed } from './run-changes.ts'
import {
  type AgentRow,
  agents,
  agentVersions,
  agentWorkflows,
  type CallRow,
  type ChangedRun,
  calls,
  runs,
  versions,
  workflows,
} from './schema.ts'
import { readSnapshot, SNAPSHOT_PREFIX } from './snapshots.ts'

/** What the path of a call reads and writes. Errors are safe to store: they hold no values. */

/** A published version as far as its caller needs to know it; the steps are read where they run. */
export interface PublishedWorkflow {
  id: string
  name: string
  versionId: string
  category: Category | null
  trigger: TriggerSettings
  settings: WorkflowSettings
}

export type WorkflowSettings = NonNullable<Definition['settings']>

export interface TriggerSettings {
  pieceName?: string
  /** of an installed piece */
  pieceVersion?: string
  triggerName?: string
  input?: Record<string, unknown>
}

/** An agent and the workflows one version of it may start: assigned, enabled and published, in order of assignment. */
export interface AgentWithWorkflows {
  agent: AgentRow
  /** the live version */
  versionId: string
  /** all versions a call may name */
  versionIds: string[]
  workflows: PublishedWorkflow[]
}

const parsed = <T>(text: unknown): T => JSON.parse(String(text)) as T

// Every column has a name of its own: a batch hands rows over by name.
const publishedColumns = {
  id: workflows.id,
  status: workflows.status,
  versionId: sql<string>`${versions.id}`.as('version_id'),
  name: versions.name,
  category: versions.category,
  trigger: sql`json_extract(${versions.definition}, '$.trigger.settings')`
    .mapWith(parsed<TriggerSettings>)
    .as('trigger_settings'),
  settings: sql`json_extract(${versions.definition}, '$.settings')`
    .mapWith(parsed<WorkflowSettings>)
    .as('workflow_settings'),
}

interface PublishedRow extends Omit<PublishedWorkflow, 'trigger' | 'settings'> {
  status: 'ENABLED' | 'DISABLED'
  trigger: TriggerSettings | null
  settings: WorkflowSettings | null
}

const toPublished = (row: PublishedRow): PublishedWorkflow => ({
  id: row.id,
  name: row.name,
  versionId: row.versionId,
  category: row.category,
  trigger: row.trigger ?? {},
  settings: row.settings ?? {},
})

/**
 * An agent with the workflows that a version of it may start, in one round trip. One that was deleted has none.
 * @param versionId the live version where left out
 * @throws CodedError AGENT_NOT_FOUND
 */
export async function loadAgent(db: Db, agentId: string, versionId?: string): Promise<AgentWithWorkflows> {
  const wanted = versionId === undefined ? isLive : eq(agentVersions.id, versionId)
  const [[agent], known, assigned] = await guarded(
    db.batch([
      db.select().from(agents).where(eq(agents.id, agentId)),
      db
        .select({ id: agentVersions.id, state: agentVersions.state })
        .from(agentVersions)
        .where(eq(agentVersions.agentId, agentId)),
      db
        .select(publishedColumns)
        .from(agentVersions)
        .innerJoin(agentWorkflows, eq(agentWorkflows.agentVersionId, agentVersions.id))
        .innerJoin(workflows, eq(workflows.id, agentWorkflows.workflowId))
        .innerJoin(versions, eq(versions.id, workflows.publishedVersionId))
        .where(
          and(
            eq(agentVersions.agentId, agentId),
            wanted,
            eq(workflows.status, 'ENABLED'),
            isNull(workflows.deletedAt),
          ),
        )
        .orderBy(asc(agentWorkflows.position)),
    ]),
  )
  if (!agent) throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${agentId}".`)
  const live = known.find(({ state }) => state === 'PUBLISHED')
  return {
    agent,
    versionId: live?.id ?? '',
    versionIds: known.map(({ id }) => id),
    workflows: assigned.map(toPublished),
  }
}

const isLive = sql`${agentVersions.state} = 'PUBLISHED'`

/**
 * The published version of a workflow, whether or not it is enabled.
 * @throws CodedError WORKFLOW_NOT_FOUND, WORKFLOW_NOT_PUBLISHED
 */
export async function loadPublished(
  db: Db,
  workflowId: string,
): Promise<PublishedWorkflow & { status: 'ENABLED' | 'DISABLED' }> {
  const row = await guarded(
    db
      .select({ ...publishedColumns, deletedAt: workflows.deletedAt })
      .from(workflows)
      .leftJoin(versions, eq(versions.id, workflows.publishedVersionId))
      .where(eq(workflows.id, workflowId))
      .get(),
  )
  if (!row || row.deletedAt !== null) {
    throw new CodedError('WORKFLOW_NOT_FOUND', `There is no workflow "${workflowId}".`)
  }
  if (row.name === null) {
    throw new CodedError(
      'WORKFLOW_NOT_PUBLISHED',
      `Workflow "${workflowId}" was never published: publish it first.`,
    )
  }
  return { ...toPublished({ ...row, name: row.name }), status: row.status }
}

/** Those of some workflows that are enabled, with the version that is published, by id. */
export async function enabledRefs(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, Pick<PublishedWorkflow, 'id' | 'versionId' | 'name'>>> {
  const rows = await guarded(
    db
      .select({ id: workflows.id, versionId: versions.id, name: versions.name })
      .from(workflows)
      .innerJoin(versions, eq(versions.id, workflows.publishedVersionId))
      .where(
        and(
          sql`${workflows.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
          eq(workflows.status, 'ENABLED'),
          isNull(workflows.deletedAt),
        ),
      ),
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** The definition of a version, or of a draft that is tested. @throws CodedError VERSION_NOT_FOUND */
export async function loadVersion(db: Db, versionId: string): Promise<Definition> {
  const row = await guarded(
    versionId.startsWith(SNAPSHOT_PREFIX)
      ? readSnapshot(db, versionId)
      : db.select({ definition: versions.definition }).from(versions).where(eq(versions.id, versionId)).get(),
  )
  if (!row) throw new CodedError('VERSION_NOT_FOUND', `There is no version "${versionId}" of a workflow.`)
  return row.definition
}

/** The agent that calls from `from`: its number, or its id. Not one that was deleted. */
export async function findAgentByNumber(db: Db, from: string): Promise<AgentRow | undefined> {
  return guarded(
    db
      .select()
      .from(agents)
      .where(and(or(eq(agents.phoneNumber, from), eq(agents.id, from)), isNull(agents.deletedAt)))
      .get(),
  )
}

/** Rows that fit the 100 parameters of one statement. */
const RUNS_A_STATEMENT = Math.floor(100 / Object.keys(getTableColumns(runs)).length)

/**
 * Writes a call and runs into the index in one transaction, in any order and any number of times: the newest state of
 * each stays.
 * @returns those of the runs' workflows that somebody follows
 */
export async function project(db: Db, call: CallRow | null, rows: ChangedRun[]): Promise<string[]> {
  const writes: BatchItem<'sqlite'>[] = []
  if (call) {
    writes.push(
      db
        .insert(calls)
        .values(call)
        .onConflictDoUpdate({
          target: calls.id,
          set: replaced(calls),
          setWhere: sql`excluded.revision > ${calls.revision}`,
        }),
    )
  }
  for (let start = 0; start < rows.length; start += RUNS_A_STATEMENT) {
    writes.push(
      db
        .insert(runs)
        .values(
          rows
            .slice(start, start + RUNS_A_STATEMENT)
            .map((row, index) => ({ ...row, change: nextChange(row.workflowId, index + 1) })),
        )
        .onConflictDoUpdate({
          target: runs.id,
          set: replaced(runs),
          setWhere: sql`excluded.revision > ${runs.revision}`,
        }),
    )
  }
  // In the same transaction: who begins to follow either reads these rows or is seen here.
  const followed = selectFollowed(db, [...new Set(rows.map((row) => row.workflowId))])
  const [found] = await guarded(db.batch([followed, ...writes]))
  return found.map((row) => row.workflowId)
}

/** Sets every column of a row to what the insert brought. */
function replaced(table: SQLiteTable) {
  const columns = Object.entries(getTableColumns(table))
  return Object.fromEntries(columns.map(([key, { name }]) => [key, sql.raw(`excluded.${name}`)]))
}
