import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useAgents } from '../api/agents.ts'
import { type NewCampaign, useCampaignActions } from '../api/campaigns.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/classes.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { Checkbox } from '../ui/toggle.tsx'
import { useSayImported } from './say-imported.ts'
import { newCampaignTexts } from './texts.ts'

type Day = NonNullable<NonNullable<NewCampaign['rules']>['windows']>[number]['days'][number]

const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const WORKDAYS: readonly Day[] = DAYS.slice(0, 5)
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone

/** A new campaign, as a draft, with the numbers of a file where one is given. */
export function NewCampaignDialog({ onClose }: { onClose: () => void }) {
  const t = useT(newCampaignTexts)
  const common = useT(commonTexts)
  const [, go] = useLocation()
  const { create, importRows } = useCampaignActions()
  const say = useSayImported()
  const [days, setDays] = useState(WORKDAYS)
  const [keepOpen, setKeepOpen] = useState(false)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    try {
      const { id } = await create.mutateAsync({ ...readForm(fields, days), keep_open: keepOpen })
      go(`/campaigns/${id}`)
      const file = fields.get('file')
      if (file instanceof File && file.size > 0)
        say(await importRows.mutateAsync({ id, csv: await file.text() }))
    } catch {
      // The form says so.
    }
  }
  return (
    <Dialog open onClose={onClose} title={t('title')} description={t('draftNote')} width="md">
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <BasicFields />
        <HourFields days={days} onDays={setDays} />
        <PaceFields />
        <div className="flex items-center gap-2">
          <Checkbox id="keep-open" checked={keepOpen} onChecked={setKeepOpen} />
          <label htmlFor="keep-open" className="text-sm">
            {t('keepOpen')}
          </label>
        </div>
        <FormError error={create.error ?? importRows.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" look="primary" busy={create.isPending} disabled={days.length === 0}>
            {common('create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function readForm(fields: FormData, days: readonly Day[]): NewCampaign {
  const text = (name: string) => String(fields.get(name) ?? '').trim()
  const hours = text('between')
  return {
    name: text('name'),
    agent: text('agent'),
    rules: {
      windows: [{ days: [...days], from: text('from'), to: text('to') }],
      zone: text('zone'),
      fallback_zone: HERE,
      hours_between_calls: hours ? Number(hours) : null,
    },
    calls_per_minute: Number(text('per_minute')),
    max_concurrent_calls: Number(text('at_once')),
    retry: { max_attempts: Number(text('attempts')) },
    default_country: text('country').toUpperCase() || null,
  }
}

function BasicFields() {
  const t = useT(newCampaignTexts)
  const agents = useAgents().rows ?? []
  return (
    <>
      <Field label={t('name')} required>
        {(control) => <Input {...control} name="name" required maxLength={200} autoFocus />}
      </Field>
      <Field label={t('agent')} required>
        {(control) => (
          <Select {...control} name="agent" required>
            <option value="">{t('chooseAgent')}</option>
            {agents.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('file')} hint={t('fileHint')}>
        {(control) => <Input {...control} name="file" type="file" accept=".csv,text/csv" />}
      </Field>
    </>
  )
}

function HourFields({ days, onDays }: { days: readonly Day[]; onDays: (days: readonly Day[]) => void }) {
  const t = useT(newCampaignTexts)
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
          {(control) => <Input {...control} name="from" type="time" defaultValue="09:00" required />}
        </Field>
        <Field label={t('to')}>
          {(control) => <Input {...control} name="to" type="time" defaultValue="20:00" required />}
        </Field>
      </div>
      <Field label={t('zone')}>
        {(control) => (
          <Select {...control} name="zone">
            <option value="callee">{t('callee')}</option>
            <option value={HERE}>{t('here', { zone: HERE })}</option>
          </Select>
        )}
      </Field>
    </fieldset>
  )
}

function PaceFields() {
  const t = useT(newCampaignTexts)
  return (
    <div className="grid grid-cols-2 gap-4">
      <Field label={t('perMinute')}>
        {(control) => (
          <Input {...control} name="per_minute" type="number" min={1} max={1200} defaultValue={30} required />
        )}
      </Field>
      <Field label={t('atOnce')}>
        {(control) => (
          <Input {...control} name="at_once" type="number" min={1} max={500} defaultValue={5} required />
        )}
      </Field>
      <Field label={t('attempts')}>
        {(control) => (
          <Input {...control} name="attempts" type="number" min={1} max={20} defaultValue={3} required />
        )}
      </Field>
      <Field label={t('between')}>
        {(control) => <Input {...control} name="between" type="number" min={1} />}
      </Field>
      <Field label={t('country')} hint={t('countryHint')}>
        {(control) => <Input {...control} name="country" pattern="[A-Za-z]{2}" maxLength={2} />}
      </Field>
    </div>
  )
}
