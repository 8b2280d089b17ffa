import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { CallDetail } from '../../client/api.d.ts'
import { useAgent } from '../api/agents.ts'
import { useCall, useRun } from '../api/calls.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { buttonClass } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Failure } from '../ui/empty.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { CallStatus, Direction } from './list.tsx'
import { MomentItem } from './moment.tsx'
import { callsTexts } from './texts.ts'
import { type Line, momentsOf, runWithTranscript, transcriptOf } from './timeline.ts'

/** One call: what happened and what ran for it, with what was said beside it. */
export function CallPage({ id }: { id: string }) {
  const { data, error, refetch } = useCall(id)
  return (
    <Page wide>
      {data && <CallView call={data} />}
      {!data &&
        (error ? <Failure error={error} onRetry={() => void refetch()} /> : <SkeletonRows rows={8} />)}
    </Page>
  )
}

function CallView({ call }: { call: CallDetail }) {
  const t = useT(callsTexts)
  const moments = momentsOf(call.timeline)
  const transcript = transcriptOf(useRun(runWithTranscript(moments)).data)
  const variables = Object.entries(call.dynamic_variables)
  return (
    <>
      <PageHeader
        title={call.contact.identifier ?? t('unknownNumber')}
        above={
          <Link href="/calls" className="inline-flex items-center gap-1 hover:text-ink">
            <ArrowLeft size={14} aria-hidden="true" />
            {t('title')}
          </Link>
        }
      >
        <Link href={`/runs?call_id=${call.id}&environment=ALL`} className={buttonClass()}>
          {t('allRuns')}
        </Link>
      </PageHeader>
      <Facts call={call} />
      <div className="mt-6 grid gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <section aria-labelledby="what-happened">
          <h2 id="what-happened" className="mb-3 font-semibold text-base">
            {t('timeline')}
          </h2>
          <ol className="flex flex-col">
            {moments.map((moment) => (
              <MomentItem key={moment.id} moment={moment} start={moments[0]?.at ?? moment.at} />
            ))}
          </ol>
        </section>
        <aside className="flex flex-col gap-6">
          {call.recording_url && <Recording url={call.recording_url} />}
          <Transcript lines={transcript} />
          {variables.length > 0 && <Variables variables={variables} />}
        </aside>
      </div>
    </>
  )
}

function Facts({ call }: { call: CallDetail }) {
  const t = useT(callsTexts)
  const { dateTime, duration } = useFormats()
  const agent = useAgent(call.agent_id)
  return (
    <dl className="card flex flex-wrap gap-x-10 gap-y-3 px-4 py-3">
      <Fact name={t('status')}>
        <CallStatus status={call.status} />
      </Fact>
      <Fact name={t('direction')}>
        <Direction type={call.type} /> {t(call.type === 'outbound' ? 'outbound' : 'inbound')}
      </Fact>
      <Fact name={t('agent')}>
        {agent.data ? (
          <Link href={`/agents/${call.agent_id}`} className="text-accent-ink hover:underline">
            {agent.data.name}
          </Link>
        ) : (
          t('deletedAgent')
        )}
      </Fact>
      <Fact name={t('started')}>{dateTime(call.start_time ?? call.created_date)}</Fact>
      {call.duration !== null && <Fact name={t('duration')}>{duration(call.duration * 1000)}</Fact>}
      {call.end_reason && <Fact name={t('endReason')}>{call.end_reason.replaceAll('_', ' ')}</Fact>}
      <Fact name={t('callIdAtProvider')}>
        <span className="max-w-56 truncate font-mono text-xs">{call.call_id}</span>
        <CopyButton text={call.call_id} />
      </Fact>
    </dl>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-faint text-xs">{name}</dt>
    <dd className="flex min-h-6 items-center gap-1.5 text-sm">{children}</dd>
  </div>
)

function Recording({ url }: { url: string }) {
  const t = useT(callsTexts)
  return (
    <section aria-labelledby="recording">
      <h2 id="recording" className="mb-3 font-semibold text-base">
        {t('recording')}
      </h2>
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript stands below */}
      <audio controls preload="none" src={url} className="w-full" />
    </section>
  )
}

function Transcript({ lines }: { lines: Line[] }) {
  const t = useT(callsTexts)
  const { clock } = useFormats()
  return (
    <section aria-labelledby="transcript">
      <h2 id="transcript" className="mb-3 font-semibold text-base">
        {t('transcript')}
      </h2>
      {lines.length === 0 && <p className="text-pretty text-muted text-sm">{t('noTranscript')}</p>}
      <ol className="flex flex-col gap-3">
        {lines.map(({ role, content, at }, index) => {
          const isCaller = role === 'user'
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a transcript only grows, and its lines have no names
              key={index}
              className={cx('flex flex-col', isCaller ? 'items-end' : 'items-start')}
            >
              <span className="mb-0.5 px-1 text-faint text-xs">
                {t(isCaller ? 'user' : 'assistant')}
                {at && ` · ${clock(at)}`}
              </span>
              <p
                className={cx(
                  'max-w-[90%] whitespace-pre-wrap break-words rounded-xl px-3 py-2 text-sm',
                  isCaller ? 'bg-accent-soft text-ink' : 'card',
                )}
              >
                {content}
              </p>
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function Variables({ variables }: { variables: [string, unknown][] }) {
  const t = useT(callsTexts)
  return (
    <section aria-labelledby="variables">
      <h2 id="variables" className="mb-3 font-semibold text-base">
        {t('variables')}
      </h2>
      <dl className="card divide-y">
        {variables.map(([name, value]) => (
          <div key={name} className="flex gap-4 px-3 py-2 text-sm">
            <dt className="w-2/5 shrink-0 break-words font-mono text-muted text-xs leading-5">{name}</dt>
            <dd className="min-w-0 break-words">
              {typeof value === 'string' ? value : JSON.stringify(value)}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
