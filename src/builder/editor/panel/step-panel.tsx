import { Copy } from 'lucide-react'
import { isTrigger, type Step } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useBench, useView } from '../bench.ts'
import { StepIcon } from '../canvas/step-icon.tsx'
import { FormProvider, useFormFacts } from '../fields/form.ts'
import { updateStep } from '../state/actions.ts'
import { partOf, pieceOf } from '../state/pieces.ts'
import { StepTest } from '../test/step-test.tsx'
import { TriggerTest } from '../test/trigger-test.tsx'
import { CodeSettings } from './code-settings.tsx'
import { ErrorSettings } from './error-settings.tsx'
import { LoopSettings } from './loop-settings.tsx'
import { PieceSettings } from './piece-settings.tsx'
import { Replacement } from './replacement.tsx'
import { RouterSettings } from './router-settings.tsx'
import { panelTexts } from './texts.ts'

/** A step: what it does, and what it does on sample data. */
export function StepPanel({ step }: { step: Step }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const tab = useView((view) => view.tab)
  const piece = pieceOf(step, bench.pieces)
  const part = partOf(step, bench.pieces)
  const facts = useFormFacts(step, piece, part)
  return (
    <FormProvider value={facts}>
      <Head step={step} subtitle={[piece?.displayName, part?.displayName].filter(Boolean).join(' · ')} />
      <div role="tablist" aria-label={t('parts')} className="flex gap-1 border-b px-4">
        {(['settings', 'test'] as const).map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            aria-selected={tab === each}
            onClick={() => bench.view.set({ tab: each })}
            className={cx(
              '-mb-px border-b-2 px-2.5 py-2 text-sm',
              tab === each ? 'border-accent font-medium' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {t(each)}
          </button>
        ))}
      </div>
      <div role="tabpanel" aria-label={t(tab)} className="min-h-0 flex-1 overflow-y-auto">
        {tab === 'settings' ? (
          <Settings step={step} />
        ) : isTrigger(step) ? (
          <TriggerTest />
        ) : (
          <StepTest step={step} />
        )}
      </div>
    </FormProvider>
  )
}

function Head({ step, subtitle }: { step: Step; subtitle: string }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const rename = (displayName: string) => {
    if (displayName.trim() !== '' && displayName !== step.displayName)
      updateStep(bench, step, { displayName })
  }
  return (
    <header className="flex items-center gap-3 px-4 pt-3 pr-20 pb-2">
      <StepIcon step={step} size={34} />
      <div className="min-w-0 flex-1">
        <input
          key={step.displayName}
          aria-label={t('name')}
          defaultValue={step.displayName}
          readOnly={bench.isReadOnly}
          onBlur={(event) => rename(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          className="-ml-1.5 w-full truncate rounded-md border border-transparent bg-transparent px-1.5 font-semibold text-base hover:border-line focus:border-accent focus:outline-none"
        />
        <p className="flex items-center gap-2 truncate text-muted text-xs">
          {subtitle && <span className="truncate">{subtitle}</span>}
          <Tooltip text={t('reference')}>
            <button
              type="button"
              onClick={() => void navigator.clipboard.writeText(`{{${step.name}}}`)}
              className="flex items-center gap-1 rounded-sm bg-active px-1 font-mono text-2xs text-muted hover:text-ink"
            >
              {step.name}
              <Copy size={10} aria-hidden="true" />
            </button>
          </Tooltip>
        </p>
      </div>
    </header>
  )
}

function Settings({ step }: { step: Step }) {
  switch (step.type) {
    case 'EMPTY':
      return <Replacement text={null} />
    case 'LOOP_ON_ITEMS':
      return <LoopSettings step={step} />
    case 'ROUTER':
      return <RouterSettings step={step} />
    case 'CODE':
      return (
        <>
          <CodeSettings step={step} />
          <ErrorSettings step={step} />
        </>
      )
    case 'PIECE':
      return (
        <>
          <PieceSettings step={step} />
          <ErrorSettings step={step} />
        </>
      )
    default:
      return <PieceSettings step={step} />
  }
}
