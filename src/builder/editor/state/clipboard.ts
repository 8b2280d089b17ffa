import { isObject } from '../../../json.ts'
import { copy } from '../../../workflow/copy.ts'
import { renameCopy } from '../../../workflow/duplicate.ts'
import { readWorkflow } from '../../../workflow/import/read.ts'
import { parseAction } from '../../../workflow/parse.ts'
import type { Action, Definition } from '../../../workflow/schema.ts'
import { hang, type Place } from '../../../workflow/tree.ts'
import { isTrigger, type Step, stepNames, steps, subtree } from '../../../workflow/walk.ts'
import type { Operation } from './draft.ts'

/** Steps on the clipboard are text, as Activepieces writes it, so they move between workflows, windows and people. */
const KIND = 'COPY_ACTIONS'

/** The actions among `names` in reading order, without those that are inside another of them. */
export function outermost(definition: Definition, names: Iterable<string>): Action[] {
  const wanted = new Set(names)
  const inside = new Set<string>()
  const found: Action[] = []
  for (const { step } of steps(definition)) {
    if (isTrigger(step) || !wanted.has(step.name) || inside.has(step.name)) continue
    for (const { name } of subtree(step)) inside.add(name)
    found.push(step)
  }
  return found
}

/** The text that stands for these steps on the clipboard; null where there is none to copy. */
export function copiedText(definition: Definition, names: Iterable<string>): string | null {
  const actions = outermost(definition, names).map((action) => {
    const made = copy(action)
    hang(made, { type: 'AFTER' }, null)
    for (const step of subtree(made)) delete step.settings.sampleData
    return made
  })
  return actions.length === 0 ? null : JSON.stringify({ type: KIND, actions }, null, 2)
}

/**
 * The steps that a text from the clipboard stands for: copied steps, one step, or all of a workflow's file. They have
 * names that are free here, and references among them follow. Null for any other text.
 */
export function pastedActions(text: string, taken: Definition): Action[] | null {
  const actions = actionsIn(text)
  const [first] = actions ?? []
  if (!actions || !first) return null
  for (const [index, action] of actions.entries()) hang(action, { type: 'AFTER' }, actions[index + 1] ?? null)
  const titles = actions.flatMap((action) =>
    Array.from(subtree(action), (step) => [step, step.displayName] as const),
  )
  renameCopy(first, stepNames(taken))
  for (const [step, title] of titles) step.displayName = title
  for (const action of actions) hang(action, { type: 'AFTER' }, null)
  return actions
}

function actionsIn(text: string): Action[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(value)) return null
  if (Array.isArray(value.actions)) return allActions(value.actions)
  if ('settings' in value && 'name' in value) return allActions([value])
  const read = readWorkflow(value)
  return read.ok ? chainOf(read.value.definition.trigger) : null
}

function allActions(raw: unknown[]): Action[] | null {
  const read = raw.map((each) => parseAction(each))
  return read.every((each) => each.ok) ? read.map((each) => each.value) : null
}

function chainOf(step: Step): Action[] {
  const found: Action[] = []
  for (let next = step.nextAction; next; next = next.nextAction) found.push(next)
  return found
}

/** The edits that put these steps at a place, one after another. */
export function addOperations(actions: readonly Action[], place: Place): Operation[] {
  return actions.map((action, index) => {
    const before = actions[index - 1]
    const at: Place = before ? { parentStep: before.name } : place
    return { type: 'ADD_ACTION', request: { ...at, action } }
  })
}

/** The edits that move steps to a place in their order; null where the place is inside one of them. */
export function moveOperations(
  definition: Definition,
  names: Iterable<string>,
  place: Place,
): Operation[] | null {
  const actions = outermost(definition, names)
  const moved = new Set(actions.flatMap((action) => Array.from(subtree(action), ({ name }) => name)))
  const roots = new Set(actions.map(({ name }) => name))
  const isAfter = (place.stepLocationRelativeToParent ?? 'AFTER') === 'AFTER'
  if (isAfter && roots.has(place.parentStep) && actions.length === 1) return []
  if (actions.length === 0 || moved.has(place.parentStep)) return null
  return actions.map(({ name }, index) => {
    const before = actions[index - 1]
    const at: Place = before ? { parentStep: before.name } : place
    return {
      type: 'MOVE_ACTION',
      request: {
        name,
        newParentStep: at.parentStep,
        stepLocationRelativeToNewParent: at.stepLocationRelativeToParent,
        branchIndex: at.branchIndex,
      },
    }
  })
}
