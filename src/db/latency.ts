import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { AnsweredRun, WaitingAgent } from '../call/latency.ts'
import { type Db, guarded } from './client.ts'
import { agents, agentVersions, agentWorkflows, runs } from './schema.ts'

/** The latest runs of a workflow that are looked at for how soon they answered. */
const LATEST = 500

/** How soon the latest live runs of each workflow answered, by its id. Read along an index that lists use anyway. */
export async function answeredRuns(
  db: Db,
  workflowIds: readonly string[],
): Promise<Map<string, AnsweredRun[]>> {
  const [first, ...rest] = workflowIds.map((id) => selectLatest(db, id))
  const found = first ? await guarded(db.batch([first, ...rest])) : []
  return new Map(workflowIds.map((id, index) => [id, (found[index] ?? []).flatMap(answered)]))
}

const selectLatest = (db: Db, workflowId: string) =>
  db
    .select({ ms: runs.answeredMs, by: runs.answeredBy, at: runs.createdAt })
    .from(runs)
    .where(and(eq(runs.workflowId, workflowId), eq(runs.environment, 'PRODUCTION')))
    .orderBy(desc(runs.createdAt), desc(runs.id))
    .limit(LATEST)

const answered = ({ ms, by, at }: { ms: number | null; by: string | null; at: number }): AnsweredRun[] =>
  ms === null || by === null ? [] : [{ ms, by, at }]

/** The agents on whose live version a workflow is. */
export function agentsWith(db: Db, workflowId: string): Promise<WaitingAgent[]> {
  return guarded(
    db
      .select({ provider: agents.provider, deadlineSeconds: agents.deadlineSeconds })
      .from(agentWorkflows)
      .innerJoin(agentVersions, eq(agentVersions.id, agentWorkflows.agentVersionId))
      .innerJoin(agents, eq(agents.id, agentVersions.agentId))
      .where(
        and(
          eq(agentWorkflows.workflowId, workflowId),
          sql`${agentVersions.state} = 'PUBLISHED'`,
          isNull(agents.deletedAt),
        ),
      ),
  )
}
