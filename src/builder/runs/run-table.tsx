import { Link } from 'wouter'
import type { Run } from '../../client/api.d.ts'
import { useMay } from '../api/who.ts'
import { eventKindTexts } from '../i18n/domain-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { RunStatusBadge } from '../ui/domain-badges.tsx'
import { Table, TableHead, Td, Th, Tr } from '../ui/table.tsx'
import { Checkbox } from '../ui/toggle.tsx'
import { runsTexts } from './texts.ts'

/** Runs, one a line. Each leads to its run view on the canvas. */
export function RunTable({
  runs,
  selected,
  onSelected,
}: {
  runs: Run[]
  selected: string[]
  onSelected: (ids: string[]) => void
}) {
  const t = useT(runsTexts)
  const may = useMay()('runs.control')
  const isAll = runs.length > 0 && runs.every(({ id }) => selected.includes(id))
  return (
    <Table label={t('title')}>
      <TableHead>
        {may && (
          <Th className="w-8">
            <Checkbox
              checked={isAll}
              some={selected.length > 0}
              onChecked={(isOn) => onSelected(isOn ? runs.map(({ id }) => id) : [])}
              label={t('selectAll')}
            />
          </Th>
        )}
        <Th>{t('status')}</Th>
        <Th className="w-full">{t('workflow')}</Th>
        <Th>{t('startedBy')}</Th>
        <Th>{t('started')}</Th>
        <Th className="text-right">{t('duration')}</Th>
        <Th className="text-right">{t('steps')}</Th>
        <Th>{t('call')}</Th>
      </TableHead>
      <tbody>
        {runs.map((run) => (
          <RunRow
            key={run.id}
            run={run}
            isSelected={selected.includes(run.id)}
            {...(may && {
              onSelected: (isOn: boolean) =>
                onSelected(isOn ? [...selected, run.id] : selected.filter((id) => id !== run.id)),
            })}
          />
        ))}
      </tbody>
    </Table>
  )
}

function RunRow({
  run,
  isSelected,
  onSelected,
}: {
  run: Run
  isSelected: boolean
  onSelected?: (isSelected: boolean) => void
}) {
  const t = useT(runsTexts)
  const event = useT(eventKindTexts)
  const { ago, dateTime, duration, number } = useFormats()
  const name = run.flowDisplayName ?? t('unnamed')
  const time = dateTime(run.created)
  return (
    <Tr className={isSelected ? 'bg-accent-soft' : ''}>
      {onSelected && (
        <Td>
          <Checkbox checked={isSelected} onChecked={onSelected} label={t('select', { name, time })} />
        </Td>
      )}
      <Td>
        <RunStatusBadge status={run.status} />
      </Td>
      <Td className="max-w-80 min-w-44">
        <Link
          href={`/workflows/${run.flowId}/runs/${run.id}`}
          className="block truncate font-medium hover:underline"
        >
          {name}
        </Link>
        <Problem run={run} />
      </Td>
      <Td className="whitespace-nowrap text-muted">{event(run.eventKind)}</Td>
      <Td className="whitespace-nowrap text-muted">
        <time dateTime={run.created} title={time}>
          {ago(run.created)}
        </time>
      </Td>
      <Td className="whitespace-nowrap text-right text-muted tabular-nums">
        {run.duration === null ? '–' : duration(run.duration)}
      </Td>
      <Td className="text-right text-muted tabular-nums">{number(run.stepsCount)}</Td>
      <Td>
        {run.callId && (
          <Link href={`/calls/${run.callId}`} className="whitespace-nowrap text-accent-ink hover:underline">
            {t('call')}
          </Link>
        )}
      </Td>
    </Tr>
  )
}

/** What went wrong; each part narrows the list to what went wrong in the same way. */
function Problem({ run: { failedStep, errorCode } }: { run: Run }) {
  const t = useT(runsTexts)
  if (!failedStep && !errorCode) return null
  return (
    <span className="flex flex-wrap gap-x-2 text-danger-ink text-xs">
      {failedStep && (
        <Link href={`/runs?failed_step=${encodeURIComponent(failedStep.name)}`} className="hover:underline">
          {t('failedStep', { step: failedStep.displayName })}
        </Link>
      )}
      {errorCode && (
        <Link
          href={`/runs?error_code=${encodeURIComponent(errorCode)}`}
          className="font-mono hover:underline"
        >
          {errorCode}
        </Link>
      )}
    </span>
  )
}
