import { type FormEvent, useState } from 'react'
import { type NewKey, useKeyActions } from '../api/access.ts'
import { useWho } from '../api/who.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { FormActions } from '../ui/form-actions.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { ShownOnce } from '../ui/shown-once.tsx'
import { Checkbox } from '../ui/toggle.tsx'
import { keyTexts } from './texts.ts'

type Scope = NewKey['scopes'][number]

const LIFETIMES_DAYS = [30, 90, 365]
const DAY_MS = 86_400_000

/** A new key; then the key itself, this once. Nobody gives it more than they may do themselves. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const t = useT(keyTexts)
  const common = useT(commonTexts)
  const { create } = useKeyActions()
  const held = useWho().data?.member?.scopes ?? []
  const [scopes, setScopes] = useState<Scope[]>([])
  if (create.data) {
    return (
      <ShownOnce
        title={t('shownOnce')}
        text={t('shownOnceText')}
        action={t('kept')}
        fields={[{ label: t('key'), value: create.data.key }]}
        onClose={onClose}
      />
    )
  }
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const days = Number(fields.get('days'))
    create.mutate({
      name: String(fields.get('name')).trim(),
      scopes,
      expires_at: days > 0 ? new Date(Date.now() + days * DAY_MS).toISOString() : null,
    })
  }
  return (
    <Dialog open onClose={onClose} title={t('new')} width="md">
      <form onSubmit={save} className="flex flex-col gap-4 pb-1">
        <Field label={t('name')} hint={t('nameHint')} required>
          {(control) => <Input {...control} name="name" required maxLength={200} autoFocus />}
        </Field>
        <Field label={t('expires')}>
          {(control) => (
            <Select {...control} name="days">
              <option value="0">{t('never')}</option>
              {LIFETIMES_DAYS.map((days) => (
                <option key={days} value={days}>
                  {t('days', { count: days })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <ScopeChoice held={held} scopes={scopes} onScopes={setScopes} />
        <FormError error={create.error} />
        <FormActions onCancel={onClose} busy={create.isPending} disabled={scopes.length === 0}>
          {common('create')}
        </FormActions>
      </form>
    </Dialog>
  )
}

function ScopeChoice({
  held,
  scopes,
  onScopes,
}: {
  held: readonly Scope[]
  scopes: Scope[]
  onScopes: (scopes: Scope[]) => void
}) {
  const t = useT(keyTexts)
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm">{t('scopes')}</legend>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        <Choice
          id="scope-all"
          text={t('allScopes')}
          checked={scopes.length === held.length}
          some={scopes.length > 0}
          onChecked={(isOn) => onScopes(isOn ? [...held] : [])}
        />
        {held.map((scope) => (
          <Choice
            key={scope}
            id={`scope-${scope}`}
            text={scope}
            checked={scopes.includes(scope)}
            onChecked={(isOn) =>
              onScopes(isOn ? [...scopes, scope] : scopes.filter((each) => each !== scope))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

const Choice = ({
  id,
  text,
  ...box
}: {
  id: string
  text: string
  checked: boolean
  some?: boolean
  onChecked: (isOn: boolean) => void
}) => (
  <div className="flex items-center gap-2">
    <Checkbox id={id} {...box} />
    <label htmlFor={id} className="text-sm">
      {text}
    </label>
  </div>
)
