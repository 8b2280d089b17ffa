import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { type NewAgent, useAgentActions } from '../api/agents.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Select } from '../ui/input.tsx'
import { AgentFields, readAgentForm } from './agent-fields.tsx'
import { SecretsDialog } from './secrets-dialog.tsx'
import { agentsTexts, providerTexts } from './texts.ts'

const PROVIDERS = Object.keys(providerTexts) as NewAgent['provider'][]

/** A new agent; then its address and its secrets, this once. */
export function NewAgentDialog({ onClose }: { onClose: () => void }) {
  const t = useT(agentsTexts)
  const name = useT(providerTexts)
  const common = useT(commonTexts)
  const [, go] = useLocation()
  const { create } = useAgentActions()
  const [provider, setProvider] = useState<NewAgent['provider']>('generic')
  const made = create.data
  if (made) return <SecretsDialog agent={made} secrets={made} onClose={() => go(`/agents/${made.id}`)} />
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    create.mutate({ ...readAgentForm(event), provider })
  }
  return (
    <Dialog open onClose={onClose} title={t('new')}>
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <AgentFields provider={provider}>
          <Field label={t('provider')} hint={t('providerHint')}>
            {(control) => (
              <Select
                {...control}
                value={provider}
                onChange={(event) => setProvider(event.target.value as NewAgent['provider'])}
              >
                {PROVIDERS.map((each) => (
                  <option key={each} value={each}>
                    {name(each)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </AgentFields>
        <FormError error={create.error} />
        <FormActions onCancel={onClose} busy={create.isPending}>
          {common('create')}
        </FormActions>
      </form>
    </Dialog>
  )
}
