import { type FieldChange, fieldChange, fieldChanges } from './diff-fields.ts'
import type { Branch } from './schema.ts'

/** Which branch is which in two states of one router. */
export interface Alignment {
  before: readonly Branch[]
  after: readonly Branch[]
  /** for each branch of `after` its index in `before`; undefined where it is new */
  origins: readonly (number | undefined)[]
}

/** Branches with the same name are the same; of the others, those at the same position: they were renamed. */
export function alignBranches(before: readonly Branch[], after: readonly Branch[]): Alignment {
  const left = new Set(before.keys())
  const named = new Map<string, number[]>()
  for (const [index, { branchName }] of before.entries()) {
    const indexes = named.get(branchName)
    if (indexes) indexes.push(index)
    else named.set(branchName, [index])
  }
  for (const indexes of named.values()) indexes.reverse()
  const byName = after.map(({ branchName }) => named.get(branchName)?.pop())
  for (const origin of byName) if (origin !== undefined) left.delete(origin)
  const origins = byName.map((origin, index) => origin ?? (left.delete(index) ? index : undefined))
  return { before, after, origins }
}

/** What differs between the branches themselves; the steps inside count on their own. */
export function branchChanges({ before, after, origins }: Alignment): FieldChange[] {
  const path = (index: number) => ['settings', 'branches', index]
  const kept = origins.filter((origin) => origin !== undefined)
  const gone = new Set(before.keys())
  const changes = after.flatMap((branch, index) => {
    const origin = origins[index]
    if (origin === undefined) return [fieldChange(path(index), undefined, branch)]
    gone.delete(origin)
    return fieldChanges(path(index), before[origin], branch)
  })
  for (const index of gone) changes.push(fieldChange(path(index), before[index], undefined))
  if (kept.some((origin, index) => index > 0 && origin < (kept[index - 1] ?? 0))) {
    const names = (branches: readonly Branch[]) => branches.map(({ branchName }) => branchName)
    changes.push(fieldChange(['settings', 'branches'], names(before), names(after)))
  }
  return changes
}
