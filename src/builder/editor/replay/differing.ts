import type { Replay } from '../../../client/api.d.ts'
import type { Overlay } from '../run/overlay.ts'
import { type ChangeGroup, shownValue } from '../versions/changes.ts'

/** One past run in a replay. */
export type ReplayedRun = Replay['runs'][number]
export type Comparison = NonNullable<ReplayedRun['comparison']>
export type DifferingStep = Comparison['steps'][number]
type Change = DifferingStep['output'][number]

/** The verdicts, in the order in which they want to be looked at. */
export const VERDICTS = ['failed', 'different', 'same', 'not_replayed', 'pending'] as const
export type Verdict = (typeof VERDICTS)[number]

/** Changes as the list of fields shows them. */
export const fieldsOf = (changes: readonly Change[]): ChangeGroup['fields'] =>
  changes.map(({ path, before, after }) => ({
    path,
    label: path,
    before: shownValue(before),
    after: shownValue(after),
  }))

/** Names of the steps that did not do the same, each once. */
export const differingNames = (comparison: Comparison): string[] => [
  ...new Set(comparison.steps.map(({ name, display_name }) => display_name || name)),
]

/** What the replay did on the canvas, with the steps marked that did not do the same. */
export function withDifferences(overlay: Overlay, { steps }: Comparison): Overlay {
  const states = new Map(overlay.states)
  for (const { name } of steps) {
    const state = states.get(name)
    if (state) states.set(name, { ...state, differs: true })
  }
  return { ...overlay, states }
}
