import { type FormEvent, useState } from 'react'
import { useAppActions, useAppSecrets } from '../api/access.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { SectionHead } from '../ui/section-head.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { appTexts } from './texts.ts'

/** Services whose apps send all their events to one address: the pieces that declare `appEvents`. */
const SERVICES = [
  ['slack', 'Slack'],
  ['intercom', 'Intercom'],
] as const

/** What apps sign their events with. */
export function AppSecretSettings() {
  const t = useT(appTexts)
  const common = useT(commonTexts)
  const [piece, setPiece] = useState<string>(SERVICES[0][0])
  const { keepSecret, forgetSecret } = useAppActions()
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const secret = String(new FormData(form).get('secret')).trim()
    const onSuccess = () => {
      form.reset()
      toast(t('saved'))
    }
    keepSecret.mutate({ piece, secret }, { onSuccess })
  }
  const forget = async () => {
    const question = { title: t('forgetTitle'), text: t('forgetSecretText'), action: t('forget') }
    if (!(await confirm({ ...question, danger: true }))) return
    forgetSecret.mutate(piece, { onSuccess: () => toast(t('forgotten')), onError: toastError })
  }
  return (
    <form onSubmit={save} className="flex max-w-lg flex-col gap-4">
      <SectionHead text={t('eventsText')} />
      <KeptSecrets />
      <Field label={t('service')}>
        {(control) => (
          <Select {...control} value={piece} onChange={(event) => setPiece(event.target.value)}>
            {SERVICES.map(([name, text]) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <CopyField label={t('eventsUrl')} value={`${location.origin}/app-events/${piece}`} />
      <Field label={t('signingSecret')} hint={t('secretHint')} required>
        {(control) => (
          <Input {...control} name="secret" type="password" autoComplete="new-password" required />
        )}
      </Field>
      <FormError error={keepSecret.error} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={keepSecret.isPending}>
          {common('save')}
        </Button>
        <Button busy={forgetSecret.isPending} onClick={forget}>
          {t('forget')}
        </Button>
      </div>
    </form>
  )
}

/** The services whose events are taken. */
function KeptSecrets() {
  const t = useT(appTexts)
  const { date } = useFormats()
  const { data } = useAppSecrets()
  const name = (piece: string) => SERVICES.find(([each]) => each === piece)?.[1] ?? piece
  if (!data) return <Skeleton className="h-9" />
  if (data.data.length === 0) return <p className="text-muted text-sm">{t('noSecrets')}</p>
  return (
    <ul aria-label={t('keptSecrets')} className="card divide-y">
      {data.data.map(({ piece_name, updated }) => (
        <li key={piece_name} className="flex items-center justify-between gap-3 px-3 py-2 text-sm">
          <span className="font-medium">{name(piece_name)}</span>
          <span className="text-muted text-xs">
            {updated === null ? t('configured') : t('setOn', { date: date(updated) })}
          </span>
        </li>
      ))}
    </ul>
  )
}
