import type { Action, Definition, RouterAction } from '../../../workflow/schema.ts'
import type { Place } from '../../../workflow/tree.ts'
import { type Step, steps } from '../../../workflow/walk.ts'

/** Where everything of a workflow stands on the canvas, top to bottom. Lengths are in canvas pixels. */

export const STEP_WIDTH = 272
export const STEP_HEIGHT = 60
/** Between a step and the next: the line, with its + in the middle. */
export const GAP = 58
const ADD_SIZE = 22
const LABEL_HEIGHT = 26
const LABEL_WIDTH = 180
/** Between a step and the frame of what is inside it. */
const DROP = 22
/** From a frame's top to the line that its branches hang on, and from their ends to its bottom. */
const RAIL = 34
const FRAME_PADDING = 24
const COLUMN_GAP = 36
/** The least width of a column: an empty branch has its label and its +. */
const COLUMN_HALF = Math.max(STEP_WIDTH, LABEL_WIDTH) / 2
/** A failure branch stands beside the line of those that went well. */
const BESIDE = 40
const END_HEIGHT = 28

export interface Point {
  x: number
  y: number
}
export interface Box extends Point {
  width: number
  height: number
}
export interface StepBox extends Box {
  name: string
  /** in reading order; the trigger is 1 */
  number: number
  step: Step
}
export interface FrameBox extends Box {
  step: string
  kind: 'loop' | 'router' | 'failure'
  /** how many frames are around it */
  depth: number
}
/** The name of a branch, above its steps. */
export interface LabelBox extends Box {
  step: string
  /** null for the failure branch of a step */
  branchIndex: number | null
}
/** A place where a step can be added. */
export interface AddBox extends Box {
  id: string
  place: Place
  /** true where nothing else is in its branch, loop or workflow */
  lone: boolean
}
export interface Line {
  points: Point[]
  /** what was done once the line is passed: a step, or one of a router's branches */
  from: string
  branchIndex?: number | null
  /** the step it leads to; undefined where lines meet again */
  to?: string
}
export interface Layout {
  steps: StepBox[]
  frames: FrameBox[]
  labels: LabelBox[]
  adds: AddBox[]
  lines: Line[]
  end: Box
  /** all of it */
  bounds: Box
}

/** Room something takes around its axis, the vertical line that its steps are centred on. */
interface Extent {
  left: number
  right: number
  height: number
}
type First = Action | null | undefined

/** What each step needs, with all that is in it: worked out from the inside out, once. */
type Extents = Map<Action, { block: Extent; columns: Extent[] }>

/** Lays a workflow out. Recurses once per level of nesting, not per step. */
export function layOut(definition: Definition): Layout {
  const extents: Extents = new Map()
  measureChain(definition.trigger.nextAction, extents)
  const layout: Layout = {
    steps: [],
    frames: [],
    labels: [],
    adds: [],
    lines: [],
    end: { x: -END_HEIGHT, y: 0, width: END_HEIGHT * 2, height: END_HEIGHT },
    bounds: { x: 0, y: 0, width: 0, height: 0 },
  }
  const numbers = new Map(Array.from(steps(definition), ({ step }, index) => [step, index + 1]))
  const pen: Pen = { layout, extents, numbers, depth: 0 }
  const { trigger } = definition
  drawStep(pen, trigger, { x: 0, y: 0 })
  const place = { parentStep: trigger.name }
  layout.end.y = drawChain(pen, trigger.nextAction, { x: 0, y: STEP_HEIGHT }, place, trigger.name, null)
  layout.bounds = boundsOf(layout)
  return layout
}

/** The room of a chain: its steps, with a gap before each and one after the last. */
function measureChain(first: First, extents: Extents): Extent {
  const room: Extent = { left: COLUMN_HALF, right: COLUMN_HALF, height: GAP }
  for (let step = first; step; step = step.nextAction) {
    const { block } = measureBlock(step, extents)
    room.left = Math.max(room.left, block.left)
    room.right = Math.max(room.right, block.right)
    room.height += block.height + GAP
  }
  return room
}

function measureBlock(step: Action, extents: Extents): { block: Extent; columns: Extent[] } {
  const columns = chainsIn(step).map((first) => measureChain(first, extents))
  const measured = { block: blockOf(step, columns), columns }
  extents.set(step, measured)
  return measured
}

/** The chains inside a step, from left to right. */
function chainsIn(step: Action): First[] {
  switch (step.type) {
    case 'LOOP_ON_ITEMS':
      return [step.firstLoopAction]
    case 'ROUTER':
      return step.settings.branches.map((_, index) => step.children[index])
    default:
      return step.onFailure ? [step.onFailure] : []
  }
}

