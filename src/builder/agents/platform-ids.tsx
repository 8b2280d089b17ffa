import { useState } from 'react'
import type { Agent } from '../../client/api.d.ts'
import { usePlatform } from '../api/agents.ts'
import { useT } from '../i18n/texts.ts'
import { messageOf } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'
import { agentsTexts } from './texts.ts'

interface Listed {
  id: string
  text: string
}

/** Which agent and number this is at its platform: chosen of what the platform lists, or typed. */
export function PlatformIds({
  agent,
  provider,
  connection,
}: {
  agent: Agent | undefined
  provider: string
  connection: string
}) {
  const t = useT(agentsTexts)
  const { data, error, isLoading } = usePlatform(provider, connection)
  const hint = error ? t('listFailed', { message: messageOf(error) }) : isLoading ? t('listing') : undefined
  const agents = data?.agents.map(({ id, name }) => ({ id, text: name }))
  const numbers = data?.numbers.map(({ id, number, name }) => ({
    id,
    text: [number, name].filter(Boolean).join(' · ') || id,
  }))
  return (
    <>
      <IdField
        name="platform_agent_id"
        label={t('platformAgent')}
        value={agent?.platform_agent_id}
        listed={agents}
        hint={hint}
      />
      <IdField
        name="platform_number_id"
        label={t('platformNumber')}
        value={agent?.platform_number_id}
        listed={numbers}
      />
    </>
  )
}

/** The choice that leads to typing an id: none that a platform gives. */
const OTHER = ' '

function IdField({
  name,
  label,
  value,
  listed = [],
  hint,
}: {
  name: string
  label: string
  value: string | null | undefined
  listed: Listed[] | undefined
  hint?: string | undefined
}) {
  const t = useT(agentsTexts)
  const [isTyped, setTyped] = useState(false)
  const now = value ?? ''
  const isListed = now === '' || listed.some(({ id }) => id === now)
  return (
    <Field label={label} hint={hint}>
      {(control) =>
        listed.length === 0 || isTyped ? (
          <Input {...control} name={name} defaultValue={now} autoFocus={isTyped} />
        ) : (
          <Select
            {...control}
            name={name}
            defaultValue={now}
            onChange={(event) => setTyped(event.target.value === OTHER)}
          >
            <option value="">{t('noneChosen')}</option>
            {!isListed && <option value={now}>{now}</option>}
            {listed.map(({ id, text }) => (
              <option key={id} value={id}>
                {text}
              </option>
            ))}
            <option value={OTHER}>{t('typeId')}</option>
          </Select>
        )
      }
    </Field>
  )
}
