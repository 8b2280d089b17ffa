import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { fitsSample, type NewSample, readSample } from '../db/samples.ts'
import type { Workflow } from '../db/workflows.ts'
import { nameOf } from '../engine/path.ts'
import type { Json } from '../json.ts'
import type { RunDetail } from '../run/protocol.ts'
import { isoTime, viewSteps } from '../run/run-view.ts'
import { readRun } from './run-control.ts'
import { ErrorView, keepSamples, sampleMissing, startTest } from './test-run.ts'

/** How long a test of a whole workflow may take, in milliseconds: Diga's limit. */
const FLOW_TEST_MS = 120_000

/** What came of a whole test. All but `success`, `runId`, `status`, `duration` (milliseconds) and `steps` is ours. */
export const FlowTestView = z
  .object({
    success: z.boolean(),
    runId: z.string(),
    status: z.string(),
    duration: z.number().int().nullable(),
    steps: z.record(z.string(), z.unknown()),
    answer: z.unknown().meta({ description: 'What a caller would have been told; null where nothing was.' }),
    error: ErrorView.nullable(),
    waits: z.array(z.object({ path: z.string(), kind: z.string(), until: z.string().nullable() })),
  })
  .meta({ id: 'WorkflowTest' })

/** Runs the whole draft, and waits for its end for `limitMs` at most. @throws CodedError SAMPLE_MISSING */
export async function testFlow(
  env: Cloudflare.Env,
  workflow: Workflow,
  given: { payload?: unknown; live: boolean },
  limitMs = FLOW_TEST_MS,
): Promise<z.input<typeof FlowTestView>> {
  const { definition } = workflow.draft
  const trigger = definition.trigger.name
  const stored =
    given.payload === undefined && (await readSample(openDb(env.DB), workflow.id, trigger, 'OUTPUT'))
  const payload = stored ? stored.payload : (given.payload as Json | undefined)
  if (payload === undefined) throw sampleMissing([trigger])
  const { runId, status, durationMs } = await startTest(env, {
    workflow,
    definition,
    kind: 'manual',
    payload,
    trial: { live: given.live },
    waitMs: limitMs,
    until: 'end',
  })
  const detail = await readRun(env, runId)
  const success = status === 'SUCCEEDED'
  if (success) await keepSamples(env, workflow, samplesOf(detail, trigger))
  return {
    success,
    runId,
    status,
    duration: durationMs,
    steps: viewSteps(detail, definition),
    answer: detail.run.answer,
    error: detail.run.error,
    waits: detail.waits.map(({ path, kind, until }) => ({ path, kind, until: isoTime(until) })),
  }
}

/** What every step gave that is small enough to be kept; inside of loops, the first time. */
function samplesOf({ run, steps }: RunDetail, trigger: string): NewSample[] {
  const samples: NewSample[] = [{ step: trigger, type: 'OUTPUT', payload: run.trigger }]
  for (const { path, status, output } of steps) {
    const isFirst = !/\[(?!0\])/.test(path)
    if (status !== 'SUCCEEDED' || output === null || !isFirst) continue
    samples.push({ step: nameOf(path), type: 'OUTPUT', payload: JSON.parse(output) as Json })
  }
  return samples.filter(({ payload }) => fitsSample(payload))
}
