import { createContext, useContext } from 'react'
import type { Definition } from '../../workflow/schema.ts'
import { toast } from '../ui/toast.tsx'
import type { Layout, Point } from './canvas/layout.ts'
import type { Operation } from './state/draft.ts'
import { createEditor, type Editor, type EditorState } from './state/editor.ts'
import type { Pieces } from './state/pieces.ts'
import { createStore, type Store, useStore } from './state/store.ts'
import type { Ports } from './state/sync.ts'
import { START, type View } from './state/view.ts'

/** What others ask of the canvas. */
export interface CanvasHandle {
  layout(): Layout
  toCanvas(onScreen: Point): Point
  /** moves what is seen by so many pixels of the screen */
  pan(by: Point): void
  /** brings a step into sight, where it is not, and the focus onto it */
  reveal(name: string, focus?: boolean): void
  fit(): void
  zoom(by: number): void
  /** draws what is off the screen too, for a picture; `drawSeen` ends that */
  drawAll(): Promise<void>
  drawSeen(): void
}

/** What every part of the editor works on. */
export interface Bench {
  workflowId: string
  editor: Editor
  view: Store<View>
  pieces: Pieces
  /** the canvas, once it is there */
  canvas: { current: CanvasHandle | null }
  /** puts a text into the field that was typed in last */
  insertion: { current: ((text: string) => void) | null }
  /** true where nothing can be edited: a run, a version, a user who may only look */
  isReadOnly: boolean
}

const BenchContext = createContext<Bench | null>(null)
export const BenchProvider = BenchContext.Provider

/** The bench of the editor around. */
export function useBench(): Bench {
  const bench = useContext(BenchContext)
  if (!bench) throw new Error('useBench is for parts of the editor.')
  return bench
}

/** A part of what is edited. */
export function useEdited<S>(select: (state: EditorState) => S): S {
  return useStore(useBench().editor, select)
}

/** A part of how the editor looks. */
export function useView<S>(select: (view: View) => S): S {
  return useStore(useBench().view, select)
}

/** The workflow as it is now. */
export const useDefinition = () => useEdited((state) => state.definition)

/** Makes edits; what doesn't fit is said in a corner. Gives whether they were made. */
export function applyEdits({ editor, isReadOnly }: Bench, operations: Operation[], merge?: string): boolean {
  if (isReadOnly || operations.length === 0) return false
  try {
    editor.apply(operations, merge === undefined ? {} : { merge })
    return true
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), { kind: 'failed' })
    return false
  }
}

/** A bench to look at a definition: nothing is edited on it, so nothing is sent. */
export function readOnlyBench(
  workflowId: string,
  pieces: Pieces,
  definition: Definition,
  view: Partial<View> = {},
): Bench {
  return {
    workflowId,
    editor: createEditor({ definition, revision: '' }, NO_PORTS),
    view: createStore<View>({ ...START, ...view }),
    pieces,
    canvas: { current: null },
    insertion: { current: null },
    isReadOnly: true,
  }
}

const NO_PORTS: Ports = {
  send: async () => ({ ok: false, why: 'offline' }),
  read: async () => null,
  later: () => () => undefined,
  keep: () => undefined,
}
