import type { NodeProps } from '@xyflow/react'
import { CircleAlert, CircleCheck, EllipsisVertical, SkipForward, TriangleAlert } from 'lucide-react'
import { memo, useState } from 'react'
import { isTrigger } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { Menu } from '../../ui/menu.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useBench, useView } from '../bench.ts'
import { openStep, selectStep } from '../state/actions.ts'
import { partOf, pieceOf } from '../state/pieces.ts'
import { startDrag } from './drag.ts'
import type { StepBox } from './layout.ts'
import type { CanvasNode } from './nodes.ts'
import { RunBadge } from './run-badge.tsx'
import { StepIcon } from './step-icon.tsx'
import { StepMenu } from './step-menu.tsx'
import { canvasTexts } from './texts.ts'

/** One step: its icon, number and name, and how it stands. */
export const StepNode = memo(function StepNode({ data, selected }: NodeProps<CanvasNode<StepBox>>) {
  const bench = useBench()
  const t = useT(canvasTexts)
  const { step, number } = data
  const { name } = step
  const isActive = useView((view) => view.active === name)
  const isDragged = useView((view) => view.drag?.names.includes(name) ?? false)
  const [isMenuOpen, setMenuOpen] = useState(false)
  const isEmpty = step.type === 'EMPTY'
  const isSkipped = !isTrigger(step) && step.skip === true
  const title = isEmpty ? t('chooseTrigger') : step.displayName || name
  const open = () =>
    isEmpty && !bench.isReadOnly ? bench.view.set({ picker: { for: 'trigger' } }) : openStep(bench, name)
  return (
    <div className={cx('group nopan relative h-full', isDragged && 'opacity-40')}>
      {isTrigger(step) && (
        <span className="absolute -top-[22px] left-2 rounded-t-md border border-b-0 bg-surface px-2 pt-0.5 font-medium text-2xs text-muted">
          {t('trigger')}
        </span>
      )}
      <button
        type="button"
        data-step={name}
        tabIndex={isActive || (isTrigger(step) && bench.view.get().active === null) ? 0 : -1}
        aria-current={isActive || undefined}
        onFocus={({ currentTarget }) => {
          // Keys act on what has the focus. A click says for itself what it selects.
          if (!isActive && currentTarget.matches(':focus-visible')) selectStep(bench, name)
        }}
        onPointerDown={(event) => startDrag(bench, name, event)}
        onClick={(event) => {
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) open()
        }}
        onContextMenu={(event) => {
          event.preventDefault()
          if (!bench.view.get().selection.includes(name)) selectStep(bench, name)
          setMenuOpen(true)
        }}
        className={cx(
          'flex h-full w-full items-center gap-3 rounded-xl border bg-surface pr-9 pl-3 text-left shadow-xs outline-none transition-[border-color,box-shadow] duration-100 focus-visible:border-accent focus-visible:ring-2 focus-visible:ring-accent/50 hover:border-line-strong hover:shadow-md',
          isEmpty && 'border-dashed',
          (selected || isActive) && 'border-accent! ring-2 ring-accent/25',
          isSkipped && 'bg-sunken',
        )}
      >
        <span className={cx('inline-flex', isSkipped && 'opacity-50 grayscale')}>
          <StepIcon step={step} />
        </span>
        <span className={cx('min-w-0 flex-1', isSkipped && 'text-muted')}>
          <span className="block truncate font-medium text-sm">
            {number}. {title}
          </span>
          <span className="block truncate text-muted text-xs">
            <Subtitle box={data} />
          </span>
        </span>
      </button>
      <span className="absolute top-1.5 right-1.5 flex items-center">
        {!bench.isReadOnly && !isEmpty && (
          <Menu
            open={isMenuOpen}
            onOpen={setMenuOpen}
            trigger={
              <button
                type="button"
                tabIndex={-1}
                aria-label={t('more', { name: title })}
                className="rounded-md p-0.5 text-faint opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100"
              >
                <EllipsisVertical size={15} aria-hidden="true" />
              </button>
            }
          >
            <StepMenu step={step} />
          </Menu>
        )}
      </span>
      <span className="pointer-events-none absolute right-2.5 bottom-2 flex items-center gap-1 [&>*]:pointer-events-auto">
        <Marks name={name} isSkipped={isSkipped} />
      </span>
      <RunBadge name={name} />
    </div>
  )
})

function Subtitle({ box: { step } }: { box: StepBox }) {
  const { pieces } = useBench()
  const t = useT(canvasTexts)
  switch (step.type) {
    case 'EMPTY':
      return t('chooseTriggerHint')
    case 'CODE':
      return t('code')
    case 'LOOP_ON_ITEMS':
      return t('loopStep')
    case 'ROUTER':
      return t('router')
    default: {
      const piece = pieceOf(step, pieces)?.displayName ?? step.settings.pieceName
      const part = partOf(step, pieces)?.displayName
      return part && part !== step.displayName ? `${piece} · ${part}` : piece
    }
  }
}

/** What is wrong with a step, whether it was tested, whether it is skipped. */
function Marks({ name, isSkipped }: { name: string; isSkipped: boolean }) {
  const t = useT(canvasTexts)
  const issues = useView((view) => view.issues.get(name))
  const isTested = useView((view) => view.samples.has(name))
  const hasRun = useView((view) => view.overlay !== null)
  if (hasRun) return null
  if (isSkipped) {
    return (
      <Tooltip text={t('skipped')}>
        <SkipForward size={14} className="text-faint" aria-label={t('skipped')} />
      </Tooltip>
    )
  }
  if (issues && issues.length > 0) {
    const isError = issues.some(({ severity }) => severity === 'error')
    const Icon = isError ? CircleAlert : TriangleAlert
    return (
      <Tooltip text={issues.map(({ message }) => message.replace(`Step ${name}: `, '')).join(' ')}>
        <span role="img" aria-label={t('issues', { count: issues.length })}>
          <Icon size={15} className={isError ? 'text-danger' : 'text-warning'} aria-hidden="true" />
        </span>
      </Tooltip>
    )
  }
  if (!isTested) return null
  return (
    <Tooltip text={t('tested')}>
      <CircleCheck size={14} className="text-success" aria-label={t('tested')} />
    </Tooltip>
  )
}
