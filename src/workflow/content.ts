import { isObject } from '../json.ts'
import type { Definition } from './schema.ts'
import { type Location, linkKeys, type Step, steps } from './walk.ts'

/** Where a step stands, in the words of a request that moves one. */
export interface StepPlace {
  parentStep: string
  stepLocationRelativeToParent: Location['type']
  branchIndex?: number
}

/** One step as far as it matters to a run: no sample data, no `valid`, no time of its last change. */
export interface StepContent {
  name: string
  /** its own fields, without the steps that hang on it */
  fields: Record<string, unknown>
  /** null for the trigger */
  place: StepPlace | null
}

/** What a definition says, as a list: two definitions with the same content run alike. */
export interface Content {
  /** everything but steps and notes: name, settings, what we do not know */
  fields: Record<string, unknown>
  /** in reading order */
  steps: StepContent[]
}

/** The content of a definition. */
export function contentOf(definition: Definition): Content {
  const visits = Array.from(steps(definition), ({ step, parent, location }): StepContent => {
    const place = parent && location && placeOf(parent, location)
    return { name: step.name, fields: ownFields(step), place }
  })
  return { fields: without(definition, ['trigger', 'notes']), steps: visits }
}

/** The content as text: the same for two definitions exactly where their content is, whatever order fields are in. */
export function contentText(definition: Definition): string {
  return JSON.stringify(contentOf(definition), (_, value: unknown) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(byKey)) : value,
  )
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1)

function placeOf(parent: Step, location: Location): StepPlace {
  const { type, ...rest } = location
  return { parentStep: parent.name, stepLocationRelativeToParent: type, ...rest }
}

function ownFields(step: Step): Record<string, unknown> {
  const fields = without(step, [...linkKeys(step.type), 'valid', 'lastUpdatedDate'])
  return isObject(fields.settings)
    ? { ...fields, settings: without(fields.settings, ['sampleData']) }
    : fields
}

function without(from: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(from).filter(([key, value]) => value !== undefined && !keys.includes(key)),
  )
}
