import { useAgents } from '../api/agents.ts'
import type { CampaignSettings, NewCampaign } from '../api/campaigns.ts'
import { useT } from '../i18n/texts.ts'
import { Field } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'
import { newCampaignTexts } from './texts.ts'
import type { Window } from './windows.ts'

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What a form of these fields says. @param before what it changes, if anything */
export function readCampaignForm(
  fields: FormData,
  windows: readonly Window[],
  before?: CampaignSettings,
): NewCampaign {
  const text = (name: string) => String(fields.get(name) ?? '').trim()
  const hours = text('between')
  return {
    name: text('name'),
    agent: text('agent'),
    rules: {
      ...before?.rules,
      windows: [...windows],
      zone: text('zone'),
      fallback_zone: before?.rules.fallback_zone ?? HERE,
      hours_between_calls: hours ? Number(hours) : null,
    },
    calls_per_minute: Number(text('per_minute')),
    max_concurrent_calls: Number(text('at_once')),
    retry: { ...before?.retry, max_attempts: Number(text('attempts')) },
    default_country: text('country').toUpperCase() || null,
  }
}

/** A campaign's name and agent. */
export function BasicFields({ settings }: { settings?: CampaignSettings }) {
  const t = useT(newCampaignTexts)
  const agents = useAgents().rows ?? []
  const isListed = !settings || agents.some(({ id }) => id === settings.agent)
  return (
    <>
      <Field label={t('name')} required>
        {(control) => (
          <Input {...control} name="name" defaultValue={settings?.name} required maxLength={200} autoFocus />
        )}
      </Field>
      <Field label={t('agent')} required>
        {(control) => (
          <Select {...control} key={agents.length} name="agent" defaultValue={settings?.agent ?? ''} required>
            <option value="">{t('chooseAgent')}</option>
            {settings && !isListed && <option value={settings.agent}>{settings.agent}</option>}
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </>
  )
}

/** Whose clock the windows are on. */
export function ZoneField({ settings }: { settings?: CampaignSettings }) {
  const t = useT(newCampaignTexts)
  const zone = settings?.rules.zone ?? 'callee'
  return (
    <Field label={t('zone')}>
      {(control) => (
        <Select {...control} name="zone" defaultValue={zone}>
          <option value="callee">{t('callee')}</option>
          {zone !== 'callee' && zone !== HERE && <option value={zone}>{zone}</option>}
          <option value={HERE}>{t('here', { zone: HERE })}</option>
        </Select>
      )}
    </Field>
  )
}

/** How fast it calls, and how often a number. */
export function PaceFields({ settings }: { settings?: CampaignSettings }) {
  const t = useT(newCampaignTexts)
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field label={t('perMinute')}>
        {(control) => (
          <Input
            {...control}
            name="per_minute"
            type="number"
            min={1}
            max={1200}
            defaultValue={settings?.calls_per_minute ?? 30}
            required
          />
        )}
      </Field>
      <Field label={t('atOnce')}>
        {(control) => (
          <Input
            {...control}
            name="at_once"
            type="number"
            min={1}
            max={500}
            defaultValue={settings?.max_concurrent_calls ?? 5}
            required
          />
        )}
      </Field>
      <Field label={t('attempts')}>
        {(control) => (
          <Input
            {...control}
            name="attempts"
            type="number"
            min={1}
            max={20}
            defaultValue={settings?.retry.max_attempts ?? 3}
            required
          />
        )}
      </Field>
      <Field label={t('between')}>
        {(control) => (
          <Input
            {...control}
            name="between"
            type="number"
            min={1}
            defaultValue={settings?.rules.hours_between_calls ?? ''}
          />
        )}
      </Field>
      <Field label={t('country')} hint={t('countryHint')}>
        {(control) => (
          <Input
            {...control}
            name="country"
            pattern="[A-Za-z]{2}"
            maxLength={2}
            defaultValue={settings?.default_country ?? ''}
          />
        )}
      </Field>
    </div>
  )
}
