import { toolOutcome } from '../call/outcome.ts'
import { toldText } from '../call/providers/told.ts'
import { type ErrorData, toErrorData } from '../errors.ts'
import { readCall } from './call-row.ts'
import type { CallInfo, LateTarget } from './protocol.ts'
import { readRow, replyOf } from './run-rows.ts'
import type { Sql } from './store.ts'

/**
 * What an object has yet to do at the voice platform of its call: to tell the agent what a function came to whose caller
 * was told that it takes longer. An errand is entered before that caller hears so, and gone when the call is over. No
 * platform knows a message that comes twice, so one is sent once at most: again only where it was surely not taken.
 */

/** Where errands lead, and when. */
export interface ErrandDeps {
  sql: Sql
  now(): number
  /** tells the agent of a call. Opens what it takes for that when it is asked to */
  tellLate(text: string, call: CallInfo, target: LateTarget): Promise<void>
  /** look at the alarm again */
  changed(): void
}

/** The errands of one object. */
export interface Errands {
  /** enters that the caller of the run in row `n` is to be told of its outcome later */
  oweLate(n: number, target: LateTarget): void
  /** something happened that an errand may wait for */
  stir(): void
  /** does what is due, in the background: the alarm has others to wake */
  run(): void
  /** when to look again, in epoch milliseconds; null where nothing is due before something happens */
  next(): number | null
}

const RETRY_MS = 1_000
const MAX_TRIES = 6
/** While errands are under way a dead process is followed by an alarm this much later. */
const WATCHDOG_MS = 2_000

/** Creates the errands of an object. */
export function createErrands(deps: ErrandDeps): Errands {
  const { sql } = deps
  /** false once none was found; a new instance can't know */
  let mayBe = true
  let isUnderWay = false

  async function work(): Promise<void> {
    dropUnclear(sql)
    for (let errand = dueErrand(sql, deps.now()); errand; errand = dueErrand(sql, deps.now())) {
      await tell(deps, errand)
    }
  }

  return {
    oweLate(n, target) {
      enterLate(sql, n, target, deps.now())
      mayBe = true
      deps.changed()
    },
    stir() {
      if (mayBe) deps.changed()
    },
    run() {
      if (!mayBe || isUnderWay) return
      isUnderWay = true
      void work()
        .catch((error) => console.error('errand.failed', toErrorData(error).code))
        .finally(() => {
          isUnderWay = false
          deps.changed()
        })
    },
    next() {
      if (isUnderWay) return deps.now() + WATCHDOG_MS
      if (!mayBe) return null
      const { count, at } = nextErrand(sql)
      mayBe = count > 0
      return at
    },
  }
}

/** A run whose caller can be told something now. */
const READY = "(runs.answer IS NOT NULL OR runs.status NOT IN ('QUEUED', 'RUNNING', 'PAUSED'))"

type Errand = { n: number; run: number; target: string; tries: number }

/** Once for a run, whoever asked for it again meanwhile; not where the call is over, and nobody there any more. */
function enterLate(sql: Sql, run: number, target: LateTarget, now: number): void {
  const query = `INSERT INTO errands (run, target, due, tries, sending) SELECT ?, ?, ?, 0, 0
    WHERE NOT EXISTS (SELECT 1 FROM errands WHERE run = ?)
      AND NOT EXISTS (SELECT 1 FROM events WHERE id = 'call_finished')`
  sql.exec(query, run, JSON.stringify(target), now, run)
}

/** The call is over: nobody is left to be told anything. */
export function forgetErrands(sql: Sql): void {
  sql.exec('DELETE FROM errands')
}

function nextErrand(sql: Sql): { count: number; at: number | null } {
  const query = `SELECT count(*) AS count, min(iif(${READY}, due, NULL)) AS at
    FROM errands JOIN runs ON runs.n = errands.run`
  const [row] = sql.exec<{ count: number; at: number | null }>(query).toArray()
  return row ?? { count: 0, at: null }
}

function dueErrand(sql: Sql, now: number): Errand | undefined {
  const query = `SELECT errands.n, run, target, tries FROM errands JOIN runs ON runs.n = errands.run
    WHERE due <= ? AND ${READY} ORDER BY due LIMIT 1`
  return sql.exec<Errand>(query, now).toArray()[0]
}

/** What was being sent when the process died may have been taken. */
function dropUnclear(sql: Sql): void {
  const dropped = sql.exec('DELETE FROM errands WHERE sending = 1 RETURNING n').toArray()
  if (dropped.length > 0) console.warn('late.unclear', 'INTERRUPTED')
}

async function tell(deps: ErrandDeps, { n, run, target, tries }: Errand): Promise<void> {
  const { sql } = deps
  const call = readCall(sql)?.info
  // Durable before the request leaves: the platform holds what goes out until what was written is safe.
  sql.exec('UPDATE errands SET sending = 1 WHERE n = ?', n)
  try {
    const text = toldText(toolOutcome(replyOf(readRow(sql, run)), undefined))
    if (call) await deps.tellLate(text, call, JSON.parse(target) as LateTarget)
  } catch (error) {
    const data = toErrorData(error)
    if (wasNotTaken(data) && tries + 1 < MAX_TRIES) {
      const due = deps.now() + RETRY_MS * 2 ** tries
      sql.exec('UPDATE errands SET sending = 0, tries = tries + 1, due = ? WHERE n = ?', due, n)
      return
    }
    console.warn('late.not_delivered', data.code)
  }
  sql.exec('DELETE FROM errands WHERE n = ?', n)
}

/** Codes of requests that may have arrived although no answer came. */
const UNCLEAR: ReadonlySet<string> = new Set([
  'HTTP_TIMEOUT',
  'HTTP_NETWORK',
  'HTTP_STATUS',
  'SERVICE_UNAVAILABLE',
])
/** Statuses by which a service says that it did nothing. */
const NOT_TAKEN: readonly unknown[] = [429, 503]

function wasNotTaken({ code, retryable, details }: ErrorData): boolean {
  const { status } = (details ?? {}) as { status?: unknown }
  return retryable && (NOT_TAKEN.includes(status) || !UNCLEAR.has(code))
}
