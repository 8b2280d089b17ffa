import { and, asc, eq, gte, inArray, isNotNull, lte, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/sqlite-core'
import type { RunStatus } from '../engine/records.ts'
import type { EventKind } from '../run/protocol.ts'
import type { Db } from './client.ts'
import { countRows, type Page, type PageRequest, type RowsQuery, readPage } from './page.ts'
import { inJson, type RunRow, runs } from './schema.ts'

/** Which runs. Every field narrows; what is left out does not. */
export interface RunFilter {
  workflowId?: string
  agentId?: string
  /** our id of the call */
  callId?: string
  /** one of these */
  statuses?: readonly RunStatus[]
  environments: readonly RunRow['environment'][]
  eventKind?: EventKind
  /** name of the step that failed */
  failedStep?: string
  errorCode?: string
  /** epoch milliseconds, both included */
  createdAfter?: number
  createdBefore?: number
}

/** D1 takes no more SELECTs in one statement. */
const MAX_PARTS = 5

/** One page of the runs, newest first, from the index: it may lag. @throws CodedError CURSOR_INVALID */
export function listRuns(db: Db, filter: RunFilter, request: PageRequest): Promise<Page<RunRow>> {
  return readPage(db, request, {
    table: runs,
    count: () => countRows(db, runs, and(fits(filter), inStatus(filter))),
    rows: (query) => readRuns(db, filter, query),
  })
}

/** The oldest of the runs that fit, at most `limit`. */
export async function oldestRuns(db: Db, filter: RunFilter, limit: number): Promise<{ id: string }[]> {
  const orderBy = [asc(runs.createdAt), asc(runs.id)]
  return readRuns(db, filter, { where: undefined, orderBy, limit, offset: 0 })
}

/**
 * Several statuses are read as one list each and merged: each list comes from its index in order, so that nothing is
 * sorted and no more is read than the page needs.
 */
async function readRuns(
  db: Db,
  filter: RunFilter,
  { where, orderBy, limit, offset }: RowsQuery,
): Promise<RunRow[]> {
  const part = (each: SQL | undefined) =>
    db
      .select()
      .from(runs)
      .where(and(fits(filter), each, where))
  const [first, second, ...rest] = partsOf(filter).map(part)
  if (!first) return []
  const query = second ? unionAll(first, second, ...rest) : first
  return query
    .orderBy(...orderBy)
    .limit(limit)
    .offset(offset)
}

/** The lists to be merged: one for each status and environment. */
function partsOf({ statuses, environments }: RunFilter): (SQL | undefined)[] {
  const inEnvironment = environments.map((environment) => eq(runs.environment, environment))
  if (!statuses) return inEnvironment
  if (statuses.length * environments.length <= MAX_PARTS) {
    return inEnvironment.flatMap((part) => statuses.map((status) => and(part, eq(runs.status, status))))
  }
  // Most runs have one of so many statuses. The plus keeps SQLite from finding them by status and sorting them.
  return inEnvironment.map((part) => and(part, inArray(sql`+${runs.status}`, [...statuses])))
}

function inStatus({ statuses, environments }: RunFilter): SQL | undefined {
  return and(inArray(runs.environment, [...environments]), statuses && inArray(runs.status, [...statuses]))
}

/** What a filter asks for beside status and environment. */
function fits(filter: RunFilter): SQL | undefined {
  const { workflowId, agentId, callId, eventKind, failedStep, errorCode, createdAfter, createdBefore } =
    filter
  return and(
    workflowId === undefined ? undefined : eq(runs.workflowId, workflowId),
    agentId === undefined ? undefined : eq(runs.agentId, agentId),
    callId === undefined ? undefined : eq(runs.callId, callId),
    eventKind && eq(runs.eventKind, eventKind),
    // The index has only runs that failed at a step; it is used where the query says so too.
    failedStep === undefined
      ? undefined
      : and(isNotNull(runs.failedStep), eq(inJson(runs.failedStep, 'name'), failedStep)),
    errorCode === undefined ? undefined : eq(runs.errorCode, errorCode),
    createdAfter === undefined ? undefined : gte(runs.createdAt, createdAfter),
    createdBefore === undefined ? undefined : lte(runs.createdAt, createdBefore),
  )
}
