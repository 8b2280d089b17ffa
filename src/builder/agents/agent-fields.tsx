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
  const number = (name: string) => (text(name) === '' ? null : Number(text(name)))
  return {
    name: text('name'),
    phone_number: text('phone_number') || null,
    outbound_url: text('outbound_url') || null,
    deadline_seconds: number('deadline_seconds'),
    max_concurrent_calls: number('max_concurrent_calls'),
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
      <NumberField
        name="deadline_seconds"
        label={t('deadline')}
        hint={t('deadlineHint')}
        value={agent?.deadline_seconds}
      />
      <NumberField
        name="max_concurrent_calls"
        label={t('mostCalls')}
        hint={t('mostCallsHint')}
        value={agent?.max_concurrent_calls}
      />
    </>
  )
}

function NumberField({
  name,
  label,
  hint,
  value,
}: {
  name: string
  label: string
  hint: string
  value: number | null | undefined
}) {
  return (
    <Field label={label} hint={hint}>
      {(control) => <Input {...control} name={name} type="number" min={1} defaultValue={value ?? ''} />}
    </Field>
  )
}
