import { useState } from 'react'
import type { Agent } from '../../client/api.d.ts'
import { type ToolFormat, useAgentActions, useAgentTools } from '../api/agents.ts'
import { useMay } from '../api/who.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/empty.tsx'
import { Select } from '../ui/input.tsx'
import { JsonView } from '../ui/json-view.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { usePlatformName } from './platform-name.ts'
import { canSync, platformOf } from './platforms.ts'
import { agentSetupTexts, providerTexts } from './texts.ts'

/** The functions that an agent may call, as its platform takes them. */
export function AgentTools({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  const [format, setFormat] = useState<ToolFormat>(platformOf(agent.provider).format)
  const platform = useT(providerTexts)
  const formats = [...new Set([platformOf(agent.provider).format, 'openai', 'patchcord'] as const)]
  const { data, error, refetch } = useAgentTools(agent.id, format)
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-lg text-pretty text-muted text-sm">{t('toolsText')}</p>
        <span className="flex flex-wrap gap-2">
          {canSync(agent.provider) && <SyncButton agent={agent} />}
          <Select
            aria-label={t('format')}
            value={format}
            onChange={(event) => setFormat(event.target.value as ToolFormat)}
            className="w-auto"
          >
            {formats.map((each) => (
              <option key={each} value={each}>
                {each === 'openai' ? t('openai') : each === 'patchcord' ? 'Patchcord' : platform(each)}
              </option>
            ))}
          </Select>
        </span>
      </div>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-40" />}
      {data?.length === 0 && <p className="text-muted text-sm">{t('noTools')}</p>}
      {data?.map((tool) => (
        <JsonView key={JSON.stringify(tool)} value={tool} label={t('toolsText')} />
      ))}
    </div>
  )
}

function SyncButton({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  const may = useMay()
  const { sync } = useAgentActions()
  const platform = usePlatformName(agent.provider)
  if (!may('agents.update')) return null
  const run = () =>
    sync.mutate(agent.id, {
      onSuccess: ({ created, updated, removed }) =>
        toast(t('synced', { created: created.length, updated: updated.length, removed: removed.length })),
      onError: toastError,
    })
  return (
    <Button busy={sync.isPending} onClick={run}>
      {t('sync', { platform })}
    </Button>
  )
}
