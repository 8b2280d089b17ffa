import type { Definition } from '../../../workflow/schema.ts'
import { stepNames } from '../../../workflow/walk.ts'
import { applyAll, type Draft, type Operation, restoring, sameDraft } from './draft.ts'
import { createStore, type Store } from './store.ts'
import { createSync, type Ports, type Sync } from './sync.ts'

/** What was done in one go. Edits of the same `merge` in a row count as one: typing, dragging a note. */
export interface Edit {
  operations: Operation[]
  merge?: string | undefined
  /** it was sent before, so the server may have it */
  isTried?: true
}

export interface EditorState {
  /** as the user sees it: what the server has, with all edits that it has not confirmed */
  definition: Definition
  /** what the server is known to have */
  base: Draft
  /** edits that the server has not confirmed, the oldest first */
  pending: readonly Edit[]
  sync: Sync
  past: readonly Moment[]
  future: readonly Moment[]
}

/** A definition to go back to. */
interface Moment {
  definition: Definition
  merge?: string | undefined
}

/** Edits that can be undone: more would hold too much memory. */
const MAX_PAST = 100

/** The draft being edited: every edit shows at once, and reaches the server in order. */
export interface Editor extends Store<EditorState> {
  /** @throws CodedError where the edit does not fit; nothing is changed then */
  apply(operations: Operation[], options?: { merge?: string }): void
  undo(): void
  redo(): void
  /** Takes a draft that the server made otherwise: a version that was put back. */
  adopt(draft: Draft): void
  /** Sends what is left now, without waiting for the next attempt. */
  wake(): void
  /** Resolves once nothing is left to send; rejects where something stands in the way. */
  settled(): Promise<void>
  /** Answers a conflict: theirs as it is, or theirs with mine on top. Gives the number of edits that no longer fit. */
  resolve(how: 'theirs' | 'mine'): number
}

/** Edits of an earlier visit that the server has not confirmed, and what they were made on. */
export interface Left {
  base: Draft
  edits: Edit[]
}

/** Starts editing. Where the draft is another than the one that `left` was made on, sending that finds out. */
export function createEditor(draft: Draft, ports: Ports, left?: Left): Editor {
  const base = left && left.edits.length > 0 ? left.base : draft
  const { definition, kept } = rebase(base.definition, left?.edits ?? [])
  const store = createStore<EditorState>({
    definition,
    base,
    pending: kept,
    sync: { state: 'saved' },
    past: [],
    future: [],
  })
  const sync = createSync(store, ports)
  sync.changed()
  return {
    ...store,
    ...edits(store, sync.changed),
    adopt: (next) => {
      const state = store.get()
      const isSame = sameDraft(next.definition, state.definition)
      store.set({ ...fresh(next), ...(isSame ? {} : remembering(state, undefined)) })
      sync.changed()
    },
    wake: sync.wake,
    settled: sync.settled,
    resolve(how) {
      const { sync: current, pending } = store.get()
      if (current.state !== 'conflict') return 0
      const { definition, kept } = rebase(current.theirs.definition, how === 'mine' ? pending : [])
      store.set({ ...fresh(current.theirs), definition, pending: kept, past: [], future: [] })
      sync.changed()
      return how === 'mine' ? pending.length - kept.length : 0
    },
  }
}

const fresh = (draft: Draft): Partial<EditorState> => ({
  definition: draft.definition,
  base: draft,
  pending: [],
  sync: { state: 'saved' },
})

function edits(store: Store<EditorState>, changed: () => void): Pick<Editor, 'apply' | 'undo' | 'redo'> {
  const goTo = (to: Definition, history: Pick<EditorState, 'past' | 'future'>) => {
    const operations = restoring(to)
    const { definition, pending } = store.get()
    store.set({
      definition: applyAll(definition, operations),
      pending: [...pending, { operations }],
      ...history,
    })
    changed()
  }
  return {
    apply(operations, { merge } = {}) {
      const state = store.get()
      const definition = applyAll(state.definition, operations)
      store.set({
        definition,
        pending: joined(state, { operations, merge }),
        ...remembering(state, merge),
      })
      changed()
    },
    undo() {
      const { past, future, definition } = store.get()
      const last = past.at(-1)
      if (last) goTo(last.definition, { past: past.slice(0, -1), future: [...future, { definition }] })
    },
    redo() {
      const { past, future, definition } = store.get()
      const next = future.at(-1)
      if (next) goTo(next.definition, { past: [...past, { definition }], future: future.slice(0, -1) })
    },
  }
}

function remembering({ past, definition }: EditorState, merge: string | undefined) {
  const goesOn = merge !== undefined && past.at(-1)?.merge === merge
  return {
    past: goesOn ? past : [...past, { definition, merge }].slice(-MAX_PAST),
    future: [],
  }
}

/** Whole values, of which only the last counts: of such edits in a row only the last need be sent. */
const REPLACING: ReadonlySet<string> = new Set([
  'UPDATE_ACTION',
  'UPDATE_TRIGGER',
  'UPDATE_NOTES',
  'CHANGE_NAME',
])

function joined({ pending }: EditorState, edit: Edit): Edit[] {
  const last = pending.at(-1)
  const replaces =
    last !== undefined &&
    !last.isTried &&
    edit.merge !== undefined &&
    last.merge === edit.merge &&
    last.operations.length === edit.operations.length &&
    [...last.operations, ...edit.operations].every(({ type }) => REPLACING.has(type))
  return replaces ? [...pending.slice(0, -1), edit] : [...pending, edit]
}

/** Edits made on one draft, made on another: those that no longer fit are left out. */
function rebase(onto: Definition, pending: readonly Edit[]): { definition: Definition; kept: Edit[] } {
  let definition = onto
  const kept: Edit[] = []
  for (const edit of pending) {
    try {
      definition = applyAll(definition, edit.operations)
      kept.push(edit)
    } catch {
      // It was about a step that is gone.
    }
  }
  return { definition, kept }
}

/** The names that one definition has and the other lacks: what an edit has added. */
export function addedNames(before: Definition, after: Definition): string[] {
  const known = new Set(stepNames(before))
  return stepNames(after).filter((name) => !known.has(name))
}
