import { isTerminal, type RunRecord, type RunStatus } from '../engine/records.ts'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { HELD } from './enrichment.ts'
import type { DispatchRequest, EventKind, RunReply, StartRequest } from './protocol.ts'
import type { Sql } from './store.ts'
import { settledAs } from './waiters.ts'

type Row = {
  n: number
  id: string
  workflow_id: string
  version_id: string
  name: string
  event_id: string
  event_kind: EventKind
  environment: 'PRODUCTION' | 'TESTING'
  status: RunStatus
  trigger: string
  answer: string | null
  told_at: number | null
  answered_by: string | null
  error: string | null
  failed_step: string | null
  steps_count: number
  journal_bytes: number
  created_at: number
  started_at: number | null
  finished_at: number | null
  retry_of: string | null
  trial: string | null
  reply_to: string | null
  replied: number
  revision: number
}

/** A run's row: the engine's record, and what only the object needs. */
export interface RunRow {
  n: number
  record: RunRecord
  name: string
  eventId: string
  eventKind: EventKind
  environment: 'PRODUCTION' | 'TESTING'
  retryOf: string | null
  replyTo: { runId: string; key: string } | null
  replied: boolean
  revision: number
}

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value))
const parse = (value: string | null) => (value === null ? null : JSON.parse(value))

function toRow(row: Row): RunRow {
  return {
    n: row.n,
    name: row.name,
    eventId: row.event_id,
    eventKind: row.event_kind,
    environment: row.environment,
    retryOf: row.retry_of,
    replyTo: parse(row.reply_to),
    replied: row.replied === 1,
    revision: row.revision,
    record: {
      id: row.id,
      workflowId: row.workflow_id,
      versionId: row.version_id,
      status: row.status,
      trigger: JSON.parse(row.trigger),
      ...(row.trial === null ? {} : { trial: JSON.parse(row.trial) }),
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      answer: parse(row.answer),
      toldAt: row.told_at,
      answeredBy: row.answered_by,
      error: parse(row.error),
      failedStep: parse(row.failed_step),
      stepsCount: row.steps_count,
      journalBytes: row.journal_bytes,
    },
  }
}

/** What becomes of a run as its row has it, for a caller. */
export function replyOf({ record, name }: RunRow, settled = settledAs(record)): RunReply {
  const { id: runId, workflowId, status, answer, error } = record
  const durationMs = (record.finishedAt ?? Date.now()) - record.createdAt
  return { runId, workflowId, name, status, settled, answer, error, durationMs }
}

/** The run in row `n`, which must exist. */
export function readRow(sql: Sql, n: number): RunRow {
  const [row] = sql.exec<Row>('SELECT * FROM runs WHERE n = ?', n).toArray()
  if (!row) throw new Error(`No run in row ${n}`)
  return toRow(row)
}

/** What is needed to begin with the run in row `n`. */
export function versionOf(sql: Sql, n: number): { id: string; versionId: string } {
  const query = 'SELECT id, version_id AS versionId FROM runs WHERE n = ?'
  const [row] = sql.exec<{ id: string; versionId: string }>(query, n).toArray()
  if (!row) throw new Error(`No run in row ${n}`)
  return row
}

/** The run with this id. */
export function findRow(sql: Sql, id: string): RunRow | undefined {
  const [row] = sql.exec<Row>('SELECT * FROM runs WHERE id = ?', id).toArray()
  return row && toRow(row)
}

/** What is thrown where there is no run with this id. */
export const runNotFound = (id: string) => new CodedError('RUN_NOT_FOUND', `There is no run "${id}".`)

/** Runs an event started, in their order. */
export function rowsOfEvent(sql: Sql, eventId: string): RunRow[] {
  return sql.exec<Row>('SELECT * FROM runs WHERE event_id = ? ORDER BY n', eventId).toArray().map(toRow)
}

/** Runs looked at for an equal one: the newest, so that a long call costs no more than a short one. */
const RECENT = 20

/** The latest run of a function that was started with the same, and goes on or succeeded after `since`. Gives its id. */
export function sameRun(sql: Sql, workflowId: string, trigger: Json, since: number): string | undefined {
  const query = `SELECT id FROM runs WHERE n > (SELECT max(n) FROM runs) - ${RECENT} AND workflow_id = ? AND trigger = ?
    AND event_kind = 'function_call' AND status IN ('QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED')
    AND coalesce(finished_at, ?) > ? ORDER BY n DESC LIMIT 1`
  const text = JSON.stringify(trigger)
  const [row] = sql.exec<{ id: string }>(query, workflowId, text, since + 1, since).toArray()
  return row?.id
}

