import { isTerminal } from '../engine/records.ts'
import { readCall } from './call-row.ts'
import type { PurgeReply, PurgeRequest } from './protocol.ts'
import { findRow, type RunRow } from './run-rows.ts'
import type { Sql } from './store.ts'
import { owedEnd } from './watchers.ts'

/**
 * For this long after its last run was purged an object still knows its events, so that one that is sent again starts
 * nothing. Milliseconds.
 */
const REMEMBERED_MS = 7 * 86_400_000

/**
 * Deletes ended runs with all that was recorded of them, and the call once nothing of it is left. Has no `await`, so all
 * of it becomes durable together.
 * @param isLive whether a run is in memory: something is being done with it
 */
export function purgeRuns(
  sql: Sql,
  request: PurgeRequest,
  isLive: (n: number) => boolean,
  now: number,
): PurgeReply {
  const kept: string[] = []
  for (const { id, before } of request.runs) {
    const row = findRow(sql, id)
    if (!row) continue
    if (mayGo(row, before) && !isLive(row.n)) deleteRun(sql, row.n)
    else kept.push(id)
  }
  return { kept, emptied: empty(sql, request.before, now) }
}

/** A run that ended before that time, and whose parent knows how. */
function mayGo({ record, replyTo, replied }: RunRow, before: number): boolean {
  const { status, finishedAt } = record
  return isTerminal(status) && finishedAt !== null && finishedAt < before && (replyTo === null || replied)
}

function deleteRun(sql: Sql, n: number): void {
  for (const table of ['steps', 'cursors', 'waits', 'inbox', 'log', 'errands', 'recordings']) {
    sql.exec(`DELETE FROM ${table} WHERE run = ?`, n)
  }
  sql.exec('DELETE FROM runs WHERE n = ?', n)
}

/**
 * Drops the call of an object without runs, unless something happened in it since, or somebody has yet to hear of its
 * end. Its events stay for a while.
 */
function empty(sql: Sql, before: number, now: number): boolean {
  if (hasRuns(sql)) return false
  const [latest] = sql.exec<{ at: number | null }>('SELECT max(at) AS at FROM events').toArray()
  if (readCall(sql) && (latest?.at ?? 0) >= before) return false
  if (owedEnd(sql) !== null) return false
  sql.exec('DELETE FROM call')
  sql.exec('INSERT OR REPLACE INTO purged (one, at) VALUES (1, ?)', now)
  return true
}

/** When an object whose runs were purged can be deleted altogether; null where something is left in it. */
export function spentAt(sql: Sql): number | null {
  const [purged] = sql.exec<{ at: number }>('SELECT at FROM purged').toArray()
  if (!purged || hasRuns(sql) || readCall(sql)) return null
  return purged.at + REMEMBERED_MS
}

function hasRuns(sql: Sql): boolean {
  return sql.exec('SELECT 1 AS one FROM runs LIMIT 1').toArray().length > 0
}
