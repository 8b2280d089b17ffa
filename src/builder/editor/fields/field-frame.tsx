import type { ReactNode } from 'react'
import { useT } from '../../i18n/texts.ts'
import { cx } from '../../ui/classes.ts'
import { useView } from '../bench.ts'
import { fieldTexts } from './texts.ts'

/** The frame of a field. An issue that was clicked scrolls it into sight. */
export function FieldFrame({
  id,
  path,
  label,
  hint,
  isRequired = false,
  error,
  isWarning = false,
  aside,
  children,
}: {
  id: string
  path: string
  label: ReactNode
  hint?: ReactNode
  isRequired?: boolean
  error?: string | undefined
  isWarning?: boolean
  aside?: ReactNode
  children: ReactNode
}) {
  const t = useT(fieldTexts)
  const isWanted = useView(
    (view) => view.field !== null && (view.field === path || view.field.startsWith(`${path}.`)),
  )
  return (
    <div
      ref={(element) => {
        if (isWanted) element?.scrollIntoView({ block: 'center' })
      }}
      data-field={path}
      className={cx(
        'group/field flex flex-col gap-1.5 rounded-md',
        isWanted && 'ring-2 ring-danger/40 ring-offset-4 ring-offset-surface',
      )}
    >
      <div className="flex min-h-5 items-center justify-between gap-2">
        <label id={`${id}-label`} htmlFor={id} className="font-medium text-sm">
          {label}
          {isRequired ? (
            <span aria-hidden="true" className="ml-0.5 text-danger-ink">
              *
            </span>
          ) : (
            <span className="ml-1.5 font-normal text-2xs text-faint">{t('optional')}</span>
          )}
        </label>
        {aside}
      </div>
      {children}
      {error ? (
        <p id={`${id}-note`} className={cx('text-xs', isWarning ? 'text-warning-ink' : 'text-danger-ink')}>
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="text-pretty text-muted text-xs">
            {hint}
          </p>
        )
      )}
    </div>
  )
}