/** Every run of the object, oldest first. */
export function allRows(sql: Sql): RunRow[] {
  return sql.exec<Row>('SELECT * FROM runs ORDER BY n').toArray().map(toRow)
}

/** Row numbers of runs that should be moving by themselves. */
export function movingRows(sql: Sql): number[] {
  const query = `SELECT n FROM runs WHERE status IN ('QUEUED', 'RUNNING') AND NOT ${HELD}`
  return sql
    .exec<{ n: number }>(query)
    .toArray()
    .map((row) => row.n)
}

/** Row numbers of runs with a wait that is due or was fired. */
export function dueRows(sql: Sql, now: number): number[] {
  const query = 'SELECT DISTINCT run FROM waits WHERE fired IS NOT NULL OR until <= ?'
  return sql
    .exec<{ run: number }>(query, now)
    .toArray()
    .map((row) => row.run)
}

/** When the next wait ends, or null where all waits are for events. */
export function nextWait(sql: Sql): number | null {
  const query = 'SELECT min(until) AS at FROM waits WHERE fired IS NULL'
  const [row] = sql.exec<{ at: number | null }>(query).toArray()
  return row?.at ?? null
}

/** Records a run before anything of it happens. Returns its row number. */
export function insertRun(
  sql: Sql,
  id: string,
  request: Pick<DispatchRequest, 'event' | 'environment' | 'replyTo'>,
  start: StartRequest,
  now: number,
  retryOf: string | null = null,
): number {
  const { workflow } = start
  const query = `INSERT INTO runs
    (id, workflow_id, version_id, name, event_id, event_kind, environment, status, trigger, steps_count, journal_bytes,
     created_at, retry_of, reply_to, trial, replied, revision, projected)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, 0, 0, ?, ?, ?, ?, 0, 1, 0) RETURNING n`
  const { event, environment } = request
  const replyTo = json(request.replyTo ?? null)
  const trigger = JSON.stringify(start.payload)
  const [row] = sql
    .exec<{ n: number }>(
      query,
      id,
      workflow.id,
      workflow.versionId,
      workflow.name,
      event.id,
      event.kind,
      environment,
      trigger,
      now,
      retryOf,
      replyTo,
      json(start.trial ?? null),
    )
    .toArray()
  return row?.n ?? 0
}

/** Saves what changes of a run, and marks it for the index. */
export function saveRecord(sql: Sql, n: number, run: RunRecord): void {
  sql.exec(
    `UPDATE runs SET status = ?, answer = ?, told_at = ?, answered_by = ?, error = ?, failed_step = ?, steps_count = ?, journal_bytes = ?,
       started_at = ?, finished_at = ?, revision = revision + 1 WHERE n = ?`,
    run.status,
    json(run.answer),
    run.toldAt,
    run.answeredBy,
    json(run.error),
    json(run.failedStep),
    run.stepsCount,
    run.journalBytes,
    run.startedAt,
    run.finishedAt,
    n,
  )
}

/** Forgets what was answered, so that the next answer is told from it. */
export function clearAnswer(sql: Sql, n: number): void {
  sql.exec('UPDATE runs SET answer = NULL WHERE n = ?', n)
}

/** Runs whose latest state the index doesn't have yet. */
export function unprojectedRows(sql: Sql, limit: number): RunRow[] {
  const query = 'SELECT * FROM runs WHERE projected < revision ORDER BY n LIMIT ?'
  return sql.exec<Row>(query, limit).toArray().map(toRow)
}

export function markProjected(sql: Sql, row: RunRow): void {
  // By id: a row's number may be another run's by now, if this one was purged.
  sql.exec('UPDATE runs SET projected = ? WHERE id = ?', row.revision, row.record.id)
}

/** Runs that owe somebody their outcome. */
export function owingRows(sql: Sql): RunRow[] {
  const query = 'SELECT * FROM runs WHERE reply_to IS NOT NULL AND replied = 0'
  const rows = sql.exec<Row>(query).toArray().map(toRow)
  return rows.filter(({ record }) => record.answer !== null || isTerminal(record.status))
}

export function markReplied(sql: Sql, n: number): void {
  sql.exec('UPDATE runs SET replied = 1 WHERE n = ?', n)
}
