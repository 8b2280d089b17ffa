import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { runsOf } from '../call/dispatch.ts'
import { openDb } from '../db/client.ts'
import { createReplay, latestReplays, readReplay, takeReplay } from '../db/replays.ts'
import { listRuns } from '../db/runs.ts'
import type { ReplayRow, ReplayRunRow } from '../db/schema-replays.ts'
import { saveSnapshot } from '../db/snapshots.ts'
import { getWorkflow, type Workflow } from '../db/workflows.ts'
import { isTerminal } from '../engine/records.ts'
import { CodedError } from '../errors.ts'
import { isoTime } from '../run/run-view.ts'
import { MockedView, RUN_STATUSES } from './execution-view.ts'
import { operation } from './operation.ts'
import { DRIVE_MS, driveReplay } from './replay-runs.ts'
import { readRun } from './run-control.ts'
import { ErrorView } from './test-run.ts'
import type { App } from './types.ts'

/** `/v1/workflow/:id/replay` and `…/replays`: the draft tried on what happened before, without touching the outside. */
export const replays = new Hono<App>()

const tag = 'Testing'

/** Runs replayed together, at most; and replays that a list shows. */
const MAX_RUNS = 50
const LISTED = 20

const ReplayBody = z
  .union([
    z.strictObject({ run_id: z.string() }),
    z.strictObject({ call_id: z.string() }),
    z.strictObject({ last: z.int().min(1).max(MAX_RUNS) }),
  ])
  .meta({
    description: 'One past run, the runs of one call (our id), or the last of the workflow that ended.',
  })

const Change = z
  .object({
    kind: z.enum(['added', 'removed', 'changed']),
    path: z.string().meta({ description: 'Empty for the whole value.' }),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: 'ReplayChange' })
const pair = <S extends z.ZodType>(value: S) => z.object({ before: value, after: value })
const stepStatus = z.enum(['RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELED']).nullable()

const ComparisonView = z
  .object({
    happened_at: z.iso.datetime(),
    status: pair(z.enum(RUN_STATUSES)),
    duration: pair(z.number().int().nullable()).meta({
      description: 'Milliseconds. A replay waits for no service.',
    }),
    answer: pair(z.unknown()).extend({ changes: z.array(Change) }),
    steps: z.array(
      z.object({
        path: z.string(),
        name: z.string(),
        display_name: z.string(),
        status: pair(stepStatus).meta({ description: 'null where the step did not run.' }),
        mocked: MockedView.nullable(),
        input: z.array(Change),
        output: z.array(Change),
        error: pair(z.string().nullable()),
      }),
    ),
    more_steps: z.number().int(),
  })
  .meta({ id: 'ReplayComparison', description: 'The steps that did not do the same.' })