function blockOf(step: Action, columns: Extent[]): Extent {
  const half = STEP_WIDTH / 2
  const [first] = columns
  if (!first) return { left: half, right: half, height: STEP_HEIGHT }
  const inner = Math.max(...columns.map(({ height }) => height))
  if (step.type === 'LOOP_ON_ITEMS') {
    return {
      left: first.left + FRAME_PADDING,
      right: first.right + FRAME_PADDING,
      height: STEP_HEIGHT + DROP + inner + FRAME_PADDING,
    }
  }
  const height = STEP_HEIGHT + DROP + RAIL + LABEL_HEIGHT + inner + RAIL
  if (step.type === 'ROUTER') {
    const side = widthOf(columns) / 2 + FRAME_PADDING
    return { left: side, right: side, height }
  }
  return { left: half, right: Math.max(half, BESIDE + first.left + first.right + FRAME_PADDING * 2), height }
}

function widthOf(columns: Extent[]): number {
  return columns.reduce((sum, { left, right }) => sum + left + right, COLUMN_GAP * (columns.length - 1))
}

interface Pen {
  layout: Layout
  extents: Extents
  numbers: Map<Step, number>
  depth: number
}

function drawStep({ layout, numbers }: Pen, step: Step, { x, y }: Point): void {
  const box = { x: x - STEP_WIDTH / 2, y, width: STEP_WIDTH, height: STEP_HEIGHT }
  layout.steps.push({ ...box, name: step.name, number: numbers.get(step) ?? 0, step })
}

/**
 * Draws a chain downwards from `start`. @param place where a first step would be added @param from what the line to it
 * comes from @returns where the chain ends
 */
function drawChain(
  pen: Pen,
  first: First,
  start: Point,
  place: Place,
  from: string,
  branchIndex: number | null | undefined,
): number {
  const { x } = start
  let { y } = start
  let here = place
  let before: Pick<Line, 'from' | 'branchIndex'> = { from, ...(branchIndex !== null && { branchIndex }) }
  drawAdd(pen, here, { x, y: y + GAP / 2 }, !first)
  for (let step = first; step; step = step.nextAction) {
    pen.layout.lines.push({ points: straight(x, y, y + GAP), ...before, to: step.name })
    y = drawBlock(pen, step, { x, y: y + GAP })
    here = { parentStep: step.name }
    before = { from: step.name }
    drawAdd(pen, here, { x, y: y + GAP / 2 }, false)
  }
  pen.layout.lines.push({ points: straight(x, y, y + GAP), ...before })
  return y + GAP
}

function drawAdd({ layout }: Pen, place: Place, { x, y }: Point, lone: boolean): void {
  const id = [place.parentStep, place.stepLocationRelativeToParent ?? 'AFTER', place.branchIndex].join('/')
  const half = ADD_SIZE / 2
  layout.adds.push({ id, place, lone, x: x - half, y: y - half, width: ADD_SIZE, height: ADD_SIZE })
}

/** Draws a step and what is inside it. @returns where it ends */
function drawBlock(pen: Pen, step: Action, top: Point): number {
  drawStep(pen, step, top)
  const measured = pen.extents.get(step)
  if (!measured || measured.columns.length === 0) return top.y + STEP_HEIGHT
  const inside = { ...pen, depth: pen.depth + 1 }
  if (step.type === 'LOOP_ON_ITEMS') drawLoop(inside, step, top, measured.block)
  else if (step.type === 'ROUTER') drawBranches(inside, step, top, measured)
  else drawFailure(inside, step, top, measured)
  return top.y + measured.block.height
}

function drawLoop(pen: Pen, step: Action & { type: 'LOOP_ON_ITEMS' }, top: Point, block: Extent): void {
  const y = top.y + STEP_HEIGHT + DROP
  pen.layout.frames.push({
    ...boxAround(top.x, block, y, top.y + block.height),
    step: step.name,
    kind: 'loop',
    depth: pen.depth,
  })
  pen.layout.lines.push({ points: straight(top.x, y - DROP, y), from: step.name })
  const place: Place = { parentStep: step.name, stepLocationRelativeToParent: 'INSIDE_LOOP' }
  const end = drawChain(pen, step.firstLoopAction, { x: top.x, y }, place, step.name, null)
  pen.layout.lines.push({ points: straight(top.x, end, top.y + block.height), from: step.name })
}

type Measured = { block: Extent; columns: Extent[] }

