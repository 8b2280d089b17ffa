import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { agents, agentVersions, calls, inJson } from './schema.ts'

/** An agent whose platform is asked for its ended calls. */
export interface ReconciledAgent {
  id: string
  /** calls that began before are none of its business: it has been as it is now since then. Epoch milliseconds */
  since: number
}

/**
 * Agents of these platforms that their platform can be asked about. Not those that share what they are there with another
 * agent: nobody could say whose calls its calls are.
 * @param share last hex digit of their ids
 */
export async function agentsToReconcile(
  db: Db,
  providers: string[],
  share: string,
  limit: number,
): Promise<ReconciledAgent[]> {
  const twin = sql`EXISTS (SELECT 1 FROM ${agents} twin WHERE twin.id <> ${agents.id} AND twin.provider = ${agents.provider}
    AND twin.platform_agent_id = ${agents.platformAgentId} AND twin.deleted_at IS NULL)`
  return guarded(
    db
      .select({
        id: agents.id,
        since: sql<number>`max(${agents.createdAt}, ${agentVersions.updatedAt}, coalesce(${agentVersions.publishedAt}, 0))`,
      })
      .from(agents)
      .innerJoin(agentVersions, eq(agentVersions.agentId, agents.id))
      .where(
        and(
          inArray(agents.provider, providers),
          sql`substr(${agents.id}, -1) = ${share}`,
          isNull(agents.deletedAt),
          isNotNull(agents.connectionId),
          isNotNull(agents.platformAgentId),
          sql`${agentVersions.state} = 'PUBLISHED'`,
          sql`NOT ${twin}`,
        ),
      )
      .orderBy(asc(agents.id))
      .limit(limit),
  )
}

/** Those of an agent's calls whose end is known, by the platform's ids. */
export async function endedCallIds(db: Db, agentId: string, callIds: string[]): Promise<Set<string>> {
  const rows = await guarded(
    db
      .select({ id: calls.providerCallId })
      .from(calls)
      .where(
        and(
          eq(calls.agentId, agentId),
          sql`${calls.providerCallId} IN (SELECT value FROM json_each(${JSON.stringify(callIds)}))`,
          sql`coalesce(${inJson(calls.info, 'end_time')}, ${inJson(calls.info, 'end_reason')}, ${inJson(calls.info, 'duration')}) IS NOT NULL`,
        ),
      ),
  )
  return new Set(rows.map(({ id }) => id))
}
