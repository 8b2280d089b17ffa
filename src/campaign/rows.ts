import type { JsonObject } from '../json.ts'
import type { Sql } from '../run/store.ts'
import { type Campaign, type RowState, tally } from './book.ts'

/** A number that is to be called. Times are epoch milliseconds. */
export interface Row {
  n: number
  /** tells the row from others, and a repeat of it from a new one */
  key: string
  /** E.164; as it was given where it is no number */
  number: string
  /** of the zones its number may be in */
  zone: number
  variables: JsonObject
  state: RowState
  reason: string | null
  /** in words, where the reason does not say it all */
  detail: string | null
  /** calls begun so far */
  attempts: number
  /** 0 once it was called: such a row has an appointment, and goes first */
  fresh: 0 | 1
  /** when it is looked at next */
  dueAt: number
  dialledAt: number | null
  /** of its latest call, at the platform */
  callId: string | null
  result: RowResult | null
  updatedAt: number
}

/** What is kept of how a row's latest call ended. */
export interface RowResult {
  duration_seconds: number | null
  end_reason: string | null
  ended_at: string | null
  recording_url: string | null
}

const COLUMNS = `n, key, number, zone, variables, state, reason, detail, attempts, fresh, due_at AS dueAt,
  dialled_at AS dialledAt, call_id AS callId, result, updated_at AS updatedAt`

type Stored = Record<keyof Row, SqlStorageValue>

const readRows = (sql: Sql, query: string, ...bindings: unknown[]): Row[] =>
  sql
    .exec<Stored>(`SELECT ${COLUMNS} FROM rows ${query}`, ...bindings)
    .toArray()
    .map(toRow)

function toRow(stored: Stored): Row {
  const { variables, result } = stored
  return {
    ...(stored as unknown as Row),
    variables: JSON.parse(variables as string),
    result: result === null ? null : JSON.parse(result as string),
  }
}

/** The row of that number in the campaign. */
export function findRow(sql: Sql, n: number): Row | undefined {
  return readRows(sql, 'WHERE n = ?', n)[0]
}

/** Rows of a zone that wait to be called and are due, at most `limit`: appointments first, then in their order. */
export function dueRows(sql: Sql, zone: number, now: number, limit: number): Row[] {
  const due = (fresh: 0 | 1, atMost: number) =>
    readRows(
      sql,
      `WHERE state = 'QUEUED' AND zone = ? AND fresh = ${fresh} AND due_at <= ? ORDER BY due_at, n LIMIT ?`,
      zone,
      now,
      atMost,
    )
  const appointments = due(0, limit)
  return [...appointments, ...due(1, limit - appointments.length)]
}

/** When the first row of a zone is due that waits to be called; null where none does. */
export function firstDue(sql: Sql, zone: number): number | null {
  const first = (fresh: 0 | 1) =>
    sql
      .exec<{ at: number | null }>(
        `SELECT min(due_at) AS at FROM rows WHERE state = 'QUEUED' AND zone = ? AND fresh = ${fresh}`,
        zone,
      )
      .toArray()[0]?.at ?? null
  const times = [first(0), first(1)].filter((at) => at !== null)
  return times.length > 0 ? Math.min(...times) : null
}

/** Rows that are being called and are to be looked at, at most `limit`. */
export const openRowsDue = (sql: Sql, now: number, limit: number): Row[] =>
  readRows(sql, `WHERE state IN ('DIALLING', 'IN_CALL') AND due_at <= ? ORDER BY due_at LIMIT ?`, now, limit)

/** When the first row is to be looked at that is being called; null where none is. */
export function firstOpenDue(sql: Sql): number | null {
  const query = `SELECT min(due_at) AS at FROM rows WHERE state IN ('DIALLING', 'IN_CALL')`
  return sql.exec<{ at: number | null }>(query).toArray()[0]?.at ?? null
}

/** Which rows to list. */
export interface RowFilter {
  state?: RowState
  reason?: string
  /** only rows behind this one */
  after?: number
  limit: number
}

