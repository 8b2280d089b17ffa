import { useMutation } from '@tanstack/react-query'
import { FlaskConical, PhoneOutgoing } from 'lucide-react'
import { useState } from 'react'
import { isDigaAction } from '../../../workflow/diga.ts'
import type { Action } from '../../../workflow/schema.ts'
import { ApiError } from '../../api/client.ts'
import { useT } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/empty.tsx'
import { Checkbox } from '../../ui/toggle.tsx'
import { useBench, useView } from '../bench.ts'
import { JsonView } from './json-view.tsx'
import { Console, ErrorBox, Sides, Verdict, WaitNote } from './result.tsx'
import { testStep, testUpTo } from './run-tests.ts'
import { SampleBox } from './sample-box.tsx'
import { testTexts } from './texts.ts'

/** Tests one step: what went in, what came out, what it wrote. */
export function StepTest({ step }: { step: Action }) {
  const bench = useBench()
  const t = useT(testTexts)
  const [live, setLive] = useState(false)
  const isTested = useView((view) => view.samples.has(step.name))
  const test = useMutation({ mutationFn: () => testStep(bench, step.name, live) })
  const result = test.data
  return (
    <div className="flex flex-col gap-4 p-5">
      {!bench.isReadOnly && (
        <div>
          <div className="flex items-center gap-3">
            <Button look="primary" busy={test.isPending} onClick={() => test.mutate()}>
              {!test.isPending && <FlaskConical size={14} aria-hidden="true" />}
              {test.isPending ? t('testing') : t(isTested || result ? 'again' : 'testStep')}
            </Button>
            {isDigaAction(step, 'makeCall') && (
              // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside it
              <label className="flex items-center gap-2 text-sm">
                <Checkbox checked={live} onChecked={setLive} />
                <PhoneOutgoing size={13} aria-hidden="true" />
                {t('live')}
              </label>
            )}
          </div>
          <p className="mt-2 text-pretty text-muted text-xs">{t('really')}</p>
        </div>
      )}
      {test.error && <Refusal step={step.name} error={test.error} />}
      {result && (
        <>
          <Verdict isGood={result.success} duration={result.duration} />
          {result.error && <ErrorBox step={step.name} error={result.error} />}
          {result.wait && <WaitNote text={t('waits')} />}
          {result.warnings.map(({ path, message }) => (
            <p key={`${path} ${message}`} className="text-warning-ink text-xs">
              {path && <code className="mr-1">{path}</code>}
              {message}
            </p>
          ))}
          <Sides
            sides={[
              {
                key: 'output',
                text: t('output'),
                isThere: result.success,
                content: <JsonView value={result.output} />,
              },
              { key: 'input', text: t('input'), isThere: true, content: <JsonView value={result.input} /> },
              {
                key: 'logs',
                text: t('logs'),
                isThere: result.standardOutput !== '' || result.standardError !== '',
                content: (
                  <Console text={[result.standardOutput, result.standardError].filter(Boolean).join('\n')} />
                ),
              },
            ]}
          />
        </>
      )}
      <SampleBox step={step.name} isShown={!result?.success} />
    </div>
  )
}

/** Why there was no test. Steps that were never tested can be made up for. */
function Refusal({ step, error }: { step: string; error: Error }) {
  const bench = useBench()
  const t = useT(testTexts)
  const isMissing = error instanceof ApiError && error.code === 'SAMPLE_MISSING'
  return (
    <div
      role="alert"
      className="rounded-lg border border-warning/30 bg-warning-soft p-3 text-sm text-warning-ink"
    >
      <p>{messageOf(error)}</p>
      {isMissing && (
        <Button size="sm" className="mt-2" onClick={() => void testUpTo(bench, step)}>
          {t('testThose')}
        </Button>
      )}
    </div>
  )
}
