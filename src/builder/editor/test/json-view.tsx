import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { isObject } from '../../../json.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { previewOf } from '../data/tree.ts'
import { testTexts } from './texts.ts'

const SHOWN_ITEMS = 100
const OPEN_LEVELS = 2
const MAX_TEXT = 4_000

/** A value to look through: what is nested opens at a click. */
export function JsonView({ value, className }: { value: unknown; className?: string }) {
  const t = useT(testTexts)
  const isText = typeof value === 'string'
  return (
    <div className={cx('relative rounded-lg border bg-sunken/60', className)}>
      <span className="absolute top-1 right-1 z-10">
        <CopyButton text={isText ? value : (JSON.stringify(value, null, 2) ?? '')} label={t('copy')} />
      </span>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <div tabIndex={0} className="max-h-96 overflow-auto p-2.5 pr-9 font-mono text-xs leading-5">
        <Value value={value} level={0} />
      </div>
    </div>
  )
}

function Value({ value, level }: { value: unknown; level: number }) {
  const t = useT(testTexts)
  if (value === null || value === undefined)
    return <span className="text-faint">{value === null ? 'null' : t('nothing')}</span>
  if (typeof value === 'string') {
    return (
      <span className="whitespace-pre-wrap break-words text-success-ink">
        {level === 0 ? value.slice(0, MAX_TEXT) : JSON.stringify(value.slice(0, MAX_TEXT))}
      </span>
    )
  }
  if (typeof value !== 'object') return <span className="text-warning-ink">{String(value)}</span>
  const entries = Object.entries(value)
  if (entries.length === 0) return <span className="text-faint">{Array.isArray(value) ? '[]' : '{}'}</span>
  return (
    <ul className={cx(level > 0 && 'border-l pl-3')}>
      {entries.slice(0, SHOWN_ITEMS).map(([key, item]) => (
        <Entry key={key} name={key} value={item} level={level + 1} />
      ))}
      {entries.length > SHOWN_ITEMS && <li className="text-faint">… {entries.length - SHOWN_ITEMS}</li>}
    </ul>
  )
}

function Entry({ name, value, level }: { name: string; value: unknown; level: number }) {
  const [isOpen, setOpen] = useState(level <= OPEN_LEVELS)
  const isNested = (isObject(value) || Array.isArray(value)) && Object.keys(value).length > 0
  if (!isNested) {
    return (
      <li className="flex gap-2 pl-4">
        <span className="shrink-0 text-info-ink">{name}</span>
        <span className="min-w-0">
          <Value value={value} level={level} />
        </span>
      </li>
    )
  }
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex items-center gap-1 text-left"
      >
        <ChevronRight
          size={12}
          aria-hidden="true"
          className={cx('text-faint transition-transform', isOpen && 'rotate-90')}
        />
        <span className="text-info-ink">{name}</span>
        {!isOpen && <span className="truncate text-faint">{previewOf(value).slice(0, 60)}</span>}
      </button>
      {isOpen && (
        <div className="pl-1.5">
          <Value value={value} level={level} />
        </div>
      )}
    </li>
  )
}
