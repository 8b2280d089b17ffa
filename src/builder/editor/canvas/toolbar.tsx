import {
  ImageDown,
  Map as MapIcon,
  Maximize,
  Redo2,
  Search,
  StickyNote,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import { useT } from '../../i18n/texts.ts'
import { IconButton } from '../../ui/button.tsx'
import { toastError } from '../../ui/toast.tsx'
import { useBench, useEdited } from '../bench.ts'
import { goThroughHistory } from '../state/actions.ts'
import { saveImage } from './image.ts'
import { addNote } from './note-node.tsx'
import { canvasTexts } from './texts.ts'

const ZOOM_STEP = 1.25

/** What is done with the canvas as a whole. */
export function Toolbar({
  hasMap,
  onMap,
  frame,
}: {
  hasMap: boolean
  onMap: () => void
  frame: RefObject<HTMLElement | null>
}) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const canUndo = useEdited((state) => state.past.length > 0)
  const canRedo = useEdited((state) => state.future.length > 0)
  const { canvas } = bench
  return (
    <div
      role="toolbar"
      aria-label={t('canvas')}
      className="absolute bottom-4 left-4 z-10 flex items-center gap-0.5 rounded-lg border bg-surface p-0.5 shadow-md"
    >
      <Group>
        <IconButton size="sm" label={t('zoomOut')} onClick={() => canvas.current?.zoom(1 / ZOOM_STEP)}>
          <ZoomOut size={15} />
        </IconButton>
        <IconButton size="sm" label={t('zoomIn')} onClick={() => canvas.current?.zoom(ZOOM_STEP)}>
          <ZoomIn size={15} />
        </IconButton>
        <IconButton size="sm" label={t('fit')} onClick={() => canvas.current?.fit()}>
          <Maximize size={15} />
        </IconButton>
        <IconButton size="sm" label={t('minimap')} aria-pressed={hasMap} onClick={onMap}>
          <MapIcon size={15} className={hasMap ? 'text-accent-ink' : undefined} />
        </IconButton>
      </Group>
      {!bench.isReadOnly && (
        <Group>
          <IconButton
            size="sm"
            label={t('undo')}
            disabled={!canUndo}
            onClick={() => goThroughHistory(bench, 'undo')}
          >
            <Undo2 size={15} />
          </IconButton>
          <IconButton
            size="sm"
            label={t('redo')}
            disabled={!canRedo}
            onClick={() => goThroughHistory(bench, 'redo')}
          >
            <Redo2 size={15} />
          </IconButton>
        </Group>
      )}
      <Group>
        <IconButton size="sm" label={t('find')} onClick={() => bench.view.set({ isFinding: true })}>
          <Search size={15} />
        </IconButton>
        {!bench.isReadOnly && (
          <IconButton size="sm" label={t('addNote')} onClick={() => addNote(bench)}>
            <StickyNote size={15} />
          </IconButton>
        )}
        <IconButton
          size="sm"
          label={t('image')}
          onClick={() => frame.current && void saveImage(bench, frame.current).catch(toastError)}
        >
          <ImageDown size={15} />
        </IconButton>
      </Group>
    </div>
  )
}

const Group = ({ children }: { children: ReactNode }) => (
  <div className="flex items-center gap-0.5 border-l pl-0.5 first:border-l-0 first:pl-0">{children}</div>
)
