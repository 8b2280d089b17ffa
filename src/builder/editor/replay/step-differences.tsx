import { ArrowLeft } from 'lucide-react'
import type { RunStep } from '../../../client/api.d.ts'
import { findStep } from '../../../workflow/walk.ts'
import { useRun } from '../../api/calls.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { useBench, useDefinition } from '../bench.ts'
import { StepIcon } from '../canvas/step-icon.tsx'
import { chosenSteps, loopOutput } from '../run/overlay.ts'
import { selectStep } from '../state/actions.ts'
import { JsonView } from '../test/json-view.tsx'
import type { ReplayedRun } from './differing.ts'
import { StepChanges } from './run-differences.tsx'
import { replayTexts } from './texts.ts'

/** One step as it was in the past run and as it is in the replay, side by side. */
export function StepDifferences({ run, name }: { run: ReplayedRun; name: string }) {
  const t = useT(replayTexts)
  const bench = useBench()
  const definition = useDefinition()
  const past = useRun(run.run_id)
  const replayed = useRun(run.replay_run_id ?? undefined)
  const step = findStep(definition, name)?.step
  const before = past.data && chosenSteps(past.data.steps, definition, {}).get(name)
  const after = replayed.data && chosenSteps(replayed.data.steps, definition, {}).get(name)
  const differing = run.comparison?.steps.filter((each) => each.name === name) ?? []
  if (!step) return null
  return (
    <>
      <header className="flex items-center gap-3 border-b px-4 py-3">
        <StepIcon step={step} size={34} />
        <h2 className="min-w-0 flex-1 truncate font-semibold text-base">{step.displayName || name}</h2>
        <Button size="sm" look="quiet" onClick={() => selectStep(bench, null, 'test')}>
          <ArrowLeft size={14} aria-hidden="true" />
          {t('stepBack')}
        </Button>
      </header>
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-5">
        {differing.length === 0 && <p className="text-muted text-sm">{t('sameStep')}</p>}
        {differing.map((each) => (
          <div key={each.path} className="rounded-lg border [&>*]:border-t-0">
            <StepChanges step={each} />
          </div>
        ))}
        {(['input', 'output'] as const).map((side) => (
          <section key={side}>
            <h3 className="mb-1.5 font-medium text-sm">{t(side)}</h3>
            <div className="grid gap-2 sm:grid-cols-2">
              <Side title={t('before')} record={before} side={side} />
              <Side title={t('after')} record={after} side={side} />
            </div>
          </section>
        ))}
      </div>
    </>
  )
}

function Side({
  title,
  record,
  side,
}: {
  title: string
  record: RunStep | undefined
  side: 'input' | 'output'
}) {
  const t = useT(replayTexts)
  const shown =
    side === 'output' && loopOutput(record)
      ? { items: loopOutput(record)?.iterations.length }
      : record?.[side]
  return (
    <div className="min-w-0">
      <h4 className="mb-1 text-muted text-xs">{title}</h4>
      {record ? (
        <JsonView value={record.error && side === 'output' ? record.error.message : shown} />
      ) : (
        <p className="rounded-lg border border-dashed p-2.5 text-muted text-xs">{t('didNotRun')}</p>
      )}
    </div>
  )
}
