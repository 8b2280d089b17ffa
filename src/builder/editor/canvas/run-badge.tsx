import { Ban, Check, Clock, LoaderCircle, X } from 'lucide-react'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useView } from '../bench.ts'
import type { StepState } from '../run/overlay.ts'
import { canvasTexts } from './texts.ts'

const RUN_LOOKS = {
  RUNNING: { icon: LoaderCircle, look: 'bg-info text-white', text: 'runRunning' },
  PAUSED: { icon: Clock, look: 'bg-warning text-white', text: 'runPaused' },
  SUCCEEDED: { icon: Check, look: 'bg-success text-white', text: 'runSucceeded' },
  FAILED: { icon: X, look: 'bg-danger text-white', text: 'runFailed' },
  CANCELED: { icon: Ban, look: 'bg-control text-white', text: 'runCanceled' },
} as const satisfies Record<StepState['status'], unknown>

/** What a step did in the run that is shown: its status, how long it took, how often it was tried. */
export function RunBadge({ name }: { name: string }) {
  const t = useT(canvasTexts)
  const { duration } = useFormats()
  const state = useView((view) => view.overlay?.states.get(name))
  if (!state) return null
  const { icon: Icon, look, text } = RUN_LOOKS[state.status]
  const details = [
    state.duration !== null && duration(state.duration),
    state.attempts > 1 && t('attempts', { count: state.attempts }),
    state.iterations !== undefined && t('times', { count: state.iterations }),
  ].filter((detail) => typeof detail === 'string')
  return (
    <>
      <Tooltip text={state.error ?? t(text)} side="left">
        <span
          role="img"
          aria-label={t(text)}
          data-status={state.status}
          className={cx(
            'absolute top-1/2 -left-2.5 flex size-5 -translate-y-1/2 items-center justify-center rounded-full shadow-xs ring-2 ring-ground',
            look,
          )}
        >
          <Icon
            size={12}
            strokeWidth={3}
            aria-hidden="true"
            className={state.status === 'RUNNING' ? 'animate-spin' : undefined}
          />
        </span>
      </Tooltip>
      {state.differs && (
        <span className="absolute -top-2.5 right-2 rounded-md border border-warning/40 bg-warning-soft px-1.5 font-medium text-2xs text-warning-ink">
          {t('differs')}
        </span>
      )}
      {details.length > 0 && (
        <span className="pointer-events-none absolute right-2.5 bottom-2 bg-surface pl-2 text-2xs text-muted tabular-nums">
          {details.join(' · ')}
        </span>
      )}
    </>
  )
}
