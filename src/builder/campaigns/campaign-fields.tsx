import { useAgents } from '../api/agents.ts'
import type { CampaignSettings, NewCampaign } from '../api/campaigns.ts'
import { useT } from '../i18n/texts.ts'
import { cx } from '../ui/classes.ts'
import { Field } from '../ui/field.tsx'
import { Input, Select } from '../ui/input.tsx'
import { newCampaignTexts } from './texts.ts'

export type Day = NonNullable<NonNullable<NewCampaign['rules']>['windows']>[number]['days'][number]

const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export const WORKDAYS: readonly Day[] = DAYS.slice(0, 5)
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Whether these fields can say when a campaign may call: they know one window a week. */
export const hasOneWindow = (settings: CampaignSettings): boolean => settings.rules.windows.length === 1

/** What a form of these fields says. @param days null where it has none; @param before what it changes, if anything */
export function readCampaignForm(
  fields: FormData,
  days: readonly Day[] | null,
  before?: CampaignSettings,
): NewCampaign {
  const text = (name: string) => String(fields.get(name) ?? '').trim()
  const hours = text('between')
  return {
    name: text('name'),
    agent: text('agent'),
    rules: {
      ...before?.rules,
      ...(days && {
        windows: [{ days: [...days], from: text('from'), to: text('to') }],
        zone: text('zone'),
        fallback_zone: before?.rules.fallback_zone ?? HERE,
      }),
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

/** On which days and between which hours it may call. */
export function HourFields({
  days,
  onDays,
  settings,
}: {
  days: readonly Day[]
  onDays: (days: readonly Day[]) => void
  settings?: CampaignSettings
}) {
  const t = useT(newCampaignTexts)
  const [window] = settings?.rules.windows ?? []
  const zone = settings?.rules.zone ?? 'callee'
  const toggle = (day: Day) =>
    onDays(DAYS.filter((each) => (each === day ? !days.includes(each) : days.includes(each))))
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium text-sm">{t('hours')}</legend>
      <div className="flex flex-wrap gap-1">
        {DAYS.map((day) => (
          <button
            key={day}
            type="button"
            aria-pressed={days.includes(day)}
            onClick={() => toggle(day)}
            className={cx(
              'h-8 rounded-md border px-2.5 text-sm',
              days.includes(day)
                ? 'border-accent bg-accent-soft font-medium text-accent-ink'
                : 'border-line-strong text-muted hover:bg-hover',
            )}
          >
            {t(day)}
          </button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('from')}>
          {(control) => (
            <Input {...control} name="from" type="time" defaultValue={window?.from ?? '09:00'} required />
          )}
        </Field>
        <Field label={t('to')}>
          {(control) => (
            <Input {...control} name="to" type="time" defaultValue={window?.to ?? '20:00'} required />
          )}
        </Field>
      </div>
      <Field label={t('zone')}>
        {(control) => (
          <Select {...control} name="zone" defaultValue={zone}>
            <option value="callee">{t('callee')}</option>
            {zone !== 'callee' && zone !== HERE && <option value={zone}>{zone}</option>}
            <option value={HERE}>{t('here', { zone: HERE })}</option>
          </Select>
        )}
      </Field>
    </fieldset>
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
