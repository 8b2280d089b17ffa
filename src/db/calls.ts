import { eq } from 'drizzle-orm'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type CallRow, calls } from './schema.ts'

/** One page of the calls, newest first, from the index: it may lag. @throws CodedError CURSOR_INVALID */
export function listCalls(
  db: Db,
  filter: { agentId?: string },
  request: PageRequest,
): Promise<Page<CallRow>> {
  const chosen = filter.agentId === undefined ? undefined : eq(calls.agentId, filter.agentId)
  return readRows(db, calls, chosen, request)
}
