import type { Issue } from '../../../workflow/issue.ts'
import type { Place } from '../../../workflow/tree.ts'
import type { Samples } from '../data/scope.ts'
import type { Overlay } from '../run/overlay.ts'

/** What the step picker is opened for. */
export type PickerRequest =
  | { for: 'trigger' }
  | { for: 'add'; place: Place }
  /** another action in the place of a step */
  | { for: 'replace'; step: string }

/** What stands at the right of the canvas. */
export type Side = 'step' | 'test' | 'versions' | 'simulator' | 'settings' | 'issues'

/** Steps that are being dragged, and the + they would go to. */
interface Drag {
  names: readonly string[]
  target: string | null
}

/** How the editor looks just now. None of it is part of the workflow. */
export interface View {
  selection: readonly string[]
  /** the step that keys act on, and whose settings are shown */
  active: string | null
  side: Side | null
  tab: 'settings' | 'test'
  /** the field that an issue leads to: its path from the step on */
  field: string | null
  picker: PickerRequest | null
  isFinding: boolean
  /** a field that takes data has the focus */
  isPicking: boolean
  drag: Drag | null
  issues: ReadonlyMap<string, readonly Issue[]>
  samples: Samples
  /** when each sample was kept */
  tested: ReadonlyMap<string, string>
  /** steps whose samples tests leave as they are */
  pinned: ReadonlySet<string>
  /** what a run did, or does just now */
  overlay: Overlay | null
}

export const START: View = {
  selection: [],
  active: null,
  side: null,
  tab: 'settings',
  field: null,
  picker: null,
  isFinding: false,
  isPicking: false,
  drag: null,
  issues: new Map(),
  samples: new Map(),
  tested: new Map(),
  pinned: new Set(),
  overlay: null,
}
