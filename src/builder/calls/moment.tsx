import {
  ChevronRight,
  Clock,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneOff,
  Webhook,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import { useRun } from '../api/calls.ts'
import { useReplaying } from '../api/replays.ts'
import { useMay } from '../api/who.ts'
import { eventKindTexts } from '../i18n/domain-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { isUnderWay, RunStatusBadge } from '../ui/domain-badges.tsx'
import { Failure } from '../ui/empty.tsx'
import { JsonView } from '../ui/json-view.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { callsTexts } from './texts.ts'
import { type Moment, type RunEntry, triggerOutput } from './timeline.ts'

const LOOKS: Partial<Record<Moment['kind'], { icon: ReactNode; tone: string }>> = {
  call_placed: { icon: <PhoneForwarded />, tone: 'bg-warning-soft text-warning-ink' },
  pre_call: { icon: <PhoneIncoming />, tone: 'bg-info-soft text-info-ink' },
  function_call: { icon: <PhoneCall />, tone: 'bg-violet-soft text-violet-ink' },
  call_finished: { icon: <PhoneOff />, tone: 'bg-success-soft text-success-ink' },
  webhook: { icon: <Webhook />, tone: 'bg-active text-muted' },
}

/** Something that happened in a call, and what ran because of it. @param start when the call's first event came */
export function MomentItem({ moment, start }: { moment: Moment; start: string }) {
  const t = useT(callsTexts)
  const kind = useT(eventKindTexts)
  const { clock, duration } = useFormats()
  const { icon, tone } = LOOKS[moment.kind] ?? { icon: <Clock />, tone: 'bg-active text-muted' }
  const since = new Date(moment.at).getTime() - new Date(start).getTime()
  return (
    <li className="group relative flex gap-3 pb-5">
      <span
        aria-hidden="true"
        className="absolute top-8 bottom-0 left-[15px] w-px bg-line group-last:hidden"
      />
      <span
        aria-hidden="true"
        className={cx('flex size-8 shrink-0 items-center justify-center rounded-full [&>svg]:size-4', tone)}
      >
        {icon}
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex min-h-8 flex-wrap items-center gap-x-2">
          <h3 className="font-medium text-sm">{kind(moment.kind)}</h3>
          <time dateTime={moment.at} className="text-faint text-xs tabular-nums">
            {clock(moment.at)}
            {since > 0 && ` · +${duration(since)}`}
          </time>
        </div>
        {moment.runs.length === 0 && moment.kind !== 'call_placed' && (
          <p className="text-muted text-sm">{t('startedNothing')}</p>
        )}
        <ul className="flex flex-col gap-2">
          {moment.runs.map((run) => (
            <RunItem key={run.id} run={run} />
          ))}
        </ul>
      </div>
    </li>
  )
}

function RunItem({ run }: { run: RunEntry }) {
  const t = useT(callsTexts)
  const { duration } = useFormats()
  const [isOpen, setOpen] = useState(false)
  return (
    <li className="card overflow-hidden">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-left hover:bg-hover"
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={cx('text-faint transition-transform', isOpen && 'rotate-90')}
        />
        <span className="min-w-36 flex-1 truncate font-medium text-sm">{run.name}</span>
        {run.failed_step && (
          <span className="text-danger-ink text-xs">
            {t('failedStep', { step: run.failed_step.displayName })}
          </span>
        )}
        <span className="text-muted text-xs tabular-nums">
          {t('steps', { count: run.steps_count })}
          {run.duration !== null && ` · ${duration(run.duration)}`}
        </span>
        <RunStatusBadge status={run.status} />
      </button>
      {isOpen && <RunDetails run={run} />}
    </li>
  )
}

function RunDetails({ run }: { run: RunEntry }) {
  const t = useT(callsTexts)
  const { data, error, refetch } = useRun(run.id)
  const may = useMay()
  const replay = useReplaying(run.flow_id)
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="m-3 h-24" />
  return (
    <div className="flex flex-col gap-3 border-t p-3">
      {data.error && <p className="text-danger-ink text-sm">{data.error.message}</p>}
      <Part name={t('received')}>
        <JsonView value={triggerOutput(data)} label={t('received')} />
      </Part>
      <Part name={t('answered')}>
        {data.answer === null && !isUnderWay(data.status) ? (
          <p className="text-muted text-sm">{t('answeredNothing')}</p>
        ) : (
          <JsonView value={data.answer} label={t('answered')} />
        )}
      </Part>
      <div className="flex flex-wrap gap-2">
        <Link href={`/workflows/${run.flow_id}/runs/${run.id}`} className={buttonClass({ size: 'sm' })}>
          {t('openRun')}
        </Link>
        {!isUnderWay(run.status) && may('workflows.update') && (
          <Button size="sm" busy={replay.isPending} onClick={() => replay.mutate({ run_id: run.id })}>
            {t('replay')}
          </Button>
        )}
      </div>
    </div>
  )
}

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <h4 className="mb-1 font-medium text-muted text-xs">{name}</h4>
    {children}
  </div>
)
