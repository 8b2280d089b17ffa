import { Megaphone, Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { CampaignSummary } from '../../client/api.d.ts'
import { useAgents } from '../api/agents.ts'
import { useCampaigns } from '../api/campaigns.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { useDebounced } from '../ui/debounced.ts'
import { Empty } from '../ui/empty.tsx'
import { useFilters } from '../ui/filters.ts'
import { SearchInput, Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Table, TableHead, Td, Th, Tr } from '../ui/table.tsx'
import { NewCampaignDialog } from './new-campaign.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { segmentsOfCounts } from './segments.ts'
import { campaignsTexts } from './texts.ts'

type Status = CampaignSummary['status']
const STATUSES: readonly Status[] = ['DRAFT', 'RUNNING', 'PAUSED', 'STOPPED', 'DONE']

/** All campaigns, with how far each is. */
export function CampaignList() {
  const t = useT(campaignsTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const { values, set } = useFilters(['status'])
  const [typed, setTyped] = useState('')
  const [isAdding, setAdding] = useState(false)
  const search = useDebounced(typed)
  const isFiltered = search !== '' || values.status !== ''
  const list = useCampaigns({
    ...(search && { search }),
    ...(values.status && { status: values.status as Status }),
  })
  const newButton = may('campaigns.control') && (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus size={15} aria-hidden="true" />
      {t('new')}
    </Button>
  )
  return (
    <>
      {(list.rows?.length !== 0 || isFiltered) && (
        <div className="mb-4 flex flex-wrap gap-2">
          <SearchInput
            value={typed}
            onValue={setTyped}
            label={t('search')}
            clearLabel={common('clear')}
            className="min-w-44 flex-1 sm:max-w-72"
          />
          <Select
            aria-label={t('status')}
            value={values.status}
            onChange={(event) => set({ status: event.target.value })}
            className="w-auto"
          >
            <option value="">{t('anyStatus')}</option>
            {STATUSES.map((status) => (
              <option key={status} value={status}>
                {t(status)}
              </option>
            ))}
          </Select>
          <span className="ml-auto">{newButton}</span>
        </div>
      )}
      <ListBody
        list={list}
        empty={
          isFiltered ? (
            <Empty icon={<SearchX />} title={t('noMatch')} />
          ) : (
            <Empty icon={<Megaphone />} title={t('noneTitle')} text={t('noneText')}>
              {newButton}
            </Empty>
          )
        }
      >
        {(campaigns) => <CampaignTable campaigns={campaigns} />}
      </ListBody>
      {isAdding && <NewCampaignDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function CampaignTable({ campaigns }: { campaigns: CampaignSummary[] }) {
  const t = useT(campaignsTexts)
  const { ago } = useFormats()
  const agents = useAgents().rows ?? []
  return (
    <Table label={t('title')}>
      <TableHead>
        <Th>{t('name')}</Th>
        <Th>{t('status')}</Th>
        <Th className="w-2/5">{t('progress')}</Th>
        <Th>{t('agent')}</Th>
        <Th>{t('created')}</Th>
      </TableHead>
      <tbody>
        {campaigns.map((campaign) => (
          <Tr key={campaign.id}>
            <Td className="min-w-40">
              <Link href={`/campaigns/${campaign.id}`} className="font-medium hover:underline">
                {campaign.name}
              </Link>
            </Td>
            <Td>
              <CampaignStatus status={campaign.status} />
            </Td>
            <Td className="min-w-40">
              <ProgressBar segments={segmentsOfCounts(campaign.counts)} />
            </Td>
            <Td className="whitespace-nowrap text-muted">
              {agents.find(({ id }) => id === campaign.agent)?.name ?? '–'}
            </Td>
            <Td className="whitespace-nowrap text-muted">{ago(campaign.created)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

const TONES: Record<Status, Tone> = {
  DRAFT: 'neutral',
  RUNNING: 'info',
  PAUSED: 'warning',
  STOPPED: 'neutral',
  DONE: 'success',
}

/** How a campaign stands. */
export function CampaignStatus({ status }: { status: Status }) {
  const t = useT(campaignsTexts)
  return <Badge tone={TONES[status]}>{t(status)}</Badge>
}
