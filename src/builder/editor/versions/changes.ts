import type { Changes } from '../../../client/api.d.ts'

type Change = Changes['changes'][number]

/** All that became of one step. */
export interface ChangeGroup {
  /** null for the workflow itself */
  step: string | null
  displayName: string
  kinds: Change['kind'][]
  fields: { path: string; label: string; before: string; after: string }[]
}

/** Changes step by step, in the order they came in. */
export function changeGroups(changes: Changes['changes']): ChangeGroup[] {
  const groups = new Map<string | null, ChangeGroup>()
  for (const { step, displayName, kind, fields } of changes) {
    const group = groups.get(step) ?? { step, displayName, kinds: [], fields: [] }
    groups.set(step, group)
    if (!group.kinds.includes(kind)) group.kinds.push(kind)
    for (const { path, before, after } of fields) {
      group.fields.push({ path, label: labelOf(path), before: shownValue(before), after: shownValue(after) })
    }
  }
  return [...groups.values()]
}

/** A field as people know it: `settings.input.url` is `url`. Empty for a step's place, which has no field. */
function labelOf(path: string): string {
  return path === 'place' ? '' : path.replace(/^settings\.(?:input\.)?/, '')
}

const MAX_SHOWN = 400

/** A value as text; '' where there is none. A place is told as what it is below. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object' && 'parentStep' in value) return placeText(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

function placeText(place: object): string {
  const { parentStep, stepLocationRelativeToParent, branchIndex } = place as Record<string, unknown>
  const inside = {
    INSIDE_LOOP: ' ↳',
    INSIDE_ON_FAILURE: ' ✕',
    INSIDE_BRANCH: ` ⑂${Number(branchIndex ?? 0) + 1}`,
  }
  const mark = inside[stepLocationRelativeToParent as keyof typeof inside] ?? ' ↓'
  return `${parentStep}${mark}`
}
