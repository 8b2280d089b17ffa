import { ChevronRight } from 'lucide-react'
import { useT } from '../i18n/texts.ts'
import { CopyField } from '../ui/copy-field.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { connectionDialogTexts } from './texts.ts'

/** No app of one's own: the one that is kept for the piece is used. */
export const NO_APP = { client_id: '', client_secret: '' }

/** An OAuth app that is used for one connection alone. */
export function OwnApp({
  value,
  onValue,
}: {
  value: typeof NO_APP
  onValue: (value: typeof NO_APP) => void
}) {
  const t = useT(connectionDialogTexts)
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-1 text-muted text-sm hover:text-ink">
        <ChevronRight size={14} aria-hidden="true" className="transition-transform group-open:rotate-90" />
        {t('ownApp')}
      </summary>
      <div className="mt-3 flex flex-col gap-3 border-l pl-4">
        <p className="text-pretty text-muted text-sm">{t('ownAppText')}</p>
        <CopyField label={t('redirect')} value={`${location.origin}/oauth/callback`} />
        <Field label={t('clientId')}>
          {(control) => (
            <Input
              {...control}
              value={value.client_id}
              onChange={(event) => onValue({ ...value, client_id: event.target.value.trim() })}
            />
          )}
        </Field>
        <Field label={t('clientSecret')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              value={value.client_secret}
              onChange={(event) => onValue({ ...value, client_secret: event.target.value.trim() })}
            />
          )}
        </Field>
      </div>
    </details>
  )
}
