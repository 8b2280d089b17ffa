import { ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { CodeAction, PieceAction } from '../../../workflow/schema.ts'
import type { Step } from '../../../workflow/walk.ts'
import { useT } from '../../i18n/texts.ts'
import { Input } from '../../ui/input.tsx'
import { useBench } from '../bench.ts'
import { FieldFrame } from '../fields/field-frame.tsx'
import { updateStep } from '../state/actions.ts'
import { panelTexts } from './texts.ts'

type Failing = PieceAction | CodeAction
type Settings = Failing['settings']

/** What `retryOnFailure` stands for where `retry` says nothing: Activepieces' own. */
const LEGACY_ATTEMPTS = 4

/** How often a step is tried, how long it may take, and what follows where it fails. */
export function ErrorSettings({ step }: { step: Failing }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const { settings } = step
  const ids = { attempts: useId(), backoff: useId(), timeout: useId() }
  const attempts = attemptsOf(settings)
  const change = (part: Partial<Settings>) =>
    updateStep(bench, step, { settings: { ...settings, ...part } } as Partial<Step>)
  const setAttempts = (count: number) => change(retrying(settings, count))
  return (
    <details
      className="group/errors border-t"
      open={attempts > 1 || settings.timeoutSeconds !== undefined || undefined}
    >
      <summary className="flex cursor-pointer items-center gap-1.5 px-5 py-3 font-medium text-sm">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="text-faint transition-transform group-open/errors:rotate-90"
        />
        {t('onError')}
      </summary>
      <div className="flex flex-col gap-5 px-5 pb-6">
        <FieldFrame
          id={ids.attempts}
          path="settings.retry"
          label={t('attempts')}
          hint={t('attemptsHint')}
          isRequired
        >
          <NumberBox
            id={ids.attempts}
            value={attempts}
            min={1}
            max={20}
            onNumber={(count) => setAttempts(count ?? 1)}
          />
        </FieldFrame>
        {attempts > 1 && (
          <FieldFrame id={ids.backoff} path="settings.retry.backoffSeconds" label={t('backoff')}>
            <NumberBox
              id={ids.backoff}
              value={settings.retry?.backoffSeconds}
              min={0}
              max={3600}
              onNumber={(backoffSeconds) =>
                change({ retry: { ...settings.retry, maxAttempts: attempts, backoffSeconds } })
              }
            />
          </FieldFrame>
        )}
        <FieldFrame
          id={ids.timeout}
          path="settings.timeoutSeconds"
          label={t('timeout')}
          hint={t('timeoutHint')}
        >
          <NumberBox
            id={ids.timeout}
            value={settings.timeoutSeconds}
            min={1}
            max={900}
            onNumber={(timeoutSeconds) => change({ timeoutSeconds })}
          />
        </FieldFrame>
        <WhenFailed step={step} />
      </div>
    </details>
  )
}

function attemptsOf({ retry, errorHandlingOptions }: Settings): number {
  return retry?.maxAttempts ?? (errorHandlingOptions?.retryOnFailure?.value ? LEGACY_ATTEMPTS : 1)
}

/** Our `retry` says it exactly; Activepieces' switch follows, for who takes the workflow there. */
function retrying({ retry, errorHandlingOptions }: Settings, maxAttempts: number): Partial<Settings> {
  return {
    retry: maxAttempts > 1 ? { ...retry, maxAttempts } : undefined,
    errorHandlingOptions: { ...errorHandlingOptions, retryOnFailure: { value: maxAttempts > 1 } },
  }
}

function WhenFailed({ step }: { step: Failing }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const name = useId()
  const { errorHandlingOptions } = step.settings
  const goesOn = errorHandlingOptions?.continueOnFailure?.value === true
  const chosen = step.onFailure ? 'failureBranch' : goesOn ? 'goOn' : 'stop'
  const choose = (what: 'stop' | 'goOn' | 'failureBranch') => {
    if (what === 'failureBranch') {
      const place = { parentStep: step.name, stepLocationRelativeToParent: 'INSIDE_ON_FAILURE' } as const
      bench.view.set({ picker: { for: 'add', place } })
      return
    }
    const options = { ...errorHandlingOptions, continueOnFailure: { value: what === 'goOn' } }
    updateStep(bench, step, {
      settings: { ...step.settings, errorHandlingOptions: options },
    } as Partial<Step>)
  }
  return (
    <fieldset className="flex flex-col gap-2" disabled={bench.isReadOnly}>
      <legend className="mb-1.5 font-medium text-sm">{t('whenFailed')}</legend>
      {(['stop', 'goOn', 'failureBranch'] as const).map((what) => (
        <label key={what} className="flex items-start gap-2 text-sm">
          <input
            type="radio"
            name={name}
            checked={chosen === what}
            disabled={step.onFailure != null && what !== 'failureBranch'}
            onChange={() => choose(what)}
            className="mt-1 accent-(--color-accent)"
          />
          {t(what)}
        </label>
      ))}
      {step.onFailure && (
        <p className="text-muted text-xs">{t('failureBranchHint').replaceAll('name.', `${step.name}.`)}</p>
      )}
    </fieldset>
  )
}

function NumberBox({
  id,
  value,
  min,
  max,
  onNumber,
}: {
  id: string
  value: number | undefined
  min: number
  max: number
  onNumber: (value: number | undefined) => void
}) {
  const { isReadOnly } = useBench()
  return (
    <Input
      id={id}
      type="number"
      min={min}
      max={max}
      value={value ?? ''}
      readOnly={isReadOnly}
      onChange={({ target }) => {
        const typed = target.valueAsNumber
        onNumber(Number.isNaN(typed) ? undefined : Math.min(max, Math.max(min, typed)))
      }}
      className="w-24!"
    />
  )
}
