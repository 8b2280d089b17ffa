import { saveSample } from '../engine/sample.ts'
import { isObject, type Json } from '../json.ts'
import { readCall, recordEvent, updateCall } from './call-row.ts'
import { holdToEnrich } from './enrichment.ts'
import { runId } from './ids.ts'
import { createJournal, saveRecordings } from './journal.ts'
import { forgetLate } from './late.ts'
import type { CallInfo, DispatchRequest, RunReply, StartRequest } from './protocol.ts'
import { findRow, insertRun, rowsOfEvent, sameRun } from './run-rows.ts'
import type { Sql } from './store.ts'
import { acceptWatcher } from './watchers.ts'

/** What accepting an event came to. */
export interface Accepted {
  duplicate: boolean
  /** row numbers of runs to be started */
  started: number[]
  /** ids of all runs of the event, with how long their caller waits, and for what */
  runs: ({ id: string } & Pick<StartRequest, 'waitMs' | 'until' | 'late'>)[]
  variables: Record<string, Json>
}

/**
 * Takes an event into the object: all of it becomes durable together. An event that is known starts nothing, whatever
 * is assigned by now; its runs are those of the first time.
 */
export function acceptEvent(sql: Sql, object: string, request: DispatchRequest, now: number): Accepted {
  const repeated = repeatOf(sql, request, now)
  if (repeated) return repeated
  const isNew = recordEvent(sql, request.event)
  if (!isNew) {
    acceptWatcher(sql, request)
    const starts = new Map(request.starts.map((start) => [start.workflow.id, start]))
    const runs = rowsOfEvent(sql, request.event.id).map(({ record }) => {
      const { waitMs = 0, until, late } = starts.get(record.workflowId) ?? {}
      return { id: record.id, waitMs, until, late }
    })
    return { duplicate: true, started: [], runs, variables: readCall(sql)?.info.dynamic_variables ?? {} }
  }
  if (request.event.kind === 'call_finished') forgetLate(sql)
  if (request.enrich) holdToEnrich(sql, request.enrich, now)
  const variables = request.call ? learnOfCall(sql, request.call, request.event, now) : {}
  acceptWatcher(sql, request)
  const started: number[] = []
  const runs = request.starts.map((start) => {
    const id = runId(object, start.workflow.id, request.event.id)
    const n = insertRun(sql, id, request, fillArguments(start, variables), now)
    const journal = createJournal(sql, n, { now: () => now })
    for (const sample of start.samples ?? []) saveSample(journal, sample, now)
    saveRecordings(sql, n, start.recordings ?? [])
    started.push(n)
    return { id, waitMs: start.waitMs, until: start.until, late: start.late }
  })
  return { duplicate: false, started: request.enrich ? [] : started, runs, variables }
}

/**
 * The run of an earlier event that this one, under another id, only says again. It is not entered as an event: should it
 * come once more, it is the same repeat, or else an event of its own.
 */
function repeatOf(sql: Sql, { starts, call }: DispatchRequest, now: number): Accepted | undefined {
  const [start] = starts
  if (!start?.shareMs) return undefined
  // Only arguments that come from the call's variables need to know them.
  const known = start.fill ? (readCall(sql)?.info.dynamic_variables ?? {}) : {}
  const variables = { ...known, ...call?.dynamic_variables }
  const { workflow, payload, waitMs, until, late } = fillArguments(start, variables)
  const id = sameRun(sql, workflow.id, payload, now - start.shareMs)
  return id === undefined
    ? undefined
    : { duplicate: true, started: [], runs: [{ id, waitMs, until, late }], variables }
}

/** Keeps what an event tells of its call. That it was placed may be told late, and happened before all the rest. */
function learnOfCall(
  sql: Sql,
  call: CallInfo,
  { kind, at }: DispatchRequest['event'],
  now: number,
): Record<string, Json> {
  return kind === 'call_placed' ? updateCall(sql, call, at, true) : updateCall(sql, call, now)
}

/** The version of its agent the call is on, where the event's sender guessed another. */
export function versionUnlike(sql: Sql, { call, guessedVersion }: DispatchRequest): string | undefined {
  const known = guessedVersion ? readCall(sql)?.info.agent_version_id : undefined
  return known === call?.agent_version_id ? undefined : known
}

/** Arguments that come from the call's variables; a missing one is sent empty, as Diga does. */
function fillArguments(start: StartRequest, variables: Record<string, Json>): StartRequest {
  if (!start.fill || !isObject(start.payload)) return start
  const filled: Record<string, Json> = {}
  for (const [argument, variable] of Object.entries(start.fill)) filled[argument] = variables[variable] ?? ''
  const given = isObject(start.payload.arguments) ? start.payload.arguments : {}
  return { ...start, payload: { ...start.payload, arguments: { ...filled, ...given } } as Json }
}

/**
 * Records a second run of an ended one's event, on another version. Its id is none that any repeat had, purged ones
 * included. Returns its row number and id.
 */
export function acceptRepeat(sql: Sql, object: string, id: string, start: StartRequest, now: number) {
  const original = findRow(sql, id)
  if (!original) return undefined
  const root = original.retryOf ?? id
  const [row] = sql
    .exec<{ count: number }>('SELECT count(*) AS count FROM runs WHERE retry_of = ?', root)
    .toArray()
  const { eventId, eventKind, environment } = original
  const repeatId = runId(object, start.workflow.id, `${eventId}#retry-${(row?.count ?? 0) + 1}@${now}`)
  const event = { id: eventId, kind: eventKind, at: now }
  return { n: insertRun(sql, repeatId, { event, environment }, start, now, root), id: repeatId }
}

/**
 * Adds what pre-call workflows returned to the call's variables, in order of assignment, so that later functions of the
 * call can be filled from them. Returns the variables as known now, or undefined for other events.
 */
export function keepCallData(
  sql: Sql,
  { event, call }: DispatchRequest,
  runs: RunReply[],
): Record<string, Json> | undefined {
  if (event.kind !== 'pre_call' || !call) return undefined
  const returned: Record<string, Json> = {}
  for (const { answer } of runs)
    if (answer?.kind === 'call_data') Object.assign(returned, answer.dynamicVariables)
  const { agent_id, call_id } = call
  return updateCall(sql, { agent_id, call_id, dynamic_variables: returned }, event.at)
}
