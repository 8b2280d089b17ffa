import { type Content, contentOf, type StepContent } from './content.ts'
import { type Alignment, alignBranches, branchChanges } from './diff-branches.ts'
import { type FieldChange, fieldChange, fieldChanges } from './diff-fields.ts'
import { movedSteps } from './diff-places.ts'
import type { Branch, Definition } from './schema.ts'

export const CHANGE_KINDS = ['added', 'removed', 'changed', 'moved', 'renamed'] as const

/** One thing that became of a step. A step that was moved, renamed and changed has one of each. */
export interface Change {
  /** null where it is the workflow itself */
  step: string | null
  /** what people call it: afterwards, where it is still there */
  displayName: string
  kind: (typeof CHANGE_KINDS)[number]
  /** from the step on: `settings.input.url`, or `place` where it moved; empty where it was added or removed */
  fields: FieldChange[]
}

/**
 * What makes `after` out of `before`, in reading order, with what was removed last. Sample data, `valid` and times are
 * no content, so they are no change. A step is known by its name, a branch by its name or else its position.
 */
export function diffDefinitions(before: Definition, after: Definition): Change[] {
  const [old, now] = [contentOf(before), contentOf(after)]
  const [oldSteps, steps] = [byKey(old), byKey(now)]
  const branches = alignAll(oldSteps, steps)
  const moved = movedSteps(oldSteps, steps, branches)
  const changes = ownChanges(null, old.fields, now.fields)
  for (const [key, step] of steps) {
    const was = oldSteps.get(key)
    if (!was) changes.push(change(step.name, step.fields, 'added'))
    else changes.push(...ownChanges(step.name, was.fields, step.fields, branches.get(key)))
    if (was && moved.has(key)) {
      changes.push(change(step.name, step.fields, 'moved', [fieldChange(['place'], was.place, step.place)]))
    }
  }
  for (const [key, step] of oldSteps) {
    if (!steps.has(key)) changes.push(change(step.name, step.fields, 'removed'))
  }
  return changes
}

/** Steps by name. A name that is taken twice is a fault of the definition; each of them is a step all the same. */
function byKey({ steps }: Content): Map<string, StepContent> {
  const found = new Map<string, StepContent>()
  for (const step of steps) {
    let key = step.name
    while (found.has(key)) key += '+'
    found.set(key, step)
  }
  return found
}

type Steps = ReadonlyMap<string, StepContent>

function alignAll(before: Steps, after: Steps): Map<string, Alignment> {
  const aligned = new Map<string, Alignment>()
  for (const [key, step] of after) {
    const was = before.get(key)
    const [old, now] = [was && branchesOf(was), branchesOf(step)]
    if (old && now) aligned.set(key, alignBranches(old, now))
  }
  return aligned
}

function branchesOf({ fields }: StepContent): Branch[] | undefined {
  return fields.type === 'ROUTER' ? (fields.settings as { branches: Branch[] }).branches : undefined
}

/** A new name on its own, then all else that differs. */
function ownChanges(
  step: string | null,
  { displayName: oldName, ...old }: Record<string, unknown>,
  { displayName: newName, ...now }: Record<string, unknown>,
  branches?: Alignment,
): Change[] {
  const names = fieldChanges(['displayName'], oldName, newName)
  const fields = branches
    ? [...fieldChanges([], withoutBranches(old), withoutBranches(now)), ...branchChanges(branches)]
    : fieldChanges([], old, now)
  return [
    ...(names.length > 0 ? [change(step, { displayName: newName }, 'renamed', names)] : []),
    ...(fields.length > 0 ? [change(step, { displayName: newName }, 'changed', fields)] : []),
  ]
}

function withoutBranches(fields: Record<string, unknown>): Record<string, unknown> {
  return { ...fields, settings: { ...(fields.settings as object), branches: undefined } }
}

function change(
  step: string | null,
  { displayName }: Record<string, unknown>,
  kind: Change['kind'],
  fields: FieldChange[] = [],
): Change {
  return { step, displayName: typeof displayName === 'string' ? displayName : '', kind, fields }
}
