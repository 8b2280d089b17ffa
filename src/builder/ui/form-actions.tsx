import type { ReactNode } from 'react'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from './button.tsx'

interface Props {
  onCancel: () => void
  /** what the form was sent for is under way */
  busy: boolean
  /** the form can't be sent as it is */
  disabled?: boolean
  /** what sending it does */
  children: ReactNode
}

/** The foot of a form in a dialog: leave it, or send it. */
export function FormActions({ onCancel, busy, disabled, children }: Props) {
  const t = useT(commonTexts)
  return (
    <div className="flex justify-end gap-2">
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <Button type="submit" look="primary" busy={busy} disabled={disabled}>
        {children}
      </Button>
    </div>
  )
}
