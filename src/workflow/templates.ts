import { isObject } from '../json.ts'
import type { Step } from './walk.ts'

interface Part {
  path: string
  holder: Record<string, unknown>
  key: string
}

/**
 * The parts of a step that may hold `{{ … }}` templates. Source code, sample data and schemas are never templates.
 */
function templateParts(step: Step): Part[] {
  switch (step.type) {
    case 'EMPTY':
      return []
    case 'LOOP_ON_ITEMS':
      return [{ path: 'settings.items', holder: step.settings, key: 'items' }]
    case 'ROUTER':
      return step.settings.branches.map((branch, index) => {
        return { path: `settings.branches[${index}].conditions`, holder: branch, key: 'conditions' }
      })
    default:
      return [{ path: 'settings.input', holder: step.settings, key: 'input' }]
  }
}

/** Every text of a step that holds a template, with its path within the step. */
export function* templateTexts(step: Step): Generator<{ path: string; text: string }> {
  const pending = templateParts(step).map(({ path, holder, key }) => ({ path, value: holder[key] }))
  pending.reverse()
  for (let part = pending.pop(); part; part = pending.pop()) {
    const { path, value } = part
    if (isTemplate(value)) yield { path, text: value }
    else if (Array.isArray(value)) {
      const items = value.map((item, index) => ({ path: `${path}[${index}]`, value: item }))
      for (const item of items.reverse()) pending.push(item)
    } else if (isObject(value)) {
      const fields = Object.entries(value).map(([key, item]) => ({ path: `${path}.${key}`, value: item }))
      for (const field of fields.reverse()) pending.push(field)
    }
  }
}

/** Rewrites every template text of `step` in place: call it on a copy. */
export function rewriteTemplates(step: Step, rewrite: (text: string) => string): void {
  const rewritten = (value: unknown): unknown => {
    if (isTemplate(value)) return rewrite(value)
    if (Array.isArray(value)) return value.map(rewritten)
    if (!isObject(value)) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rewritten(item)]))
  }
  for (const { holder, key } of templateParts(step)) {
    if (holder[key] !== undefined) holder[key] = rewritten(holder[key])
  }
}

/** True for a text with an expression in it: nothing can be said about its value before the run. */
export function isTemplate(value: unknown): value is string {
  return typeof value === 'string' && value.includes('{{')
}
