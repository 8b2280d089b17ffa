import { nameOf } from '../engine/path.ts'
import type { Clock, Journal } from '../engine/ports.ts'
import type { StepRecord, WaitRecord } from '../engine/records.ts'
import type { Recording } from '../engine/replay.ts'
import type { Json } from '../json.ts'
import { readRow, saveRecord } from './run-rows.ts'
import type { Sql } from './store.ts'

type StepRow = {
  path: string
  status: StepRecord['status']
  attempt: number
  started_at: number
  ended_at: number | null
  input: string | null
  output: string | null
  error: string | null
  meta: string | null
}

type WaitRow = {
  path: string
  kind: WaitRecord['kind']
  until: number
  key: string | null
  holds: number
  state: string
  fired: string | null
}

const text = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value)

/**
 * The engine's journal on a Durable Object's SQLite.
 * @param n the run's row number
 * @param logged told of every entry of the event log
 */
export function createJournal(
  sql: Sql,
  n: number,
  clock: Pick<Clock, 'now'>,
  logged: () => void = () => undefined,
): Journal {
  return {
    ...stepJournal(sql, n),
    ...waitJournal(sql, n),
    recordings(name) {
      const query = 'SELECT recording FROM recordings WHERE run = ? AND name = ?'
      const rows = sql.exec<{ recording: string }>(query, n, name).toArray()
      return rows.map(({ recording }) => JSON.parse(recording))
    },
    run() {
      const row = readRow(sql, n)
      return row.record
    },
    saveRun(run) {
      saveRecord(sql, n, run)
    },
    log(type, path) {
      sql.exec(
        'INSERT INTO log (run, type, path, at) VALUES (?, ?, ?, ?)',
        n,
        type,
        path ?? null,
        clock.now(),
      )
      logged()
    },
  }
}

function stepJournal(sql: Sql, n: number) {
  return {
    step(path: string): StepRecord | undefined {
      const [row] = sql.exec<StepRow>('SELECT * FROM steps WHERE run = ? AND path = ?', n, path).toArray()
      return row && toStep(row)
    },
    saveStep(step: StepRecord): void {
      sql.exec(
        'INSERT OR REPLACE INTO steps VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        n,
        step.path,
        step.status,
        step.attempt,
        step.startedAt,
        step.endedAt,
        step.input,
        step.output,
        text(step.error),
        text(step.meta),
      )
    },
    deleteStep(path: string): void {
      sql.exec('DELETE FROM steps WHERE run = ? AND path = ?', n, path)
    },
    stepsUnder: (prefix: string): StepRecord[] => stepsUnder(sql, n, prefix),
    tally(): { steps: number; bytes: number } {
      const query =
        'SELECT count(*) AS steps, total(length(input)) + total(length(output)) AS bytes FROM steps WHERE run = ?'
      const [row] = sql.exec<{ steps: number; bytes: number }>(query, n).toArray()
      return row ?? { steps: 0, bytes: 0 }
    },
    cursor(path: string) {
      const query = 'SELECT cursor FROM cursors WHERE run = ? AND path = ?'
      const [row] = sql.exec<{ cursor: string }>(query, n, path).toArray()
      return row && JSON.parse(row.cursor)
    },
    saveCursor(path: string, cursor: unknown): void {
      sql.exec('INSERT OR REPLACE INTO cursors VALUES (?, ?, ?)', n, path, JSON.stringify(cursor))
    },
  }
}

/** Keeps what a replay is answered from. */
export function saveRecordings(sql: Sql, n: number, recordings: readonly Recording[]): void {
  for (const recording of recordings) {
    const { path } = recording
    sql.exec(
      'INSERT OR REPLACE INTO recordings VALUES (?, ?, ?, ?)',
      n,
      nameOf(path),
      path,
      JSON.stringify(recording),
    )
  }
}

/** Steps of a run whose path starts with `prefix`; all of them for ''. */
export function stepsUnder(sql: Sql, n: number, prefix: string): StepRecord[] {
  // '\uffff' sorts after every character a path can hold.
  const query = 'SELECT * FROM steps WHERE run = ? AND path >= ? AND path < ?'
  return sql.exec<StepRow>(query, n, prefix, `${prefix}\uffff`).toArray().map(toStep)
}

function toStep(row: StepRow): StepRecord {
  return {
    path: row.path,
    status: row.status,
    attempt: row.attempt,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    input: row.input,
    output: row.output,
    error: row.error === null ? null : JSON.parse(row.error),
    meta: row.meta === null ? null : JSON.parse(row.meta),
  }
}

function waitJournal(sql: Sql, n: number) {
  return {
    waits: (): WaitRecord[] => readWaits(sql, n),
    saveWait(wait: WaitRecord): void {
      sql.exec(
        'INSERT OR REPLACE INTO waits VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        n,
        wait.path,
        wait.kind,
        wait.until,
        wait.key,
        wait.holdsCaller ? 1 : 0,
        JSON.stringify(wait.state),
        text(wait.fired),
      )
    },
    deleteWait(path: string): void {
      sql.exec('DELETE FROM waits WHERE run = ? AND path = ?', n, path)
    },
    takeEvent(key: string): { payload: Json } | undefined {
      const query = 'SELECT n, payload FROM inbox WHERE run = ? AND key = ? ORDER BY n LIMIT 1'
      const [row] = sql.exec<{ n: number; payload: string }>(query, n, key).toArray()
      if (!row) return undefined
      sql.exec('DELETE FROM inbox WHERE n = ?', row.n)
      return { payload: JSON.parse(row.payload) as Json }
    },
    keepEvent(key: string, payload: Json): void {
      sql.exec('INSERT INTO inbox (run, key, payload) VALUES (?, ?, ?)', n, key, JSON.stringify(payload))
    },
  }
}

/** The open waits of a run. */
export function readWaits(sql: Sql, n: number): WaitRecord[] {
  return sql
    .exec<WaitRow>('SELECT * FROM waits WHERE run = ?', n)
    .toArray()
    .map((row) => ({
      path: row.path,
      kind: row.kind,
      until: row.until,
      key: row.key,
      holdsCaller: row.holds === 1,
      state: JSON.parse(row.state) as Json,
      fired: row.fired === null ? null : JSON.parse(row.fired),
    }))
}
