import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { fitsSample, readOutputs } from '../db/samples.ts'
import type { Workflow } from '../db/workflows.ts'
import { compilePlan } from '../engine/plan.ts'
import type { StepMeta, StepRecord } from '../engine/records.ts'
import { type SoloTest, soloTest, stepsReadBy } from '../engine/trial.ts'
import { CodedError, type ErrorData, isCoded } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import type { RunReply } from '../run/protocol.ts'
import { isoTime } from '../run/run-view.ts'
import { copy } from '../workflow/copy.ts'
import type { Definition } from '../workflow/schema.ts'
import { findStep, isTrigger, type Step } from '../workflow/walk.ts'
import { askRun } from './run-client.ts'
import { readRun } from './run-control.ts'
import { ErrorView, keepSamples, sampleMissing, startTest } from './test-run.ts'

/** How long a test of one step may take, in milliseconds: Diga's limit. */
const STEP_TEST_MS = 90_000

const WarningView = z.object({
  code: z.string(),
  path: z.string(),
  token: z.string(),
  message: z.string(),
})
type Warning = z.input<typeof WarningView>

/** What came of a test of one step. The first five are Diga's; `duration` is in milliseconds. */
export const StepTestView = z
  .object({
    success: z.boolean(),
    input: z.unknown().meta({ description: 'As it was resolved, without secrets.' }),
    output: z.unknown(),
    standardOutput: z.string(),
    standardError: z.string(),
    run_id: z.string(),
    duration: z.number().int(),
    error: ErrorView.nullable(),
    warnings: z.array(WarningView),
    wait: z
      .object({ until: z.string().nullable(), event: z.string().nullable() })
      .nullable()
      .meta({ description: 'What the step would have waited for: a time, an event, or whichever is first.' }),
  })
  .meta({ id: 'StepTest' })

/** What a caller may set for a test of one step. */
interface StepTestRequest {
  input?: Record<string, unknown>
  samples?: Record<string, unknown>
  live: boolean
}

/**
 * Runs one step of the draft alone, for `limitMs` at most.
 * @throws CodedError STEP_IS_TRIGGER, STEP_NOT_FOUND, SAMPLE_MISSING, VALIDATION_FAILED
 */
export async function testStep(
  env: Cloudflare.Env,
  workflow: Workflow,
  { name }: Step,
  request: StepTestRequest,
  limitMs = STEP_TEST_MS,
): Promise<z.input<typeof StepTestView>> {
  const definition = withInput(workflow.draft.definition, name, request.input)
  const { test, payload } = await prepare(env, workflow.id, definition, name, request.samples)
  const reply = await startTest(env, {
    workflow,
    definition,
    kind: 'manual',
    payload,
    samples: test.samples,
    trial: { live: request.live, only: test.path },
    waitMs: limitMs,
    until: 'end',
  })
  const late = await endIfLate(env, reply, limitMs)
  const { run, steps } = await readRun(env, reply.runId)
  const record = steps.find(({ path }) => path === test.path)
  const warnings = [...(record?.meta?.warnings ?? []), ...(await keep(env, workflow, name, record))]
  return {
    ...viewStepTest(record, late ?? run.error),
    run_id: reply.runId,
    duration: reply.durationMs,
    warnings,
  }
}

/** The definition with another input for one of its steps. @throws CodedError STEP_IS_TRIGGER, VALIDATION_FAILED */
function withInput(definition: Definition, name: string, input: Record<string, unknown> | undefined) {
  const changed = copy(definition)
  const step = findStep(changed, name)?.step
  if (!step || isTrigger(step)) {
    throw new CodedError('STEP_IS_TRIGGER', `"${name}" is the trigger: test it at trigger/test.`)
  }
  if (input === undefined) return definition
  if (step.type !== 'PIECE' && step.type !== 'CODE') {
    throw new CodedError('VALIDATION_FAILED', `"input": step "${name}" is a ${step.type}, which has none.`)
  }
  step.settings.input = input
  return changed
}

