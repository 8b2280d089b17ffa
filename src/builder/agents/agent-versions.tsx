import type { Agent, AgentVersion } from '../../client/api.d.ts'
import { useAgentActions, useAgentVersions } from '../api/agents.ts'
import { useMay } from '../api/who.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { ListBody } from '../ui/list-body.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { agentWorkflowTexts } from './texts.ts'

const TONES: Record<AgentVersion['state'], Tone> = {
  DRAFT: 'accent',
  PUBLISHED: 'success',
  ARCHIVED: 'neutral',
}

/** The versions of an agent, newest first. */
export function AgentVersions({ agent }: { agent: Agent }) {
  const list = useAgentVersions(agent.id)
  return (
    <ListBody list={list} waiting={<SkeletonRows rows={4} />}>
      {(versions) => (
        <ul className="card divide-y">
          {versions.map((version) => (
            <VersionLine key={version.id} agent={agent} version={version} />
          ))}
        </ul>
      )}
    </ListBody>
  )
}

function VersionLine({ agent, version }: { agent: Agent; version: AgentVersion }) {
  const t = useT(agentWorkflowTexts)
  const { dateTime } = useFormats()
  const canEdit = useMay()('agents.update')
  const { publish } = useAgentActions()
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
      <span className="font-medium text-sm">{t('number', { number: version.number })}</span>
      <Badge tone={TONES[version.state]}>{t(version.state)}</Badge>
      <span className="min-w-0 flex-1 truncate text-muted text-sm">
        {version.flows.map(({ name }) => name).join(', ') || '–'}
      </span>
      <time dateTime={version.published ?? version.updated} className="text-faint text-xs">
        {dateTime(version.published ?? version.updated)}
      </time>
      {version.state === 'DRAFT' && canEdit && (
        <Button
          size="sm"
          busy={publish.isPending}
          onClick={() =>
            publish.mutate(
              { id: agent.id, version: version.id },
              { onSuccess: ({ number }) => toast(t('published', { number })), onError: toastError },
            )
          }
        >
          {t('makeLive')}
        </Button>
      )}
    </li>
  )
}
