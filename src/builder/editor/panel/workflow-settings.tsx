import type { Definition } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { Field } from '../../ui/field.tsx'
import { Input, TextArea } from '../../ui/input.tsx'
import { applyEdits, useBench, useDefinition } from '../bench.ts'
import { textOf } from '../fields/template-input.tsx'
import { editorTexts } from '../texts.ts'
import { PanelHead } from './panel-head.tsx'

const DEADLINE_SECONDS: Range = { min: 1, max: 60, step: 'any' }
const BUDGET_MS: Range = { min: 100, max: 60_000, step: 1 }

interface Range {
  min: number
  max: number
  /** of what may be typed */
  step: number | 'any'
}

/** What holds for the workflow as a whole. */
export function WorkflowSettingsPanel() {
  const bench = useBench()
  const t = useT(editorTexts)
  const { settings = {} } = useDefinition()
  const change = (part: NonNullable<Definition['settings']>) =>
    applyEdits(
      bench,
      [{ type: 'UPDATE_SETTINGS', request: { settings: { ...settings, ...part } } }],
      `settings ${Object.keys(part).join()}`,
    )
  return (
    <>
      <PanelHead title={t('settings')} />
      <div className="flex flex-col gap-5 p-5">
        <LimitField
          label={t('deadline')}
          hint={t('deadlineHint')}
          value={settings.deadlineSeconds}
          range={DEADLINE_SECONDS}
          onChange={(deadlineSeconds) => change({ deadlineSeconds })}
        />
        <LimitField
          label={t('budget')}
          hint={t('budgetHint')}
          value={settings.latencyBudgetMs}
          range={BUDGET_MS}
          onChange={(latencyBudgetMs) => change({ latencyBudgetMs })}
        />
        <Field label={t('fallback')} hint={t('fallbackHint')}>
          {(control) => (
            <TextArea
              {...control}
              value={textOf(settings.fallbackAnswer)}
              readOnly={bench.isReadOnly}
              onChange={({ target }) =>
                change({ fallbackAnswer: target.value === '' ? undefined : target.value })
              }
            />
          )}
        </Field>
      </div>
    </>
  )
}

/** A number that may be left out. It counts once it is typed to its end: on the way there it may be none that is allowed. */
function LimitField({
  label,
  hint,
  value,
  range,
  onChange,
}: {
  label: string
  hint: string
  value: number | undefined
  range: Range
  onChange(value: number | undefined): void
}) {
  const { isReadOnly } = useBench()
  const take = (typed: number) => {
    const next = Number.isNaN(typed) ? undefined : Math.min(range.max, Math.max(range.min, typed))
    if (next !== value) onChange(next)
    return next
  }
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <Input
          {...control}
          // Another value, by an undo for one, is another field.
          key={value ?? ''}
          type="number"
          {...range}
          defaultValue={value ?? ''}
          readOnly={isReadOnly}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          onBlur={({ target }) => {
            target.value = String(take(target.valueAsNumber) ?? '')
          }}
          className="w-28!"
        />
      )}
    </Field>
  )
}
