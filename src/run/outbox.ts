import type { ChangedRun, CallRow as IndexCallRow } from '../db/schema.ts'
import type { Faults } from '../engine/ports.ts'
import { isTerminal } from '../engine/records.ts'
import { isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import { contactUuid } from './call-ids.ts'
import { type CallRow, markCallProjected, readCall } from './call-row.ts'
import type { RunApi } from './protocol.ts'
import { markProjected, markReplied, owingRows, type RunRow, unprojectedRows } from './run-rows.ts'
import type { Sql } from './store.ts'

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
    revision: row.revision,
  }
}

async function replyToParents(deps: OutboxDeps): Promise<void> {
  for (const row of owingRows(deps.sql)) {
    if (!row.replyTo) continue
    try {
      await deps.runs(row.replyTo.runId).deliver(row.replyTo.runId, row.replyTo.key, outcomeOf(row), 0)
    } catch (error) {
      // A parent that has ended no longer wants to know.
      if (!isCoded(error) || (error.code !== 'RUN_ENDED' && error.code !== 'RUN_NOT_FOUND')) throw error
    }
    markReplied(deps.sql, row.n)
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