function drawBranches(pen: Pen, step: RouterAction, top: Point, { block, columns }: Measured): void {
  const y = top.y + STEP_HEIGHT + DROP
  const bottom = top.y + block.height
  pen.layout.frames.push({
    ...boxAround(top.x, block, y, bottom),
    step: step.name,
    kind: 'router',
    depth: pen.depth,
  })
  let left = top.x - widthOf(columns) / 2
  for (const [branchIndex, column] of columns.entries()) {
    const at = { x: left + column.left, y: y + RAIL }
    const place: Place = {
      parentStep: step.name,
      stepLocationRelativeToParent: 'INSIDE_BRANCH',
      branchIndex,
    }
    drawColumn(pen, step, step.children[branchIndex], { top, at, bottom, place, branchIndex })
    left += column.left + column.right + COLUMN_GAP
  }
}

function drawFailure(pen: Pen, step: Action, top: Point, { block, columns }: Measured): void {
  const [column] = columns
  if (!column || step.type === 'ROUTER' || step.type === 'LOOP_ON_ITEMS') return
  const y = top.y + STEP_HEIGHT + DROP
  const bottom = top.y + block.height
  const left = top.x + BESIDE
  const width = column.left + column.right + FRAME_PADDING * 2
  pen.layout.frames.push({
    ...{ x: left, y, width, height: bottom - RAIL / 2 - y },
    step: step.name,
    kind: 'failure',
    depth: pen.depth,
  })
  pen.layout.lines.push({ points: straight(top.x, top.y + STEP_HEIGHT, bottom), from: step.name })
  const at = { x: left + FRAME_PADDING + column.left, y: y + RAIL }
  const place: Place = { parentStep: step.name, stepLocationRelativeToParent: 'INSIDE_ON_FAILURE' }
  drawColumn(pen, step, step.onFailure, { top, at, bottom, place, branchIndex: null })
}

interface Column {
  /** of the step it belongs to */
  top: Point
  /** of the label */
  at: Point
  bottom: number
  place: Place
  branchIndex: number | null
}

/** A branch: the line to its label, its chain, and the line back to the middle. */
function drawColumn(pen: Pen, step: Action, first: First, column: Column): void {
  const { top, at, bottom, place, branchIndex } = column
  const { lines, labels } = pen.layout
  const rail = at.y - RAIL / 2
  const into = [
    top.x === at.x
      ? []
      : [
          { x: top.x, y: rail },
          { x: at.x, y: rail },
        ],
    { x: at.x, y: at.y },
  ]
  lines.push({ points: [{ x: top.x, y: top.y + STEP_HEIGHT }, ...into.flat()], from: step.name, branchIndex })
  labels.push({
    ...{ x: at.x - LABEL_WIDTH / 2, y: at.y, width: LABEL_WIDTH, height: LABEL_HEIGHT },
    step: step.name,
    branchIndex,
  })
  const start = { x: at.x, y: at.y + LABEL_HEIGHT }
  const end = drawChain(pen, first, start, place, step.name, branchIndex ?? undefined)
  const meet = bottom - RAIL / 2
  const out =
    top.x === at.x
      ? []
      : [
          { x: at.x, y: meet },
          { x: top.x, y: meet },
        ]
  lines.push({ points: [{ x: at.x, y: end }, ...out, { x: top.x, y: bottom }], from: step.name, branchIndex })
}

function straight(x: number, from: number, to: number): Point[] {
  return [
    { x, y: from },
    { x, y: to },
  ]
}

function boxAround(x: number, { left, right }: Extent, top: number, bottom: number): Box {
  return { x: x - left, y: top, width: left + right, height: bottom - top }
}

function boundsOf({ steps: boxes, frames, labels, end }: Layout): Box {
  const all = [...boxes, ...frames, ...labels, end]
  const [x, y] = [Math.min(...all.map((box) => box.x)), Math.min(...all.map((box) => box.y))]
  const right = Math.max(...all.map((box) => box.x + box.width))
  const bottom = Math.max(...all.map((box) => box.y + box.height))
  return { x, y, width: right - x, height: bottom - y }
}

/** Lines as one SVG path, with round corners. */
export function pathOf(lines: readonly Pick<Line, 'points'>[], radius = 10): string {
  return lines.map(({ points }) => roundedPath(points, radius)).join('')
}

function roundedPath(points: readonly Point[], radius: number): string {
  const [start, ...rest] = points
  if (!start) return ''
  let path = `M${start.x} ${start.y}`
  rest.forEach((corner, index) => {
    const before = points[index] ?? start
    const after = rest[index + 1]
    if (!after) {
      path += `L${corner.x} ${corner.y}`
      return
    }
    const into = towards(corner, before, radius)
    const out = towards(corner, after, radius)
    path += `L${into.x} ${into.y}Q${corner.x} ${corner.y} ${out.x} ${out.y}`
  })
  return path
}

/** The point `radius` away from `from` on the way to `to`; half way where they are near. */
function towards(from: Point, to: Point, radius: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const part = length === 0 ? 0 : Math.min(radius, length / 2) / length
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
