import { isObject } from '../json.ts'
import type { Definition } from './schema.ts'
import { steps } from './walk.ts'

/** `<<calendar_id>>`: what a template leaves for its user to fill in. A name, so that shifts in code are none. */
const PLACEHOLDER = /<<[A-Za-z_][\w-]*>>/

/** Whether a step still holds a template's placeholder. Sample data never runs, so it doesn't count. */
export function hasPlaceholders(definition: Definition): boolean {
  for (const { step } of steps(definition)) {
    const { sampleData: _, ...settings } = (step.settings ?? {}) as Record<string, unknown>
    if (holdsPlaceholder(settings)) return true
  }
  return false
}

function holdsPlaceholder(value: unknown): boolean {
  if (typeof value === 'string') return PLACEHOLDER.test(value)
  if (Array.isArray(value)) return value.some(holdsPlaceholder)
  return isObject(value) && Object.values(value).some(holdsPlaceholder)
}
