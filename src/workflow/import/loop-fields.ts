import { copy } from '../copy.ts'
import { type FreeName, literalKey } from '../free-names.ts'
import { type Edit, rewriteTokens } from '../rewrite.ts'
import type { Definition } from '../schema.ts'
import { rewriteTemplates } from '../templates.ts'
import { steps } from '../walk.ts'
import type { Change } from './renewal.ts'

/** What a loop gave in Activepieces' first versions, and what the same is called since. */
const RENAMED = new Map([
  ['current_item', 'item'],
  ['current_iteration', 'index'],
])

/** The definition with references to a loop's first field names turned into today's; these are flat already. */
export function renameLoopFields(definition: Definition, changes: Change[]): Definition {
  const renewed = copy(definition)
  const loops = new Set<string>()
  for (const { step } of steps(renewed)) if (step.type === 'LOOP_ON_ITEMS') loops.add(step.name)
  for (const { step } of steps(renewed)) {
    let isChanged = false
    rewriteTemplates(step, (text) => {
      // Reading expressions is slow, and hardly any file is that old.
      if (!text.includes('current_')) return text
      const rewritten = rewriteTokens(text, (name) => renamedField(name, loops))
      isChanged ||= rewritten !== text
      return rewritten
    })
    if (!isChanged) continue
    const message = "The loop's fields current_item and current_iteration became item and index."
    changes.push({ step: step.name, code: 'LOOP_FIELDS_RENAMED', message })
  }
  return renewed
}

function renamedField({ node, accesses: [first] }: FreeName, loops: ReadonlySet<string>): Edit[] {
  const field = first && loops.has(node.name) ? RENAMED.get(literalKey(first) ?? '') : undefined
  if (first === undefined || field === undefined) return []
  return [{ start: node.end, end: first.end, text: `${first.optional ? '?' : ''}.${field}` }]
}
