import { useId } from 'react'
import type { LoopAction } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { Input } from '../../ui/input.tsx'
import { useBench } from '../bench.ts'
import { FieldFrame } from '../fields/field-frame.tsx'
import { issueAt, saidOf, useForm } from '../fields/form.ts'
import { TemplateInput } from '../fields/template-input.tsx'
import { updateStep } from '../state/actions.ts'
import { panelTexts } from './texts.ts'

const MAX_CONCURRENCY = 50

/** What a loop goes through. */
export function LoopSettings({ step }: { step: LoopAction }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const { issues, part } = useForm()
  const [items, many] = [useId(), useId()]
  const issue = issueAt(issues, 'settings.items')
  const change = (part: Partial<LoopAction['settings']>) =>
    updateStep(bench, step, { settings: { ...step.settings, ...part } })
  return (
    <div className="flex flex-col gap-5 p-5">
      <FieldFrame
        id={items}
        path="settings.items"
        label={t('items')}
        hint={t('itemsHint').replaceAll('name.', `${step.name}.`)}
        isRequired
        error={issue && saidOf(issue, part)}
      >
        <TemplateInput
          value={step.settings.items}
          onValue={(text) => change({ items: text })}
          labelledBy={`${items}-label`}
          isInvalid={issue !== undefined}
        />
      </FieldFrame>
      <FieldFrame id={many} path="settings.concurrency" label={t('concurrency')} hint={t('concurrencyHint')}>
        <Input
          id={many}
          type="number"
          min={1}
          max={MAX_CONCURRENCY}
          value={step.settings.concurrency ?? 1}
          readOnly={bench.isReadOnly}
          onChange={({ target }) => {
            const count = Math.min(MAX_CONCURRENCY, Math.max(1, Math.round(target.valueAsNumber || 1)))
            change({ concurrency: count === 1 ? undefined : count })
          }}
          className="w-24!"
        />
      </FieldFrame>
    </div>
  )
}
