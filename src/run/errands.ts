import { toErrorData } from '../errors.ts'
import type { Sql } from './store.ts'

/**
 * What an object has yet to do at the voice platform of its call: to tell the agent of a late result (`late.ts`), to ask
 * for what the event of its end leaves out (`enrichment.ts`). An errand is durable before anybody relies on it. Which
 * credentials it takes is found out when it is run.
 */

/** `late`: of a run, once that has something to tell. `enrich`: of the call, at once. */
export type ErrandKind = 'late' | 'enrich'

export interface Errand {
  n: number
  kind: ErrandKind
  /** row of the run it is for; 0 for none */
  run: number
  /** JSON, as its kind has it */
  data: string
  /** failed tries so far */
  tries: number
}

/** What an object does about its errands. */
export interface ErrandDeps {
  sql: Sql
  now(): number
  /** runs an errand: afterwards it is gone, or due later. Fails only by a defect */
  run: Record<ErrandKind, (errand: Errand) => Promise<void>>
  /** look at the alarm again */
  changed(): void
}

/** The errands of one object. */
export interface Errands {
  /** something was entered */
  entered(): void
  /** something happened that an errand may wait for */
  stir(): void
  /** runs what is due, in the background: the alarm has others to wake */
  run(): void
  /** when to look again, in epoch milliseconds; null where nothing is due before something happens */
  next(): number | null
}

const FIRST_RETRY_MS = 1_000
const MAX_RETRY_MS = 60_000
/** While errands are under way a dead process is followed by an alarm this much later. */
const WATCHDOG_MS = 2_000

/** Keeps the errands of an object going. */
export function createErrands(deps: ErrandDeps): Errands {
  const { sql, now } = deps
  /** false once none was found; a new instance can't know */
  let mayBe = true
  let isUnderWay = false

  /** When the next is due, null where none is. */
  function look(): number | null {
    if (!mayBe) return null
    const { count, at } = nextErrand(sql)
    mayBe = count > 0
    return at
  }

  async function work(): Promise<void> {
    dropUnclear(sql)
    for (let errand = dueErrand(sql, now()); errand; errand = dueErrand(sql, now())) {
      await deps.run[errand.kind](errand)
    }
  }

  return {
    entered() {
      mayBe = true
      deps.changed()
    },
    stir() {
      if (mayBe) deps.changed()
    },
    run() {
      const at = isUnderWay ? null : look()
      if (at === null || at > now()) return
      isUnderWay = true
      void work()
        .catch((error) => console.error('errand.failed', toErrorData(error).code))
        .finally(() => {
          isUnderWay = false
          deps.changed()
        })
    },
    next: () => (isUnderWay ? now() + WATCHDOG_MS : look()),
  }
}

/** Something can be told of the errand's run, or it is for none. */
const READY = "(run = 0 OR runs.answer IS NOT NULL OR runs.status NOT IN ('QUEUED', 'RUNNING', 'PAUSED'))"
const JOINED = 'errands LEFT JOIN runs ON runs.n = errands.run'

function nextErrand(sql: Sql): { count: number; at: number | null } {
  const query = `SELECT count(*) AS count, min(iif(${READY}, due, NULL)) AS at FROM ${JOINED}`
  const [row] = sql.exec<{ count: number; at: number | null }>(query).toArray()
  return row ?? { count: 0, at: null }
}

function dueErrand(sql: Sql, now: number): Errand | undefined {
  const query = `SELECT errands.n, kind, run, data, tries FROM ${JOINED} WHERE due <= ? AND ${READY} ORDER BY due LIMIT 1`
  return sql.exec<Errand & Record<string, SqlStorageValue>>(query, now).toArray()[0]
}

/** What was being sent when the process died may have arrived. */
function dropUnclear(sql: Sql): void {
  const dropped = sql.exec('DELETE FROM errands WHERE sending = 1 RETURNING n').toArray()
  if (dropped.length > 0) console.warn('errand.unclear')
}

/** Enters an errand. */
export function enterErrand(
  sql: Sql,
  { kind, run, data }: Pick<Errand, 'kind' | 'run' | 'data'>,
  now: number,
): void {
  const query = 'INSERT INTO errands (kind, run, data, due, tries, sending) VALUES (?, ?, ?, ?, 0, 0)'
  sql.exec(query, kind, run, data, now)
}

/** Whether there is an errand of that kind. @param run of that run */
export function hasErrand(sql: Sql, kind: ErrandKind, run = 0): boolean {
  const query = 'SELECT 1 AS one FROM errands WHERE kind = ? AND run = ?'
  return sql.exec(query, kind, run).toArray().length > 0
}

/** Marks an errand that may be run once at most: should the process die over it, it is gone. */
export function markSending(sql: Sql, { n }: Errand): void {
  sql.exec('UPDATE errands SET sending = 1 WHERE n = ?', n)
}

/** Puts an errand off, for longer each time. */
export function putOff(sql: Sql, { n, tries }: Errand, now: number): void {
  const due = now + Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** tries)
  sql.exec('UPDATE errands SET sending = 0, tries = tries + 1, due = ? WHERE n = ?', due, n)
}

export function dropErrand(sql: Sql, { n }: Errand): void {
  sql.exec('DELETE FROM errands WHERE n = ?', n)
}
