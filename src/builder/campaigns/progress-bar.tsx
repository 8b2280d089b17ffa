import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { cx } from '../ui/classes.ts'
import type { Segment } from './segments.ts'
import { progressTexts } from './texts.ts'

const TONES: Record<Segment['kind'], string> = {
  reached: 'bg-success',
  done: 'bg-info',
  live: 'bg-accent animate-pulse',
  failed: 'bg-danger',
  skipped: 'bg-warning',
  queued: 'bg-line-strong',
  stopped: 'bg-control',
}

/** How the rows of a campaign stand, as one bar; with a legend where it has the room. */
export function ProgressBar({ segments, legend = false }: { segments: Segment[]; legend?: boolean }) {
  const t = useT(progressTexts)
  const { number } = useFormats()
  const said = segments.map(({ kind, count }) => `${t(kind)}: ${number(count)}`).join(', ')
  return (
    <div>
      <div
        role="img"
        aria-label={said || t('rows')}
        className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-active"
      >
        {segments.map(({ kind, count }) => (
          <span key={kind} className={cx('min-w-1', TONES[kind])} style={{ flexGrow: count }} />
        ))}
      </div>
      {legend && (
        <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1">
          {segments.map(({ kind, count }) => (
            <li key={kind} className="flex items-center gap-2 text-sm">
              <span aria-hidden="true" className={cx('size-2 rounded-full', TONES[kind])} />
              <span className="text-muted">{t(kind)}</span>
              <span className="font-medium tabular-nums">{number(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
