import { type CallResult, callResult } from '../call/result.ts'
import { CodedError } from '../errors.ts'
import { hasEvent, readCall } from './call-row.ts'
import { isEnriching } from './enrichment.ts'
import type { CallWatcher, DispatchRequest } from './protocol.ts'
import type { Sql } from './store.ts'

/**
 * Who is to be told of a call's end. They stand in the call's own row, which is read and written anyway: calls that
 * nobody watches pay nothing.
 */

/** Keeps the watcher that came with an event. */
export function acceptWatcher(sql: Sql, { event, watcher }: DispatchRequest): void {
  if (!watcher) return
  // Whoever announced the call has named its watcher.
  if (event.kind === 'call_finished' && hasEvent(sql, 'call_placed')) return
  addWatcher(sql, watcher)
}

/**
 * Adds a watcher to a call that is known. Gives the result of one that has ended, which the watcher is told as well.
 * @throws CodedError CALL_NOT_FOUND
 */
export function watchCall(sql: Sql, watcher: CallWatcher): CallResult | null {
  if (!readCall(sql)) throw new CodedError('CALL_NOT_FOUND', 'Nothing is known of this call.')
  addWatcher(sql, watcher)
  return owedEnd(sql)?.result ?? null
}

/** Watchers who have yet to be told of an end that has come, and what to tell them. */
export function owedEnd(sql: Sql): { watchers: CallWatcher[]; result: CallResult } | null {
  const call = readCall(sql)
  if (!call || call.watchers.length === 0 || !hasEvent(sql, 'call_finished')) return null
  // What is being asked may say that a machine took the call.
  if (isEnriching(sql)) return null
  return { watchers: call.watchers, result: callResult(call.info) }
}

/** Takes watchers off that were told. */
export function forgetWatchers(sql: Sql, told: CallWatcher[]): void {
  const gone = new Set(told.map((watcher) => JSON.stringify(watcher)))
  save(
    sql,
    (readCall(sql)?.watchers ?? []).filter((watcher) => !gone.has(JSON.stringify(watcher))),
  )
}

function addWatcher(sql: Sql, watcher: CallWatcher): void {
  const known = readCall(sql)?.watchers ?? []
  if (!known.some((each) => JSON.stringify(each) === JSON.stringify(watcher))) save(sql, [...known, watcher])
}

function save(sql: Sql, watchers: CallWatcher[]): void {
  sql.exec('UPDATE call SET watchers = ?', watchers.length === 0 ? null : JSON.stringify(watchers))
}
