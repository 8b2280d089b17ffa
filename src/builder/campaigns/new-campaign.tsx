import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useCampaignActions } from '../api/campaigns.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input } from '../ui/input.tsx'
import { Checkbox } from '../ui/toggle.tsx'
import { BasicFields, PaceFields, readCampaignForm, ZoneField } from './campaign-fields.tsx'
import { useSayImported } from './say-imported.ts'
import { newCampaignTexts } from './texts.ts'
import { WindowFields } from './window-fields.tsx'
import { FIRST_WINDOW, hasDay, type Window } from './windows.ts'

/** A new campaign, as a draft, with the numbers of a file where one is given. */
export function NewCampaignDialog({ onClose }: { onClose: () => void }) {
  const t = useT(newCampaignTexts)
  const common = useT(commonTexts)
  const [, go] = useLocation()
  const { create, importRows } = useCampaignActions()
  const say = useSayImported()
  const [windows, setWindows] = useState<readonly Window[]>([FIRST_WINDOW])
  const [keepOpen, setKeepOpen] = useState(false)
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    try {
      const { id } = await create.mutateAsync({ ...readCampaignForm(fields, windows), keep_open: keepOpen })
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
        <Field label={t('file')} hint={t('fileHint')}>
          {(control) => <Input {...control} name="file" type="file" accept=".csv,text/csv" />}
        </Field>
        <WindowFields windows={windows} onWindows={setWindows} />
        <ZoneField />
        <PaceFields />
        <div className="flex items-center gap-2">
          <Checkbox id="keep-open" checked={keepOpen} onChecked={setKeepOpen} />
          <label htmlFor="keep-open" className="text-sm">
            {t('keepOpen')}
          </label>
        </div>
        <FormError error={create.error ?? importRows.error} />
        <FormActions onCancel={onClose} busy={create.isPending} disabled={!windows.every(hasDay)}>
          {common('create')}
        </FormActions>
      </form>
    </Dialog>
  )
}
