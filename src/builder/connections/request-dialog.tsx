import { type FormEvent, useState } from 'react'
import { type NewRequest, useRequestActions } from '../api/connections.ts'
import { usePieces } from '../api/pieces.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { requestTexts } from './texts.ts'

/** Asks a client for a connection: a link, on whose page they enter their credentials. */
export function RequestDialog({ onClose }: { onClose: () => void }) {
  const t = useT(requestTexts)
  const { create } = useRequestActions()
  if (create.data) return <LinkDialog url={create.data.url} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} title={t('title')} description={t('text')}>
      <RequestForm create={create} onClose={onClose} />
    </Dialog>
  )
}

function RequestForm({
  create,
  onClose,
}: {
  create: ReturnType<typeof useRequestActions>['create']
  onClose: () => void
}) {
  const t = useT(requestTexts)
  const pieces = usePieces().data?.filter(({ auth }) => auth) ?? []
  const [piece, setPiece] = useState('')
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    create.mutate({
      piece_name: piece,
      display_name: String(fields.get('name')),
      language: fields.get('language') as NewRequest['language'],
      expires_in_days: Number(fields.get('days')),
    })
  }
  const displayName = pieces.find(({ name }) => name === piece)?.displayName ?? ''
  return (
    <form onSubmit={save} className="flex flex-col gap-4 pb-1">
      <Field label={t('service')} required>
        {(control) => (
          <Select {...control} value={piece} required onChange={(event) => setPiece(event.target.value)}>
            <option value="">{t('chooseService')}</option>
            {pieces.map((each) => (
              <option key={each.name} value={each.name}>
                {each.displayName}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t('name')} hint={t('nameHint')} required>
        {(control) => <Input {...control} key={piece} name="name" defaultValue={displayName} required />}
      </Field>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('language')}>
          {(control) => (
            <Select {...control} name="language">
              <option value="en">English</option>
              <option value="es">Español</option>
            </Select>
          )}
        </Field>
        <Field label={t('days')}>
          {(control) => <Input {...control} name="days" type="number" min={1} max={90} defaultValue={7} />}
        </Field>
      </div>
      <FormError error={create.error} />
      <FormActions onCancel={onClose} busy={create.isPending}>
        {t('make')}
      </FormActions>
    </form>
  )
}

/** The link for the client, shown this once. */
export function LinkDialog({ url, onClose }: { url: string; onClose: () => void }) {
  const t = useT(requestTexts)
  const common = useT(commonTexts)
  return (
    <ShownOnce
      title={t('link')}
      text={t('linkText')}
      action={common('close')}
      onClose={onClose}
      fields={[{ label: t('link'), value: url }]}
    />
  )
}
