import * as z from 'zod'
import { waitUrl } from '../call/wait-url.ts'
import { ENVIRONMENTS } from '../db/schema.ts'
import { nameOf } from '../engine/path.ts'
import type { RunStatus, WaitRecord } from '../engine/records.ts'
import { objectOfRun } from '../run/ids.ts'
import type { EventKind, RunDetail } from '../run/protocol.ts'
import { isoTime, type RunSummary, viewRun, viewSteps } from '../run/run-view.ts'
import { outsideKey } from '../run/waits.ts'
import { shortPieceName } from '../workflow/piece-name.ts'
import type { Definition } from '../workflow/schema.ts'
import { steps as stepsOf } from '../workflow/walk.ts'

export const RUN_STATUSES = [
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

export const EVENT_KINDS = [
  'call_placed',
  'pre_call',
  'function_call',
  'call_finished',
  'webhook',
  'subflow',
  'schedule',
  'poll',
  'manual',
] as const satisfies EventKind[]

const time = z.iso.datetime()

/** A run in Diga's form. `duration` is in milliseconds; what follows `failedStep` is ours. */
export const RunView = z
  .object({
    id: z.string(),
    flowId: z.string(),
    flowDisplayName: z.string().nullable(),
    status: z.enum(RUN_STATUSES),
    created: time,
    updated: time,
    startTime: time.nullable(),
    finishTime: time.nullable(),
    duration: z.number().int().nullable(),
    stepsCount: z.number().int(),
    tags: z.array(z.string()),
    /** `path` names the iteration too, where one run is read */
    failedStep: z
      .object({ name: z.string(), displayName: z.string(), path: z.string().optional() })
      .nullable(),
    versionId: z.string(),
    /** our id of the call, and its agent */
    callId: z.string().nullable(),
    agentId: z.string().nullable(),
    eventKind: z.enum(EVENT_KINDS),
    environment: z.enum(ENVIRONMENTS),
    errorCode: z.string().nullable(),
  })
  .meta({ id: 'Run' })

const ErrorView = z
  .object({ code: z.string(), message: z.string(), retryable: z.boolean(), details: z.unknown().optional() })
  .meta({ id: 'RunError', description: '`details` names the fields at fault, where the error knows them.' })

const AttemptView = z.object({
  attempt: z.number().int(),
  startTime: time,
  finishTime: time.nullable(),
  error: ErrorView.nullable(),
})

/** What answered a step of a replay. */
export const MockedView = z
  .object({
    from: z.enum(['same_input', 'other_input', 'sample', 'nothing']),
    path: z.string().optional().meta({ description: 'Of the record, where it is not that of the step.' }),
  })
  .meta({ id: 'MockedStep' })

const StepView = z
  .object({
    type: z.string().nullable(),
    displayName: z.string(),
    status: z.enum(['RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELED']),
    input: z.unknown(),
    output: z.unknown(),
    error: ErrorView.nullable(),
    attempts: z.array(AttemptView),
    startTime: time,
    finishTime: time.nullable(),
    duration: z.number().int().nullable(),
    warnings: z
      .array(z.object({ code: z.string(), path: z.string(), token: z.string(), message: z.string() }))
      .optional(),
    logs: z.array(z.string()),
    /** true for what a test of another step was run on */
    sample: z.boolean().optional(),
    /** in a replay, for what did not run */
    mocked: MockedView.optional(),
  })
  .meta({
    id: 'RunStep',
    description: "A loop's output is `{item, index, iterations}`, each iteration with steps of its own.",
  })

const WaitView = z
  .object({
    path: z.string(),
    kind: z.enum(['retry', 'timer', 'event']),
    until: time,
    key: z.string().nullable(),
    resumeUrls: z.record(z.string(), z.string()).optional(),
  })
  .meta({
    id: 'RunWait',
    description:
      '`resumeUrls` is there for waits that a request ends, and for holders of runs.control: `approve` and `disapprove` of an approval, else `resume`.',
  })

export const RunDetailView = RunView.extend({
  steps: z.record(z.string(), StepView),
  eventId: z.string(),
  retryOf: z.string().nullable(),
  answer: z.unknown(),
  error: ErrorView.nullable(),
  paused: z.boolean(),
  waits: z.array(WaitView),
}).meta({ id: 'RunDetail' })

/** How the links that resume a run are made; null for those who may not resume it. */
export type Linking = { env: Cloudflare.Env; origin: string } | null

/** A run with all it did, as `RunDetailView` describes it. @param definition of the version it belongs to */
export function viewRunDetail(
  detail: RunDetail,
  definition: Definition,
  linking: Linking,
): z.input<typeof RunDetailView> {
  const { run, steps, waits, agentId } = detail
  const times = steps.map((step) => step.endedAt ?? step.startedAt)
  const latest = times.reduce((a, b) => Math.max(a, b), run.startedAt ?? run.createdAt)
  const summary: RunSummary = {
    ...run,
    callId: agentId === null ? null : (objectOfRun(run.id) ?? null),
    agentId,
    updatedAt: run.finishedAt ?? latest,
    failedStep: run.failedStep,
    errorCode: run.error?.code ?? null,
  }
  return {
    ...viewRun(summary),
    steps: viewSteps(detail, definition),
    eventId: run.eventId,
    retryOf: run.retryOf,
    answer: run.answer,
    error: run.error,
    paused: run.status === 'PAUSED',
    waits: waits.map((wait) => ({
      path: wait.path,
      kind: wait.kind,
      until: isoTime(wait.until),
      key: wait.key,
      ...(linking ? linksOf(run.id, wait, definition, linking) : {}),
    })),
  }
}

function linksOf(
  runId: string,
  wait: WaitRecord,
  definition: Definition,
  { env, origin }: NonNullable<Linking>,
): { resumeUrls?: Record<string, string> } {
  const key = outsideKey(wait)
  if (key === undefined) return {}
  const link = (query?: Record<string, string>) => waitUrl(env, { runId, key }, query, origin)
  const resumeUrls: Record<string, string> = isApproval(wait.path, definition)
    ? { approve: link({ action: 'approve' }), disapprove: link({ action: 'disapprove' }) }
    : { resume: link() }
  return { resumeUrls }
}

/** True where the step at `path` waits for an approval. */
export function isApproval(path: string, definition: Definition): boolean {
  const name = nameOf(path)
  for (const { step } of stepsOf(definition)) {
    if (step.name === name && step.type === 'PIECE')
      return shortPieceName(step.settings.pieceName) === 'approval'
  }
  return false
}
