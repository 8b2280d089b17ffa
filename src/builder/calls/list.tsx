import { Phone, PhoneIncoming, PhoneOutgoing, SearchX } from 'lucide-react'
import { Link } from 'wouter'
import type { Call } from '../../client/api.d.ts'
import { useAgents } from '../api/agents.ts'
import { useCalls } from '../api/calls.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useFilters, useTypedFilter } from '../ui/filters.ts'
import { Input, SearchInput, Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Table, TableHead, Td, Th, Tr } from '../ui/table.tsx'
import { CALL_FILTERS, type CallFilterName, callFilter } from './filter.ts'
import { callsTexts } from './texts.ts'

type Filters = ReturnType<typeof useFilters<CallFilterName>>

/** All calls. */
export function CallList() {
  const t = useT(callsTexts)
  const filters = useFilters(CALL_FILTERS)
  const list = useCalls(callFilter(filters.values))
  return (
    <Page wide>
      <PageHeader title={t('title')} />
      <Toolbar filters={filters} />
      <ListBody
        list={list}
        waiting={<SkeletonRows rows={8} />}
        empty={filters.isFiltered ? <NoMatch /> : <NothingYet />}
      >
        {(calls) => <CallTable calls={calls} />}
      </ListBody>
    </Page>
  )
}

function NoMatch() {
  const t = useT(callsTexts)
  return <Empty icon={<SearchX />} title={t('noMatchTitle')} text={t('noMatchText')} />
}

function NothingYet() {
  const t = useT(callsTexts)
  return (
    <Empty icon={<Phone />} title={t('noneTitle')} text={t('noneText')}>
      <Link href="/agents" className={buttonClass({ look: 'primary' })}>
        {t('toAgents')}
      </Link>
    </Empty>
  )
}

function Toolbar({ filters: { values, set, clear, isFiltered } }: { filters: Filters }) {
  const t = useT(callsTexts)
  const common = useT(commonTexts)
  const agents = useAgents().rows ?? []
  const [typed, setTyped] = useTypedFilter({ values, set }, 'phone_number')
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <SearchInput
        value={typed}
        onValue={setTyped}
        label={t('findNumber')}
        clearLabel={common('clear')}
        className="min-w-44 flex-1 sm:max-w-64"
      />
      <Select
        aria-label={t('agent')}
        value={values.agent_id}
        onChange={(event) => set({ agent_id: event.target.value })}
        className="w-auto max-w-48"
      >
        <option value="">{t('anyAgent')}</option>
        {agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t('direction')}
        value={values.type}
        onChange={(event) => set({ type: event.target.value })}
        className="w-auto"
      >
        <option value="">{t('anyDirection')}</option>
        <option value="inbound">{t('inbound')}</option>
        <option value="outbound">{t('outbound')}</option>
      </Select>
      {(['from', 'to'] as const).map((end) => (
        <span key={end} className="flex items-center gap-1.5 text-muted text-sm">
          <label htmlFor={`calls-${end}`}>{t(end)}</label>
          <Input
            id={`calls-${end}`}
            type="date"
            value={values[end]}
            min={end === 'to' ? values.from : undefined}
            onChange={(event) => set({ [end]: event.target.value })}
            className="w-36"
          />
        </span>
      ))}
      {isFiltered && (
        <Button
          look="quiet"
          onClick={() => {
            setTyped('')
            clear()
          }}
        >
          {common('clearFilters')}
        </Button>
      )}
    </div>
  )
}

function CallTable({ calls }: { calls: Call[] }) {
  const t = useT(callsTexts)
  const agents = useAgents().rows ?? []
  return (
    <Table label={t('title')}>
      <TableHead>
        <Th className="w-full">{t('caller')}</Th>
        <Th>{t('status')}</Th>
        <Th>{t('agent')}</Th>
        <Th>{t('started')}</Th>
        <Th className="text-right">{t('duration')}</Th>
        <Th>{t('endReason')}</Th>
      </TableHead>
      <tbody>
        {calls.map((call) => (
          <CallRow
            key={call.id}
            call={call}
            agent={agents.find(({ id }) => id === call.agent_id)?.name ?? t('deletedAgent')}
          />
        ))}
      </tbody>
    </Table>
  )
}

function CallRow({ call, agent }: { call: Call; agent: string }) {
  const t = useT(callsTexts)
  const { ago, dateTime, duration } = useFormats()
  return (
    <Tr>
      <Td className="min-w-48">
        <Link href={`/calls/${call.id}`} className="flex items-center gap-2.5 font-medium hover:underline">
          <Direction type={call.type} />
          {call.contact.identifier ?? t('unknownNumber')}
        </Link>
      </Td>
      <Td>
        <CallStatus status={call.status} />
      </Td>
      <Td className="max-w-44 truncate text-muted">{agent}</Td>
      <Td className="whitespace-nowrap text-muted">
        <time dateTime={call.created_date} title={dateTime(call.created_date)}>
          {ago(call.created_date)}
        </time>
      </Td>
      <Td className="whitespace-nowrap text-right text-muted tabular-nums">
        {call.duration === null ? '–' : duration(call.duration * 1000)}
      </Td>
      <Td className="whitespace-nowrap text-muted">{call.end_reason?.replaceAll('_', ' ') ?? '–'}</Td>
    </Tr>
  )
}

/** Which way a call goes. */
export function Direction({ type }: { type: string | null }) {
  const t = useT(callsTexts)
  const isOut = type === 'outbound'
  const Icon = isOut ? PhoneOutgoing : PhoneIncoming
  return (
    <span role="img" aria-label={t(isOut ? 'outbound' : 'inbound')} className="text-muted">
      <Icon size={15} aria-hidden="true" />
    </span>
  )
}

const KNOWN = ['completed', 'in_progress', 'dialing', 'in_queue'] as const

/** How a call stands; a platform's own word where it isn't one of ours. */
export function CallStatus({ status }: { status: string | null }) {
  const t = useT(callsTexts)
  if (!status) return <span className="text-faint">–</span>
  const known = KNOWN.find((each) => each === status)
  const tone = status === 'completed' ? 'neutral' : known ? 'info' : 'warning'
  return <Badge tone={tone}>{known ? t(known) : status.replaceAll('_', ' ')}</Badge>
}
