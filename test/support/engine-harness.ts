import { compilePlan } from '../../src/engine/plan.ts'
import type { EngineDeps, Faults, Limits, StepHost } from '../../src/engine/ports.ts'
import { isTerminal, type RunRecord, type StepRecord, type Trial } from '../../src/engine/records.ts'
import type { Recording } from '../../src/engine/replay.ts'
import { deliverEvent, type LiveRun, recoverRun, startRun, wakeRun } from '../../src/engine/run.ts'
import { type Sample, saveSample } from '../../src/engine/sample.ts'
import type { Json } from '../../src/json.ts'
import type { Definition } from '../../src/workflow/schema.ts'
import { type MemoryJournal, memoryJournal } from './memory-journal.ts'

/** How a finished or waiting run looks to a test. */
export interface RunView {
  run: RunRecord
  steps: Record<string, StepRecord>
  /** outputs of succeeded steps, parsed */
  outputs: Record<string, Json>
  journal: MemoryJournal
}

export interface HarnessOptions {
  host: StepHost
  limits?: Partial<Limits>
  faults?: Faults
  /** steps after which the run is dropped from memory and recovered from its journal */
  stepsPerTurn?: number
  /** what the run's record says before it is begun; QUEUED where left out */
  status?: RunRecord['status']
  /** makes the run a test, with what earlier steps gave */
  trial?: Trial
  samples?: Sample[]
  /** of a replay */
  recordings?: Recording[]
  /** true lets the clock jump to the run's own limit too */
  patient?: boolean
  /** true lets every attempt that isn't done at once take too long */
  hurried?: boolean
  /** payloads by key, delivered as soon as the run waits */
  events?: Record<string, Json>
}

/** Thrown by a fault point to stop the world: whatever is in memory is lost. */
export class Crash extends Error {}

const LIMITS: Limits = {
  maxSteps: 10_000,
  maxOutputBytes: 1024 * 1024,
  maxJournalBytes: 50 * 1024 * 1024,
  maxRunMs: 30 * 86_400_000,
  maxAttemptMs: 900_000,
  maxInterruptions: 3,
}

const MAX_ROUNDS = 20_000

/**
 * Runs a workflow in memory until it ends or only waits for events, on a clock that jumps from one wait to the next.
 * A `Crash` from a fault point drops the live run and takes it up again from the journal.
 */
export async function runToEnd(
  definition: Definition,
  trigger: Json,
  options: HarnessOptions,
): Promise<RunView> {
  const plan = compilePlan(definition)
  let now = 1_700_000_000_000
  const journal = memoryJournal(
    {
      trigger,
      createdAt: now,
      ...(options.status ? { status: options.status } : {}),
      ...(options.trial ? { trial: options.trial } : {}),
    },
    options.recordings,
  )
  for (const sample of options.samples ?? []) saveSample(journal, sample, now)
  let left = options.stepsPerTurn ?? Number.POSITIVE_INFINITY
  let crashed = false
  const spend = () => --left > 0
  const deps: EngineDeps = {
    journal,
    host: options.host,
    clock: {
      now: () => now,
      timer(_, fn) {
        if (options.hurried) queueMicrotask(fn)
        return () => undefined
      },
    },
    turn: { spend, yield: async () => spend() },
    limits: { ...LIMITS, ...options.limits },
    listener: { settled: () => undefined, changed: () => undefined },
    random: () => 0.5,
  }
  const crash = Promise.withResolvers<void>()
  let stop = crash
  if (options.faults) {
    const faults = options.faults
    deps.faults = {
      async at(point, path) {
        try {
          await faults.at(point, path)
        } catch (error) {
          if (!(error instanceof Crash)) throw error
          crashed = true
          stop.resolve()
          // A dead process goes on with nothing: this step never returns.
          await new Promise(() => undefined)
        }
      },
    }
  }
  let current = startRun(plan, deps)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    await Promise.race([current.turn, stop.promise])
    const run = journal.run()
    if (isTerminal(run.status)) return view(journal)
    if (crashed) {
      crashed = false
      stop = Promise.withResolvers<void>()
      abandon(current.live)
      current = recoverRun(plan, deps)
      continue
    }
    if (current.live.over) {
      left = options.stepsPerTurn ?? left
      current = recoverRun(plan, deps)
      continue
    }
    const next = nextEvent(journal, options.events)
    if (next) {
      current = { live: current.live, turn: deliverEvent(current.live, next.key, next.payload) }
      continue
    }
    const until = Math.min(...journal.waits().map((wait) => wait.until))
    // What waits for as long as a run may, waits for an event.
    if (until >= run.createdAt + deps.limits.maxRunMs && !options.patient) return view(journal)
    now = Math.max(now, until)
    current = { live: current.live, turn: wakeRun(current.live) }
  }
  throw new Error('The run never ended')
}

function abandon(live: LiveRun): void {
  live.over = true
}

function nextEvent(journal: MemoryJournal, events: Record<string, Json> = {}) {
  const key = journal
    .waits()
    .find((wait) => wait.key !== null && !wait.fired && Object.hasOwn(events, wait.key))?.key
  if (!key) return undefined
  const payload = events[key] ?? null
  delete events[key]
  return { key, payload }
}

function view(journal: MemoryJournal): RunView {
  const steps = Object.fromEntries(journal.stepsUnder('').map((step) => [step.path, step]))
  const outputs: Record<string, Json> = {}
  for (const [path, step] of Object.entries(steps)) {
    if (step.status === 'SUCCEEDED' && step.output !== null) outputs[path] = JSON.parse(step.output) as Json
  }
  return { run: journal.run(), steps, outputs, journal }
}
