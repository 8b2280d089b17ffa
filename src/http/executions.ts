import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { loadVersion } from '../db/directory.ts'
import type { Page } from '../db/page.ts'
import { listRuns } from '../db/runs.ts'
import { getWorkflow } from '../db/workflows.ts'
import type { Json } from '../json.ts'
import { isoTime, viewRun } from '../run/run-view.ts'
import { runFilter, runFilterFields } from './execution-filter.ts'
import { type Linking, RunDetailView, RunView, viewRunDetail } from './execution-view.ts'
import { pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import { askRun } from './run-client.ts'
import { cancelRun, readRun, resumeRun, retryRun } from './run-control.ts'
import type { App } from './types.ts'

/** Runs, under `/v1/workflow`: lists from the index in D1, which may lag; one run always from its object. */
export const executions = new Hono<App>()

const WorkflowQuery = pageQuery.extend(runFilterFields)
const ListQuery = WorkflowQuery.extend({ flow_id: z.string().optional() })
const EventsQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

/** How a run is run again. */
export const RetryStrategy = z.enum(['FROM_FAILED_STEP', 'SKIP_FAILED_STEP', 'ON_LATEST_VERSION'])

const RetryBody = z.object({ strategy: RetryStrategy })
const ResumeBody = z.object({
  action: z.string().min(1).max(100).optional(),
  payload: z.json().optional(),
  path: z.string().optional(),
})
const EventView = z.object({
  seq: z.number().int(),
  type: z.string(),
  path: z.string().nullable(),
  at: z.iso.datetime(),
})

const tag = 'Runs'
const found = ['RUN_NOT_FOUND', 'RUNTIME_UNAVAILABLE']

executions.get(
  '/executions',
  operation({
    tag,
    summary: 'List runs',
    description:
      'Newest first, from an index that may lag by half a second. Runs of tests are left out unless `environment` asks for them. `total_pages` counts 10,000 runs at most.',
    scope: 'runs.view',
    query: ListQuery,
    answer: pageOf(RunView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const query = c.req.valid('query')
    const page = await listRuns(openDb(c.env.DB), runFilter(query, query.flow_id), query)
    return c.json({ ...page, data: page.data.map(viewRun) } satisfies Page<unknown>)
  },
)

executions.get(
  '/:flow_id/executions',
  operation({
    tag,
    summary: 'List the runs of a workflow',
    scope: 'runs.view',
    query: WorkflowQuery,
    answer: pageOf(RunView),
    errors: ['WORKFLOW_NOT_FOUND', 'CURSOR_INVALID'],
  }),
  async (c) => {
    const query = c.req.valid('query')
    const db = openDb(c.env.DB)
    const { id } = await getWorkflow(db, c.req.param('flow_id'))
    const page = await listRuns(db, runFilter(query, id), query)
    return c.json({ ...page, data: page.data.map(viewRun) } satisfies Page<unknown>)
  },
)

executions.get(
  '/executions/:run_id',
  operation({
    tag,
    summary: 'Read a run',
    description:
      'With every step: what went in and came out, each attempt, its error, and what the run waits for.',
    scope: 'runs.view',
    answer: RunDetailView,
    errors: found,
  }),
  async (c) => c.json(await showRun(c, c.req.param('run_id'))),
)

executions.post(
  '/executions/:run_id/cancel',
  operation({
    tag,
    summary: 'Cancel a run',
    description: 'Ends it at once. What a step is just doing is broken off; its outcome is unknown.',
    scope: 'runs.control',
    answer: RunDetailView,
    errors: [...found, 'RUN_ENDED'],
  }),
  async (c) => c.json(await showRun(c, await cancelRun(c.env, c.req.param('run_id')))),
)

executions.post(
  '/executions/:run_id/retry',
  operation({
    tag,
    summary: 'Run a run again',
    description:
      'From the step that failed, past it, or as a new run of the same event on the published version. The answer is the run that goes on.',
    scope: 'runs.control',
    body: RetryBody,
    answer: RunDetailView,
    errors: [...found, 'RUN_NOT_RETRYABLE', 'WORKFLOW_NOT_FOUND', 'WORKFLOW_NOT_PUBLISHED'],
    examples: { body: { strategy: 'FROM_FAILED_STEP' } },
  }),
  async (c) => {
    const { strategy } = c.req.valid('json')
    return c.json(await showRun(c, await retryRun(c.env, c.req.param('run_id'), strategy)))
  },
)

executions.post(
  '/executions/:run_id/resume',
  operation({
    tag,
    summary: 'Resume a waiting run',
    description:
      'Does what a request to the link of the wait does: the step gets `action` as a query parameter and `payload` as the body. An approval takes the actions `approve` and `disapprove`. Where several steps wait, `path` says which.',
    scope: 'runs.control',
    body: ResumeBody.prefault({}),
    answer: RunDetailView,
    errors: [...found, 'RUN_NOT_WAITING', 'WAIT_AMBIGUOUS'],
    examples: { body: { action: 'approve' } },
  }),
  async (c) => {
    const { payload, ...body } = c.req.valid('json')
    const resumption = { ...body, payload: payload as Json | undefined }
    return c.json(await showRun(c, await resumeRun(c.env, c.req.param('run_id'), resumption)))
  },
)

executions.get(
  '/executions/:run_id/events',
  operation({
    tag,
    summary: 'Read what happened in a run',
    description: 'In order, from after the sequence number `after`.',
    scope: 'runs.view',
    query: EventsQuery,
    answer: z.object({ data: z.array(EventView), has_more: z.boolean() }),
    errors: found,
  }),
  async (c) => {
    const { after, limit } = c.req.valid('query')
    const id = c.req.param('run_id')
    const entries = await askRun(c.env, id, (object) => object.readLog(id, after, limit + 1))
    const data = entries
      .slice(0, limit)
      .map(({ seq, type, path, at }) => ({ seq, type, path, at: isoTime(at) }))
    return c.json({ data, has_more: entries.length > limit })
  },
)

/** A run as its reader may see it. */
async function showRun(c: Context<App>, runId: string): Promise<z.input<typeof RunDetailView>> {
  const detail = await readRun(c.env, runId)
  const definition = await loadVersion(openDb(c.env.DB), detail.run.versionId)
  const mayResume = c.var.actor?.scopes.has('runs.control') ?? false
  const linking: Linking = mayResume ? { env: c.env, origin: new URL(c.req.url).origin } : null
  return viewRunDetail(detail, definition, linking)
}
