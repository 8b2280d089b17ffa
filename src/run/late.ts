import { toolOutcome } from '../call/outcome.ts'
import { toldText } from '../call/providers/told.ts'
import { type ErrorData, toErrorData } from '../errors.ts'
import { hasEvent, readCall } from './call-row.ts'
import { dropErrand, type Errand, enterErrand, hasErrand, markSending, putOff } from './errands.ts'
import type { CallInfo, LateTarget } from './protocol.ts'
import { readRow, replyOf } from './run-rows.ts'
import type { Sql } from './store.ts'

/**
 * Results that come after their callers were told that it takes longer. No platform knows a message that comes twice, so
 * one is sent once at most: again only where it was surely not taken.
 */

const MAX_TRIES = 6

/** Enters that a run's outcome is to be told later: once, and not where the call is over, and nobody there any more. */
export function oweLate(sql: Sql, run: number, target: LateTarget, now: number): void {
  if (hasErrand(sql, 'late', run) || hasEvent(sql, 'call_finished')) return
  enterErrand(sql, { kind: 'late', run, data: JSON.stringify(target) }, now)
}

/** The call is over: nobody is left to be told anything. */
export function forgetLate(sql: Sql): void {
  sql.exec("DELETE FROM errands WHERE kind = 'late'")
}

export interface LateDeps {
  sql: Sql
  now(): number
  /** tells the agent of a call. Opens what it takes for that when it is asked to */
  tellLate(text: string, call: CallInfo, target: LateTarget): Promise<void>
}

/** Tells what a run came to. */
export async function runLate({ sql, now, tellLate }: LateDeps, errand: Errand): Promise<void> {
  const call = readCall(sql)?.info
  // Durable before the request leaves: the platform holds what goes out until what was written is safe.
  markSending(sql, errand)
  try {
    const text = toldText(toolOutcome(replyOf(readRow(sql, errand.run)), undefined))
    if (call) await tellLate(text, call, JSON.parse(errand.data) as LateTarget)
  } catch (error) {
    const data = toErrorData(error)
    if (wasNotTaken(data) && errand.tries + 1 < MAX_TRIES) return putOff(sql, errand, now())
    console.warn('late.not_delivered', data.code)
  }
  dropErrand(sql, errand)
}

/** Codes of requests that may have arrived although no good answer came. */
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
