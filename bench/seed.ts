import type { CallRow, RunRow } from '../src/db/schema.ts'
import type { Server } from './server.ts'
import { booking } from './workflows.ts'

export const RUNS = 50_000
export const WORKFLOWS = 500
const RUNS_A_CALL = 4
const AGENTS = 50
const SPAN_MS = 30 * 86_400_000
/** So many rows go in with one statement, as one parameter. */
const CHUNK = 1_000

export const workflowId = (n: number) => `wf_${n}`
export const agentId = (n: number) => `agent_${n}`
export const callId = (n: number) => `call_${n}`.padEnd(22, 'x')

/** Workflows, each with its draft. */
export async function seedWorkflows({ db }: Server, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, n) => ({ id: workflowId(n), version: `ver_${n}`, at: n }))
  await insert(
    db,
    `INSERT INTO workflows (id, status, draft_version_id, created_at, updated_at)
     SELECT value->>'id', 'ENABLED', value->>'version', value->>'at', value->>'at' FROM json_each(?)`,
    all,
  )
  const definition = JSON.stringify(booking).replaceAll("'", "''")
  await insert(
    db,
    `INSERT INTO versions (id, workflow_id, state, definition, name, category, created_at, updated_at)
     SELECT value->>'version', value->>'id', 'DRAFT', '${definition}', 'Booking', 'during_call', value->>'at', value->>'at'
     FROM json_each(?)`,
    all,
  )
}

/**
 * Runs as a month of calls leaves them: the first workflow has a third of all, most succeed, some are tests; and the
 * calls, of four runs each.
 */
export async function seedRuns({ db }: Server, now: number): Promise<void> {
  const runs = Array.from({ length: RUNS }, (_, n) => run(n, now))
  await insert(
    db,
    `INSERT INTO runs (id, workflow_id, version_id, name, call_id, agent_id, event_kind, environment, status, steps_count,
       failed_step, error_code, created_at, updated_at, started_at, finished_at, revision)
     SELECT value->>'id', value->>'workflowId', 'ver_0', 'Booking', value->>'callId', value->>'agentId',
       value->>'eventKind', value->>'environment', value->>'status', 3, value->>'failedStep', value->>'errorCode',
       value->>'createdAt', value->>'createdAt', value->>'createdAt', value->>'finishedAt', 2 FROM json_each(?)`,
    runs,
  )
  const calls = Array.from({ length: RUNS / RUNS_A_CALL }, (_, n) => call(n, now))
  await insert(
    db,
    `INSERT INTO calls (id, agent_id, provider_call_id, info, created_at, updated_at, revision)
     SELECT value->>'id', value->>'agentId', value->>'providerCallId', value->>'info',
       value->>'createdAt', value->>'createdAt', 1 FROM json_each(?)`,
    calls,
  )
}

async function insert(db: D1Database, query: string, rows: unknown[]): Promise<void> {
  for (let start = 0; start < rows.length; start += CHUNK) {
    await db
      .prepare(query)
      .bind(JSON.stringify(rows.slice(start, start + CHUNK)))
      .run()
  }
}

const createdAt = (n: number, count: number, now: number) => now - SPAN_MS + Math.floor((n * SPAN_MS) / count)

function run(n: number, now: number): Partial<RunRow> {
  const status = statusOf(n)
  const call = Math.floor(n / RUNS_A_CALL)
  const at = createdAt(n, RUNS, now)
  const failed = status === 'FAILED'
  return {
    id: `run_${n}`.padEnd(36, 'x'),
    workflowId: workflowId(n % 3 === 0 ? 0 : n % WORKFLOWS),
    callId: callId(call),
    agentId: agentId(call % AGENTS),
    eventKind: n % 200 === 7 ? 'schedule' : n % 4 === 3 ? 'call_finished' : 'function_call',
    environment: n % 20 === 11 ? 'TESTING' : 'PRODUCTION',
    status,
    failedStep: failed ? { name: n % 2 ? 'map' : 'accept', displayName: 'Step' } : null,
    errorCode: failed ? (n % 3 ? 'HTTP_FAILED' : 'INPUT_INVALID') : null,
    createdAt: at,
    finishedAt: status === 'PAUSED' ? null : at + 40,
  }
}

/** Three in a hundred fail, one waits, one in two hundred was cancelled, one in a thousand ran out of time. */
function statusOf(n: number): RunRow['status'] {
  if (n % 1_000 === 17) return 'TIMEOUT'
  if (n % 200 === 13) return 'CANCELED'
  if (n % 100 === 29) return 'PAUSED'
  return n % 100 >= 97 ? 'FAILED' : 'SUCCEEDED'
}

function call(n: number, now: number): Partial<CallRow> {
  const agent_id = agentId(n % AGENTS)
  return {
    id: callId(n),
    agentId: agent_id,
    providerCallId: `prov_${n}`,
    info: {
      agent_id,
      call_id: `prov_${n}`,
      type: n % 10 === 3 ? 'outbound' : 'inbound',
      status: n % 50 === 9 ? 'in_progress' : 'completed',
      phone_number: `+34600${String(n % 2_000).padStart(6, '0')}`,
      dynamic_variables: { customer_name: 'Ana', appointment: '2026-03-03T10:00:00Z' },
    },
    createdAt: createdAt(n, RUNS / RUNS_A_CALL, now),
  }
}
