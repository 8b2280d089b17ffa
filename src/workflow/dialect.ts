import type { MemberExpression } from 'acorn'
import { copy } from './copy.ts'
import { type FreeName, literalKey } from './free-names.ts'
import { type Edit, rewriteTokens } from './rewrite.ts'
import type { Definition } from './schema.ts'
import { rewriteTemplates } from './templates.ts'
import { stepNames, steps } from './walk.ts'

/** The last of Activepieces' schema versions with flat references, which is what we store. */
export const FLAT_SCHEMA_VERSION = '21'

/**
 * The definition with references in the flat dialect. From schema version 22 on Activepieces nests a step's value,
 * `{{step_1['output'].x}}` and `{{step_1['error']['message']}}`; in the flat dialect these are `{{step_1.x}}` and
 * `{{step_1.error.message}}`. A definition that is flat already is returned as it is. `onChange` hears of every step that
 * was rewritten.
 */
export function toFlatReferences(definition: Definition, onChange?: (step: string) => void): Definition {
  if (!(Number(definition.schemaVersion) > Number(FLAT_SCHEMA_VERSION))) return definition
  const flat = copy(definition)
  const names = new Set(stepNames(flat))
  const isStep = (name: string) => name === 'trigger' || /^step_\d+$/.test(name) || names.has(name)
  for (const { step } of steps(flat)) {
    let isChanged = false
    rewriteTemplates(step, (text) => {
      const rewritten = flatText(text, isStep)
      isChanged ||= rewritten !== text
      return rewritten
    })
    if (isChanged) onChange?.(step.name)
  }
  flat.schemaVersion = FLAT_SCHEMA_VERSION
  return flat
}

function flatText(text: string, isStep: (name: string) => boolean): string {
  return rewriteTokens(text, (name, source) => (isStep(name.node.name) ? flatAccess(name, source) : []))
}

/** Takes `output` out from between a step's name and what is read from it. Only the head of a chain nests. */
function flatAccess({ node, accesses }: FreeName, source: string): Edit[] {
  const [first, second] = accesses
  if (first === undefined) return []
  const key = literalKey(first)
  if (key === 'output')
    return [{ start: node.end, end: first.end, text: '' }, ...keepOptional(first, second, source)]
  if (key !== 'error') return []
  const edits = [{ start: node.end, end: first.end, text: first.optional ? '?.error' : '.error' }]
  if (second && literalKey(second) === 'message') {
    edits.push({ start: first.end, end: second.end, text: second.optional ? '?.message' : '.message' })
  }
  return edits
}

/** `a?.output.x` guards against a missing `a`, and so must what is left of it: `a?.x`. */
function keepOptional(dropped: MemberExpression, next: MemberExpression | undefined, source: string): Edit[] {
  if (!dropped.optional || next === undefined || next.optional) return []
  const isDot = source.slice(dropped.end).trimStart().startsWith('.')
  return [{ start: dropped.end, end: dropped.end, text: isDot ? '?' : '?.' }]
}
