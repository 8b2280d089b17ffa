import { type FormEvent, useState } from 'react'
import type { PieceSummary } from '../../client/api.d.ts'
import { shortPieceName } from '../../workflow/piece-name.ts'
import { useAppActions, useOAuthApp } from '../api/access.ts'
import { usePieces } from '../api/pieces.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useFormats } from '../i18n/format.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { confirm } from '../ui/confirm.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { Failure } from '../ui/empty.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input, Select } from '../ui/input.tsx'
import { SectionHead } from '../ui/section-head.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast, toastError } from '../ui/toast.tsx'
import { appTexts } from './texts.ts'

/** The app that a piece's connections log in with. */
export function OAuthAppSettings() {
  const t = useT(appTexts)
  const pieces = usePieces().data?.filter(hasLogin) ?? []
  const [piece, setPiece] = useState('')
  return (
    <div className="max-w-lg">
      <SectionHead text={t('oauthText')} />
      <Field label={t('service')}>
        {(control) => (
          <Select {...control} value={piece} onChange={(event) => setPiece(event.target.value)}>
            <option value="">{t('choose')}</option>
            {pieces.map(({ name, displayName }) => (
              <option key={name} value={shortPieceName(name)}>
                {displayName}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {piece && <AppForm key={piece} piece={piece} />}
    </div>
  )
}

function hasLogin({ auth }: PieceSummary): boolean {
  const kinds = Array.isArray(auth) ? auth : [auth]
  return kinds.some((kind: { type?: string } | null | undefined) => kind?.type === 'OAUTH2')
}

function AppForm({ piece }: { piece: string }) {
  const t = useT(appTexts)
  const common = useT(commonTexts)
  const { dateTime } = useFormats()
  const { data, error, refetch } = useOAuthApp(piece)
  const { keepOAuthApp, forgetOAuthApp } = useAppActions()
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Skeleton className="mt-4 h-40" />
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    const body = {
      client_id: String(fields.get('id')).trim(),
      client_secret: String(fields.get('secret')).trim(),
    }
    keepOAuthApp.mutate({ piece, ...body }, { onSuccess: () => toast(t('saved')) })
  }
  const forget = async () => {
    const question = { title: t('forgetTitle'), text: t('forgetAppText'), action: t('forget') }
    if (!(await confirm({ ...question, danger: true }))) return
    forgetOAuthApp.mutate(piece, { onSuccess: () => toast(t('forgotten')), onError: toastError })
  }
  return (
    <form onSubmit={save} className="mt-5 flex flex-col gap-4">
      <p className="text-muted text-sm">
        {data ? t('keptSince', { date: dateTime(data.updated) }) : t('noneKept')}
      </p>
      <CopyField label={t('redirect')} value={data?.redirect_url ?? `${location.origin}/oauth/callback`} />
      <Field label={t('clientId')} required>
        {(control) => <Input {...control} name="id" required defaultValue={data?.client_id} />}
      </Field>
      <Field label={t('clientSecret')} hint={t('secretHint')} required>
        {(control) => (
          <Input {...control} name="secret" type="password" autoComplete="new-password" required />
        )}
      </Field>
      <FormError error={keepOAuthApp.error} />
      <div className="flex gap-2">
        <Button type="submit" look="primary" busy={keepOAuthApp.isPending}>
          {common('save')}
        </Button>
        {data && (
          <Button busy={forgetOAuthApp.isPending} onClick={forget}>
            {t('forget')}
          </Button>
        )}
      </div>
    </form>
  )
}
