import type { PointerEvent as ReactPointerEvent } from 'react'
import { findStep, subtree } from '../../../workflow/walk.ts'
import type { Bench, CanvasHandle } from '../bench.ts'
import { chosenActions, moveSteps } from '../state/actions.ts'
import type { AddBox, Point } from './layout.ts'

/** Steps are dragged to a + elsewhere. Further than this from every +, they go nowhere. Canvas pixels. */
const REACH = { x: 190, y: 90 }
/** Less is a click. Screen pixels. */
const SLACK = 6
/** Near the edge of the window, what is seen moves along. Screen pixels, and pixels a frame. */
const EDGE = 56
const EDGE_SPEED = 12

/** Begins to drag the chosen steps, once the pointer has moved far enough. Escape gives up. */
export function startDrag(bench: Bench, name: string, event: ReactPointerEvent): void {
  const { trigger } = bench.editor.get().definition
  if (bench.isReadOnly || event.button !== 0 || event.shiftKey || name === trigger.name) return
  const start = { x: event.clientX, y: event.clientY }
  let at = start
  let names: readonly string[] = []
  let frame = 0
  const places = () => openPlaces(bench, names)
  const look = () => {
    const canvas = bench.canvas.current
    if (!canvas) return
    panAtEdge(canvas, at)
    const target = nearest(places(), canvas.toCanvas(at))
    if (target?.id !== bench.view.get().drag?.target) {
      bench.view.set({ drag: { names, target: target?.id ?? null } })
    }
    frame = requestAnimationFrame(look)
  }
  const move = (moved: PointerEvent) => {
    at = { x: moved.clientX, y: moved.clientY }
    moveGhost(at)
    if (names.length > 0 || Math.hypot(at.x - start.x, at.y - start.y) < SLACK) return
    const chosen = chosenActions(bench)
    names = chosen.includes(name) ? chosen : [name]
    bench.view.set({ drag: { names, target: null } })
    frame = requestAnimationFrame(look)
  }
  const end = (drops: boolean) => {
    cancelAnimationFrame(frame)
    controller.abort()
    const { drag } = bench.view.get()
    if (!drag) return
    bench.view.set({ drag: null })
    swallowClick()
    const target = drops ? places().find(({ id }) => id === drag.target) : undefined
    if (target) moveSteps(bench, names, target.place)
  }
  const controller = new AbortController()
  const { signal } = controller
  addEventListener('pointermove', move, { signal })
  addEventListener('pointerup', () => end(true), { signal })
  addEventListener('pointercancel', () => end(false), { signal })
  addEventListener('keydown', (key) => key.key === 'Escape' && end(false), { signal, capture: true })
}

/** The places the steps can go to: not inside themselves. */
function openPlaces(bench: Bench, names: readonly string[]): AddBox[] {
  const { definition } = bench.editor.get()
  const inside = new Set<string>()
  for (const name of names) {
    const step = findStep(definition, name)?.step
    if (!step || step === definition.trigger) continue
    for (const inner of subtree(step as Parameters<typeof subtree>[0])) inside.add(inner.name)
  }
  return bench.canvas.current?.layout().adds.filter(({ place }) => !inside.has(place.parentStep)) ?? []
}

/** The place next to a point, if one is within reach. */
export function nearest(places: readonly AddBox[], point: Point): AddBox | undefined {
  let best: { place: AddBox; distance: number } | undefined
  for (const place of places) {
    const dx = Math.abs(place.x + place.width / 2 - point.x)
    const dy = Math.abs(place.y + place.height / 2 - point.y)
    if (dx > REACH.x || dy > REACH.y) continue
    // A place straight above or below is meant rather than one beside.
    const distance = Math.hypot(dx / 2, dy)
    if (!best || distance < best.distance) best = { place, distance }
  }
  return best?.place
}

function panAtEdge(canvas: CanvasHandle, { x, y }: Point): void {
  const by = { x: push(x, innerWidth), y: push(y, innerHeight) }
  if (by.x !== 0 || by.y !== 0) canvas.pan(by)
}

const push = (at: number, size: number) => (at < EDGE ? EDGE_SPEED : at > size - EDGE ? -EDGE_SPEED : 0)

// The ghost follows every move of the pointer; no part of the page is drawn anew for it.
function moveGhost({ x, y }: Point): void {
  document.documentElement.style.setProperty('--ghost-x', `${x}px`)
  document.documentElement.style.setProperty('--ghost-y', `${y}px`)
}

/** Letting go over a step is no click on it. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => event.stopPropagation()
  addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => removeEventListener('click', swallow, { capture: true }))
}
