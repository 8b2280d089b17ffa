import { useState } from 'react'
import { Link } from 'wouter'
import { useAgents, useAgentTools } from '../../api/agents.ts'
import { useT } from '../../i18n/texts.ts'
import { buttonClass } from '../../ui/button.tsx'
import { cx } from '../../ui/classes.ts'
import { Field } from '../../ui/field.tsx'
import { Select } from '../../ui/input.tsx'
import { useWorkflow } from '../api.ts'
import { useBench, useDefinition } from '../bench.ts'
import { PanelHead } from '../panel/panel-head.tsx'
import { CallPlayer } from './call-player.tsx'
import { agentTools, draftTools, momentOf, playAgent, playDraft } from './play.ts'
import { simulatorTexts } from './texts.ts'

type Target = 'draft' | 'published'

/** Plays a call by hand, against this draft or against an agent that uses the workflow. */
export default function Simulator() {
  const t = useT(simulatorTexts)
  const [target, setTarget] = useState<Target>('draft')
  return (
    <>
      <PanelHead title={t('title')} text={t('text')} />
      <div className="min-h-0 flex-1 overflow-y-auto p-5">
        <fieldset className="mb-4">
          <legend className="mb-1.5 font-medium text-sm">{t('against')}</legend>
          <div className="grid grid-cols-2 gap-1 rounded-lg bg-sunken p-1">
            {(['draft', 'published'] as const).map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={target === each}
                onClick={() => setTarget(each)}
                className={cx(
                  'rounded-md px-3 py-1 text-sm',
                  target === each ? 'bg-surface font-medium shadow-xs' : 'text-muted hover:text-ink',
                )}
              >
                {t(each)}
              </button>
            ))}
          </div>
        </fieldset>
        {target === 'draft' ? <AgainstDraft /> : <AgainstAgent />}
      </div>
    </>
  )
}

function AgainstDraft() {
  const bench = useBench()
  const t = useT(simulatorTexts)
  const definition = useDefinition()
  if (momentOf(definition) === null) return <p className="text-muted text-sm">{t('notACall')}</p>
  return <CallPlayer play={playDraft(bench)} tools={draftTools(definition)} isDraft />
}

function AgainstAgent() {
  const t = useT(simulatorTexts)
  const { workflowId } = useBench()
  const { data: workflow } = useWorkflow(workflowId)
  const { rows: agents = [], isLoading } = useAgents({ flow_id: workflowId })
  const [chosen, setChosen] = useState<string | null>(null)
  const agent = agents.find(({ id }) => id === chosen) ?? agents[0]
  if (workflow?.published_version_id === null)
    return <p className="text-muted text-sm">{t('notPublished')}</p>
  if (!agent) {
    if (isLoading) return null
    return (
      <div>
        <p className="mb-3 text-muted text-sm">{t('noAgent')}</p>
        <Link href="/agents" className={buttonClass()}>
          {t('toAgents')}
        </Link>
      </div>
    )
  }
  return (
    <>
      <div className="mb-4">
        <Field label={t('agent')} hint={t('really')}>
          {(control) => (
            <Select {...control} value={agent.id} onChange={(event) => setChosen(event.target.value)}>
              {agents.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <AgentCall key={agent.id} agentId={agent.id} />
    </>
  )
}

function AgentCall({ agentId }: { agentId: string }) {
  const { data } = useAgentTools(agentId, 'patchcord')
  const { workflowId } = useBench()
  const tools = agentTools((data ?? []) as Record<string, unknown>[])
  const play = playAgent(
    agentId,
    (name) => tools.find((tool) => tool.name === name)?.workflowId ?? workflowId,
  )
  return <CallPlayer play={play} tools={tools} />
}
