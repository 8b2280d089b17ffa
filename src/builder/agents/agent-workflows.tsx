import { Plus } from 'lucide-react'
import type { Agent, AgentVersion } from '../../client/api.d.ts'
import { useAgentActions, useAgentVersions } from '../api/agents.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { Failure } from '../ui/empty.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { Tooltip } from '../ui/tooltip.tsx'
import { WorkflowPicker } from '../ui/workflow-picker.tsx'
import { OrderedWorkflows } from './ordered-workflows.tsx'
import { agentWorkflowTexts } from './texts.ts'

/** Which workflows run for an agent's calls, in order: the draft's where there is one, else the live version's. */
export function AgentWorkflows({ agent }: { agent: Agent }) {
  const t = useT(agentWorkflowTexts)
  const canEdit = useMay()('agents.update')
  const versions = useAgentVersions(agent.id)
  const { assign } = useAgentActions()
  if (versions.error && !versions.rows) {
    return <Failure error={versions.error} onRetry={() => void versions.refetch()} />
  }
  if (!versions.rows) return <SkeletonRows rows={4} />
  const draft = versions.rows.find(({ state }) => state === 'DRAFT')
  const live = versions.rows.find(({ state }) => state === 'PUBLISHED')
  const shown = draft ?? live
  const ids = assign.isPending ? assign.variables.flow_ids : (shown?.flow_ids ?? [])
  const save = (flow_ids: string[]) =>
    assign.mutate({ id: agent.id, ...(draft && { draft: draft.id }), flow_ids }, { onError: toastError })
  return (
    <div className="flex flex-col gap-6">
      {draft && <DraftBanner agent={agent} draft={draft} live={live} />}
      <section>
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <p className="text-muted text-sm">{t('order')}</p>
          {canEdit && (
            <WorkflowPicker
              label={t('add')}
              omit={ids}
              onPick={(id) => save([...ids, id])}
              trigger={
                <Button>
                  <Plus size={14} aria-hidden="true" />
                  {t('add')}
                </Button>
              }
            />
          )}
        </div>
        {ids.length === 0 ? (
          <p className="rounded-xl border border-line-strong border-dashed px-4 py-10 text-center text-muted text-sm">
            {t('none')}
          </p>
        ) : (
          <OrderedWorkflows
            agentId={agent.id}
            ids={ids}
            flows={shown?.flows ?? []}
            onChange={save}
            disabled={!canEdit || assign.isPending}
          />
        )}
      </section>
      {shown && <Variables version={shown} />}
    </div>
  )
}

function DraftBanner({ agent, draft, live }: { agent: Agent; draft: AgentVersion; live?: AgentVersion }) {
  const t = useT(agentWorkflowTexts)
  const { publish, discard } = useAgentActions()
  const canEdit = useMay()('agents.update')
  const version = { id: agent.id, version: draft.id }
  const goLive = async () => {
    try {
      // By then this banner may be gone, and callbacks of the mutation with it.
      const { number } = await publish.mutateAsync(version)
      toast(t('published', { number }))
    } catch (error) {
      toastError(error)
    }
  }
  const askAndDiscard = async () => {
    const isSure = await confirm({ title: t('discardTitle'), action: t('discard'), danger: true })
    if (isSure) discard.mutate(version, { onError: toastError })
  }
  return (
    <section
      aria-label={t('draftTitle')}
      className="flex flex-wrap items-center justify-between gap-3 rounded-xl border border-accent bg-accent-soft px-4 py-3"
    >
      <div>
        <p className="font-medium text-sm">{t('draftTitle')}</p>
        <p className="text-muted text-sm">{t('draftText', { number: live?.number ?? 0 })}</p>
      </div>
      {canEdit && (
        <div className="flex gap-2">
          <Button onClick={askAndDiscard} busy={discard.isPending}>
            {t('discard')}
          </Button>
          <Button look="primary" busy={publish.isPending} onClick={goLive}>
            {t('publish')}
          </Button>
        </div>
      )}
    </section>
  )
}

function Variables({
  version,
}: {
  version: Pick<AgentVersion, 'produced_variables' | 'consumed_variables'>
}) {
  const t = useT(agentWorkflowTexts)
  const common = useT(commonTexts)
  const { produced_variables: produced, consumed_variables: consumed } = version
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <section className="card p-4">
        <h2 className="mb-2 font-medium text-sm">{t('produced')}</h2>
        <div className="flex flex-wrap gap-1.5">
          {produced.length === 0 && <span className="text-muted text-sm">{common('none')}</span>}
          {produced.map((name) => (
            <Badge key={name} tone="success">
              <code>{name}</code>
            </Badge>
          ))}
        </div>
      </section>
      <section className="card p-4">
        <h2 className="mb-2 font-medium text-sm">{t('consumed')}</h2>
        <div className="flex flex-wrap gap-1.5">
          {consumed.length === 0 && <span className="text-muted text-sm">{common('none')}</span>}
          {consumed.map((name) =>
            produced.includes(name) ? (
              <Badge key={name} tone="info">
                <code>{name}</code>
              </Badge>
            ) : (
              <Tooltip key={name} text={t('fromCallHint')}>
                <button type="button" className="rounded-md">
                  <Badge tone="warning">
                    <code>{name}</code> {t('fromCall')}
                  </Badge>
                </button>
              </Tooltip>
            ),
          )}
        </div>
      </section>
    </div>
  )
}
