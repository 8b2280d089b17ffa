import { compileTemplate, resolveTemplate, type Warning } from '../../../expression/template.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { visitWithScope } from '../../../workflow/scope.ts'
import { type Step, steps, subtree } from '../../../workflow/walk.ts'

/** What is known of the steps' outputs, by name. */
export type Samples = ReadonlyMap<string, unknown>

/** A step that another may read, and what it gave, as expressions see it. */
export interface Source {
  step: Step
  /** in reading order; the trigger is 1 */
  number: number
  /** undefined where it was never tested */
  value: unknown
  isKnown: boolean
}

/** The steps whose data a step may use, in reading order. */
export function sourcesFor(definition: Definition, name: string, samples: Samples): Source[] {
  let scope: ReadonlySet<string> = new Set()
  visitWithScope(definition, (step, seen) => {
    if (step.name === name) scope = new Set(seen)
  })
  return [...steps(definition)].flatMap(({ step }, index) => {
    if (!scope.has(step.name)) return []
    const isKnown = samples.has(step.name)
    const value = asSeen(step, samples.get(step.name))
    return [{ step, number: index + 1, value: isKnown ? value : undefined, isKnown }]
  })
}

/** A loop's sample is the list of its items; steps in its body see one of them. */
function asSeen(step: Step, sample: unknown): unknown {
  if (step.type !== 'LOOP_ON_ITEMS' || !Array.isArray(sample)) return sample
  return { item: sample[0], index: 1 }
}

/** The names of the loops and branches around a step. */
export function parentsOf(definition: Definition, name: string): string[] {
  return [...steps(definition)].flatMap(({ step }) => {
    if (step.name === name || step.type === 'EMPTY' || step.type === 'PIECE_TRIGGER') return []
    return [...subtree(step)].some((inner) => inner.name === name) ? [step.name] : []
  })
}

/** What a template comes to on sample data. */
interface Preview {
  value: unknown
  warnings: readonly Warning[]
  /** steps it reads that have no sample */
  unknown: readonly string[]
}

/** Credentials never reach a browser: what is asked of a connection shows as redacted. */
const SECRET: ReadonlySet<string> = new Set(['connections'])

/** Resolves a template as a run would, on the samples of `sources`. */
export function previewTemplate(template: unknown, sources: readonly Source[]): Preview {
  const known = new Map(sources.filter(({ isKnown }) => isKnown).map(({ step, value }) => [step.name, value]))
  const unknown = sources.flatMap(({ isKnown, step }) => (isKnown ? [] : [step.name]))
  const missing = new Set<string>()
  const scope = {
    has: (name: string) => {
      if (unknown.includes(name)) missing.add(name)
      return known.has(name) || unknown.includes(name)
    },
    get: (name: string) => known.get(name),
  }
  try {
    const { value, warnings } = resolveTemplate(compileTemplate(template), scope, {
      now: Date.now(),
      redact: SECRET,
    })
    return { value, warnings, unknown: [...missing] }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { value: '', warnings: [{ code: 'EXPRESSION_ERROR', path: '', token: '', message }], unknown: [] }
  }
}
