import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { loadPublished, loadVersion } from '../db/directory.ts'
import { listRuns } from '../db/runs.ts'
import type { RunRow } from '../db/schema.ts'
import { getWorkflow } from '../db/workflows.ts'

import type { RunStatus } from '../engine/records.ts'
import type { RunDetail, WorkflowRef } from '../run/protocol.ts'
import { isoTime, viewSteps } from '../run/run-view.ts'
import { pageQuery, readBody, readQuery, time } from './input.ts'
import { objectHolding, runNotFound } from './run-client.ts'
import type { App } from './types.ts'

/** Runs, under `/v1/workflow`: lists from the index in D1, which may lag; one run always from its object. */
export const executions = new Hono<App>()

const RUN_STATUSES = [
  'QUEUED',
  'RUNNING',
  'PAUSED',
  'SUCCEEDED',
  'FAILED',
  'TIMEOUT',
  'CANCELED',
  'INTERNAL_ERROR',
  'QUOTA_EXCEEDED',
  'MEMORY_LIMIT_EXCEEDED',
] as const satisfies RunStatus[]

const ListQuery = pageQuery.extend({
  status: z.enum(RUN_STATUSES).optional(),
  created_after: time.optional(),
  created_before: time.optional(),
})
const RetryBody = z.object({
  strategy: z.enum(['FROM_FAILED_STEP', 'SKIP_FAILED_STEP', 'ON_LATEST_VERSION']),
})
const EventsQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

executions.get('/:id/executions', async (c) => {
  const query = readQuery(c, ListQuery)
  const db = openDb(c.env.DB)
  const { id } = await getWorkflow(db, c.req.param('id'))
  const filter = {
    workflowId: id,
    status: query.status,
    createdAfter: query.created_after,
    createdBefore: query.created_before,
  }
  const page = await listRuns(db, filter, query)
  return c.json({ ...page, data: page.data.map((row) => viewRun(row, row.updatedAt)) })
})

executions.get('/executions/:run', async (c) => c.json(await viewDetail(c.env, c.req.param('run'))))

executions.post('/executions/:run/cancel', async (c) => {
  const { runId } = await objectHolding(c.env, c.req.param('run')).cancelRun(c.req.param('run'))
  return c.json(await viewDetail(c.env, runId))
})

executions.post('/executions/:run/retry', async (c) => {
  const { strategy } = await readBody(c, RetryBody)
  const run = c.req.param('run')
  const version = strategy === 'ON_LATEST_VERSION' ? await latestVersion(c.env, run) : undefined
  const { runId } = await objectHolding(c.env, run).retryRun(run, strategy, version)
  return c.json(await viewDetail(c.env, runId))
})

executions.get('/executions/:run/events', async (c) => {
  const { after, limit } = readQuery(c, EventsQuery)
  const run = c.req.param('run')
  await readRun(c.env, run)
  const entries = await objectHolding(c.env, run).readLog(run, after, limit + 1)
  const data = entries
    .slice(0, limit)
    .map(({ seq, type, path, at }) => ({ seq, type, path, at: isoTime(at) }))
  return c.json({ data, has_more: entries.length > limit })
})

async function readRun(env: Cloudflare.Env, runId: string): Promise<RunDetail> {
  const detail = await objectHolding(env, runId).readRun(runId)
  if (!detail) throw runNotFound(runId)
  return detail
}

/** The published version of a run's workflow. @throws CodedError WORKFLOW_NOT_FOUND, WORKFLOW_NOT_PUBLISHED */
async function latestVersion(env: Cloudflare.Env, runId: string): Promise<WorkflowRef> {
  const { run } = await readRun(env, runId)
  const { id, versionId, name } = await loadPublished(openDb(env.DB), run.workflowId)
  return { id, versionId, name }
}

type RunSummary = Pick<
  RunRow,
  | 'id'
  | 'workflowId'
  | 'versionId'
  | 'name'
  | 'status'
  | 'stepsCount'
  | 'failedStep'
  | 'createdAt'
  | 'startedAt'
  | 'finishedAt'
>

/** A run in Diga's form. `duration` is in milliseconds; `versionId` is ours. */
function viewRun(run: RunSummary, updatedAt: number) {
  return {
    id: run.id,
    flowId: run.workflowId,
    flowDisplayName: run.name,
    status: run.status,
    created: isoTime(run.createdAt),
    updated: isoTime(updatedAt),
    startTime: isoTime(run.startedAt),
    finishTime: isoTime(run.finishedAt),
    duration: run.finishedAt === null ? null : run.finishedAt - (run.startedAt ?? run.createdAt),
    stepsCount: run.stepsCount,
    tags: [],
    failedStep: run.failedStep,
    versionId: run.versionId,
  }
}

async function viewDetail(env: Cloudflare.Env, runId: string) {
  const detail = await readRun(env, runId)
  const { run, steps, waits } = detail
  const definition = await loadVersion(openDb(env.DB), run.versionId)
  const times = steps.map((step) => step.endedAt ?? step.startedAt)
  return {
    ...viewRun(run, run.finishedAt ?? times.reduce((a, b) => Math.max(a, b), run.startedAt ?? run.createdAt)),
    steps: viewSteps(detail, definition),
    eventId: run.eventId,
    eventKind: run.eventKind,
    environment: run.environment,
    retryOf: run.retryOf,
    answer: run.answer,
    error: run.error,
    paused: run.status === 'PAUSED',
    waits: waits.map(({ path, kind, until, key }) => ({ path, kind, until: isoTime(until), key })),
  }
}
