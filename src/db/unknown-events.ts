import { desc, eq, sql } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { unknownEvents } from './schema-platforms.ts'

/** Events of types that nobody here knows. */

export type UnknownEvents = typeof unknownEvents.$inferSelect

/** So many types of an agent are told apart. */
const MAX_TYPES = 20
/** What every further type counts as. */
export const OTHER_TYPES = '*'

/** Counts an event, in one statement: of two at once both count. @param now epoch milliseconds */
export async function countUnknownEvent(
  db: Db,
  { agentId, type }: Pick<UnknownEvents, 'agentId' | 'type'>,
  now: number,
): Promise<void> {
  const ofAgent = sql`FROM unknown_events WHERE agent_id = ${agentId}`
  const isKnown = sql`EXISTS (SELECT 1 ${ofAgent} AND type = ${type})`
  const hasRoom = sql`(SELECT count(*) ${ofAgent} AND type <> ${OTHER_TYPES}) < ${MAX_TYPES}`
  await guarded(
    db.run(sql`INSERT INTO unknown_events (agent_id, type, count, first_at, last_at)
      SELECT ${agentId}, iif(${isKnown} OR ${hasRoom}, ${type}, ${OTHER_TYPES}), 1, ${now}, ${now} WHERE true
      ON CONFLICT DO UPDATE SET count = count + 1, last_at = max(last_at, excluded.last_at)`),
  )
}

/** What was counted for an agent, the latest first. */
export function listUnknownEvents(db: Db, agentId: string): Promise<UnknownEvents[]> {
  return guarded(
    db
      .select()
      .from(unknownEvents)
      .where(eq(unknownEvents.agentId, agentId))
      .orderBy(desc(unknownEvents.lastAt), unknownEvents.type),
  )
}
