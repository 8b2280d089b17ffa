import { useState } from 'react'
import type { Agent } from '../../client/api.d.ts'
import { type ToolFormat, useAgentTools } from '../api/agents.ts'
import { useT } from '../i18n/texts.ts'
import { Failure } from '../ui/empty.tsx'
import { Select } from '../ui/input.tsx'
import { JsonView } from '../ui/json-view.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { agentSetupTexts } from './texts.ts'

/** The functions that an agent may call, as its platform takes them. */
export function AgentTools({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  const [format, setFormat] = useState<ToolFormat>('openai')
  const { data, error, refetch } = useAgentTools(agent.id, format)
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <p className="max-w-lg text-pretty text-muted text-sm">{t('toolsText')}</p>
        <Select
          aria-label={t('format')}
          value={format}
          onChange={(event) => setFormat(event.target.value as ToolFormat)}
          className="w-auto"
        >
          <option value="openai">{t('openai')}</option>
          <option value="patchcord">{t('patchcord')}</option>
        </Select>
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
