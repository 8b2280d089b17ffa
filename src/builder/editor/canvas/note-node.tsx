import { type NodeProps, NodeResizer } from '@xyflow/react'
import { Pencil, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import type { Note } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { applyEdits, type Bench, useBench } from '../bench.ts'
import type { CanvasNode } from './nodes.ts'
import { canvasTexts } from './texts.ts'

/** Activepieces' colours of notes. */
const COLOURS: Readonly<Record<string, string>> = {
  yellow: 'light-dark(#fff3b8, #4a3f12)',
  orange: 'light-dark(#ffe1c7, #4c2e14)',
  red: 'light-dark(#ffd9d5, #4b1f1c)',
  green: 'light-dark(#d6f3dc, #1b3d25)',
  blue: 'light-dark(#d7eafc, #17354f)',
  purple: 'light-dark(#ebdffb, #36244f)',
}

const SIZE = { width: 220, height: 120 }

/** A note: anything worth saying beside a step. It is kept with the draft. */
export const NoteNode = memo(function NoteNode({ data, dragging }: NodeProps<CanvasNode<{ note: Note }>>) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const { note } = data
  const [isWriting, setWriting] = useState(note.content === '' && !bench.isReadOnly)
  const change = (part: Partial<Note>) => changeNote(bench, note.id, part)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard's way in is the button below
    <div
      className={cx('group relative flex h-full flex-col rounded-lg p-3 shadow-xs', dragging && 'shadow-lg')}
      style={{ background: COLOURS[note.color] ?? COLOURS.yellow }}
      onDoubleClick={() => !bench.isReadOnly && setWriting(true)}
    >
      {!bench.isReadOnly && (
        <NodeResizer
          minWidth={120}
          minHeight={60}
          lineClassName="border-transparent!"
          handleClassName="size-2.5! rounded-sm! border-line-strong! bg-surface! opacity-0 group-hover:opacity-100"
          onResizeEnd={(_, { x, y, width, height }) =>
            change({ position: { x, y }, size: { width, height } })
          }
        />
      )}
      {isWriting ? (
        <textarea
          // biome-ignore lint/a11y/noAutofocus: it was asked for just now
          autoFocus
          aria-label={t('note')}
          defaultValue={note.content}
          onBlur={(event) => {
            setWriting(false)
            change({ content: event.target.value })
          }}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
          className="nodrag nopan nowheel min-h-0 flex-1 resize-none bg-transparent text-sm outline-none"
        />
      ) : (
        <p className="min-h-0 flex-1 overflow-hidden whitespace-pre-wrap break-words text-sm">
          {note.content || <span className="text-muted">{t('noteEmpty')}</span>}
        </p>
      )}
      {!bench.isReadOnly && (
        <div className="-top-8 absolute right-0 flex items-center gap-1 rounded-md border bg-surface p-1 opacity-0 shadow-md focus-within:opacity-100 group-hover:opacity-100">
          {Object.entries(COLOURS).map(([color, background]) => (
            <button
              key={color}
              type="button"
              aria-label={`${t('noteColour')}: ${color}`}
              aria-pressed={note.color === color}
              onClick={() => change({ color })}
              className="size-4 rounded-full border border-line-strong aria-pressed:ring-2 aria-pressed:ring-accent"
              style={{ background }}
            />
          ))}
          <button
            type="button"
            aria-label={t('writeNote')}
            onClick={() => setWriting(true)}
            className="rounded-sm p-0.5 text-muted hover:text-ink"
          >
            <Pencil size={14} aria-hidden="true" />
          </button>
          <button
            type="button"
            aria-label={t('remove')}
            onClick={() => removeNote(bench, note.id)}
            className="rounded-sm p-0.5 text-muted hover:text-danger-ink"
          >
            <Trash2 size={14} aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  )
})

/** Puts an empty note beside what is seen. */
export function addNote(bench: Bench): void {
  const { notes = [] } = bench.editor.get().definition
  const seen = bench.canvas.current?.toCanvas({ x: innerWidth / 2, y: innerHeight / 3 }) ?? { x: 0, y: 0 }
  const note: Note = {
    id: crypto.randomUUID(),
    content: '',
    color: 'yellow',
    position: { x: Math.round(seen.x) + 180, y: Math.round(seen.y) },
    size: SIZE,
  }
  applyEdits(bench, [{ type: 'UPDATE_NOTES', request: { notes: [...notes, note] } }])
}

function changeNote(bench: Bench, id: string, part: Partial<Note>): void {
  const { notes = [] } = bench.editor.get().definition
  const changed = notes.map((note) => (note.id === id ? { ...note, ...part } : note))
  if (JSON.stringify(changed) === JSON.stringify(notes)) return
  applyEdits(bench, [{ type: 'UPDATE_NOTES', request: { notes: changed } }])
}

function removeNote(bench: Bench, id: string): void {
  const { notes = [] } = bench.editor.get().definition
  applyEdits(bench, [{ type: 'UPDATE_NOTES', request: { notes: notes.filter((note) => note.id !== id) } }])
}
