import {
  ArrowLeft,
  Check,
  CloudOff,
  Download,
  FlaskConical,
  History,
  ListTree,
  LoaderCircle,
  PhoneCall,
  SlidersHorizontal,
  TriangleAlert,
} from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import { useT } from '../../i18n/texts.ts'
import { buttonClass, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { toastError } from '../../ui/toast.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { applyEdits, useBench, useEdited, useView } from '../bench.ts'
import type { Side } from '../state/view.ts'
import { editorTexts } from '../texts.ts'
import { Conflict } from './conflict.tsx'
import { exportWorkflow } from './export.ts'
import { PublishControls } from './publish.tsx'

/** The bar above the canvas: which workflow, whether it is saved, tests, publication. */
export function TopBar() {
  const t = useT(editorTexts)
  const { isReadOnly, workflowId } = useBench()
  return (
    <header className="absolute inset-x-0 top-0 z-20 flex h-14 items-center gap-2 border-b bg-surface/95 px-3 backdrop-blur">
      <Tooltip text={t('back')}>
        <Link
          href="/workflows"
          aria-label={t('back')}
          className="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <ArrowLeft size={17} aria-hidden="true" />
        </Link>
      </Tooltip>
      <Name />
      <Saved />
      <span className="flex-1" />
      <div className="hidden items-center gap-1 md:flex">
        <SideButton side="test" icon={<FlaskConical size={15} aria-hidden="true" />} text={t('test')} />
        <SideButton side="simulator" icon={<PhoneCall size={15} aria-hidden="true" />} text={t('simulate')} />
        <Link href={`/runs?workflow=${workflowId}`} className={buttonClass({ look: 'quiet' })}>
          <ListTree size={15} aria-hidden="true" />
          <span className="sr-only xl:not-sr-only">{t('runs')}</span>
        </Link>
        <SideButton side="versions" icon={<History size={15} aria-hidden="true" />} text={t('versions')} />
        <MoreMenu />
      </div>
      {isReadOnly ? <span className="text-muted text-xs">{t('readOnly')}</span> : <PublishControls />}
      <Conflict />
    </header>
  )
}

function SideButton({ side, icon, text }: { side: Side; icon: ReactNode; text: string }) {
  const { view } = useBench()
  const isOpen = useView((state) => state.side === side)
  return (
    <button
      type="button"
      aria-pressed={isOpen}
      onClick={() => view.set({ side: isOpen ? null : side })}
      className={cx(buttonClass({ look: 'quiet' }), isOpen && 'bg-active! text-ink!')}
    >
      {icon}
      <span className="sr-only lg:not-sr-only">{text}</span>
    </button>
  )
}

function MoreMenu() {
  const t = useT(editorTexts)
  const { view, workflowId } = useBench()
  return (
    <Menu
      trigger={
        <IconButton label={t('more')}>
          <SlidersHorizontal size={15} />
        </IconButton>
      }
    >
      <MenuItem icon={<SlidersHorizontal />} onSelect={() => view.set({ side: 'settings' })}>
        {t('settings')}
      </MenuItem>
      <MenuItem icon={<Download />} onSelect={() => void exportWorkflow(workflowId).catch(toastError)}>
        {t('exportFile')}
      </MenuItem>
    </Menu>
  )
}

function Name() {
  const t = useT(editorTexts)
  const bench = useBench()
  const name = useEdited((state) => state.definition.displayName)
  useEffect(() => {
    document.title = `${name} · Patchcord`
  }, [name])
  const rename = (displayName: string) => {
    if (displayName.trim() === '' || displayName === name) return
    applyEdits(bench, [{ type: 'CHANGE_NAME', request: { displayName } }])
  }
  return (
    <h1 className="min-w-0 max-w-80 shrink overflow-hidden">
      <input
        key={name}
        aria-label={t('name')}
        defaultValue={name}
        readOnly={bench.isReadOnly}
        onBlur={(event) => rename(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') {
            event.currentTarget.value = name
            event.currentTarget.blur()
          }
        }}
        className="field-sizing-content w-full min-w-16 truncate rounded-md border border-transparent bg-transparent px-2 py-1 font-semibold text-sm hover:border-line focus:border-accent focus:bg-surface focus:outline-none"
      />
    </h1>
  )
}

/** Whether the server has everything. */
function Saved() {
  const t = useT(editorTexts)
  const state = useEdited(({ sync }) => sync.state)
  const { icon, text, hint } = {
    saved: { icon: <Check size={13} aria-hidden="true" />, text: t('saved'), hint: undefined },
    saving: {
      icon: <LoaderCircle size={13} aria-hidden="true" className="animate-spin" />,
      text: t('saving'),
      hint: undefined,
    },
    waiting: { icon: <CloudOff size={13} aria-hidden="true" />, text: t('waiting'), hint: t('waitingHint') },
    conflict: {
      icon: <TriangleAlert size={13} aria-hidden="true" />,
      text: t('conflictTitle'),
      hint: undefined,
    },
    refused: {
      icon: <TriangleAlert size={13} aria-hidden="true" />,
      text: t('refusedTitle'),
      hint: undefined,
    },
  }[state]
  const shown = (
    <span
      role="status"
      data-sync={state}
      className={cx(
        'flex shrink-0 items-center gap-1 text-xs',
        state === 'saved' || state === 'saving' ? 'text-faint' : 'font-medium text-warning-ink',
      )}
    >
      {icon}
      <span className="sr-only sm:not-sr-only">{text}</span>
    </span>
  )
  return hint ? <Tooltip text={hint}>{shown}</Tooltip> : shown
}
