import type { Action, Trigger } from '../../../workflow/schema.ts'
import type { Place } from '../../../workflow/tree.ts'
import { findStep, isTrigger, nextStepName, type Step, stepNames } from '../../../workflow/walk.ts'
import { applyEdits, type Bench } from '../bench.ts'
import { addOperations, copiedText, moveOperations, pastedActions } from './clipboard.ts'
import { addedNames } from './editor.ts'
import type { Part, PieceInfo } from './pieces.ts'
import type { Side } from './view.ts'

/** What a user does to a workflow, whatever it is done with: the mouse, a key, a menu. */

/** Selects one step, and shows its settings where `side` says so. */
export function selectStep({ view }: Bench, name: string | null, side?: Side | null): void {
  view.set({
    active: name,
    selection: name === null ? [] : [name],
    field: null,
    ...(side !== undefined && { side }),
  })
}

/** Opens a step's settings. */
export function openStep(bench: Bench, name: string, tab: 'settings' | 'test' = 'settings'): void {
  bench.view.set({ tab })
  selectStep(bench, name, 'step')
}

/** Leads to what an issue is about. */
export function goToIssue(bench: Bench, step: string | null, path: string): void {
  const name = step ?? bench.editor.get().definition.trigger.name
  const trigger = bench.editor.get().definition.trigger
  if (name === trigger.name && trigger.type === 'EMPTY') {
    bench.view.set({ picker: { for: 'trigger' } })
    return
  }
  openStep(bench, name)
  bench.view.set({ field: path })
}

/** The steps that keys and menus act on, without the trigger. */
export function chosenActions({ editor, view }: Bench): string[] {
  const { trigger } = editor.get().definition
  return view.get().selection.filter((name) => name !== trigger.name)
}

/** Makes edits, and selects what they added. */
function add(bench: Bench, operations: Parameters<typeof applyEdits>[1], side?: Side): string[] {
  const before = bench.editor.get().definition
  if (!applyEdits(bench, operations)) return []
  const added = addedNames(before, bench.editor.get().definition)
  const [first] = added
  if (first) {
    selectStep(bench, first, side)
    bench.view.set({ selection: added })
  }
  return added
}

/** Adds a step of a piece. The first connection that fits is not chosen for the user: they may have several. */
export function addAction(bench: Bench, place: Place, action: Action): void {
  bench.view.set({ tab: 'settings' })
  add(bench, [{ type: 'ADD_ACTION', request: { ...place, action } }], 'step')
}

/** Replaces a step by another, which keeps its name and place. */
export function replaceAction(bench: Bench, name: string, action: Action): void {
  const made = { ...action, name }
  if (applyEdits(bench, [{ type: 'UPDATE_ACTION', request: made }])) openStep(bench, name)
}

/** Chooses the trigger. */
export function chooseTrigger(bench: Bench, trigger: Trigger): void {
  if (applyEdits(bench, [{ type: 'UPDATE_TRIGGER', request: trigger }])) {
    openStep(bench, bench.editor.get().definition.trigger.name)
  }
}

/** Changes a step's own fields. Changes of one step in a row are undone together. */
export function updateStep(bench: Bench, step: Step, change: Partial<Step>): void {
  const type = isTrigger(step) ? 'UPDATE_TRIGGER' : 'UPDATE_ACTION'
  applyEdits(bench, [{ type, request: { ...step, ...change } }], `${step.name} ${Object.keys(change).join()}`)
}

export function deleteSteps(bench: Bench, names = chosenActions(bench)): void {
  if (names.length === 0) return
  const { definition } = bench.editor.get()
  const [first] = names
  const after = first && findStep(definition, first)?.parent?.name
  if (!applyEdits(bench, [{ type: 'DELETE_ACTION', request: { names } }])) return
  const { side } = bench.view.get()
  selectStep(bench, stillThere(bench, after), side === 'step' ? null : side)
}

function stillThere({ editor }: Bench, name: string | undefined): string | null {
  return name !== undefined && findStep(editor.get().definition, name) ? name : null
}

export function duplicateSteps(bench: Bench, names = chosenActions(bench)): void {
  add(
    bench,
    names.map((stepName) => ({ type: 'DUPLICATE_ACTION', request: { stepName } })),
  )
}

/** Skips steps, or has them run again where all are skipped. */
export function toggleSkip(bench: Bench, names = chosenActions(bench)): void {
  if (names.length === 0) return
  const { definition } = bench.editor.get()
  const found = names.map((name) => findStep(definition, name)?.step)
  const skip = !found.every((step) => step && !isTrigger(step) && step.skip)
  applyEdits(bench, [{ type: 'SET_SKIP_ACTION', request: { names, skip } }])
}

/** Puts the chosen steps on the clipboard. */
export async function copySteps(bench: Bench, names = chosenActions(bench)): Promise<number> {
  const text = copiedText(bench.editor.get().definition, names)
  if (text === null) return 0
  await navigator.clipboard.writeText(text)
  return names.length
}

/** Adds what a text from the clipboard stands for. Gives whether it stood for steps. */
export function pasteSteps(bench: Bench, text: string, place = placeAfterActive(bench)): boolean {
  const { definition } = bench.editor.get()
  const actions = pastedActions(text, definition)
  if (!actions) return false
  add(bench, addOperations(actions, place))
  return true
}

/** Moves steps to a place. */
export function moveSteps(bench: Bench, names: readonly string[], place: Place): void {
  const operations = moveOperations(bench.editor.get().definition, names, place)
  if (operations && operations.length > 0) applyEdits(bench, operations)
}

/** Where a step is added by a key: after the one that is active. */
export function placeAfterActive({ editor, view }: Bench): Place {
  const { definition } = editor.get()
  const { active } = view.get()
  const isThere = active !== null && findStep(definition, active)
  if (isThere) return { parentStep: active }
  return { parentStep: stepNames(definition).at(-1) ?? definition.trigger.name }
}

/** A name that no step has yet. */
export function freeName({ editor }: Bench): string {
  return nextStepName(stepNames(editor.get().definition))
}

/** A step of a piece as it is added: with the defaults of its fields. */
export function newPieceAction(bench: Bench, piece: PieceInfo, part: Part): Action {
  return {
    name: freeName(bench),
    type: 'PIECE',
    displayName: part.displayName,
    settings: { ...pieceSettings(piece, part), actionName: part.name },
  } as Action
}

/** A trigger of a piece as it is chosen. */
export function newTrigger(piece: PieceInfo, part: Part): Trigger {
  return {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: part.displayName,
    settings: { ...pieceSettings(piece, part), triggerName: part.name },
  } as Trigger
}

function pieceSettings({ name, version }: PieceInfo, { props }: Part) {
  const input = Object.fromEntries(
    Object.entries(props).flatMap(([name, { defaultValue }]) =>
      defaultValue === undefined ? [] : [[name, defaultValue]],
    ),
  )
  return { pieceName: name, pieceVersion: version, input, propertySettings: {} }
}

/** Undoes or redoes. What is selected stays so, as far as it is there. */
export function goThroughHistory(bench: Bench, way: 'undo' | 'redo'): void {
  if (bench.isReadOnly) return
  const before = bench.editor.get().definition
  bench.editor[way]()
  const { definition } = bench.editor.get()
  if (definition === before) return
  const { active, selection } = bench.view.get()
  bench.view.set({
    active: stillThere(bench, active ?? undefined),
    selection: selection.filter((name) => findStep(definition, name)),
  })
}
