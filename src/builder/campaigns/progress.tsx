import type { CampaignProgress } from '../../client/api.d.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { ProgressBar } from './progress-bar.tsx'
import { segmentsOfProgress } from './segments.ts'
import { progressTexts } from './texts.ts'

/** How far a campaign is, and what it waits for. */
export function Progress({ progress }: { progress: CampaignProgress }) {
  const t = useT(progressTexts)
  const { number } = useFormats()
  const notes = useNotes(progress)
  return (
    <section aria-label={t('rows')} className="card p-5">
      <div className="mb-4 flex flex-wrap gap-x-10 gap-y-3">
        <Figure name={t('rows')} value={number(progress.rows)} />
        <Figure name={t('reached')} value={number(progress.done.answered ?? 0)} />
        <Figure name={t('live')} value={number(progress.dialling + progress.in_call)} />
        <Figure name={t('pace')} value={number(progress.calls_in_last_minute)} />
      </div>
      <ProgressBar segments={segmentsOfProgress(progress)} legend />
      {notes.length > 0 && (
        <ul className="mt-4 flex flex-col gap-1 border-t pt-3 text-muted text-sm">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </section>
  )
}

function useNotes(progress: CampaignProgress): string[] {
  const t = useT(progressTexts)
  const { dateTime, ago } = useFormats()
  const { reason, waiting_for_window, next_opening, retries, next_retry, quiet_until, estimated_end } =
    progress
  return [
    reason && t('pausedBecause', { reason }),
    quiet_until && t('quiet', { time: dateTime(quiet_until) }),
    next_opening && t('waiting', { count: waiting_for_window, time: dateTime(next_opening) }),
    next_retry && t('retries', { count: retries, time: dateTime(next_retry) }),
    estimated_end && t('end', { time: ago(estimated_end) }),
  ].filter((note): note is string => typeof note === 'string')
}

const Figure = ({ name, value }: { name: string; value: string }) => (
  <div>
    <p className="text-faint text-xs">{name}</p>
    <p className="font-semibold text-xl tabular-nums">{value}</p>
  </div>
)
