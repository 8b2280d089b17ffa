import type { Node } from '@xyflow/react'
import { isDigaAction, isDigaTrigger } from '../../../workflow/diga.ts'
import type { Definition, Note, PieceTrigger } from '../../../workflow/schema.ts'
import { type Box, GAP, type Layout, STEP_WIDTH } from './layout.ts'

/** A thing on the canvas that is drawn as HTML. Lines and frames are one drawing behind them. */
export type CanvasNode<T> = Node<T & Record<string, unknown>>

/** All nodes of a layout. What is off the screen is not drawn. */
export function nodesOf(layout: Layout, definition: Definition, isReadOnly: boolean): Node[] {
  return [
    ...layout.steps.map((box) => node('step', box.name, box, { selectable: true, zIndex: 2 })),
    ...layout.labels.map((box) => node('label', `${box.step}/${box.branchIndex}`, box, { zIndex: 2 })),
    ...(isReadOnly ? [] : layout.adds.map((box) => node('add', box.id, box, { zIndex: 1 }))),
    node('end', 'end', layout.end, {}),
    ...answerBoxes(layout, definition).map((box) => node('answer', `answer ${box.id}`, box, { zIndex: 0 })),
  ]
}

/** Notes, which can be dragged and are in front of all else. */
export function noteNodes(notes: readonly Note[], isReadOnly: boolean): Node[] {
  return notes.map((note) => ({
    id: `note ${note.id}`,
    type: 'note',
    position: note.position,
    data: { note },
    width: note.size.width,
    height: note.size.height,
    draggable: !isReadOnly,
    selectable: false,
    zIndex: 3,
  }))
}

function node(type: string, id: string, box: Box, rest: Partial<Node>): Node {
  const { x, y, width, height } = box
  return {
    id: `${type} ${id}`,
    type,
    position: { x, y },
    data: { ...box },
    width,
    height,
    selectable: false,
    draggable: false,
    ...rest,
  }
}

/** Where there is nothing beside it, the line may be longer than a step. */
const ANSWER_WIDTH = { wide: 560, narrow: STEP_WIDTH }

export type AnswerBox = Box & { id: string; isNarrow: boolean }

/** Below each step that gives a waiting caller its answer. */
function answerBoxes(layout: Layout, { trigger }: Definition): AnswerBox[] {
  const action = answeringAction(trigger)
  if (!action) return []
  return layout.steps.flatMap(({ step, name, x, y, width: stepWidth, height }) => {
    if (!isDigaAction(step, action)) return []
    const middle = x + stepWidth / 2
    const isNarrow = layout.frames.some((frame) => frame.y < y && y < frame.y + frame.height)
    const width = isNarrow ? ANSWER_WIDTH.narrow : ANSWER_WIDTH.wide
    return [{ id: name, isNarrow, x: middle - width / 2, y: y + height + 4, width, height: GAP - 8 }]
  })
}

function answeringAction(trigger: Definition['trigger']): string | null {
  if (isDigaTrigger(trigger, 'preCall')) return 'returnCallData'
  if (!isDigaTrigger(trigger, 'functionCall')) return null
  return (trigger as PieceTrigger).settings.input?.executionMode === 'async' ? null : 'returnResponse'
}
