import { ArrowLeft, ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { findStep } from '../../../workflow/walk.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { RunStatusBadge } from '../../ui/domain-badges.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useBench, useDefinition } from '../bench.ts'
import { selectStep } from '../state/actions.ts'
import { FieldList } from '../versions/change-list.tsx'
import { type Comparison, type DifferingStep, fieldsOf, type ReplayedRun } from './differing.ts'
import { replayTexts } from './texts.ts'
import { VerdictBadge } from './verdict-badge.tsx'

/** What is not the same in one run: its outcome, its answer, and step by step. */
export function RunDifferences({ run, onBack }: { run: ReplayedRun; onBack: (() => void) | undefined }) {
  const t = useT(replayTexts)
  const { dateTime } = useFormats()
  const { comparison, error, verdict } = run
  return (
    <>
      <header className="flex items-center gap-2 border-b px-5 py-3">
        {onBack && (
          <Button size="sm" look="quiet" onClick={onBack}>
            <ArrowLeft size={14} aria-hidden="true" />
            {t('allRuns')}
          </Button>
        )}
        <h2 className="min-w-0 flex-1 truncate font-semibold text-base">
          {comparison ? dateTime(comparison.happened_at) : t('run')}
        </h2>
        <VerdictBadge verdict={verdict} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-5">
        {error && <p className="text-muted text-sm">{error.message}</p>}
        {comparison && <Differences comparison={comparison} />}
        <Links run={run} />
      </div>
    </>
  )
}

function Differences({ comparison }: { comparison: Comparison }) {
  const t = useT(replayTexts)
  const { duration: length } = useFormats()
  const { status, duration, answer, steps, more_steps } = comparison
  const said = (ms: number | null) => (ms === null ? '–' : length(ms))
  return (
    <>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-sm">
        <dt className="text-muted">{t('status')}</dt>
        <Pair
          before={<RunStatusBadge status={status.before} />}
          after={<RunStatusBadge status={status.after} />}
        />
        <dt className="text-muted">{t('duration')}</dt>
        <Tooltip text={t('durationHint')}>
          <dd className="w-fit tabular-nums">
            {said(duration.before)} <Arrow /> {said(duration.after)}
          </dd>
        </Tooltip>
      </dl>
      {answer.changes.length > 0 && (
        <section>
          <h3 className="mb-1 font-medium text-sm">{t('answer')}</h3>
          <div className="rounded-lg border px-3 py-2">
            <FieldList fields={fieldsOf(answer.changes)} unnamed={t('wholeValue')} />
          </div>
        </section>
      )}
      {steps.length === 0 && answer.changes.length === 0 && (
        <p className="text-pretty text-muted text-sm">{t('nothingDiffers')}</p>
      )}
      {steps.length > 0 && (
        <ul className="flex flex-col gap-2">
          {steps.map((step) => (
            <StepItem key={step.path} step={step} />
          ))}
        </ul>
      )}
      {more_steps > 0 && <p className="text-muted text-xs">{t('more', { count: more_steps })}</p>}
    </>
  )
}

const Pair = ({ before, after }: { before: ReactNode; after: ReactNode }) => (
  <dd className="flex items-center gap-2">
    {before}
    <Arrow />
    {after}
  </dd>
)

const Arrow = () => <ArrowRight size={12} aria-hidden="true" className="inline shrink-0 text-faint" />

/** A step that did not do the same; its name leads to it on the canvas. */
function StepItem({ step }: { step: DifferingStep }) {
  const bench = useBench()
  const definition = useDefinition()
  const isThere = findStep(definition, step.name) !== undefined
  const title = step.display_name || step.name
  return (
    <li className="rounded-lg border">
      <div className="flex items-center gap-2 px-3 py-2">
        {isThere ? (
          <button
            type="button"
            onClick={() => {
              selectStep(bench, step.name)
              bench.canvas.current?.reveal(step.name)
            }}
            className="min-w-0 flex-1 truncate text-left font-medium text-sm hover:text-accent-ink hover:underline"
          >
            {title}
          </button>
        ) : (
          <span className="min-w-0 flex-1 truncate font-medium text-sm">{title}</span>
        )}
        {step.path !== step.name && <code className="truncate text-2xs text-muted">{step.path}</code>}
      </div>
      <StepChanges step={step} />
    </li>
  )
}

/** Where a step differs: whether it ran, what answered it, and its values. */
export function StepChanges({ step }: { step: DifferingStep }) {
  const t = useT(replayTexts)
  const { status, error, mocked } = step
  const said = (text: string | null) => text ?? t('didNotRun')
  const parts = (['input', 'output'] as const).filter((part) => step[part].length > 0)
  return (
    <div className="flex flex-col gap-2 border-t px-3 py-2 text-xs">
      {(status.before !== status.after || error.before !== error.after) && (
        <p className="flex items-center gap-2">
          <code>{error.before ?? said(status.before)}</code>
          <Arrow />
          <code>{error.after ?? said(status.after)}</code>
        </p>
      )}
      {mocked && mocked.from !== 'same_input' && <p className="text-pretty text-muted">{t(mocked.from)}</p>}
      {parts.map((part) => (
        <div key={part}>
          <h4 className="text-faint">{t(part)}</h4>
          <FieldList fields={fieldsOf(step[part])} unnamed={t('wholeValue')} />
        </div>
      ))}
    </div>
  )
}

function Links({ run: { run_id, replay_run_id } }: { run: ReplayedRun }) {
  const t = useT(replayTexts)
  const { workflowId } = useBench()
  const link = (id: string, text: string) => (
    <Link href={`/workflows/${workflowId}/runs/${id}`} className={buttonClass({ size: 'sm' })}>
      {text}
    </Link>
  )
  return (
    <p className="flex flex-wrap gap-2">
      {link(run_id, t('openThen'))}
      {replay_run_id && link(replay_run_id, t('openNow'))}
    </p>
  )
}
