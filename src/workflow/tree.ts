import { CodedError } from '../errors.ts'
import { copy } from './copy.ts'
import { MAX_NESTING, MAX_STEPS, TOO_DEEP, TOO_MANY_STEPS } from './limits.ts'
import type { Action, Definition } from './schema.ts'
import { findStep, isTrigger, type Location, type Step, steps } from './walk.ts'

/** A place for a step, in the words of Activepieces' requests. Left out, the place is after the parent. */
export interface Place {
  parentStep: string
  stepLocationRelativeToParent?: Location['type'] | null
  branchIndex?: number | null
}

/** An error that refuses an editing request, with the step and the field of the request at fault. */
export function refusal(code: string, step: string, path: string, complaint: string): CodedError {
  return new CodedError(code, `Step ${step}: ${complaint}`, { details: { step, path } })
}

/**
 * A copy of `definition` with `edit` done to it. The original is not touched.
 * @throws CodedError TOO_MANY_STEPS or DEFINITION_TOO_DEEP, and what `edit` throws
 */
export function edited(definition: Definition, edit: (draft: Definition) => void): Definition {
  const draft = copy(definition)
  edit(draft)
  let count = 0
  for (const { level } of steps(draft)) {
    count++
    if (count > MAX_STEPS) throw new CodedError('TOO_MANY_STEPS', TOO_MANY_STEPS)
    if (level > MAX_NESTING) throw new CodedError('DEFINITION_TOO_DEEP', TOO_DEEP)
  }
  return draft
}

/**
 * The step of that name, trigger or action.
 * @throws CodedError STEP_NOT_FOUND; `path` names the field of the request
 */
export function requireStep(definition: Definition, name: string, path: string): Step {
  const visit = findStep(definition, name)
  if (!visit) throw refusal('STEP_NOT_FOUND', name, path, 'there is no step of that name.')
  return visit.step
}

/**
 * The action of that name and where it hangs.
 * @throws CodedError STEP_NOT_FOUND or STEP_IS_TRIGGER
 */
export function requireAction(
  definition: Definition,
  name: string,
  path: string,
): { action: Action; parent: Step; location: Location } {
  const visit = findStep(definition, name)
  if (!visit) throw refusal('STEP_NOT_FOUND', name, path, 'there is no step of that name.')
  const { step, parent, location } = visit
  if (isTrigger(step) || !parent || !location) {
    throw refusal('STEP_IS_TRIGGER', name, path, 'this works on actions only, and it is the trigger.')
  }
  return { action: step, parent, location }
}

const LINK_KEYS = {
  AFTER: 'nextAction',
  INSIDE_LOOP: 'firstLoopAction',
  INSIDE_ON_FAILURE: 'onFailure',
} as const

/** What hangs on `parent` at a place it has. */
export function childAt(parent: Step, location: Location): Action | null {
  if (location.type === 'INSIDE_BRANCH') {
    return parent.type === 'ROUTER' ? (parent.children[location.branchIndex] ?? null) : null
  }
  return (Reflect.get(parent, LINK_KEYS[location.type]) as Action | null | undefined) ?? null
}

/** Hangs `child` there in place of what hung there before. */
export function hang(parent: Step, location: Location, child: Action | null): void {
  if (location.type === 'INSIDE_BRANCH') {
    if (parent.type === 'ROUTER') parent.children[location.branchIndex] = child
    return
  }
  const key = LINK_KEYS[location.type]
  if (child) Reflect.set(parent, key, child)
  else Reflect.deleteProperty(parent, key)
}

/** What the two fields of a place are called in a request, for its errors. */
const PLACE_FIELDS = { parent: 'parentStep', location: 'stepLocationRelativeToParent' }

/**
 * Puts `action` into the chain at a place: what hung there follows it. Its own `nextAction` is lost.
 * @throws CodedError STEP_NOT_FOUND, LOCATION_INVALID or BRANCH_NOT_FOUND
 */
export function insert(draft: Definition, place: Place, action: Action, fields = PLACE_FIELDS): void {
  const parent = requireStep(draft, place.parentStep, fields.parent)
  const location = locationOn(parent, place, fields.location)
  hang(action, { type: 'AFTER' }, childAt(parent, location))
  hang(parent, location, action)
}

function locationOn(parent: Step, place: Place, field: string): Location {
  const type = place.stepLocationRelativeToParent ?? 'AFTER'
  const invalid = (complaint: string) => refusal('LOCATION_INVALID', parent.name, field, complaint)
  switch (type) {
    case 'AFTER':
      return { type }
    case 'INSIDE_LOOP':
      if (parent.type !== 'LOOP_ON_ITEMS') throw invalid('it is no loop, so nothing can be inside it.')
      return { type }
    case 'INSIDE_ON_FAILURE':
      if (parent.type === 'PIECE' || parent.type === 'CODE') return { type }
      throw invalid('only piece and code steps have a failure branch.')
    case 'INSIDE_BRANCH': {
      if (parent.type !== 'ROUTER') throw invalid('it is no router, so it has no branches.')
      const branchIndex = place.branchIndex ?? -1
      if (parent.settings.branches[branchIndex]) return { type, branchIndex }
      throw refusal(
        'BRANCH_NOT_FOUND',
        parent.name,
        'branchIndex',
        `there is no branch ${place.branchIndex}.`,
      )
    }
  }
}
