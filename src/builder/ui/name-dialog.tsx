import { type FormEvent, useState } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from './dialog.tsx'
import { messageOf } from './empty.tsx'
import { Field } from './field.tsx'
import { FormActions } from './form-actions.tsx'
import { Input } from './input.tsx'

/** Asks for one name. It stays open, and says why, where `onSave` fails. */
export function NameDialog({
  title,
  description,
  initial = '',
  action,
  onSave,
  onClose,
}: {
  title: string
  description?: string
  initial?: string
  action: string
  onSave: (name: string) => Promise<unknown>
  onClose: () => void
}) {
  const t = useT(commonTexts)
  const [name, setName] = useState(initial)
  const [error, setError] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await onSave(name.trim())
      onClose()
    } catch (thrown) {
      setError(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <Field label={t('name')} error={error} required>
          {(control) => (
            <Input {...control} value={name} onChange={(event) => setName(event.target.value)} autoFocus />
          )}
        </Field>
        <FormActions onCancel={onClose} busy={isBusy} disabled={name.trim() === ''}>
          {action}
        </FormActions>
      </form>
    </Dialog>
  )
}
