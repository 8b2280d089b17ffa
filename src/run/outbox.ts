import type { CallResult } from '../call/result.ts'
import type { ChangedRun, CallRow as IndexCallRow } from '../db/schema.ts'
import type { Faults } from '../engine/ports.ts'
import { isTerminal } from '../engine/records.ts'
import { isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import { contactUuid } from './call-ids.ts'
import { type CallRow, markCallProjected, readCall } from './call-row.ts'
import type { CallEndedApi, CallWatcher, RunApi } from './protocol.ts'
import { markProjected, markReplied, owingRows, type RunRow, unprojectedRows } from './run-rows.ts'
import type { Sql } from './store.ts'
import { forgetWatchers, owedEnd } from './watchers.ts'

/** Where an object's outbox goes. */
export interface OutboxDeps {
  sql: Sql
  /** the object's own name */
  object: string
  now(): number
  /** writes a changed call and changed runs into the index, in one go; gives the workflows that somebody follows */
  project(call: IndexCallRow | null, runs: ChangedRun[]): Promise<string[]>
  /** tells those who follow a workflow that its runs changed */
  announce(workflowId: string): Promise<void>
  /** fault point `before-outbox`, for tests */
  faults?: Faults
  /** the object that holds a run */
  runs(runId: string): RunApi
  /** the object of a campaign */
  campaigns(campaignId: string): CallEndedApi
}

const BATCH = 50

/**
 * Delivers what changed. The outbox is the difference between what is and what was delivered, so a crash at any point
 * only repeats a delivery, and both sides bear repeats.
 */
export async function drainOutbox(deps: OutboxDeps): Promise<void> {
  if (deps.faults) await deps.faults.at('before-outbox', deps.object)
  await replyToParents(deps)
  const call = readCall(deps.sql)
  let changedCall = call && call.projected < call.revision ? indexCall(call, deps) : null
  let rows = unprojectedRows(deps.sql, BATCH)
  while (changedCall || rows.length > 0) {
    const runs = rows.map((row) => indexRow(row, call ? deps.object : null, call?.info.agent_id, deps.now()))
    const followed = await deps.project(changedCall, runs)
    await Promise.all(followed.map((workflowId) => deps.announce(workflowId)))
    if (changedCall) markCallProjected(deps.sql, changedCall.revision)
    for (const row of rows) markProjected(deps.sql, row)
    changedCall = null
    rows = unprojectedRows(deps.sql, BATCH)
  }
  if (call && call.watchers.length > 0) await tellWatchers(deps)
}

function indexCall({ info, createdAt, revision }: CallRow, deps: OutboxDeps): IndexCallRow {
  return {
    id: deps.object,
    agentId: info.agent_id,
    providerCallId: info.call_id,
    info: { ...info, contact_uuid: contactUuid(info) },
    createdAt,
    updatedAt: deps.now(),
    revision,
  }
}

function indexRow(row: RunRow, callId: string | null, agentId: string | undefined, now: number): ChangedRun {
  const { record } = row
  const failed = record.failedStep
  return {
    id: record.id,
    workflowId: record.workflowId,
    versionId: record.versionId,
    name: row.name,
    callId,
    agentId: agentId ?? null,
    eventKind: row.eventKind,
    environment: row.environment,
    status: record.status,
    stepsCount: record.stepsCount,
    failedStep: failed && { name: failed.name, displayName: failed.displayName },
    errorCode: record.error?.code ?? null,
    createdAt: record.createdAt,
    updatedAt: now,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    ...answerOf(row),
    revision: row.revision,
  }
}

/** When the caller had the answer, and from which step. Of a run that was started anew nobody was waiting for it. */
function answerOf({ record, retryOf }: RunRow): Pick<ChangedRun, 'answeredMs' | 'answeredBy'> {
  const { toldAt, answeredBy, createdAt } = record
  if (retryOf !== null || toldAt === null || answeredBy === null)
    return { answeredMs: null, answeredBy: null }
  return { answeredMs: toldAt - createdAt, answeredBy }
}

async function replyToParents(deps: OutboxDeps): Promise<void> {
  for (const row of owingRows(deps.sql)) {
    if (!row.replyTo) continue
    await deliver(deps, row.replyTo.runId, row.replyTo.key, outcomeOf(row))
    markReplied(deps.sql, row.n)
  }
}

async function deliver(deps: OutboxDeps, runId: string, key: string, payload: Json): Promise<void> {
  try {
    await deps.runs(runId).deliver(runId, key, payload, 0)
  } catch (error) {
    // A run that has ended no longer wants to know.
    if (!isCoded(error) || (error.code !== 'RUN_ENDED' && error.code !== 'RUN_NOT_FOUND')) throw error
  }
}

/** Tells everybody who waits for the end of the call, once it has come. One who can't be told holds up nobody else. */
async function tellWatchers(deps: OutboxDeps): Promise<void> {
  const owed = owedEnd(deps.sql)
  if (!owed) return
  const { watchers, result } = owed
  const told = await Promise.allSettled(watchers.map((watcher) => tell(deps, watcher, result)))
  forgetWatchers(
    deps.sql,
    watchers.filter((_, index) => told[index]?.status === 'fulfilled'),
  )
  const failed = told.find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}

async function tell(deps: OutboxDeps, watcher: CallWatcher, result: CallResult): Promise<void> {
  if (watcher.kind === 'campaign') {
    await deps.campaigns(watcher.campaign_id).callEnded(watcher.dial_id, result)
  } else {
    await deliver(deps, watcher.run_id, watcher.key, { ...result })
  }
}

/** What a sub-workflow's run tells its parent. */
function outcomeOf({ record }: RunRow): Json {
  const { answer, error, status } = record
  if (answer?.kind === 'response') return { status: 'success', data: answer.body }
  if (isTerminal(status) && status !== 'SUCCEEDED') {
    return {
      status: 'error',
      data: { code: error?.code ?? status, message: error?.message ?? `The run is ${status}.` },
    }
  }
  return { status: 'success', data: null }
}
