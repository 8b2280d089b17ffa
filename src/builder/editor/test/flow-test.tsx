import { useMutation, useQuery } from '@tanstack/react-query'
import { ExternalLink, Play } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Run } from '../../../client/api.d.ts'
import { isDigaAction } from '../../../workflow/diga.ts'
import { steps } from '../../../workflow/walk.ts'
import { answerOf, api } from '../../api/client.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { messageOf } from '../../ui/empty.tsx'
import { Checkbox } from '../../ui/toggle.tsx'
import { ofWorkflow, workflowKeys } from '../api.ts'
import { useBench, useDefinition, useView } from '../bench.ts'
import { PanelHead } from '../panel/panel-head.tsx'
import { Replays } from '../replay/replays.tsx'
import { RunDot } from '../run/run-dot.tsx'
import { JsonView } from './json-view.tsx'
import { ErrorBox, Verdict, WaitNote } from './result.tsx'
import { testFlow } from './run-tests.ts'
import { SampleBox } from './sample-box.tsx'
import { testTexts } from './texts.ts'

/** Tests the whole workflow, and lists earlier tests. */
export default function FlowTest() {
  const bench = useBench()
  const t = useT(testTexts)
  const definition = useDefinition()
  const hasOverlay = useView((view) => view.overlay !== null)
  const [live, setLive] = useState(false)
  const test = useMutation({ mutationFn: () => testFlow(bench, live) })
  const calls = [...steps(definition)].some(({ step }) => isDigaAction(step, 'makeCall'))
  const result = test.data
  return (
    <>
      <PanelHead title={t('flowTitle')} text={t('flowHint')} />
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
        {!bench.isReadOnly && (
          <div>
            <div className="flex flex-wrap items-center gap-3">
              <Button look="primary" busy={test.isPending} onClick={() => test.mutate()}>
                {!test.isPending && <Play size={14} aria-hidden="true" />}
                {t(test.isPending ? 'running' : 'run')}
              </Button>
              {calls && (
                // biome-ignore lint/a11y/noLabelWithoutControl: the box is inside it
                <label className="flex items-center gap-2 text-sm">
                  <Checkbox checked={live} onChecked={setLive} />
                  {t('live')}
                </label>
              )}
              {hasOverlay && !test.isPending && (
                <Button look="quiet" onClick={() => bench.view.set({ overlay: null })}>
                  {t('clearCanvas')}
                </Button>
              )}
            </div>
            <p className="mt-2 text-pretty text-muted text-xs">{t('really')}</p>
          </div>
        )}
        {test.error && (
          <p role="alert" className="rounded-lg bg-danger-soft p-3 text-danger-ink text-sm">
            {messageOf(test.error)}
          </p>
        )}
        {result && (
          <section className="flex flex-col gap-3">
            <Verdict
              isGood={result.success || result.status === 'PAUSED'}
              duration={result.duration}
              text={result.status === 'PAUSED' ? t('paused') : undefined}
            />
            {result.error && <ErrorBox step={definition.trigger.name} error={result.error} />}
            {result.waits.length > 0 && <WaitNote text={result.waits.map(({ path }) => path).join(', ')} />}
            {result.answer !== null && (
              <div>
                <h3 className="mb-1 font-medium text-sm">{t('answer')}</h3>
                <JsonView value={result.answer} />
              </div>
            )}
            <Link
              href={`/workflows/${bench.workflowId}/runs/${result.runId}`}
              className={buttonClass({ size: 'sm' })}
            >
              <ExternalLink size={13} aria-hidden="true" />
              {t('openRun')}
            </Link>
          </section>
        )}
        <SampleBox step={definition.trigger.name} />
        <Replays />
        <History />
      </div>
    </>
  )
}

const SHOWN_TESTS = 10

/** Tests that were made before, of single steps too. */
function History() {
  const bench = useBench()
  const t = useT(testTexts)
  const { data } = useQuery({
    queryKey: workflowKeys.tests(bench.workflowId),
    queryFn: () => {
      const { params } = ofWorkflow(bench.workflowId)
      const query = { environment: 'TESTING', limit: SHOWN_TESTS } as const
      return answerOf(api.GET('/v1/workflow/{flow_id}/executions', { params: { ...params, query } }))
    },
  })
  return (
    <section className="border-t pt-4">
      <h3 className="mb-2 font-medium text-sm">{t('history')}</h3>
      {data?.data.length === 0 && <p className="text-muted text-xs">{t('historyNone')}</p>}
      <ul>
        {data?.data.map((run) => (
          <HistoryRow key={run.id} run={run} />
        ))}
      </ul>
    </section>
  )
}

function HistoryRow({ run }: { run: Run }) {
  const { ago, duration } = useFormats()
  return (
    <li>
      <Link
        href={`/workflows/${run.flowId}/runs/${run.id}`}
        className="flex items-center gap-2 rounded-md px-2 py-1.5 text-sm hover:bg-hover"
      >
        <RunDot status={run.status} />
        <span className="min-w-0 flex-1 truncate">
          {ago(run.created)}
          {run.failedStep && <span className="text-muted"> · {run.failedStep.displayName}</span>}
        </span>
        {run.duration !== null && (
          <span className="text-faint text-xs tabular-nums">{duration(run.duration)}</span>
        )}
      </Link>
    </li>
  )
}
