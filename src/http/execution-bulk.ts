import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { oldestRuns } from '../db/runs.ts'
import type { RunStatus } from '../engine/records.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import { runFilter, runFilterFields } from './execution-filter.ts'
import { RetryStrategy } from './executions.ts'
import { operation } from './operation.ts'
import { cancelRun, retryRun } from './run-control.ts'
import type { App } from './types.ts'

/** Many runs cancelled or retried in one request, under `/v1/workflow/executions`. */
export const executionBulk = new Hono<App>()

const MAX_RUNS = 100
/** Each run is asked for at its object. */
const RUNS_AT_ONCE = 6

/** What can be cancelled, and what a filter without a status means by "retry": a person cancelled on purpose. */
const OPEN: RunStatus[] = ['QUEUED', 'RUNNING', 'PAUSED']
const FAILED: RunStatus[] = ['FAILED', 'TIMEOUT', 'INTERNAL_ERROR', 'QUOTA_EXCEEDED', 'MEMORY_LIMIT_EXCEEDED']

const chosen = {
  run_ids: z.array(z.string()).min(1).max(MAX_RUNS).optional(),
  // Strict: a misspelt field must not widen what is hit.
  filter: z
    .strictObject({ ...runFilterFields, flow_id: z.string().optional() })
    .refine(saysWhich, 'name at least one field besides the environment')
    .optional(),
  limit: z.number().int().min(1).max(MAX_RUNS).default(MAX_RUNS),
}
/** Nobody means every run there is by leaving everything out. */
function saysWhich(filter: Record<string, unknown>): boolean {
  return Object.entries(filter).some(([name, value]) => name !== 'environment' && value !== undefined)
}

const isOneOf = (body: { run_ids?: unknown; filter?: unknown }) =>
  (body.run_ids === undefined) !== (body.filter === undefined)
const oneOf = { message: 'send either run_ids or filter' }
const CancelBody = z.object(chosen).refine(isOneOf, oneOf)
const RetryBody = z.object({ ...chosen, strategy: RetryStrategy }).refine(isOneOf, oneOf)

const BulkView = z.object({
  data: z.array(
    z.object({
      run_id: z.string(),
      ok: z.boolean(),
      new_run_id: z.string().optional(),
      error_code: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
  has_more: z.boolean(),
})

const tag = 'Runs'
const description =
  'Those of `run_ids`, or the oldest that fit `filter`, which takes what the list of runs takes. Each run stands for itself: one that fails does not keep the others. `has_more` says that more runs fit the filter.'

executionBulk.post(
  '/executions/cancel',
  operation({
    tag,
    summary: 'Cancel many runs',
    description: `${description} A filter without a status means runs that have not ended.`,
    scope: 'runs.control',
    body: CancelBody,
    answer: BulkView,
    examples: { body: { filter: { flow_id: 'wf_1', status: ['PAUSED'] }, limit: 50 } },
  }),
  async (c) => {
    const { ids, hasMore } = await choose(c.env, c.req.valid('json'), OPEN)
    return c.json(await each(ids, hasMore, (id) => cancelRun(c.env, id)))
  },
)

executionBulk.post(
  '/executions/retry',
  operation({
    tag,
    summary: 'Run many runs again',
    description: `${description} A filter without a status means runs that failed.`,
    scope: 'runs.control',
    body: RetryBody,
    answer: BulkView,
    examples: { body: { filter: { failed_step: 'step_2' }, strategy: 'FROM_FAILED_STEP' } },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const { ids, hasMore } = await choose(c.env, body, FAILED)
    return c.json(await each(ids, hasMore, (id) => retryRun(c.env, id, body.strategy)))
  },
)

/** The runs that a request means. @param statuses where its filter names none */
async function choose(
  env: Cloudflare.Env,
  { run_ids, filter, limit }: z.output<typeof CancelBody>,
  statuses: RunStatus[],
): Promise<{ ids: string[]; hasMore: boolean }> {
  if (!filter) return { ids: [...new Set(run_ids)], hasMore: false }
  const asked = runFilter(filter, filter.flow_id)
  const found = await oldestRuns(
    openDb(env.DB),
    { ...asked, statuses: asked.statuses ?? statuses },
    limit + 1,
  )
  return { ids: found.slice(0, limit).map(({ id }) => id), hasMore: found.length > limit }
}

/** Does it with each run. @param act gives the id of the run that goes on */
async function each(
  ids: string[],
  hasMore: boolean,
  act: (id: string) => Promise<string>,
): Promise<z.input<typeof BulkView>> {
  const data = await inParallel(ids, RUNS_AT_ONCE, async (id) => {
    try {
      const next = await act(id)
      return { run_id: id, ok: true, ...(next === id ? {} : { new_run_id: next }) }
    } catch (error) {
      const { code, message } = toErrorData(error)
      return { run_id: id, ok: false, error_code: code, message }
    }
  })
  return { data, has_more: hasMore }
}
