import { and, eq, gte, lte } from 'drizzle-orm'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type CallRow, calls, inJson } from './schema.ts'

/** Which calls. Every field narrows; what is left out does not. */
export interface CallFilter {
  agentId?: string
  status?: string
  type?: string
  phoneNumber?: string
  /** epoch milliseconds, both included */
  createdAfter?: number
  createdBefore?: number
}

/** One page of the calls, newest first, from the index: it may lag. @throws CodedError CURSOR_INVALID */
export function listCalls(db: Db, filter: CallFilter, request: PageRequest): Promise<Page<CallRow>> {
  const { agentId, status, type, phoneNumber, createdAfter, createdBefore } = filter
  const chosen = and(
    agentId === undefined ? undefined : eq(calls.agentId, agentId),
    status === undefined ? undefined : eq(inJson(calls.info, 'status'), status),
    type === undefined ? undefined : eq(inJson(calls.info, 'type'), type),
    phoneNumber === undefined ? undefined : eq(inJson(calls.info, 'phone_number'), phoneNumber),
    createdAfter === undefined ? undefined : gte(calls.createdAt, createdAfter),
    createdBefore === undefined ? undefined : lte(calls.createdAt, createdBefore),
  )
  return readRows(db, calls, chosen, request)
}