/** Collects what the step runs on. @throws CodedError STEP_NOT_FOUND, SAMPLE_MISSING */
async function prepare(
  env: Cloudflare.Env,
  workflowId: string,
  definition: Definition,
  name: string,
  given: Record<string, unknown> = {},
): Promise<{ test: SoloTest; payload: Json }> {
  for (const step of Object.keys(given)) {
    if (findStep(definition, step)) continue
    throw new CodedError('STEP_NOT_FOUND', `"samples": the workflow has no step "${step}".`)
  }
  const plan = compilePlan(definition)
  const outputs = await readOutputs(openDb(env.DB), workflowId, stepsReadBy(plan, name))
  for (const [step, output] of Object.entries(given)) outputs.set(step, output as Json)
  const test = soloTest(plan, name, outputs)
  if (test.missing.length > 0) throw sampleMissing(test.missing)
  return { test, payload: outputs.get(plan.trigger) ?? null }
}

/** Ends a test that took too long: nothing runs on unseen. Returns the error to show for it. */
async function endIfLate(
  env: Cloudflare.Env,
  { runId, settled }: RunReply,
  limitMs: number,
): Promise<ErrorData | undefined> {
  if (settled === 'ended') return undefined
  try {
    await askRun(env, runId, (object) => object.cancelRun(runId))
  } catch (error) {
    if (isCoded(error) && error.code === 'RUN_ENDED') return undefined
    throw error
  }
  const message = `The test was ended after ${limitMs / 1000} s. Whether the step took effect is unknown.`
  return { code: 'TEST_TIMEOUT', message, retryable: false }
}

/** Keeps what a step got and gave, if it succeeded. Returns why its output was not kept. */
async function keep(
  env: Cloudflare.Env,
  workflow: Workflow,
  step: string,
  record: StepRecord | undefined,
): Promise<Warning[]> {
  if (record?.status !== 'SUCCEEDED') return []
  const input = parsed(record.input)
  const output = parsed(record.output)
  const why = whyNotKept(output, record.meta)
  const samples = [
    ...(fitsSample(input) ? [{ step, type: 'INPUT' as const, payload: input }] : []),
    ...(why ? [] : [{ step, type: 'OUTPUT' as const, payload: output }]),
  ]
  await keepSamples(env, workflow, samples)
  return why ? [{ ...why, path: '', token: '' }] : []
}

function whyNotKept(output: Json, meta: StepMeta | null): { code: string; message: string } | undefined {
  if (meta?.wouldWait && output === null) {
    const message = 'The step would now wait. Its output comes after that: save it as sample data yourself.'
    return { code: 'TEST_ENDS_AT_WAIT', message }
  }
  if (fitsSample(output)) return undefined
  return { code: 'SAMPLE_TOO_LARGE', message: 'The output is too large to be kept as a sample.' }
}

/** A record as `StepTestView` describes it. `error` is the run's. */
function viewStepTest(record: StepRecord | undefined, error: ErrorData | null) {
  const wait = record?.meta?.wouldWait
  // Code that failed has its console in the error.
  const logs = record?.meta?.logs ?? (isObject(error?.details) ? error.details.logs : undefined)
  const lines = Array.isArray(logs) ? logs.map(String) : []
  const complaints = lines.filter((line) => COMPLAINT.test(line))
  return {
    success: record?.status === 'SUCCEEDED',
    input: parsed(record?.input ?? null),
    output: parsed(record?.output ?? null),
    standardOutput: shown(lines.filter((line) => !complaints.includes(line))),
    standardError: shown([...complaints, ...(error ? [error.message] : [])]),
    error,
    wait: wait ? { until: isoTime(wait.until), event: wait.key } : null,
  }
}

/** Lines of the Code step's console begin with their level. */
const LEVEL = /^(?:log|info|debug|warn|error): /
const COMPLAINT = /^(?:warn|error): /

const shown = (lines: string[]) => lines.map((line) => line.replace(LEVEL, '')).join('\n')

const parsed = (text: string | null): Json => (text === null ? null : (JSON.parse(text) as Json))
