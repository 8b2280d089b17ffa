import { Bot, Phone, Plus, SearchX } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Agent } from '../../client/api.d.ts'
import { useAgents } from '../api/agents.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { useDebounced } from '../ui/debounced.ts'
import { Empty } from '../ui/empty.tsx'
import { SearchInput } from '../ui/input.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { NewAgentDialog } from './new-agent.tsx'
import { usePlatformName } from './platform-name.ts'
import { agentsTexts } from './texts.ts'

/** All agents. */
export function AgentList() {
  const t = useT(agentsTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const [typed, setTyped] = useState('')
  const [isAdding, setAdding] = useState(false)
  const search = useDebounced(typed)
  const list = useAgents(search ? { search } : {})
  const newButton = may('agents.create') && (
    <Button look="primary" onClick={() => setAdding(true)}>
      <Plus size={15} aria-hidden="true" />
      {t('new')}
    </Button>
  )
  const isNone = list.rows?.length === 0 && !search
  return (
    <Page>
      <PageHeader title={t('title')} text={t('text')}>
        {!isNone && newButton}
      </PageHeader>
      {!isNone && (
        <SearchInput
          value={typed}
          onValue={setTyped}
          label={t('search')}
          clearLabel={common('clear')}
          className="mb-4 sm:max-w-80"
        />
      )}
      <ListBody
        list={list}
        empty={
          search ? (
            <Empty icon={<SearchX />} title={t('noMatch')} />
          ) : (
            <Empty icon={<Bot />} title={t('noneTitle')} text={t('noneText')}>
              {newButton}
            </Empty>
          )
        }
      >
        {(agents) => (
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,19rem),1fr))] gap-3">
            {agents.map((agent) => (
              <AgentCard key={agent.id} agent={agent} />
            ))}
          </ul>
        )}
      </ListBody>
      {isAdding && <NewAgentDialog onClose={() => setAdding(false)} />}
    </Page>
  )
}

function AgentCard({ agent }: { agent: Agent }) {
  const t = useT(agentsTexts)
  return (
    <li className="card relative flex flex-col gap-3 p-4 hover:border-line-strong hover:shadow-md">
      <div className="flex items-center gap-3">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-lg bg-accent-soft text-accent-ink">
          <Bot size={18} aria-hidden="true" />
        </span>
        <h2 className="min-w-0 break-words font-medium text-base leading-snug">
          <Link href={`/agents/${agent.id}`} className="after:absolute after:inset-0 after:rounded-xl">
            {agent.name}
          </Link>
        </h2>
      </div>
      <div className="flex flex-wrap items-center gap-1.5 text-muted text-xs">
        <Provider provider={agent.provider} />
        <Badge>{t('workflowCount', { count: agent.flow_ids.length })}</Badge>
        {agent.phone_number && (
          <span className="inline-flex items-center gap-1">
            <Phone size={12} aria-hidden="true" />
            {agent.phone_number}
          </span>
        )}
      </div>
    </li>
  )
}

/** The platform of an agent. */
export const Provider = ({ provider }: { provider: string }) => <Badge>{usePlatformName(provider)}</Badge>
