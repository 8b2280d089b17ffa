import { useQuery } from '@tanstack/react-query'
import { MessageSquareQuote, Phone, PhoneOff, Wrench } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { isObject, type JsonObject } from '../../../json.ts'
import { ApiError, answerOf, api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { RunDot } from '../run/run-dot.tsx'
import { JsonView } from '../test/json-view.tsx'
import type { Played, PlayedCall } from './play.ts'
import { simulatorTexts } from './texts.ts'

/** What has happened in the call so far, with how long the caller would have waited. */
export function CallEvents({
  call,
  events,
  variables,
  isDraft,
}: {
  call: PlayedCall
  events: readonly Played[]
  variables: JsonObject
  isDraft: boolean
}) {
  const t = useT(simulatorTexts)
  const finished = events.find(({ moment }) => moment === 'call_finished')
  return (
    <section>
      <h3 className="mb-2 font-medium text-sm">{t('timeline')}</h3>
      <ol className="flex flex-col gap-3 border-l-2 pl-4" aria-live="polite">
        <Entry icon={<Phone />} title={`${t('started')} · ${call.number}`} />
        {events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what happened stays in its order
          <PlayedEntry key={index} event={event} variables={variables} isDraft={isDraft} />
        ))}
      </ol>
      {finished?.callId && <RunsAfter callId={finished.callId} />}
    </section>
  )
}

function PlayedEntry({
  event,
  variables,
  isDraft,
}: {
  event: Played
  variables: JsonObject
  isDraft: boolean
}) {
  const t = useT(simulatorTexts)
  const { moment, tool, body, duration, isGood, status, runs } = event
  // At moments that the draft is not for, nothing happens.
  if (isDraft && runs.length === 0 && moment === 'pre_call') return null
  if (moment === 'call_finished') {
    return (
      <Entry
        icon={<PhoneOff />}
        title={t('ended')}
        duration={runs.length > 0 ? duration : null}
        isGood={isGood}
      >
        {event.callId === null && <RunLinks event={event} />}
      </Entry>
    )
  }
  const refused = !isGood && status !== null && (
    <p className="text-danger-ink text-xs">{t('refused', { status })}</p>
  )
  if (moment === 'pre_call') {
    const answer = isObject(body) ? body : {}
    const prompt = typeof answer.prompt_addition === 'string' ? answer.prompt_addition : ''
    return (
      <Entry icon={<MessageSquareQuote />} title={t('preCall')} duration={duration} isGood={isGood}>
        {refused}
        {answer.abort === true && <p className="text-danger-ink text-xs">{t('aborted')}</p>}
        {prompt ? (
          <blockquote className="whitespace-pre-wrap rounded-md bg-accent-soft px-3 py-2 text-accent-ink text-sm">
            <span className="mb-0.5 block text-2xs opacity-80">{t('prompt')}</span>
            {prompt}
          </blockquote>
        ) : (
          <p className="text-muted text-xs">{t('noPrompt')}</p>
        )}
        {Object.keys(variables).length > 0 && (
          <div>
            <p className="mb-1 text-2xs text-muted">{t('newVariables')}</p>
            <JsonView value={variables} />
          </div>
        )}
        <RunLinks event={event} />
      </Entry>
    )
  }
  return (
    <Entry icon={<Wrench />} title={t('called', { name: tool ?? '' })} duration={duration} isGood={isGood}>
      {refused}
      <p className="text-2xs text-muted">{status === 202 ? t('background') : t('answered')}</p>
      <JsonView value={body} />
      <RunLinks event={event} />
    </Entry>
  )
}

function Entry({
  icon,
  title,
  duration = null,
  isGood = true,
  children,
}: {
  icon: ReactNode
  title: string
  duration?: number | null
  isGood?: boolean
  children?: ReactNode
}) {
  const format = useFormats()
  return (
    <li className="relative flex flex-col gap-1.5">
      <span className="-left-[29px] absolute top-0 flex size-6 items-center justify-center rounded-full border bg-surface text-muted [&>svg]:size-3">
        {icon}
      </span>
      <p className="flex items-baseline gap-2 text-sm">
        <span className={isGood ? 'font-medium' : 'font-medium text-danger-ink'}>{title}</span>
        {duration !== null && (
          <span className="text-muted text-xs tabular-nums">{format.duration(duration)}</span>
        )}
      </p>
      {children}
    </li>
  )
}

function RunLinks({ event }: { event: Played }) {
  const t = useT(simulatorTexts)
  return event.runs.map(({ workflowId, runId }) => (
    <Link
      key={runId}
      href={`/workflows/${workflowId}/runs/${runId}`}
      className="w-fit text-accent-ink text-xs hover:underline"
    >
      {t('showRun')}
    </Link>
  ))
}

const LOOK_MS = 1_500

/** The runs that a call's end started, until all are done. */
function RunsAfter({ callId }: { callId: string }) {
  const t = useT(simulatorTexts)
  const format = useFormats()
  const { data } = useQuery({
    queryKey: keys.call(callId),
    queryFn: () => answerOf(api.GET('/v1/calls/{call_id}', { params: { path: { call_id: callId } } })),
    retry: (count, error) => error instanceof ApiError && error.status === 404 && count < 5,
    refetchInterval: LOOK_MS,
  })
  const timeline = data?.timeline ?? []
  const end = timeline.find((entry) => entry.type === 'event' && entry.kind === 'call_finished')
  const runs = timeline.flatMap((entry) =>
    entry.type === 'run' && entry.event_id === end?.id ? [entry] : [],
  )
  return (
    <div className="mt-4 rounded-lg border p-3">
      <h4 className="mb-1 font-medium text-sm">{t('after')}</h4>
      {end && runs.length === 0 && <p className="text-muted text-xs">{t('noRuns')}</p>}
      <ul>
        {runs.map((run) => (
          <li key={run.id}>
            <Link
              href={`/workflows/${run.flow_id}/runs/${run.id}`}
              className="flex items-center gap-2 rounded-md px-1 py-1 text-sm hover:bg-hover"
            >
              <RunDot status={run.status} />
              <span className="min-w-0 flex-1 truncate">{run.name}</span>
              {run.duration !== null && (
                <span className="text-faint text-xs tabular-nums">{format.duration(run.duration)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
      <Link href={`/calls/${callId}`} className="mt-1 block w-fit text-accent-ink text-xs hover:underline">
        {t('showCall')}
      </Link>
    </div>
  )
}
