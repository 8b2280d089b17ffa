import { type FormEvent, type ReactNode, useState } from 'react'
import type { Agent } from '../../client/api.d.ts'
import type { AgentChange } from '../api/agents.ts'
import { useConnections } from '../api/connections.ts'
import { useT } from '../i18n/texts.ts'
import { Field } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'
import { PlatformIds } from './platform-ids.tsx'
import { platformOf } from './platforms.ts'
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
    ...(fields.has('outbound_url') && { outbound_url: text('outbound_url') || null }),
    ...(fields.has('connection_id') && {
      connection_id: text('connection_id') || null,
      platform_agent_id: text('platform_agent_id') || null,
      platform_number_id: text('platform_number_id') || null,
    }),
    ...(text('secret') && { secrets: [text('secret')] }),
    deadline_seconds: number('deadline_seconds'),
    max_concurrent_calls: number('max_concurrent_calls'),
  }
}

/** What an agent is called and reached by. @param children what stands after the name */
export function AgentFields({
  agent,
  provider,
  children,
}: {
  agent?: Agent
  provider: string
  children?: ReactNode
}) {
  const t = useT(agentsTexts)
  const { piece } = platformOf(provider)
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
      {piece ? (
        <PlatformFields key={provider} agent={agent} provider={provider} piece={piece} />
      ) : (
        <OutboundField agent={agent} />
      )}
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

function OutboundField({ agent }: { agent?: Agent }) {
  const t = useT(agentsTexts)
  return (
    <Field label={t('outbound')} hint={t('outboundHint')}>
      {(control) => (
        <Input {...control} name="outbound_url" type="url" defaultValue={agent?.outbound_url ?? ''} />
      )}
    </Field>
  )
}

/** What connects an agent with what it is on its platform. */
function PlatformFields({ agent, provider, piece }: { agent?: Agent; provider: string; piece: string }) {
  const t = useT(agentsTexts)
  const { data = [] } = useConnections({ piece_name: piece })
  const [connection, setConnection] = useState(agent?.connection_id ?? '')
  return (
    <>
      <Field label={t('connection')} hint={t('connectionHint')}>
        {(control) => (
          <Select
            {...control}
            name="connection_id"
            value={connection}
            onChange={(event) => setConnection(event.target.value)}
          >
            <option value="">{t('noConnection')}</option>
            {data.map(({ id, display_name }) => (
              <option key={id} value={id}>
                {display_name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <PlatformIds key={connection} agent={agent} provider={provider} connection={connection} />
      <Field label={t('platformSecret')} hint={t('platformSecretHint')}>
        {(control) => <Input {...control} name="secret" type="password" autoComplete="new-password" />}
      </Field>
    </>
  )
}
