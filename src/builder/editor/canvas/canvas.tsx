import '@xyflow/react/dist/base.css'
import {
  Background,
  BackgroundVariant,
  type Edge,
  MiniMap,
  type Node,
  type NodeChange,
  ReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Definition } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { applyEdits, type Bench, useBench, useDefinition, useView } from '../bench.ts'
import { selectStep } from '../state/actions.ts'
import { Drawing } from './drawing.tsx'
import { FindStep } from './find.tsx'
import { Ghost } from './ghost.tsx'
import { useHotkeys } from './hotkeys.ts'
import { between } from './keyboard.ts'
import { type Box, type Layout, layOut, STEP_HEIGHT, STEP_WIDTH } from './layout.ts'
import { nodesOf, noteNodes } from './nodes.ts'
import { NoteNode } from './note-node.tsx'
import { AddNode, AnswerNode, EndNode, LabelNode } from './small-nodes.tsx'
import { StepNode } from './step-node.tsx'
import { canvasTexts } from './texts.ts'
import { Toolbar } from './toolbar.tsx'

const NODE_TYPES = {
  step: StepNode,
  add: AddNode,
  label: LabelNode,
  end: EndNode,
  answer: AnswerNode,
  note: NoteNode,
}

const ZOOM = { min: 0.15, max: 1.75 }
/** Where a workflow begins on the screen, below the bar. */
const TOP = 88
const MOVE_MS = 220
/** What a step can be read at. */
const READABLE = 0.7
const MARGIN = 40

/** The workflow, drawn. */
export function Canvas() {
  const bench = useBench()
  const t = useT(canvasTexts)
  const definition = useDefinition()
  const layout = useMemo(() => layOut(definition), [definition])
  const nodes = useNodes(layout, definition)
  const frame = useRef<HTMLDivElement>(null)
  const [hasMap, setMap] = useState(false)
  const [isAll, setAll] = useState(false)
  const current = useRef(layout)
  current.current = layout
  useHotkeys(frame)
  return (
    <section ref={frame} aria-label={t('canvas')} className="absolute inset-0" data-canvas="">
      <p className="sr-only">{t('canvasHint')}</p>
      <ReactFlow
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={NODE_TYPES}
        onInit={(flow) => takeOver(bench, flow, { layout: current, frame, drawAll: setAll })}
        onNodesChange={(changes) => onChanges(bench, changes)}
        onNodeClick={(event, node) => onNodeClick(bench, event, node)}
        onPaneClick={() => selectStep(bench, null, null)}
        onlyRenderVisibleElements={!isAll}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={['Meta', 'Control']}
        panActivationKeyCode="Space"
        panOnScroll
        zoomOnDoubleClick={false}
        minZoom={ZOOM.min}
        maxZoom={ZOOM.max}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.5} color="var(--color-line-strong)" />
        <Drawing layout={layout} />
        {hasMap && (
          <MiniMap
            pannable
            zoomable
            className="overflow-hidden rounded-lg border shadow-md"
            style={{ bottom: 44, left: 4 }}
            position="bottom-left"
            bgColor="var(--color-surface)"
            maskColor="color-mix(in oklab, var(--color-ground) 70%, transparent)"
            nodeColor={(node) => (node.type === 'step' ? 'var(--color-control)' : 'transparent')}
            nodeStrokeWidth={0}
            ariaLabel={t('minimap')}
          />
        )}
      </ReactFlow>
      <Toolbar hasMap={hasMap} onMap={() => setMap(!hasMap)} frame={frame} />
      <FindStep />
      <Ghost />
    </section>
  )
}

const NO_EDGES: Edge[] = []

/** The nodes of the layout, with what is selected. */
function useNodes(layout: Layout, definition: Definition): Node[] {
  const { isReadOnly } = useBench()
  const selection = useView((view) => view.selection)
  const laidOut = useMemo(
    () => [...nodesOf(layout, definition, isReadOnly), ...noteNodes(definition.notes ?? [], isReadOnly)],
    [layout, definition, isReadOnly],
  )
  return useMemo(() => {
    const selected = new Set(selection.map((name) => `step ${name}`))
    return laidOut.map((node) => (selected.has(node.id) ? { ...node, selected: true } : node))
  }, [laidOut, selection])
}

