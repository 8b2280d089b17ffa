import { copy } from './copy.ts'
import { type FreeName, literalKey } from './free-names.ts'
import { type Edit, rewriteTokens } from './rewrite.ts'
import type { Action, Definition } from './schema.ts'
import { rewriteTemplates } from './templates.ts'
import { edited, hang, insert, requireAction } from './tree.ts'
import { chain, nextStepName, stepNames } from './walk.ts'

/**
 * Puts a copy of an action, with all that is nested in it, right after it. Copied steps get new names, and references
 * among them follow.
 * @throws CodedError STEP_NOT_FOUND or STEP_IS_TRIGGER
 */
export function duplicateAction(definition: Definition, stepName: string): Definition {
  return edited(definition, (draft) => {
    const made = copy(requireAction(draft, stepName, 'stepName').action)
    hang(made, { type: 'AFTER' }, null)
    renameCopy(made, stepNames(draft))
    insert(draft, { parentStep: stepName }, made)
  })
}

/** Gives every step of a copied chain a name that is not taken, in place, and lets the references follow. */
export function renameCopy(first: Action, taken: string[]): void {
  const newNames = new Map<string, string>()
  for (const { name } of chain(first)) newNames.set(name, nextStepName([...taken, ...newNames.values()]))
  for (const step of chain(first)) {
    rewriteTemplates(step, (text) => rewriteTokens(text, (name) => renames(name, newNames)))
    step.name = newNames.get(step.name) ?? step.name
    step.displayName = `${step.displayName} Copy`
    if (step.settings.sampleData) step.settings.sampleData = {}
  }
}

function renames({ node, accesses, shorthand }: FreeName, newNames: ReadonlyMap<string, string>): Edit[] {
  const newName = newNames.get(node.name)
  if (newName === undefined) return []
  const edits = [{ start: node.start, end: node.end, text: shorthand ? `${node.name}: ${newName}` : newName }]
  // The steps of a copied loop are also keys: `step_1.iterations[0].step_2`.
  accesses.forEach((access, index) => {
    const step = literalKey(access) === 'iterations' ? accesses[index + 2] : undefined
    const inner = step && newNames.get(literalKey(step) ?? '')
    if (!inner) return
    const { start, end } = step.property
    edits.push({ start, end, text: step.computed ? `'${inner}'` : inner })
  })
  return edits
}
