import type { RunRow } from '../db/schema.ts'
import { iterationOf, nameOf, prefixOf } from '../engine/path.ts'
import type { StepRecord } from '../engine/records.ts'
import type { Mocked } from '../engine/replay.ts'
import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Definition } from '../workflow/schema.ts'
import { type Step, steps as stepsOf } from '../workflow/walk.ts'
import type { RunDetail } from './protocol.ts'

/** One step of a run, as readers get it. The shape is Activepieces', times are ISO, durations milliseconds. */
export interface StepView {
  type: string | null
  displayName: string
  status: StepRecord['status']
  input: Json
  output: Json | LoopOutput
  error: ErrorData | null
  /** every attempt, the latest included */
  attempts: AttemptView[]
  startTime: string
  finishTime: string | null
  duration: number | null
  /** true where it did not run: its output comes from an earlier test */
  sample?: boolean
  /** in a replay: it did not run, and this is what answered */
  mocked?: Mocked
  warnings: NonNullable<StepRecord['meta']>['warnings']
  logs: string[]
}

export interface AttemptView {
  attempt: number
  startTime: string
  finishTime: string | null
  error: ErrorData | null
}

/** What a loop has done so far; `item` and `index` (from 1) are those of its latest iteration. */
export interface LoopOutput {
  item: Json
  index: number
  iterations: StepViews[]
}

/** Steps by name, the trigger first, then in the order in which they were recorded. */
export type StepViews = Record<string, StepView>

/** A time as text, as answers carry it. */
export function isoTime(at: number): string
export function isoTime(at: number | null): string | null
export function isoTime(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/** What a list tells of a run: its row in the index. */
export type RunSummary = Omit<RunRow, 'revision' | 'change' | 'answeredMs' | 'answeredBy'>

/** A run in Diga's form, without its steps. `duration` is in milliseconds; what follows `failedStep` is ours. */
export function viewRun(run: RunSummary) {
  return {
    id: run.id,
    flowId: run.workflowId,
    flowDisplayName: run.name,
    status: run.status,
    created: isoTime(run.createdAt),
    updated: isoTime(run.updatedAt),
    startTime: isoTime(run.startedAt),
    finishTime: isoTime(run.finishedAt),
    duration: run.finishedAt === null ? null : run.finishedAt - (run.startedAt ?? run.createdAt),
    stepsCount: run.stepsCount,
    tags: [],
    failedStep: run.failedStep,
    versionId: run.versionId,
    callId: run.callId,
    agentId: run.agentId,
    eventKind: run.eventKind,
    environment: run.environment,
    errorCode: run.errorCode,
  }
}

/** A loop being put together: its items, and what is shown of it. */
interface OpenLoop {
  items: Json[]
  output: LoopOutput
}

/**
 * The steps of a run as a tree: what ran inside a loop stands in the `iterations` of the loop, to any depth.
 * Steps that did not run are left out.
 * @param definition of the version the run belongs to
 */
export function viewSteps(
  { run, steps }: Pick<RunDetail, 'run' | 'steps'>,
  definition: Definition,
): StepViews {
  const known = new Map(Array.from(stepsOf(definition), ({ step }) => [step.name, step]))
  const root: StepViews = { [definition.trigger.name]: viewTrigger(run, definition) }
  const loops = new Map<string, OpenLoop>()
  // Short paths first: a loop stands before what ran inside it.
  for (const record of steps.toSorted((a, b) => depthOf(a.path) - depthOf(b.path))) {
    const name = nameOf(record.path)
    const step = known.get(name)
    const view = viewStep(record, step)
    const siblings = siblingsAt(prefixOf(record.path), root, loops)
    if (siblings) siblings[name] = view
    if (step?.type === 'LOOP_ON_ITEMS' && Array.isArray(view.output)) {
      const loop: OpenLoop = { items: view.output, output: { item: null, index: 0, iterations: [] } }
      if (record.status === 'SUCCEEDED') reach(loop, loop.items.length)
      loops.set(record.path, loop)
      view.output = loop.output
    }
  }
  return root
}

const depthOf = (path: string) => path.split('.').length

/** The steps of the iteration a prefix stands for. Undefined where its loop has no record. */
function siblingsAt(prefix: string, root: StepViews, loops: Map<string, OpenLoop>): StepViews | undefined {
  if (prefix === '') return root
  const { loopPath, index } = iterationOf(prefix)
  const loop = loops.get(loopPath)
  if (!loop) return undefined
  reach(loop, index + 1)
  return loop.output.iterations[index]
}

/** Shows at least `count` iterations, the last of them as the loop's `item` and `index`. */
function reach({ items, output }: OpenLoop, count: number): void {
  while (output.iterations.length < count) output.iterations.push({})
  output.index = output.iterations.length
  output.item = items[output.index - 1] ?? null
}

function viewTrigger(run: RunDetail['run'], { trigger }: Definition): StepView {
  const at = isoTime(run.createdAt)
  return {
    type: trigger.type,
    displayName: trigger.displayName,
    status: 'SUCCEEDED',
    input: {},
    output: run.trigger,
    error: null,
    attempts: [],
    startTime: at,
    finishTime: at,
    duration: 0,
    warnings: [],
    logs: [],
  }
}

function viewStep(record: StepRecord, step: Step | undefined): StepView {
  const { attempt, startedAt, endedAt, error, meta } = record
  const latest = { attempt, startedAt, endedAt, error }
  return {
    type: step?.type ?? null,
    displayName: step?.displayName ?? '',
    status: record.status,
    input: parsed(record.input),
    output: parsed(record.output),
    error,
    attempts: [...(meta?.attempts ?? []), latest].map(viewAttempt),
    startTime: isoTime(startedAt),
    finishTime: isoTime(endedAt),
    duration: endedAt === null ? null : endedAt - startedAt,
    ...(meta?.sample ? { sample: true } : {}),
    ...(meta?.mocked ? { mocked: meta.mocked } : {}),
    warnings: meta?.warnings ?? [],
    logs: meta?.logs ?? [],
  }
}

function viewAttempt(tried: Pick<StepRecord, 'attempt' | 'startedAt' | 'endedAt' | 'error'>): AttemptView {
  return {
    attempt: tried.attempt,
    startTime: isoTime(tried.startedAt),
    finishTime: isoTime(tried.endedAt),
    error: tried.error,
  }
}

const parsed = (text: string | null): Json => (text === null ? null : (JSON.parse(text) as Json))
