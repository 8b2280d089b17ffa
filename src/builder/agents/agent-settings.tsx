import type { FormEvent } from 'react'
import { useLocation } from 'wouter'
import type { Agent } from '../../client/api.d.ts'
import { useAgentActions } from '../api/agents.ts'
import { useMay } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { FormError } from '../ui/form-error.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { AgentFields, readAgentForm } from './agent-fields.tsx'
import { agentSetupTexts } from './texts.ts'

/** An agent's name, numbers and addresses, and its end. */
export function AgentSettings({ agent }: { agent: Agent }) {
  const t = useT(agentSetupTexts)
  const common = useT(commonTexts)
  const may = useMay()
  const [, go] = useLocation()
  const { change, remove } = useAgentActions()
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    change.mutate({ id: agent.id, ...readAgentForm(event) }, { onSuccess: () => toast(t('saved')) })
  }
  const askAndRemove = async () => {
    const isSure = await confirm({
      title: t('deleteTitle', { name: agent.name }),
      text: t('deleteText'),
      action: common('delete'),
      danger: true,
    })
    if (isSure) remove.mutate(agent.id, { onSuccess: () => go('/agents'), onError: toastError })
  }
  return (
    <div className="flex max-w-lg flex-col gap-8">
      <form onSubmit={save}>
        <fieldset disabled={!may('agents.update')} className="flex flex-col gap-4">
          <AgentFields agent={agent} provider={agent.provider} />
          <FormError error={change.error} />
          <Button type="submit" look="primary" busy={change.isPending} className="self-start">
            {common('save')}
          </Button>
        </fieldset>
      </form>
      {may('agents.delete') && (
        <Button look="danger" busy={remove.isPending} onClick={askAndRemove} className="self-start">
          {t('deleteAgent')}
        </Button>
      )}
    </div>
  )
}
