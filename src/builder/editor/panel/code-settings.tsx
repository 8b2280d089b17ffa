import { useId } from 'react'
import type { CodeAction } from '../../../workflow/schema.ts'
import { useT } from '../../i18n/texts.ts'
import { useBench } from '../bench.ts'
import { previewTemplate } from '../data/scope.ts'
import { CodeInput } from '../fields/code-input.tsx'
import { FieldFrame } from '../fields/field-frame.tsx'
import { issueAt, saidOf, useForm } from '../fields/form.ts'
import { ObjectInput } from '../fields/structures.tsx'
import { updateStep } from '../state/actions.ts'
import { panelTexts } from './texts.ts'
import { typeOf } from './type-of.ts'

/** Code, and what goes into it. */
export function CodeSettings({ step }: { step: CodeAction }) {
  const bench = useBench()
  const t = useT(panelTexts)
  const { issues, part, sources } = useForm()
  const [inputs, code] = [useId(), useId()]
  const { input = {}, sourceCode } = step.settings
  const issue = issueAt(issues, 'settings.sourceCode')
  const change = (part: Partial<CodeAction['settings']>) =>
    updateStep(bench, step, { settings: { ...step.settings, ...part } })
  const { value: sample } = previewTemplate(input, sources)
  return (
    <div className="flex flex-col gap-5 p-5">
      <FieldFrame id={inputs} path="settings.input" label={t('inputs')} hint={t('inputsHint')}>
        <ObjectInput
          id={inputs}
          name="input"
          path="settings.input"
          property={{ type: 'OBJECT', displayName: t('inputs'), required: false }}
          value={input}
          input={input}
          isRaw={false}
          isInvalid={false}
          onValue={(next) => change({ input: next as Record<string, unknown> })}
        />
      </FieldFrame>
      {Object.keys(input).length > 0 && (
        <details className="text-xs">
          <summary className="cursor-pointer text-muted">{t('inputTypes')}</summary>
          <pre className="mt-1 overflow-x-auto rounded-md bg-sunken p-2 font-mono">
            inputs: {typeOf(sample)}
          </pre>
        </details>
      )}
      <FieldFrame
        id={code}
        path="settings.sourceCode"
        label={t('code')}
        hint={t('codeHint')}
        isRequired
        error={issue && saidOf(issue, part)}
      >
        <CodeInput
          text={sourceCode.code}
          onText={(text) => change({ sourceCode: { ...sourceCode, code: text } })}
          language="typescript"
          labelledBy={`${code}-label`}
          roots={[{ name: 'inputs', title: '', value: sample }]}
          isInvalid={issue !== undefined}
          className="max-h-[60vh] min-h-64"
        />
      </FieldFrame>
    </div>
  )
}
