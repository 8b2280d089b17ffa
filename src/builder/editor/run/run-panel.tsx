import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight, Clock, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { RunDetail, RunStep } from '../../../client/api.d.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { findStep, type Step, steps } from '../../../workflow/walk.ts'
import { answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useMay } from '../../api/who.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/input.tsx'
import { toastError } from '../../ui/toast.tsx'
import { useBench, useView } from '../bench.ts'
import { StepIcon } from '../canvas/step-icon.tsx'
import { parentsOf } from '../data/scope.ts'
import { replayTexts } from '../replay/texts.ts'
import { selectStep } from '../state/actions.ts'
import { JsonView } from '../test/json-view.tsx'
import { Console, ErrorBox, Sides, Verdict } from '../test/result.tsx'
import { type Chosen, chosenSteps, loopOutput } from './overlay.ts'
import { runTexts } from './texts.ts'

interface Props {
  run: RunDetail
  definition: Definition
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
}

/** What a run did at the step that is chosen, or as a whole. */
export function RunPanel({ run, definition, chosen, onChosen }: Props) {
  const t = useT(runTexts)
  const bench = useBench()
  const active = useView((view) => view.active)
  const records = chosenSteps(run.steps, definition, chosen)
  const step = active === null ? undefined : findStep(definition, active)?.step
  return (
    <aside
      data-panel=""
      className="absolute inset-y-0 top-14 right-0 z-10 flex w-full animate-appear flex-col border-l bg-surface shadow-lg md:w-[440px]"
    >
      <span className="absolute top-3 right-3">
        <IconButton size="sm" label={t('back')} onClick={() => bench.view.set({ side: null })}>
          <X size={16} />
        </IconButton>
      </span>
      {step ? (
        <>
          <header className="flex items-center gap-3 border-b px-4 pt-3 pr-12 pb-3">
            <StepIcon step={step} size={34} />
            <div className="min-w-0">
              <h2 className="truncate font-semibold text-base">{step.displayName || step.name}</h2>
              <code className="text-2xs text-muted">{step.name}</code>
            </div>
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
            <Iterations
              step={step}
              definition={definition}
              records={records}
              chosen={chosen}
              onChosen={onChosen}
            />
            <Record step={step} record={records.get(step.name)} run={run} />
          </div>
        </>
      ) : (
        <Overview run={run} definition={definition} records={records} />
      )}
    </aside>
  )
}

