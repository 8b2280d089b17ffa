import { and, eq, gte, lte } from 'drizzle-orm'
import type { RunStatus } from '../engine/records.ts'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type RunRow, runs } from './schema.ts'

export interface RunFilter {
  workflowId: string
  status?: RunStatus
  /** epoch milliseconds, both included */
  createdAfter?: number
  createdBefore?: number
}

/** One page of a workflow's runs, newest first, from the index: it may lag. @throws CodedError CURSOR_INVALID */
export function listRuns(db: Db, filter: RunFilter, request: PageRequest): Promise<Page<RunRow>> {
  const chosen = and(
    eq(runs.workflowId, filter.workflowId),
    filter.status && eq(runs.status, filter.status),
    filter.createdAfter === undefined ? undefined : gte(runs.createdAt, filter.createdAfter),
    filter.createdBefore === undefined ? undefined : lte(runs.createdAt, filter.createdBefore),
  )
  return readRows(db, runs, chosen, request)
}
