import { useState } from 'react'
import type { Replay } from '../../../client/api.d.ts'
import { useFormats } from '../../i18n/format.ts'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { RunStatusBadge } from '../../ui/domain-badges.tsx'
import { Table, TableHead, Td, Th, Tr } from '../../ui/table.tsx'
import { PanelHead } from '../panel/panel-head.tsx'
import { differingNames, type ReplayedRun, VERDICTS, type Verdict } from './differing.ts'
import { replayTexts } from './texts.ts'
import { VerdictBadge } from './verdict-badge.tsx'

/** The runs of a replay, those first that want to be looked at. */
export function RunList({ replay, onRun }: { replay: Replay; onRun: (runId: string) => void }) {
  const t = useT(replayTexts)
  const [only, setOnly] = useState<Verdict | null>(null)
  const { total, pending } = replay.summary
  const runs = VERDICTS.filter((verdict) => only === null || verdict === only).flatMap((verdict) =>
    replay.runs.filter((run) => run.verdict === verdict),
  )
  return (
    <>
      <PanelHead title={t('title')} text={t('going', { done: total - pending, total })}>
        {pending > 0 && <Progress done={total - pending} total={total} />}
      </PanelHead>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
        <Verdicts replay={replay} only={only} onOnly={setOnly} />
        {runs.length === 0 ? (
          <p className="text-muted text-sm">{t('nothingThere')}</p>
        ) : (
          <Table label={t('runs')}>
            <TableHead>
              <Th>{t('verdict')}</Th>
              <Th>{t('run')}</Th>
              <Th>{t('what')}</Th>
            </TableHead>
            <tbody>
              {runs.map((run) => (
                <Row key={run.run_id} run={run} onRun={onRun} />
              ))}
            </tbody>
          </Table>
        )}
      </div>
    </>
  )
}

const Progress = ({ done, total }: { done: number; total: number }) => (
  <div aria-hidden="true" className="mt-2 h-1 overflow-hidden rounded-full bg-active">
    <div
      className="h-full rounded-full bg-accent transition-[width] duration-300"
      style={{ width: `${(100 * done) / Math.max(1, total)}%` }}
    />
  </div>
)

/** How many came out how; a click shows those alone. */
function Verdicts({
  replay,
  only,
  onOnly,
}: {
  replay: Replay
  only: Verdict | null
  onOnly: (verdict: Verdict | null) => void
}) {
  const t = useT(replayTexts)
  return (
    <div className="flex flex-wrap gap-1.5">
      {VERDICTS.filter((verdict) => replay.summary[verdict] > 0).map((verdict) => (
        <button
          key={verdict}
          type="button"
          aria-pressed={only === verdict}
          onClick={() => onOnly(only === verdict ? null : verdict)}
          className={cx(
            'flex items-baseline gap-1.5 rounded-lg border px-2.5 py-1 text-sm hover:bg-hover',
            only === verdict && 'border-accent! bg-accent-soft',
          )}
        >
          <span className="font-semibold tabular-nums">{replay.summary[verdict]}</span>
          <span className="text-muted text-xs">{t(verdict)}</span>
        </button>
      ))}
    </div>
  )
}

function Row({ run, onRun }: { run: ReplayedRun; onRun: (runId: string) => void }) {
  const { dateTime } = useFormats()
  const { comparison, verdict, run_id } = run
  return (
    <Tr>
      <Td>
        <VerdictBadge verdict={verdict} />
      </Td>
      <Td className="whitespace-nowrap">
        <button
          type="button"
          onClick={() => onRun(run_id)}
          className="text-left font-medium text-accent-ink hover:underline"
        >
          {comparison ? dateTime(comparison.happened_at) : run_id.slice(0, 8)}
        </button>
      </Td>
      <Td className="w-full max-w-0">
        <What run={run} />
      </Td>
    </Tr>
  )
}

/** In one line what is not the same. */
function What({ run: { comparison, error } }: { run: ReplayedRun }) {
  const t = useT(replayTexts)
  if (error) return <span className="block truncate text-muted text-xs">{error.message}</span>
  if (!comparison) return null
  const { status, answer } = comparison
  const names = [...(answer.changes.length > 0 ? [t('answer')] : []), ...differingNames(comparison)]
  return (
    <span className="flex items-center gap-2">
      {status.before !== status.after && <RunStatusBadge status={status.after} />}
      <span className="truncate text-muted text-xs" title={names.join(', ')}>
        {names.join(', ')}
      </span>
    </span>
  )
}
