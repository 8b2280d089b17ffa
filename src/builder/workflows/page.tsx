import { Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '../api/who.ts'
import { useWorkflows, type WorkflowFilter } from '../api/workflows.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { categoryTexts } from '../i18n/domain-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { useFilters, useTypedFilter } from '../ui/filters.ts'
import { SearchInput, Select } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { SkeletonCards } from '../ui/skeleton.tsx'
import { WorkflowCard } from './card.tsx'
import { DOORS } from './doors.ts'
import { Folders } from './folders.tsx'
import { Beginnings, NewWorkflowDialog } from './new-workflow.tsx'
import { Notices } from './notices.tsx'
import { WorkflowSelectionBar } from './selection-bar.tsx'
import { workflowsTexts } from './texts.ts'

const FILTERS = ['search', 'flow_category', 'status', 'folder_id', 'piece', 'connection'] as const
const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,17rem),1fr))] gap-3'

/** All workflows, as cards. */
export default function WorkflowsPage() {
  const t = useT(workflowsTexts)
  const may = useMay()
  const filters = useFilters(FILTERS)
  const dialog = useFilters(['new'])
  const openNew = () => dialog.set({ new: '1' })
  return (
    <Page wide>
      <PageHeader title={t('title')}>
        {may('workflows.create') && (
          <Button look="primary" onClick={openNew}>
            <Plus size={15} aria-hidden="true" />
            {t('new')}
          </Button>
        )}
      </PageHeader>
      <Notices />
      <div className="gap-8 lg:flex">
        <Folders value={filters.values.folder_id} onValue={(folder_id) => filters.set({ folder_id })} />
        <div className="min-w-0 flex-1">
          <Toolbar filters={filters} />
          <Cards filters={filters} />
        </div>
      </div>
      {dialog.values.new && <NewWorkflowDialog onClose={() => dialog.set({ new: '' })} />}
    </Page>
  )
}

type Filters = ReturnType<typeof useFilters<(typeof FILTERS)[number]>>

function Toolbar({ filters: { values, set, clear, isFiltered } }: { filters: Filters }) {
  const t = useT(workflowsTexts)
  const common = useT(commonTexts)
  const category = useT(categoryTexts)
  const [typed, setTyped] = useTypedFilter({ values, set }, 'search')
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <SearchInput
        value={typed}
        onValue={setTyped}
        label={t('search')}
        clearLabel={common('clear')}
        className="min-w-52 flex-1 sm:max-w-80"
      />
      <Select
        aria-label={t('category')}
        value={values.flow_category}
        onChange={(event) => set({ flow_category: event.target.value })}
        className="w-auto flex-1 sm:flex-none"
      >
        <option value="">{t('anyCategory')}</option>
        {DOORS.map((door) => (
          <option key={door} value={door}>
            {category(door)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={common('status')}
        value={values.status}
        onChange={(event) => set({ status: event.target.value })}
        className="w-auto flex-1 sm:flex-none"
      >
        <option value="">{t('anyStatus')}</option>
        <option value="ENABLED">{t('enabled')}</option>
        <option value="DISABLED">{t('disabled')}</option>
      </Select>
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

function Cards({ filters: { values, isFiltered } }: { filters: Filters }) {
  const given = Object.entries(values).filter(([, value]) => value !== '')
  const list = useWorkflows(Object.fromEntries(given) as WorkflowFilter)
  const [ids, setIds] = useState<string[]>([])
  const selected = list.rows?.filter(({ id }) => ids.includes(id)) ?? []
  return (
    <>
      <ListBody
        list={list}
        waiting={<SkeletonCards className={GRID} />}
        empty={isFiltered ? <NoMatch /> : <NothingYet />}
      >
        {(workflows) => (
          <ul className={GRID}>
            {workflows.map((workflow) => (
              <WorkflowCard
                key={workflow.id}
                workflow={workflow}
                isSelecting={selected.length > 0}
                isSelected={ids.includes(workflow.id)}
                onSelected={(isOn) =>
                  setIds(isOn ? [...ids, workflow.id] : ids.filter((id) => id !== workflow.id))
                }
              />
            ))}
          </ul>
        )}
      </ListBody>
      {selected.length > 0 && <WorkflowSelectionBar selected={selected} onSelected={setIds} />}
    </>
  )
}

function NoMatch() {
  const t = useT(workflowsTexts)
  return <Empty icon={<SearchX />} title={t('noMatchTitle')} text={t('noMatchText')} />
}

function NothingYet() {
  const t = useT(workflowsTexts)
  return (
    <div className="mx-auto max-w-3xl pt-6">
      <h2 className="font-semibold text-lg tracking-tight">{t('noneTitle')}</h2>
      <p className="mt-1 mb-5 max-w-xl text-pretty text-muted text-sm">{t('noneText')}</p>
      <Beginnings />
    </div>
  )
}
