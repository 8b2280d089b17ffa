import type { RunDetail, RunStep } from '../../../client/api.d.ts'
import { isObject } from '../../../json.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { isTrigger, type Step, steps, subtree } from '../../../workflow/walk.ts'

/** How a step stands in a run. */
export interface StepState {
  status: RunStep['status']
  /** milliseconds */
  duration: number | null
  error: string | null
  /** attempts so far */
  attempts: number
  /** of a loop: iterations so far */
  iterations?: number
  /** what it waits for ends then */
  until?: string
  /** in a replay: it did not do what it did then */
  differs?: boolean
}

/** What a run did, laid over the canvas. */
export interface Overlay {
  states: ReadonlyMap<string, StepState>
  isOver: boolean
}

/** The steps of an iteration, by name. */
export type RunSteps = Record<string, RunStep>

/** Which iteration of each loop is looked at, from 0; the last one where nothing is chosen. */
export type Chosen = Readonly<Record<string, number>>

interface LoopOutput {
  iterations: RunSteps[]
}

/** The output of a loop that has run, as the API shows it. */
export function loopOutput(step: RunStep | undefined): LoopOutput | undefined {
  const output = step?.output
  return isObject(output) && Array.isArray(output.iterations) ? (output as unknown as LoopOutput) : undefined
}

/** What a run did in the iterations that were chosen. */
export function overlayOf(run: RunDetail, definition: Definition, chosen: Chosen): Overlay {
  const states = new Map<string, StepState>()
  const found = chosenSteps(run.steps, definition, chosen)
  for (const [name, step] of found) {
    const loop = loopOutput(step)
    states.set(name, {
      status: step.status,
      duration: step.duration,
      error: step.error?.message ?? null,
      attempts: step.attempts.length,
      ...(loop && { iterations: loop.iterations.length }),
    })
  }
  for (const { path, until } of run.waits) {
    const name = path.split('.').at(-1) ?? path
    const state = states.get(name)
    if (state) states.set(name, { ...state, until })
  }
  return { states, isOver: !['QUEUED', 'RUNNING', 'PAUSED'].includes(run.status) }
}

/** What was recorded of each step, inside loops of the iteration that was chosen. */
export function chosenSteps(
  recorded: RunSteps,
  definition: Definition,
  chosen: Chosen,
): Map<string, RunStep> {
  const found = new Map<string, RunStep>()
  const look = (from: RunSteps, among: Iterable<Step>) => {
    const inLoops = new Set<string>()
    for (const step of among) {
      const record = inLoops.has(step.name) ? undefined : from[step.name]
      if (record) found.set(step.name, record)
      if (isTrigger(step) || step.type !== 'LOOP_ON_ITEMS' || inLoops.has(step.name)) continue
      const body = [...subtree(step)].slice(1)
      for (const { name } of body) inLoops.add(name)
      const iterations = loopOutput(record)?.iterations ?? []
      const iteration = iterations[chosen[step.name] ?? iterations.length - 1]
      if (iteration) look(iteration, body)
    }
  }
  look(
    recorded,
    Array.from(steps(definition), ({ step }) => step),
  )
  return found
}

/** A message of a run's live view, as far as the canvas shows it. */
export interface LiveMessage {
  type: string
  path?: string | null
  status?: string
  step?: {
    status: string
    attempt: number
    duration: number | null
    error: { code: string; message: string } | null
  }
}

/** What is shown once a message of the live view has come in. */
export function withMessage(overlay: Overlay, { type, path, step }: LiveMessage): Overlay {
  if (type === 'end') return { ...overlay, isOver: true }
  if (!path || !step) return overlay
  const name = path.split('.').at(-1) ?? path
  const states = new Map(overlay.states)
  states.set(name, {
    status: step.status as StepState['status'],
    duration: step.duration,
    error: step.error?.message ?? null,
    attempts: step.attempt,
  })
  return { ...overlay, states }
}
