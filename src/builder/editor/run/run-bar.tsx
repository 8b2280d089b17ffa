import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ban, ChevronDown, FlaskConical, GitCompareArrows, RotateCcw } from 'lucide-react'
import { useLocation } from 'wouter'
import type { RunDetail, Workflow } from '../../../client/api.d.ts'
import { answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useReplaying } from '../../api/replays.ts'
import type { RetryStrategy } from '../../api/runs.ts'
import { useMay } from '../../api/who.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { toast, toastError } from '../../ui/toast.tsx'
import { BackBar } from '../bar/back-bar.tsx'
import { useBench } from '../bench.ts'
import { keepAsSamples } from './as-samples.ts'
import { runTexts } from './texts.ts'

const TONES: Partial<Record<RunDetail['status'], Tone>> = {
  QUEUED: 'info',
  RUNNING: 'info',
  PAUSED: 'warning',
  SUCCEEDED: 'success',
  CANCELED: 'neutral',
}

/** The bar above a run: which one, how it stands, what can be done with it. */
export function RunBar({ run, workflow, isOther }: { run: RunDetail; workflow: Workflow; isOther: boolean }) {
  const t = useT(runTexts)
  const { dateTime, duration } = useFormats()
  return (
    <BackBar
      workflow={workflow}
      back={t('back')}
      shows={
        <>
          {t('of', { when: dateTime(run.created) })}
          {run.environment === 'TESTING' && ` · ${t('test')}`}
          {isOther && ` · ${t('older')}`}
        </>
      }
    >
      <Badge tone={TONES[run.status] ?? 'danger'}>{t(run.status)}</Badge>
      {run.duration !== null && (
        <span className="text-muted text-xs tabular-nums">{duration(run.duration)}</span>
      )}
      <span className="flex-1" />
      <Actions run={run} />
    </BackBar>
  )
}

function Actions({ run }: { run: RunDetail }) {
  const t = useT(runTexts)
  const may = useMay()
  const [, go] = useLocation()
  const { workflowId } = useBench()
  const { cancel, retry, asSamples } = useActions(run)
  const replay = useReplaying(workflowId)
  const isOpen = ['QUEUED', 'RUNNING', 'PAUSED'].includes(run.status)
  const strategies = [
    ...(run.failedStep ? (['FROM_FAILED_STEP', 'SKIP_FAILED_STEP'] as const) : []),
    'ON_LATEST_VERSION',
  ] as const
  const words = {
    FROM_FAILED_STEP: 'fromFailed',
    SKIP_FAILED_STEP: 'skipFailed',
    ON_LATEST_VERSION: 'onLatest',
  } as const
  return (
    <>
      {may('workflows.update') && (
        <Button
          look="quiet"
          busy={asSamples.isPending}
          onClick={() => asSamples.mutate(undefined, { onSuccess: () => go(`/workflows/${workflowId}`) })}
        >
          <FlaskConical size={14} aria-hidden="true" />
          <span className="sr-only md:not-sr-only">{t('openInBuilder')}</span>
        </Button>
      )}
      {!isOpen && may('workflows.update') && (
        <Button look="quiet" busy={replay.isPending} onClick={() => replay.mutate({ run_id: run.id })}>
          <GitCompareArrows size={14} aria-hidden="true" />
          <span className="sr-only md:not-sr-only">{t('replay')}</span>
        </Button>
      )}
      {isOpen && may('runs.control') && (
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          <Ban size={14} aria-hidden="true" />
          {t('cancel')}
        </Button>
      )}
      {!isOpen && may('runs.control') && run.environment === 'PRODUCTION' && (
        <Menu
          trigger={
            <Button look="primary" busy={retry.isPending}>
              <RotateCcw size={14} aria-hidden="true" />
              {t('retry')}
              <ChevronDown size={13} aria-hidden="true" />
            </Button>
          }
        >
          {strategies.map((strategy) => (
            <MenuItem key={strategy} onSelect={() => retry.mutate(strategy)}>
              {t(words[strategy])}
            </MenuItem>
          ))}
        </Menu>
      )}
    </>
  )
}

function useActions(run: RunDetail) {
  const t = useT(runTexts)
  const client = useQueryClient()
  const [, go] = useLocation()
  const bench = useBench()
  const asked = { params: { path: { run_id: run.id } } }
  const take = (next: RunDetail) => {
    client.setQueryData(keys.run(next.id), next)
    if (next.id !== run.id) go(`/workflows/${next.flowId}/runs/${next.id}`)
  }
  return {
    cancel: useMutation({
      mutationFn: () => answerOf(api.POST('/v1/workflow/executions/{run_id}/cancel', asked)),
      onSuccess: take,
      onError: toastError,
    }),
    retry: useMutation({
      mutationFn: (strategy: RetryStrategy) =>
        answerOf(api.POST('/v1/workflow/executions/{run_id}/retry', { ...asked, body: { strategy } })),
      onSuccess: take,
      onError: toastError,
    }),
    asSamples: useMutation({
      mutationFn: () => keepAsSamples(bench.workflowId, run),
      onSuccess: async (count) => {
        toast(t('openedInBuilder', { count }))
        await client.invalidateQueries({ queryKey: keys.workflow(bench.workflowId) })
      },
      onError: toastError,
    }),
  }
}
