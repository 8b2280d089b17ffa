import type { FormEvent, ReactNode } from 'react'
import type { Agent } from '../../client/api.d.ts'
import type { AgentChange } from '../api/agents.ts'
import { useT } from '../i18n/texts.ts'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { agentsTexts } from './texts.ts'

/** What a form of these fields says: empty ones mean none. */
export function readAgentForm(
  event: FormEvent<HTMLFormElement>,
): Required<Pick<AgentChange, 'name'>> & AgentChange {
  const fields = new FormData(event.currentTarget)
  const text = (name: string) => String(fields.get(name) ?? '').trim()
  return {
    name: text('name'),
    phone_number: text('phone_number') || null,
    outbound_url: text('outbound_url') || null,
    deadline_seconds: text('deadline_seconds') ? Number(text('deadline_seconds')) : null,
  }
}

/** What an agent is called and reached by. @param children what stands after the name */
export function AgentFields({ agent, children }: { agent?: Agent; children?: ReactNode }) {
  const t = useT(agentsTexts)
  return (
    <>
      <Field label={t('name')} required>
        {(control) => <Input {...control} name="name" defaultValue={agent?.name} required maxLength={200} />}
      </Field>
      {children}
      <Field label={t('phone')} hint={t('phoneHint')}>
        {(control) => (
          <Input {...control} name="phone_number" type="tel" defaultValue={agent?.phone_number ?? ''} />
        )}
      </Field>
      <Field label={t('outbound')} hint={t('outboundHint')}>
        {(control) => (
          <Input {...control} name="outbound_url" type="url" defaultValue={agent?.outbound_url ?? ''} />
        )}
      </Field>
      <Field label={t('deadline')} hint={t('deadlineHint')}>
        {(control) => (
          <Input
            {...control}
            name="deadline_seconds"
            type="number"
            min={1}
            defaultValue={agent?.deadline_seconds ?? ''}
          />
        )}
      </Field>
    </>
  )
}
