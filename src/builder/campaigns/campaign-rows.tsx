import { ListX } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Campaign, CampaignRow } from '../../client/api.d.ts'
import { useCampaignRows } from '../api/campaigns.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { useFilters } from '../ui/filters.ts'
import { Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Table, TableHead, Td, Th, Tr } from '../ui/table.tsx'
import { reasonTexts, rowTexts } from './texts.ts'

type State = CampaignRow['state']
const TONES: Record<State, Tone> = {
  QUEUED: 'neutral',
  DIALLING: 'accent',
  IN_CALL: 'accent',
  DONE: 'success',
  FAILED: 'danger',
  SKIPPED: 'warning',
  STOPPED: 'neutral',
}
const STATES = Object.keys(TONES) as State[]

/** The numbers of a campaign, and what came of each. */
export function CampaignRows({ campaign, actions }: { campaign: Campaign; actions: ReactNode }) {
  const t = useT(rowTexts)
  const { values, set } = useFilters(['state'])
  const list = useCampaignRows(campaign.id, (values.state || undefined) as State | undefined)
  return (
    <section className="mt-8" aria-labelledby="rows">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <h2 id="rows" className="mr-auto font-semibold text-base">
          {t('title')}
        </h2>
        <Select
          aria-label={t('state')}
          value={values.state}
          onChange={(event) => set({ state: event.target.value })}
          className="w-auto"
        >
          <option value="">{t('anyState')}</option>
          {STATES.map((state) => (
            <option key={state} value={state}>
              {t(state)}
            </option>
          ))}
        </Select>
        {actions}
      </div>
      <ListBody list={list} empty={<Empty icon={<ListX />} title={t('none')} text={t('noneText')} />}>
        {(rows) => (
          <Table label={t('title')}>
            <TableHead>
              <Th>{t('number')}</Th>
              <Th>{t('state')}</Th>
              <Th>{t('reason')}</Th>
              <Th className="text-right">{t('attempts')}</Th>
              <Th>{t('called')}</Th>
              <Th className="text-right">{t('duration')}</Th>
              <Th className="w-2/5">{t('variables')}</Th>
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <RowLine key={row.id} row={row} />
              ))}
            </tbody>
          </Table>
        )}
      </ListBody>
    </section>
  )
}

function RowLine({ row }: { row: CampaignRow }) {
  const t = useT(rowTexts)
  const reason = useT(reasonTexts)
  const { ago, dateTime, duration } = useFormats()
  const { next_at, called_at, duration_seconds } = row
  return (
    <Tr>
      <Td className="whitespace-nowrap font-medium">{row.number}</Td>
      <Td>
        <Badge tone={TONES[row.state]}>{t(row.state)}</Badge>
      </Td>
      <Td className="min-w-32 text-muted" title={row.detail ?? undefined}>
        {row.reason ? reasonIn(row.reason, reason) : '–'}
        {next_at && row.attempts > 0 && (
          <span className="block text-faint text-xs">{t('next', { time: dateTime(next_at) })}</span>
        )}
      </Td>
      <Td className="text-right text-muted tabular-nums">{row.attempts}</Td>
      <Td className="whitespace-nowrap text-muted">
        {called_at ? (
          <time dateTime={called_at} title={dateTime(called_at)}>
            {ago(called_at)}
          </time>
        ) : (
          '–'
        )}
      </Td>
      <Td className="whitespace-nowrap text-right text-muted tabular-nums">
        {duration_seconds === null ? '–' : duration(duration_seconds * 1000)}
      </Td>
      <Td className="max-w-80 truncate text-muted">
        {Object.entries(row.dynamic_variables)
          .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join(' · ')}
      </Td>
    </Tr>
  )
}

/** A reason in words; its code where it is a new one. */
const reasonIn = (code: string, t: (key: keyof typeof reasonTexts) => string): string =>
  code in reasonTexts ? t(code as keyof typeof reasonTexts) : code.replaceAll('_', ' ')