/** Gives others what they need of the canvas, and shows where the workflow begins. */
function takeOver(
  { canvas }: Bench,
  flow: ReactFlowInstance,
  {
    layout,
    frame,
    drawAll,
  }: {
    layout: { current: Layout }
    frame: { current: HTMLElement | null }
    drawAll: (all: boolean) => void
  },
): void {
  canvas.current = {
    layout: () => layout.current,
    toCanvas: (point) => flow.screenToFlowPosition(point),
    pan({ x, y }) {
      const now = flow.getViewport()
      void flow.setViewport({ ...now, x: now.x + x, y: now.y + y })
    },
    fit: () =>
      void flow.setViewport(fitting(layout.current.bounds, seenBox(frame.current)), { duration: MOVE_MS }),
    zoom: (by) => void flow.zoomTo(flow.getZoom() * by, { duration: MOVE_MS }),
    async drawAll() {
      drawAll(true)
      await nextFrame()
      await nextFrame()
    },
    drawSeen: () => drawAll(false),
    reveal(name, focus = false) {
      const box = layout.current.steps.find((step) => step.name === name)
      if (!box) return
      const { x, y, zoom } = flow.getViewport()
      const seen = seenBox(frame.current)
      const [left, top] = [box.x * zoom + x, box.y * zoom + y]
      const isSeen =
        left > seen.x &&
        top > seen.y &&
        left + STEP_WIDTH * zoom < seen.x + seen.width &&
        top + STEP_HEIGHT * zoom < seen.y + seen.height
      const near = Math.max(zoom, READABLE)
      const to = {
        x: seen.x + seen.width / 2 - (box.x + STEP_WIDTH / 2) * near,
        y: seen.y + seen.height / 2 - (box.y + STEP_HEIGHT / 2) * near,
        zoom: near,
      }
      const moved = isSeen ? undefined : flow.setViewport(to, { duration: MOVE_MS })
      if (focus) void Promise.resolve(moved).then(() => focusSoon(frame.current, name))
    },
  }
  const seen = seenBox(frame.current)
  const wanted = (seen.width - 2 * MARGIN) / Math.max(1, layout.current.bounds.width)
  const zoom = Math.min(1, Math.max(READABLE, wanted))
  void flow.setViewport({ x: seen.x + seen.width / 2, y: TOP, zoom })
}

/** The part of the screen in which the canvas is seen: below the bar, beside the panel, above the tools. */
function seenBox(frame: HTMLElement | null): Box {
  const whole = frame?.getBoundingClientRect() ?? new DOMRect()
  const panel = document.querySelector('[data-panel]')?.getBoundingClientRect()
  // On a phone the panel covers everything.
  const width = panel && panel.width < whole.width ? panel.left : whole.width
  return { x: MARGIN / 2, y: TOP - MARGIN / 2, width: width - MARGIN, height: whole.height - TOP - MARGIN }
}

/** The viewport in which all of the bounds are seen. */
function fitting(bounds: Box, seen: Box) {
  const whole = Math.min(seen.width / bounds.width, seen.height / bounds.height)
  const zoom = Math.min(1.1, Math.max(ZOOM.min, whole * 0.96))
  return {
    x: seen.x + seen.width / 2 - (bounds.x + bounds.width / 2) * zoom,
    y: seen.y + seen.height / 2 - (bounds.y + bounds.height / 2) * zoom,
    zoom,
  }
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

/** What was off the screen is drawn within some frames. */
const MAX_FRAMES = 20

/** Puts the focus onto a step once it is drawn. */
async function focusSoon(frame: HTMLElement | null, name: string): Promise<void> {
  for (let tries = 0; tries < MAX_FRAMES; tries++) {
    const step = frame?.querySelector<HTMLElement>(`[data-step="${CSS.escape(name)}"]`)
    if (step) return step.focus({ preventScroll: true })
    await nextFrame()
  }
}

function onChanges(bench: Bench, changes: NodeChange[]): void {
  const selected = new Set(bench.view.get().selection)
  let isOther = false
  for (const change of changes) {
    if (change.type === 'select' && change.id.startsWith('step ')) {
      const name = change.id.slice('step '.length)
      isOther ||= selected.has(name) !== change.selected
      if (change.selected) selected.add(name)
      else selected.delete(name)
    }
    if (change.type === 'position' && change.position) moveNote(bench, change.id, change.position)
  }
  if (isOther) bench.view.set({ selection: [...selected] })
}

function moveNote(bench: Bench, id: string, position: { x: number; y: number }): void {
  const { notes = [] } = bench.editor.get().definition
  const moved = notes.map((note) => (`note ${note.id}` === id ? { ...note, position } : note))
  applyEdits(bench, [{ type: 'UPDATE_NOTES', request: { notes: moved } }], `move ${id}`)
}

/** With Shift a click selects up to the step. */
function onNodeClick(bench: Bench, event: React.MouseEvent, node: Node): void {
  if (node.type !== 'step' || !event.shiftKey) return
  const name = node.id.slice('step '.length)
  const { active } = bench.view.get()
  if (active) bench.view.set({ selection: between(bench.editor.get().definition, active, name) })
}

/** Follows the step that is active, wherever it was chosen. */
export function useReveal(): void {
  const { canvas } = useBench()
  const active = useView((view) => view.active)
  useEffect(() => {
    if (active) canvas.current?.reveal(active)
  }, [active, canvas])
}
