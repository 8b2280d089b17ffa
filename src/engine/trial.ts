import { references } from '../expression/template.ts'
import { isObject, type Json } from '../json.ts'
import { visitWithScope } from '../workflow/scope.ts'
import { iterationPrefix } from './path.ts'
import type { Plan } from './plan.ts'
import type { Sample } from './sample.ts'

/** What a test of one step runs on. */
export interface SoloTest {
  /** of the step, in the first iteration of every loop around it */
  path: string
  samples: Sample[]
  /** steps it reads that have no sample, the trigger included */
  missing: string[]
}

/** The steps whose samples a test of `name` may need: those its input reads, and for the loops around it theirs. */
export function stepsReadBy(plan: Plan, name: string): Set<string> {
  const around = plan.steps.get(name)?.loops ?? []
  const read = new Set(around)
  for (const step of [name, ...around]) for (const root of rootsOf(plan, step)) read.add(root)
  return read
}

const rootsOf = (plan: Plan, name: string): Iterable<string> => {
  const step = plan.steps.get(name)
  return step ? references(step.template) : []
}

/** Places what is known of earlier steps where the step `name` will look for it. @param stored outputs by step */
export function soloTest(plan: Plan, name: string, stored: ReadonlyMap<string, Json>): SoloTest {
  const known = new Map<string, Sample | null>()
  for (const [step, output] of stored) {
    const sample = sampleOf(plan, step, output)
    if (sample || step === plan.trigger) known.set(step, sample)
  }
  return {
    path: pathOf(plan, name),
    samples: [...known.values()].filter((sample) => sample !== null),
    missing: [...missingFor(plan, name, new Set(known.keys()))],
  }
}

/** A step's path in the first iteration of every loop around it. */
function pathOf(plan: Plan, name: string): string {
  const loops = plan.steps.get(name)?.loops ?? []
  return loops.reduce((prefix, loop) => iterationPrefix(prefix + loop, 0), '') + name
}

function sampleOf(plan: Plan, name: string, output: Json): Sample | null {
  const step = plan.steps.get(name)?.step
  if (!step) return null
  const isLoop = step.type === 'LOOP_ON_ITEMS'
  const items = isLoop ? itemsOf(output) : output
  return items === undefined ? null : { path: pathOf(plan, name), output: items, isLoop }
}

/** A loop's sample is the list of its items, or, as Activepieces keeps it, shows one of them as `item`. */
function itemsOf(sample: Json): Json[] | undefined {
  if (Array.isArray(sample)) return sample
  return isObject(sample) && sample.item !== undefined ? [sample.item as Json] : undefined
}

/** What `name` reads and nobody knows. A loop around it needs no sample where its items can be worked out. */
function missingFor(plan: Plan, name: string, known: ReadonlySet<string>): Set<string> {
  const missing = new Set<string>()
  const around = plan.steps.get(name)?.loops ?? []
  const inReach = reachOf(plan, name)
  const readers = new Set([name])
  // Grows while it is gone through.
  for (const reader of readers) {
    for (const root of rootsOf(plan, reader)) {
      // A name that is out of reach is the step's own fault: its warnings say so.
      if (known.has(root) || !inReach.has(root)) continue
      if (around.includes(root)) readers.add(root)
      else missing.add(root)
    }
  }
  return missing
}

function reachOf(plan: Plan, name: string): ReadonlySet<string> {
  let reach: ReadonlySet<string> = new Set()
  visitWithScope(plan.definition, (step, scope) => {
    if (step.name === name) reach = new Set(scope)
  })
  return reach
}
