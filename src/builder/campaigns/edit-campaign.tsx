import { type FormEvent, useState } from 'react'
import type { Campaign } from '../../client/api.d.ts'
import { useCampaignActions } from '../api/campaigns.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { toast } from '../ui/toast.tsx'
import { Checkbox } from '../ui/toggle.tsx'
import { BasicFields, PaceFields, readCampaignForm, ZoneField } from './campaign-fields.tsx'
import { newCampaignTexts } from './texts.ts'
import { WindowFields } from './window-fields.tsx'
import { hasDay, type Window } from './windows.ts'

/** A campaign's settings. They count at once, also while it runs. */
export function EditCampaignDialog({
  campaign: { id, settings },
  onClose,
}: {
  campaign: Campaign
  onClose: () => void
}) {
  const t = useT(newCampaignTexts)
  const common = useT(commonTexts)
  const { change } = useCampaignActions()
  const [windows, setWindows] = useState<readonly Window[]>(settings.rules.windows)
  const [keepOpen, setKeepOpen] = useState(settings.keep_open)
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = readCampaignForm(new FormData(event.currentTarget), windows, settings)
    const onSuccess = () => {
      toast(t('saved'))
      onClose()
    }
    change.mutate({ id, ...form, keep_open: keepOpen }, { onSuccess })
  }
  return (
    <Dialog open onClose={onClose} title={t('editTitle')} description={t('editNote')} width="md">
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <BasicFields settings={settings} />
        <WindowFields windows={windows} onWindows={setWindows} />
        <ZoneField settings={settings} />
        <PaceFields settings={settings} />
        <div className="flex items-center gap-2">
          <Checkbox id="keep-open" checked={keepOpen} onChecked={setKeepOpen} />
          <label htmlFor="keep-open" className="text-sm">
            {t('keepOpen')}
          </label>
        </div>
        <FormError error={change.error} />
        <FormActions onCancel={onClose} busy={change.isPending} disabled={!windows.every(hasDay)}>
          {common('save')}
        </FormActions>
      </form>
    </Dialog>
  )
}
