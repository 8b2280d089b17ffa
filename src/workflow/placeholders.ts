import { isObject } from '../json.ts'
import type { Definition } from './schema.ts'
import { type Step, steps } from './walk.ts'

/** `<<calendar_id>>`: what a template leaves for its user to fill in. A name, so that shifts in code are none. */
const PLACEHOLDER = /<<([A-Za-z_][\w-]*)>>/g

/** What may stand in the place of a placeholder. */
export type PlaceholderValue = string | number | boolean

/** Whether a step still holds a template's placeholder. Sample data never runs, so it doesn't count. */
export function hasPlaceholders(definition: Definition): boolean {
  return placeholdersIn(definition).length > 0
}

/** The names of the placeholders in a definition, each once, in reading order. */
export function placeholdersIn(definition: Definition): string[] {
  const names = new Set<string>()
  for (const { step } of steps(definition)) {
    for (const text of textsIn(settingsOf(step))) {
      for (const [, name = ''] of text.matchAll(PLACEHOLDER)) names.add(name)
    }
  }
  return [...names]
}

/**
 * Puts values in the place of placeholders, in place: call it on a copy. A value keeps its type where the placeholder
 * is the whole text. A placeholder without a value stays.
 */
export function fillPlaceholders(
  definition: Definition,
  values: ReadonlyMap<string, PlaceholderValue>,
): void {
  for (const { step } of steps(definition)) {
    const filled = filledIn(settingsOf(step), values)
    if (isObject(step.settings)) Object.assign(step.settings, filled)
  }
}

function settingsOf(step: Step): Record<string, unknown> {
  const { sampleData: _, ...settings } = (step.settings ?? {}) as Record<string, unknown>
  return settings
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isObject(value) ? Object.values(value).flatMap(textsIn) : []
}

function filledIn(value: unknown, values: ReadonlyMap<string, PlaceholderValue>): unknown {
  if (typeof value === 'string') return filledText(value, values)
  if (Array.isArray(value)) return value.map((item) => filledIn(item, values))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, values)]))
}

function filledText(text: string, values: ReadonlyMap<string, PlaceholderValue>): PlaceholderValue {
  const isWhole = text.match(PLACEHOLDER)?.[0] === text
  const value = isWhole ? values.get(text.slice('<<'.length, -'>>'.length)) : undefined
  return value ?? text.replace(PLACEHOLDER, (found, name: string) => String(values.get(name) ?? found))
}