/** Rows in the order they were added. */
export function listRows(sql: Sql, { state, reason, after = 0, limit }: RowFilter): Row[] {
  // As text, not as a parameter: SQLite uses a partial index only where it sees the value. It is one of ROW_STATES.
  const inState = state === undefined ? '' : `AND state = '${state}'`
  const withReason = reason === undefined ? '' : 'AND reason = ?'
  const bindings = reason === undefined ? [after, limit] : [after, reason, limit]
  return readRows(sql, `WHERE n > ? ${inState} ${withReason} ORDER BY n LIMIT ?`, ...bindings)
}

/** A row as it is first kept. */
export type NewRow = Pick<
  Row,
  'key' | 'number' | 'zone' | 'variables' | 'state' | 'reason' | 'detail' | 'dueAt'
>

/** Adds a row; false where its key is there already. */
export function insertRow(sql: Sql, { state }: Campaign, row: NewRow, now: number): boolean {
  const added = sql
    .exec(
      `INSERT INTO rows (key, number, zone, variables, state, reason, detail, attempts, fresh, due_at, updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?) ON CONFLICT (key) DO NOTHING RETURNING n`,
      row.key,
      row.number,
      row.zone,
      JSON.stringify(row.variables),
      row.state,
      row.reason,
      row.detail,
      row.dueAt,
      now,
    )
    .toArray()
  if (added.length > 0) tally(state.counts, row.state, row.reason, 1)
  return added.length > 0
}

/** What may change of a row. */
export type RowChange = Partial<Omit<Row, 'n' | 'key' | 'number' | 'zone' | 'variables' | 'updatedAt'>>

/** Changes a row and what is counted of it. A new state has no reason unless it is given one. */
export function moveRow(sql: Sql, { state }: Campaign, row: Row, change: RowChange, now: number): void {
  const blank = change.state === undefined ? {} : { reason: null, detail: null }
  const next = { ...row, ...blank, ...change }
  sql.exec(
    `UPDATE rows SET state = ?, reason = ?, detail = ?, attempts = ?, fresh = ?, due_at = ?, dialled_at = ?,
       call_id = ?, result = ?, updated_at = ? WHERE n = ?`,
    next.state,
    next.reason,
    next.detail,
    next.attempts,
    next.fresh,
    next.dueAt,
    next.dialledAt,
    next.callId,
    next.result && JSON.stringify(next.result),
    now,
    row.n,
  )
  tally(state.counts, row.state, row.reason, -1)
  tally(state.counts, next.state, next.reason, 1)
}

/** Ends all rows that wait to be called, or those of one zone, in one statement. Returns how many. */
export function endQueued(
  sql: Sql,
  { state }: Campaign,
  to: { state: 'STOPPED' | 'SKIPPED'; reason: string; zone?: number },
  now: number,
): number {
  const { changed = 0 } =
    sql
      .exec<{ changed: number }>(
        `SELECT count(*) AS changed FROM rows WHERE state = 'QUEUED' AND (? IS NULL OR zone = ?)`,
        to.zone ?? null,
        to.zone ?? null,
      )
      .toArray()[0] ?? {}
  sql.exec(
    `UPDATE rows SET state = ?, reason = ?, detail = NULL, updated_at = ?
     WHERE state = 'QUEUED' AND (? IS NULL OR zone = ?)`,
    to.state,
    to.reason,
    now,
    to.zone ?? null,
    to.zone ?? null,
  )
  tally(state.counts, 'QUEUED', null, -changed)
  tally(state.counts, to.state, to.reason, changed)
  return changed
}

/** The number under which a list of zones is kept here. */
export function zoneId(sql: Sql, zones: readonly string[]): number {
  const names = zones.join(' ')
  const find = () => sql.exec<{ id: number }>('SELECT id FROM zones WHERE names = ?', names).toArray()[0]?.id
  const known = find()
  if (known !== undefined) return known
  sql.exec('INSERT INTO zones (names) VALUES (?)', names)
  return find() ?? 0
}

/** Every list of zones that rows here have. */
export function allZones(sql: Sql): { id: number; zones: string[] }[] {
  const rows = sql.exec<{ id: number; names: string }>('SELECT id, names FROM zones').toArray()
  return rows.map(({ id, names }) => ({ id, zones: names === '' ? [] : names.split(' ') }))
}