const ReplaySummary = z
  .object({
    id: z.string(),
    flow_id: z.string(),
    version_id: z.string().meta({ description: 'The draft as it was replayed: see its snapshots.' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'ReplaySummary' })

const ReplayView = ReplaySummary.extend({
  done: z.boolean(),
  summary: z.object({
    total: z.number().int(),
    pending: z.number().int(),
    same: z.number().int(),
    different: z.number().int(),
    failed: z.number().int(),
    not_replayed: z.number().int(),
  }),
  runs: z.array(
    z.object({
      run_id: z.string(),
      replay_run_id: z.string().nullable(),
      verdict: z
        .enum(['pending', 'same', 'different', 'failed', 'not_replayed'])
        .meta({ description: '`failed`: the run succeeded, and its replay did not.' }),
      comparison: ComparisonView.nullable(),
      error: ErrorView.nullable(),
    }),
  ),
}).meta({ id: 'Replay' })

replays.post(
  '/:flow_id/replay',
  operation({
    tag,
    summary: 'Replay past runs with the draft',
    description:
      'Runs the draft on what started past runs of the workflow, and compares. **Nothing outside is touched**: steps that ' +
      'reach a service are answered from the record of the past run, else from their sample; pure steps, code, conditions ' +
      'and loops run; waits are passed at once. Answers at once: read the replay for how it goes.',
    scope: 'workflows.update',
    body: ReplayBody,
    status: 202,
    answer: ReplayView,
    errors: [
      'WORKFLOW_NOT_FOUND',
      'RUN_NOT_FOUND',
      'CALL_NOT_FOUND',
      'NOTHING_TO_REPLAY',
      'RUNTIME_UNAVAILABLE',
    ],
    examples: { body: { last: 50 } },
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const runIds = await runsToReplay(c.env, workflow.id, c.req.valid('json'))
    const now = Date.now()
    const versionId = await saveSnapshot(db, workflow.id, workflow.draft.definition, now)
    const made = { workflowId: workflow.id, versionId, createdAt: now, drivenUntil: now + DRIVE_MS }
    const { id } = await createReplay(db, made, runIds)
    const { replay, runs } = await readReplay(db, workflow.id, id)
    drive(c, replay, workflow)
    return c.json(viewReplay(replay, runs), 202)
  },
)

replays.get(
  '/:flow_id/replays',
  operation({
    tag,
    summary: 'List the replays of a workflow',
    description: `The latest ${LISTED}, newest first.`,
    scope: 'runs.view',
    answer: z.object({ data: z.array(ReplaySummary) }),
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getWorkflow(db, c.req.param('flow_id'))
    return c.json({ data: (await latestReplays(db, id, LISTED)).map(viewSummary) })
  },
)

replays.get(
  '/:flow_id/replays/:replay_id',
  operation({
    tag,
    summary: 'Read a replay',
    description: 'How far it is, and what differs in each run. Asking for it also keeps it going.',
    scope: 'runs.view',
    answer: ReplayView,
    errors: ['WORKFLOW_NOT_FOUND', 'REPLAY_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const workflow = await getWorkflow(db, c.req.param('flow_id'))
    const { replay, runs } = await readReplay(db, workflow.id, c.req.param('replay_id'))
    const isOpen = runs.some(({ verdict }) => verdict === null)
    const now = Date.now()
    if (isOpen && (await takeReplay(db, replay.id, now, now + DRIVE_MS))) drive(c, replay, workflow)
    return c.json(viewReplay(replay, runs))
  },
)

/** Sees to a replay beside the answer; what is left when the request's time is over, the next reader takes up. */
function drive(c: Context<App>, replay: ReplayRow, { draft }: Workflow): void {
  c.executionCtx.waitUntil(driveReplay(c.env, replay, draft.name).catch((error) => console.error(error)))
}

/** @throws CodedError RUN_NOT_FOUND, CALL_NOT_FOUND, NOTHING_TO_REPLAY */
async function runsToReplay(
  env: Cloudflare.Env,
  workflowId: string,
  asked: z.output<typeof ReplayBody>,
): Promise<string[]> {
  const found =
    'run_id' in asked ? await oneRun(env, workflowId, asked.run_id) : await several(env, workflowId, asked)
  if (found.length > 0) return found
  throw new CodedError('NOTHING_TO_REPLAY', 'No run of this workflow has ended there yet: nothing to replay.')
}

async function oneRun(env: Cloudflare.Env, workflowId: string, id: string): Promise<string[]> {
  const { run } = await readRun(env, id)
  if (run.workflowId !== workflowId) {
    throw new CodedError('RUN_NOT_FOUND', `The workflow has no run "${id}".`)
  }
  if (run.trial?.only === undefined) return [id]
  throw new CodedError('NOTHING_TO_REPLAY', 'This was a test of one step: test the step again.')
}

async function several(
  env: Cloudflare.Env,
  workflowId: string,
  asked: { call_id: string } | { last: number },
): Promise<string[]> {
  if ('call_id' in asked) return runsOfCall(env, workflowId, asked.call_id)
  const statuses = RUN_STATUSES.filter(isTerminal)
  const filter = { workflowId, environments: ['PRODUCTION' as const], statuses }
  const { data } = await listRuns(openDb(env.DB), filter, { limit: asked.last })
  return data.map(({ id }) => id)
}

async function runsOfCall(env: Cloudflare.Env, workflowId: string, callId: string): Promise<string[]> {
  const known = /^[\w-]{22}$/.test(callId) ? await runsOf(env)(callId).timeline() : undefined
  if (!known?.call) throw new CodedError('CALL_NOT_FOUND', `There is no call "${callId}".`)
  const ended = known.runs.filter((run) => run.workflowId === workflowId && isTerminal(run.status))
  return ended.slice(-MAX_RUNS).map(({ id }) => id)
}

const viewSummary = ({ id, workflowId, versionId, createdAt }: ReplayRow): z.input<typeof ReplaySummary> => ({
  id,
  flow_id: workflowId,
  version_id: versionId,
  created_at: isoTime(createdAt),
})

function viewReplay(replay: ReplayRow, rows: ReplayRunRow[]): z.input<typeof ReplayView> {
  const runs = rows.map((row) => ({
    run_id: row.runId,
    replay_run_id: row.testRunId,
    verdict: row.verdict ?? ('pending' as const),
    comparison: row.comparison,
    error: row.error,
  }))
  const count = (verdict: string) => runs.filter((run) => run.verdict === verdict).length
  const pending = count('pending')
  return {
    ...viewSummary(replay),
    done: pending === 0,
    summary: {
      total: runs.length,
      pending,
      same: count('same'),
      different: count('different'),
      failed: count('failed'),
      not_replayed: count('not_replayed'),
    },
    runs,
  }
}
