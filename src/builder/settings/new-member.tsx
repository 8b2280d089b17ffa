import type { FormEvent } from 'react'
import type { Member } from '../../client/api.d.ts'
import { ROLES, useMemberActions } from '../api/access.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { memberTexts } from './texts.ts'

/** A new member; then the invitation with which they choose a password. */
export function NewMemberDialog({ onClose }: { onClose: () => void }) {
  const t = useT(memberTexts)
  const { add } = useMemberActions()
  if (add.data?.invite_token) return <InvitationDialog token={add.data.invite_token} onClose={onClose} />
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    add.mutate({
      email: String(fields.get('email')),
      name: String(fields.get('name')),
      role: fields.get('role') as Member['role'],
    })
  }
  return (
    <Dialog open onClose={onClose} title={t('invite')}>
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <Field label={t('name')} required>
          {(control) => <Input {...control} name="name" required maxLength={200} autoFocus />}
        </Field>
        <Field label={t('email')} required>
          {(control) => <Input {...control} name="email" type="email" required />}
        </Field>
        <Field label={t('role')} hint={t('roleHint')}>
          {(control) => (
            <Select {...control} name="role">
              {ROLES.map((role) => (
                <option key={role} value={role}>
                  {t(role)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <FormError error={add.error} />
        <FormActions onCancel={onClose} busy={add.isPending}>
          {t('invite')}
        </FormActions>
      </form>
    </Dialog>
  )
}

/** The link with which somebody sets their password. */
export function InvitationDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useT(memberTexts)
  const common = useT(commonTexts)
  return (
    <ShownOnce
      title={t('link')}
      text={t('linkText')}
      action={common('close')}
      fields={[{ label: t('link'), value: `${location.origin}/join/${token}` }]}
      onClose={onClose}
    />
  )
}
