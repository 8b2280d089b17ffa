import type { Json } from '../json.ts'
import type { CallInfo, CallWatcher, EventKind } from './protocol.ts'
import type { Sql } from './store.ts'

/** The call an object holds, where it holds one. */
export interface CallRow {
  info: CallInfo
  createdAt: number
  revision: number
  projected: number
  /** who has yet to be told of the call's end */
  watchers: CallWatcher[]
}

type Row = { info: string; createdAt: number; revision: number; projected: number; watchers: string | null }

export function readCall(sql: Sql): CallRow | undefined {
  const query = 'SELECT info, created_at AS createdAt, revision, projected, watchers FROM call'
  const [row] = sql.exec<Row>(query).toArray()
  if (!row) return undefined
  const watchers = row.watchers === null ? [] : (JSON.parse(row.watchers) as CallWatcher[])
  return { ...row, info: JSON.parse(row.info) as CallInfo, watchers }
}

/**
 * Adds what an event tells of the call. Later facts win; variables are merged. Returns the variables as known now.
 * @param isEarlier the event comes late: what is known already wins
 */
export function updateCall(sql: Sql, told: CallInfo, now: number, isEarlier = false): Record<string, Json> {
  const known = readCall(sql)
  const [first, second] = isEarlier ? [told, known?.info] : [known?.info, told]
  const variables = { ...first?.dynamic_variables, ...second?.dynamic_variables }
  const merged = JSON.stringify({ ...first, ...second, dynamic_variables: variables })
  if (known && merged === JSON.stringify(known.info)) return variables
  sql.exec(
    `INSERT INTO call (one, info, created_at, revision, projected) VALUES (1, ?, ?, 1, 0)
     ON CONFLICT (one) DO UPDATE SET info = excluded.info, revision = revision + 1,
       created_at = min(created_at, excluded.created_at)`,
    merged,
    now,
  )
  return variables
}

export function markCallProjected(sql: Sql, revision: number): void {
  sql.exec('UPDATE call SET projected = ?', revision)
}

/** Records an event; false when it was there already. */
export function recordEvent(sql: Sql, event: { id: string; kind: EventKind; at: number }): boolean {
  const query = 'INSERT OR IGNORE INTO events (id, kind, at) VALUES (?, ?, ?) RETURNING id'
  return sql.exec(query, event.id, event.kind, event.at).toArray().length > 0
}

/** Whether an event was recorded. */
export function hasEvent(sql: Sql, id: string): boolean {
  return sql.exec('SELECT 1 AS one FROM events WHERE id = ?', id).toArray().length > 0
}

export function readEvents(sql: Sql): { id: string; kind: EventKind; at: number }[] {
  return sql
    .exec<{ id: string; kind: EventKind; at: number }>('SELECT id, kind, at FROM events ORDER BY at')
    .toArray()
}
