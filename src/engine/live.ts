import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { nameOf } from './path.ts'
import { type Plan, type PlanStep, planOfOne } from './plan.ts'
import type { Cursor, EngineDeps } from './ports.ts'
import type { RunRecord, StepRecord, WaitRecord } from './records.ts'

/** A run in memory. All of it can be rebuilt from the journal: losing it loses nothing. */
export interface LiveRun {
  readonly plan: Plan
  readonly deps: EngineDeps
  readonly run: RunRecord
  /** outputs of steps in reach, by path */
  readonly values: Map<string, unknown>
  /** items of loops in progress, by path */
  readonly items: Map<string, Json[]>
  /** where these loops stand */
  readonly cursors: Map<string, Cursor>
  /** false for a run begun in this memory: a step that never waited has no record yet */
  readonly recovered: boolean
  readonly waits: Map<string, WaitRecord>
  /** attempts in flight */
  readonly inFlight: Map<string, AbortController>
  /** chains of steps being followed right now */
  tokens: number
  /** resolves when no chain is being followed any more; then there is a new one */
  drained: PromiseWithResolvers<void>
  /** true when the turn is over: chains stop where they stand, and the run leaves memory */
  parking: boolean
  /** true once nothing may be written any more: the run ended, or gave way and will be recovered */
  over: boolean
  /** an answer was given and is not saved yet */
  answerUnsaved: boolean
}

/** Puts a run into memory, with what it waits for. */
export function openRun(plan: Plan, deps: EngineDeps, recovered = true): LiveRun {
  const run = deps.journal.run()
  const only = run.trial?.only
  const waits = new Map(recovered ? deps.journal.waits().map((wait) => [wait.path, wait]) : [])
  return {
    plan: only === undefined ? plan : planOfOne(plan, only),
    deps,
    run,
    values: new Map(),
    items: new Map(),
    cursors: new Map(),
    recovered,
    waits,
    inFlight: new Map(),
    tokens: 0,
    drained: Promise.withResolvers(),
    parking: false,
    over: false,
    answerUnsaved: false,
  }
}

/** Where the loop at `path` stands, once it has begun. */
export function cursorOf(live: LiveRun, path: string): Cursor | undefined {
  const known = live.cursors.get(path) ?? live.deps.journal.cursor(path)
  if (known) live.cursors.set(path, known)
  return known
}

/** When a run has lasted as long as a run may, in epoch milliseconds. */
export function runLimit({ run, deps }: LiveRun): number {
  return run.createdAt + deps.limits.maxRunMs
}

/** True where nobody sleeps: in a test of one step, and in a replay. */
export function passesWaits({ run }: LiveRun): boolean {
  return run.trial?.only !== undefined || run.trial?.replay !== undefined
}

/** The plan of the step at `path`. @throws CodedError STEP_UNKNOWN when the definition has no such step */
export function planOf(live: LiveRun, path: string): PlanStep {
  const found = live.plan.steps.get(nameOf(path))
  if (!found) throw new CodedError('STEP_UNKNOWN', `The workflow has no step "${nameOf(path)}".`)
  return found
}

/**
 * What the expressions of a step take for now: its first start, so that a repeated attempt sends the same input. In a
 * replay it is the time of then, so that what was decided by the hour is decided the same.
 */
export function clockOf({ run, deps }: LiveRun, { path, startedAt }: StepRecord): number {
  const replay = run.trial?.replay
  if (!replay) return startedAt
  const then = deps.journal.recordings(nameOf(path)).find((each) => each.path === path)
  return then?.startedAt ?? replay.at
}