function Overview({
  run,
  definition,
  records,
}: {
  run: RunDetail
  definition: Definition
  records: ReadonlyMap<string, RunStep>
}) {
  const t = useT(runTexts)
  const bench = useBench()
  const { duration } = useFormats()
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-5">
      <h2 className="font-semibold text-base">{t('overview')}</h2>
      {run.error && <ErrorBox step={run.failedStep?.name ?? definition.trigger.name} error={run.error} />}
      {run.callId && (
        <Link href={`/calls/${run.callId}`} className="text-accent-ink text-sm hover:underline">
          {t('call')}
        </Link>
      )}
      {run.answer !== null && (
        <Part title={t('answer')}>
          <JsonView value={run.answer} />
        </Part>
      )}
      <Part title={t('event')}>
        <JsonView value={run.steps[definition.trigger.name]?.output} />
      </Part>
      <Part title={t('steps')}>
        <ul>
          {[...steps(definition)].flatMap(({ step }) => {
            const record = records.get(step.name)
            if (!record) return []
            return (
              <li key={step.name}>
                <button
                  type="button"
                  onClick={() => selectStep(bench, step.name)}
                  className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-left text-sm hover:bg-hover"
                >
                  <StepIcon step={step} size={22} />
                  <span className="min-w-0 flex-1 truncate">{step.displayName || step.name}</span>
                  <span
                    className={record.status === 'FAILED' ? 'text-danger-ink text-xs' : 'text-faint text-xs'}
                  >
                    {record.status === 'SUCCEEDED' && record.duration !== null
                      ? duration(record.duration)
                      : t(record.status)}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      </Part>
    </div>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
    {children}
  </section>
)

/** Chooses which iteration of the loops around a step, or of the step itself, is looked at. */
function Iterations({
  step,
  definition,
  records,
  chosen,
  onChosen,
}: {
  step: Step
  definition: Definition
  records: ReadonlyMap<string, RunStep>
  chosen: Chosen
  onChosen: (chosen: Chosen) => void
}) {
  const loops = [...parentsOf(definition, step.name), step.name].flatMap((name) => {
    const output = loopOutput(records.get(name))
    return output && output.iterations.length > 0 ? [{ name, iterations: output.iterations }] : []
  })
  return loops.map(({ name, iterations }) => (
    <IterationPicker
      key={name}
      iterations={iterations}
      at={chosen[name] ?? iterations.length - 1}
      onAt={(at) => onChosen({ ...chosen, [name]: at })}
    />
  ))
}

function IterationPicker({
  iterations,
  at,
  onAt,
}: {
  iterations: readonly Record<string, RunStep>[]
  at: number
  onAt: (at: number) => void
}) {
  const t = useT(runTexts)
  const total = iterations.length
  const hasFailed = (index: number) =>
    Object.values(iterations[index] ?? {}).some(({ status }) => status === 'FAILED')
  return (
    <div className="flex items-center gap-1">
      <IconButton label={t('previous')} disabled={at <= 0} onClick={() => onAt(at - 1)}>
        <ChevronLeft size={15} />
      </IconButton>
      <Select aria-label={t('chooseItem')} value={at} onChange={(event) => onAt(Number(event.target.value))}>
        {iterations.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an iteration is its number
          <option key={index} value={index}>
            {t('iteration', { number: index + 1, total })}
            {hasFailed(index) ? ` · ${t('failedItem')}` : ''}
          </option>
        ))}
      </Select>
      <IconButton label={t('next')} disabled={at >= total - 1} onClick={() => onAt(at + 1)}>
        <ChevronRight size={15} />
      </IconButton>
    </div>
  )
}

function Record({ step, record, run }: { step: Step; record: RunStep | undefined; run: RunDetail }) {
  const t = useT(runTexts)
  const mocked = useT(replayTexts)
  const { duration } = useFormats()
  if (!record) return <p className="text-muted text-sm">{t('notRun')}</p>
  const isGood = record.status !== 'FAILED' && record.status !== 'CANCELED'
  return (
    <>
      <Verdict isGood={isGood} duration={record.duration} text={t(record.status)} />
      {record.sample && <p className="text-muted text-xs">{t('sample')}</p>}
      {record.mocked && <p className="text-muted text-xs">{mocked(record.mocked.from)}</p>}
      <Waits step={step} run={run} />
      {record.error && <ErrorBox step={step.name} error={record.error} />}
      {record.warnings?.map(({ path, message }) => (
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
            isThere: record.status === 'SUCCEEDED',
            content: <JsonView value={record.output} />,
          },
          { key: 'input', text: t('input'), isThere: true, content: <JsonView value={record.input} /> },
          {
            key: 'logs',
            text: t('logs'),
            isThere: record.logs.length > 0,
            content: <Console text={record.logs.join('\n')} />,
          },
          {
            key: 'attempts',
            text: t('attempts'),
            isThere: record.attempts.length > 1,
            content: (
              <ol className="flex flex-col gap-2">
                {record.attempts.map(({ attempt, startTime, finishTime, error }) => (
                  <li key={attempt} className="rounded-md border p-2 text-xs">
                    <span className="flex justify-between">
                      {t('attempt', { number: attempt })}
                      {finishTime && (
                        <span className="text-faint">
                          {duration(Date.parse(finishTime) - Date.parse(startTime))}
                        </span>
                      )}
                    </span>
                    {error && <span className="mt-1 block text-danger-ink">{error.message}</span>}
                  </li>
                ))}
              </ol>
            ),
          },
        ]}
      />
    </>
  )
}

/** What a step waits for, and a way to end that. */
function Waits({ step, run }: { step: Step; run: RunDetail }) {
  const t = useT(runTexts)
  const { dateTime } = useFormats()
  const client = useQueryClient()
  const may = useMay()('runs.control')
  const resume = useMutation({
    mutationFn: (body: { action?: string; path: string }) =>
      answerOf(
        api.POST('/v1/workflow/executions/{run_id}/resume', {
          params: { path: { run_id: run.id } },
          // The generated type knows no body that may be left out.
          body: body as never,
        }),
      ),
    onSuccess: (next) => client.setQueryData(keys.run(run.id), next),
    onError: toastError,
  })
  const words = { timer: 'waitsUntil', retry: 'waitsRetry', event: 'waitsEvent' } as const
  return run.waits
    .filter(({ path }) => path.split('.').at(-1) === step.name)
    .map(({ path, kind, until, resumeUrls }) => (
      <div key={path} className="rounded-lg bg-warning-soft p-3 text-sm text-warning-ink">
        <p className="flex items-center gap-2">
          <Clock size={15} aria-hidden="true" />
          {t(words[kind], { when: dateTime(until) })}
        </p>
        {resumeUrls && may && (
          <p className="mt-2 flex gap-2">
            {'approve' in resumeUrls ? (
              <>
                <Button
                  size="sm"
                  busy={resume.isPending}
                  onClick={() => resume.mutate({ action: 'approve', path })}
                >
                  {t('approve')}
                </Button>
                <Button
                  size="sm"
                  busy={resume.isPending}
                  onClick={() => resume.mutate({ action: 'disapprove', path })}
                >
                  {t('disapprove')}
                </Button>
              </>
            ) : (
              <Button size="sm" busy={resume.isPending} onClick={() => resume.mutate({ path })}>
                {t('resume')}
              </Button>
            )}
          </p>
        )}
      </div>
    ))
}
