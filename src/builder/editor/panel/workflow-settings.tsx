import type { Definition } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { Field } from '../../ui/field.tsx'
import { Input, TextArea } from '../../ui/input.tsx'
import { applyEdits, useBench, useDefinition } from '../bench.ts'
import { textOf } from '../fields/template-input.tsx'
import { editorTexts } from '../texts.ts'
import { PanelHead } from './panel-head.tsx'

const MAX_DEADLINE = 60

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
        <Field label={t('deadline')} hint={t('deadlineHint')}>
          {(control) => (
            <Input
              {...control}
              type="number"
              min={1}
              max={MAX_DEADLINE}
              value={settings.deadlineSeconds ?? ''}
              readOnly={bench.isReadOnly}
              onChange={({ target }) => {
                const typed = target.valueAsNumber
                const deadlineSeconds = Number.isNaN(typed)
                  ? undefined
                  : Math.min(MAX_DEADLINE, Math.max(1, typed))
                change({ deadlineSeconds })
              }}
              className="w-24!"
            />
          )}
        </Field>
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
