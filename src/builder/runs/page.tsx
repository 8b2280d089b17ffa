import { Activity, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { useLiveRuns } from '../api/live.ts'
import { useRuns } from '../api/runs.ts'
import { useT } from '../i18n/texts.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useFilters } from '../ui/filters.ts'
import { ListBody } from '../ui/list-body.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { RUN_FILTERS, runFilter } from './filter.ts'
import { RunTable } from './run-table.tsx'
import { RunSelectionBar } from './selection-bar.tsx'
import { runsTexts } from './texts.ts'
import { RunToolbar } from './toolbar.tsx'

/** How often runs of all workflows are asked for. Those of one workflow tell of themselves. */
const POLL_MS = 5_000

/** All runs. */
export default function RunsPage() {
  const t = useT(runsTexts)
  const filters = useFilters(RUN_FILTERS)
  const asked = runFilter(filters.values, Date.now())
  const isLive = useLiveRuns(filters.values.flow_id || undefined)
  const list = useRuns(asked, isLive ? false : POLL_MS)
  const [selected, setSelected] = useState<string[]>([])
  return (
    <Page wide>
      <PageHeader title={t('title')}>
        <span className="flex items-center gap-2 text-muted text-xs" role="status">
          {!list.error && (
            <>
              <span aria-hidden="true" className="size-2 animate-pulse rounded-full bg-success" />
              {t('live')}
            </>
          )}
        </span>
      </PageHeader>
      <RunToolbar filters={filters} asked={asked} />
      <ListBody
        list={list}
        waiting={<SkeletonRows rows={8} />}
        empty={filters.isFiltered ? <NoMatch /> : <NothingYet />}
      >
        {(runs) => <RunTable runs={runs} selected={selected} onSelected={setSelected} />}
      </ListBody>
      {selected.length > 0 && <RunSelectionBar ids={selected} onClear={() => setSelected([])} />}
    </Page>
  )
}

function NoMatch() {
  const t = useT(runsTexts)
  return <Empty icon={<SearchX />} title={t('noMatchTitle')} text={t('noMatchText')} />
}

function NothingYet() {
  const t = useT(runsTexts)
  return (
    <Empty icon={<Activity />} title={t('noneTitle')} text={t('noneText')}>
      <Link href="/workflows?new=1" className={buttonClass({ look: 'primary' })}>
        {t('trySample')}
      </Link>
    </Empty>
  )
}
