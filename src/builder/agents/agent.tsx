import { ArrowLeft, Phone } from 'lucide-react'
import { Link } from 'wouter'
import type { Agent } from '../../client/api.d.ts'
import { useAgent, useUnknownEvents } from '../api/agents.ts'
import { useT } from '../i18n/texts.ts'
import { buttonClass } from '../ui/button.tsx'
import { Failure } from '../ui/empty.tsx'
import { useFilters } from '../ui/filters.ts'
import { Page, PageHeader } from '../ui/page.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { AgentSettings } from './agent-settings.tsx'
import { AgentSetup } from './agent-setup.tsx'
import { AgentTools } from './agent-tools.tsx'
import { AgentVersions } from './agent-versions.tsx'
import { AgentWorkflows } from './agent-workflows.tsx'
import { Provider } from './list.tsx'
import { agentsTexts } from './texts.ts'

const TABS = ['workflows', 'setup', 'tools', 'versions', 'settings'] as const

/** One agent: what runs for its calls, and how its platform reaches us. */
export function AgentPage({ id }: { id: string }) {
  const { data, error, refetch } = useAgent(id)
  return (
    <Page>
      {data && <AgentView agent={data} />}
      {!data && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <SkeletonRows />)}
    </Page>
  )
}

function AgentView({ agent }: { agent: Agent }) {
  const t = useT(agentsTexts)
  const { values, set } = useFilters(['tab'])
  const tab = TABS.find((each) => each === values.tab) ?? 'workflows'
  const contents = {
    workflows: <AgentWorkflows agent={agent} />,
    setup: <AgentSetup agent={agent} />,
    tools: <AgentTools agent={agent} />,
    versions: <AgentVersions agent={agent} />,
    settings: <AgentSettings agent={agent} />,
  }
  return (
    <>
      <PageHeader
        title={agent.name}
        above={
          <Link href="/agents" className="inline-flex items-center gap-1 hover:text-ink">
            <ArrowLeft size={14} aria-hidden="true" />
            {t('title')}
          </Link>
        }
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Provider provider={agent.provider} />
            {agent.phone_number && (
              <span className="inline-flex items-center gap-1">
                <Phone size={13} aria-hidden="true" />
                {agent.phone_number}
              </span>
            )}
          </span>
        }
      >
        <Link href={`/calls?agent_id=${agent.id}`} className={buttonClass()}>
          {t('calls')}
        </Link>
      </PageHeader>
      <UnknownEvents agentId={agent.id} />
      <Tabs
        label={agent.name}
        value={tab}
        onValue={(next) => set({ tab: next })}
        tabs={TABS.map((value) => ({ value, text: t(value), content: contents[value] }))}
      />
    </>
  )
}

/** What the platform sends and nobody here knows, where there is any. */
function UnknownEvents({ agentId }: { agentId: string }) {
  const t = useT(agentsTexts)
  const { data } = useUnknownEvents(agentId)
  if (!data || data.data.length === 0) return null
  const name = (type: string) => (type === '*' ? t('otherTypes') : type || t('noType'))
  const types = data.data.map(({ type, count }) => `${name(type)} (${count})`).join(', ')
  return <p className="mb-4 break-words text-muted text-sm">{t('unknownEvents', { types })}</p>
}
