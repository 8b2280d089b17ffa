import { sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { connections } from './schema-connections.ts'

/** Those of `ids` that are connections, in whatever state. */
export async function existingConnections(db: Db, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const among = sql`${connections.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const rows = await db.select({ id: connections.id }).from(connections).where(among)
  return new Set(rows.map(({ id }) => id))
}
