import type { Definition } from '../../../workflow/schema.ts'
import { applyAll, type Draft, type Operation, sameDraft } from './draft.ts'
import type { Edit, EditorState } from './editor.ts'
import type { Store } from './store.ts'

/** How the user's edits stand with the server. */
export type Sync =
  | { state: 'saved' }
  | { state: 'saving' }
  /** nothing is lost: it is tried again by itself */
  | { state: 'waiting' }
  /** somebody else edited the draft meanwhile */
  | { state: 'conflict'; theirs: Draft }
  | { state: 'refused'; code: string; message: string }

/** What came of sending. */
export type Sent =
  | { ok: true; draft: Draft }
  | { ok: false; why: 'offline' | 'changed' }
  | { ok: false; why: 'refused'; code: string; message: string }

/** The world outside. */
export interface Ports {
  send(since: string, operations: Operation[]): Promise<Sent>
  /** the draft as it is now; null where the server can't be asked */
  read(): Promise<Draft | null>
  /** runs `task` after some milliseconds; the answer takes it back */
  later(ms: number, task: () => void): () => void
  /** keeps what the server has not confirmed beyond this visit; an empty list forgets it */
  keep(base: Draft, edits: readonly Edit[]): void
}

/** Typing is sent once it pauses. Milliseconds. */
const PAUSE_MS = 350
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000]
/** As many as the API takes at once. */
const MAX_OPERATIONS = 200

/** What sending some edits came to. */
type Outcome =
  | { confirmed: number; draft: Draft }
  | { theirs: Draft }
  | { why: 'offline' }
  | { code: string; message: string }

/** Brings the edits of a store to the server, one batch after another. */
export function createSync(store: Store<EditorState>, ports: Ports) {
  let cancel: (() => void) | undefined
  let isSending = false
  let failures = 0

  const schedule = (ms: number) => {
    cancel?.()
    cancel = ports.later(ms, () => void flush())
  }

  async function flush(): Promise<void> {
    cancel?.()
    const { pending, base } = store.get()
    if (isSending || pending.length === 0 || isStuck(store)) return
    const batch = fitting(pending)
    isSending = true
    const tried = batch.map((edit) => ({ ...edit, isTried: true as const }))
    store.set({ sync: { state: 'saving' }, pending: [...tried, ...pending.slice(batch.length)] })
    const outcome = await sendBatch(ports, base, batch)
    isSending = false
    if ('confirmed' in outcome) confirm(outcome)
    else if ('theirs' in outcome) store.set({ sync: { state: 'conflict', theirs: outcome.theirs } })
    else if ('code' in outcome) store.set({ sync: { state: 'refused', ...outcome } })
    else {
      store.set({ sync: { state: 'waiting' } })
      schedule(RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)] ?? 0)
    }
  }

  function confirm({ confirmed, draft }: { confirmed: number; draft: Draft }): void {
    failures = 0
    const { pending, definition } = store.get()
    const left = pending.slice(confirmed)
    const isDone = left.length === 0
    const sync: Sync = { state: isDone ? 'saved' : 'saving' }
    store.set({ base: draft, pending: left, definition: isDone ? draft.definition : definition, sync })
    ports.keep(draft, left)
    if (!isDone) schedule(0)
  }

  return {
    /** to be called whenever edits were made */
    changed() {
      const { pending, base, sync } = store.get()
      ports.keep(base, pending)
      if (pending.length === 0 || isStuck(store)) return
      if (sync.state === 'saved') store.set({ sync: { state: 'saving' } })
      if (sync.state !== 'waiting') schedule(PAUSE_MS)
    },
    wake() {
      if (store.get().sync.state === 'refused') store.set({ sync: { state: 'saving' } })
      void flush()
    },
    settled: () => {
      void flush()
      return untilSaved(store)
    },
  }
}

function isStuck(store: Store<EditorState>): boolean {
  const { state } = store.get().sync
  return state === 'conflict' || state === 'refused'
}

async function sendBatch(ports: Ports, base: Draft, batch: readonly Edit[]): Promise<Outcome> {
  const sent = await ports.send(
    base.revision,
    batch.flatMap(({ operations }) => operations),
  )
  if (sent.ok) return { confirmed: batch.length, draft: sent.draft }
  if (sent.why === 'refused') return { code: sent.code, message: sent.message }
  if (sent.why !== 'changed') return { why: sent.why }
  const theirs = await ports.read()
  if (!theirs) return { why: 'offline' }
  const confirmed = editsIn(theirs.definition, base.definition, batch)
  return confirmed === undefined ? { theirs } : { confirmed, draft: theirs }
}

/**
 * How many of these edits made `theirs` out of `base`; undefined where somebody else had a hand in it. An edit whose
 * answer was lost looks like somebody else's.
 */
function editsIn(theirs: Definition, base: Definition, batch: readonly Edit[]): number | undefined {
  let found = sameDraft(theirs, base) ? 0 : undefined
  let made = base
  for (const [index, { operations }] of batch.entries()) {
    try {
      made = applyAll(made, operations)
    } catch {
      return found
    }
    if (sameDraft(theirs, made)) found = index + 1
  }
  return found
}

/** Resolves once all is saved; rejects where something stands in the way. */
function untilSaved(store: Store<EditorState>): Promise<void> {
  return new Promise((resolve, reject) => {
    const check = () => {
      const { state } = store.get().sync
      if (state === 'saving') return
      stop()
      if (state === 'saved') resolve()
      else reject(new Error(state))
    }
    const stop = store.subscribe(check)
    check()
  })
}

/** The first edits, as many as one request takes. An edit is never split. */
function fitting(pending: readonly Edit[]): Edit[] {
  let count = 0
  const end = pending.findIndex((edit, index) => {
    count += edit.operations.length
    return index > 0 && count > MAX_OPERATIONS
  })
  return pending.slice(0, end < 0 ? pending.length : end)
}
