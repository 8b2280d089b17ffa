import { type RefObject, useEffect } from 'react'
import { stepNames } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { toast, toastError } from '../../ui/toast.tsx'
import { type Bench, useBench } from '../bench.ts'
import {
  copySteps,
  deleteSteps,
  duplicateSteps,
  goThroughHistory,
  openStep,
  pasteSteps,
  placeAfterActive,
  selectStep,
  toggleSkip,
} from '../state/actions.ts'
import { stepTowards, type Way } from './keyboard.ts'
import { canvasTexts } from './texts.ts'

const WAYS: Readonly<Record<string, Way>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

type Say = (key: 'copied' | 'nothingToPaste', values?: { count: number }) => string

/** The keys of the canvas. They act while nothing else has the focus, never while somebody types. */
export function useHotkeys(frame: RefObject<HTMLElement | null>): void {
  const bench = useBench()
  const t = useT(canvasTexts)
  useEffect(() => {
    const isOurs = (target: EventTarget | null) =>
      target === document.body || (target instanceof Element && frame.current?.contains(target) === true)
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      // Undo reaches the workflow from anywhere but a field.
      takeFocused(bench, event.target)
      const isOfPanel = event.key === 'Escape' && isIn(event.target, '[data-panel]')
      const done = isHistory(event)
        ? history(bench, event)
        : (isOurs(event.target) || isOfPanel) && act(bench, event)
      if (done) event.preventDefault()
    }
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || !isOurs(event.target) || !getSelection()?.isCollapsed) return
      event.preventDefault()
      void copied(bench, t, event.type === 'cut').catch(toastError)
    }
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || !isOurs(event.target) || bench.isReadOnly) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (!pasteSteps(bench, text)) toast(t('nothingToPaste'), { kind: 'failed' })
    }
    const controller = new AbortController()
    const { signal } = controller
    document.addEventListener('keydown', onKey, { signal })
    document.addEventListener('copy', onCopy, { signal })
    document.addEventListener('cut', onCopy, { signal })
    document.addEventListener('paste', onPaste, { signal })
    return () => controller.abort()
  }, [bench, frame, t])
}

/** Keys act on the step that has the focus, also where it is no longer the active one: after undoing, say. */
function takeFocused(bench: Bench, target: EventTarget | null): void {
  const name = target instanceof HTMLElement ? target.dataset.step : undefined
  const { active, selection } = bench.view.get()
  if (name !== undefined && name !== active && !selection.includes(name)) selectStep(bench, name)
}

async function copied(bench: Bench, t: Say, isCut: boolean): Promise<void> {
  const count = await copySteps(bench)
  if (count === 0) return
  if (isCut) deleteSteps(bench)
  toast(t('copied', { count }))
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    isIn(target, '[role="menu"],[role="dialog"],[role="listbox"]')
  )
}

const isIn = (target: EventTarget | null, selector: string) =>
  target instanceof Element && target.closest(selector) !== null

const isHistory = (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase())

function history(bench: Bench, event: KeyboardEvent): boolean {
  const isRedo = event.key.toLowerCase() === 'y' || event.shiftKey
  goThroughHistory(bench, isRedo ? 'redo' : 'undo')
  return true
}

/** Does what a key asks for. Gives whether it asked for anything. */
function act(bench: Bench, event: KeyboardEvent): boolean {
  const { key } = event
  const way = WAYS[key]
  if (event.ctrlKey || event.metaKey) return withControl(bench, key.toLowerCase())
  if (way) return move(bench, way, event.shiftKey)
  if (key === '/') return set(bench, { isFinding: true })
  if (key === '!' || (event.shiftKey && event.code === 'Digit1')) return fitAll(bench)
  if (key === '+' || key === '-') return zoom(bench, key === '+' ? 1.25 : 0.8)
  if (key === 'Escape') return leave(bench)
  if (key === 'Enter' && event.target === document.body) return openActive(bench)
  if (key === 'Home') return go(bench, bench.editor.get().definition.trigger.name)
  if (key === 'End') return go(bench, stepNames(bench.editor.get().definition).at(-1) ?? null)
  if (bench.isReadOnly) return false
  if (key === 'Delete' || key === 'Backspace') return done(() => deleteSteps(bench))
  if (key.toLowerCase() === 'a') return set(bench, { picker: { for: 'add', place: placeAfterActive(bench) } })
  return false
}

function withControl(bench: Bench, key: string): boolean {
  if (key === 'f') return set(bench, { isFinding: true })
  if (key === 'a') {
    const [, ...actions] = stepNames(bench.editor.get().definition)
    return set(bench, { selection: actions })
  }
  if (bench.isReadOnly) return false
  if (key === 'd') return done(() => duplicateSteps(bench))
  if (key === 'e') return done(() => toggleSkip(bench))
  if (key === 'g') {
    const { active } = bench.view.get()
    return active !== null && done(() => openStep(bench, active, 'test'))
  }
  return false
}

function move(bench: Bench, way: Way, extends_: boolean): boolean {
  const { active, selection } = bench.view.get()
  const to = stepTowards(bench.editor.get().definition, active ?? '', way)
  if (to === null) return true
  go(bench, to)
  if (extends_) bench.view.set({ selection: [...new Set([...selection, to])] })
  return true
}

function go(bench: Bench, to: string | null): boolean {
  if (to === null) return false
  selectStep(bench, to)
  bench.canvas.current?.reveal(to, true)
  return true
}

/** Closes what is open, the nearest first. */
function leave(bench: Bench): boolean {
  const { side, selection } = bench.view.get()
  if (side !== null) return set(bench, { side: null })
  if (selection.length === 0) return false
  selectStep(bench, null)
  return true
}

/** A step that has the focus opens itself. */
function openActive(bench: Bench): boolean {
  const { active } = bench.view.get()
  return active !== null && done(() => openStep(bench, active))
}

const done = (what: () => void): true => {
  what()
  return true
}
const set = (bench: Bench, change: Parameters<Bench['view']['set']>[0]) => done(() => bench.view.set(change))
const fitAll = ({ canvas }: Bench) => done(() => canvas.current?.fit())
const zoom = ({ canvas }: Bench, by: number) => done(() => canvas.current?.zoom(by))
