import { copy } from './copy.ts'
import type { Action, Definition, RouterAction, Trigger } from './schema.ts'
import { edited, hang, insert, type Place, refusal, requireAction } from './tree.ts'
import { stepNames, subtree } from './walk.ts'

/**
 * Adds `action`, with the steps nested in it, at a place; what was there follows it. A `nextAction` of its own is
 * ignored, as upstream.
 * @throws CodedError STEP_NAME_TAKEN, and those of `insert`
 */
export function addAction(definition: Definition, request: Place & { action: Action }): Definition {
  return edited(definition, (draft) => {
    const taken = new Set(stepNames(draft))
    const action = copy(request.action)
    for (const { name } of subtree(action)) {
      if (taken.has(name))
        throw refusal('STEP_NAME_TAKEN', name, 'action.name', 'the name is taken: choose another.')
      taken.add(name)
    }
    insert(draft, request, action)
  })
}

/**
 * Replaces an action's own fields by those of `request`, which names it. It stays where it is and keeps its sample
 * data, what is nested in it (unless its type changes) and, where the request is silent, its display name and skip.
 * @throws CodedError STEP_NOT_FOUND, STEP_IS_TRIGGER or BRANCH_COUNT
 */
export function updateAction(definition: Definition, request: Action): Definition {
  return edited(definition, (draft) => {
    const { action, parent, location } = requireAction(draft, request.name, 'name')
    const updated = { ...copy(request), nextAction: action.nextAction }
    updated.displayName ||= action.displayName
    updated.skip ??= action.skip
    if (updated.type === action.type) updated.settings.sampleData = action.settings.sampleData
    keepNested(updated, action)
    hang(parent, location, copy(updated))
  })
}

function keepNested(updated: Action, old: Action): void {
  if (updated.type === 'ROUTER') updated.children = keptChildren(updated, old)
  else if (updated.type === 'LOOP_ON_ITEMS') {
    updated.firstLoopAction = old.type === updated.type ? old.firstLoopAction : undefined
  } else updated.onFailure = old.type === 'PIECE' || old.type === 'CODE' ? old.onFailure : undefined
}

function keptChildren(updated: RouterAction, old: Action): RouterAction['children'] {
  const { branches } = updated.settings
  if (old.type !== 'ROUTER') return branches.map(() => null)
  if (branches.length === old.children.length) return old.children
  const complaint = 'branches are added and removed one by one, with the operations for branches.'
  throw refusal('BRANCH_COUNT', updated.name, 'settings.branches', complaint)
}

/**
 * Deletes actions with all that is nested in them; what followed each moves up.
 * @throws CodedError STEP_NOT_FOUND or STEP_IS_TRIGGER
 */
export function deleteActions(definition: Definition, names: readonly string[]): Definition {
  return edited(definition, (draft) => {
    const asked = new Set(names)
    for (const name of asked) requireAction(draft, name, 'names')
    const gone = new Set<string>()
    for (const name of asked) {
      // A name may have gone with a step it was nested in.
      if (gone.has(name)) continue
      for (const step of subtree(detach(draft, name, 'names'))) gone.add(step.name)
    }
  })
}

/** Takes an action out of the tree and lets what followed it move up. */
function detach(draft: Definition, name: string, path: string): Action {
  const { action, parent, location } = requireAction(draft, name, path)
  hang(parent, location, action.nextAction ?? null)
  hang(action, { type: 'AFTER' }, null)
  return action
}

/** A move, in the words of Activepieces' request. */
export interface Move {
  name: string
  newParentStep: string
  stepLocationRelativeToNewParent?: Place['stepLocationRelativeToParent']
  branchIndex?: number | null
}

const MOVE_FIELDS = { parent: 'newParentStep', location: 'stepLocationRelativeToNewParent' }

/**
 * Moves an action, with all that is nested in it, to another place; what followed it moves up.
 * @throws CodedError MOVE_INTO_ITSELF, and those of `insert`
 */
export function moveAction(definition: Definition, request: Move): Definition {
  return edited(definition, (draft) => {
    const { action } = requireAction(draft, request.name, 'name')
    for (const { name } of subtree(action)) {
      if (name !== request.newParentStep) continue
      throw refusal(
        'MOVE_INTO_ITSELF',
        request.name,
        'newParentStep',
        `it can't be moved to ${name}, a part of it.`,
      )
    }
    detach(draft, request.name, 'name')
    const place = {
      parentStep: request.newParentStep,
      stepLocationRelativeToParent: request.stepLocationRelativeToNewParent,
      branchIndex: request.branchIndex,
    }
    insert(draft, place, action, MOVE_FIELDS)
  })
}

/**
 * Makes actions be skipped, or run again.
 * @throws CodedError STEP_NOT_FOUND or STEP_IS_TRIGGER
 */
export function setSkip(
  definition: Definition,
  request: { names: readonly string[]; skip: boolean },
): Definition {
  return edited(definition, (draft) => {
    for (const name of new Set(request.names)) requireAction(draft, name, 'names').action.skip = request.skip
  })
}

/** Replaces the trigger. Its name, sample data and the steps after it stay. */
export function updateTrigger(definition: Definition, request: Trigger): Definition {
  return edited(definition, (draft) => {
    const { name, nextAction, displayName, ...old } = draft.trigger
    const trigger: Trigger = { ...copy(request), name, nextAction }
    trigger.displayName ||= displayName
    if (trigger.type === 'PIECE_TRIGGER' && old.type === 'PIECE_TRIGGER') {
      trigger.settings.sampleData = old.settings.sampleData
    }
    draft.trigger = copy(trigger)
  })
}
