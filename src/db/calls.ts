import { and, eq } from 'drizzle-orm'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readPage } from './page.ts'
import { type CallRow, calls } from './schema.ts'

/** One page of the calls, newest first, from the index: it may lag. @throws CodedError CURSOR_INVALID */
export function listCalls(
  db: Db,
  filter: { agentId?: string },
  request: PageRequest,
): Promise<Page<CallRow>> {
  const chosen = filter.agentId === undefined ? undefined : eq(calls.agentId, filter.agentId)
  return readPage<CallRow>(request, {
    keys: calls,
    createdAt: async (id) => (await db.select().from(calls).where(eq(calls.id, id)).get())?.createdAt,
    count: () => db.$count(calls, chosen),
    rows: ({ where, orderBy, limit, offset }) =>
      db
        .select()
        .from(calls)
        .where(and(chosen, where))
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset),
  })
}
