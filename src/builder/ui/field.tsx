import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'

/** What a control must carry to belong to its label, its hint and its error. */
export interface ControlProps {
  id: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  'aria-required'?: true
}

/** A control with its label above it, and a hint or what is wrong with it below. */
export function Field({
  label,
  hint,
  error,
  required = false,
  aside,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  error?: string | null
  required?: boolean
  /** beside the label, at the right */
  aside?: ReactNode
  children: (control: ControlProps) => ReactNode
}) {
  const id = useId()
  const described = hint || error ? `${id}-note` : undefined
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
          {required && (
            <span aria-hidden="true" className="ml-0.5 text-danger-ink">
              *
            </span>
          )}
        </label>
        {aside}
      </div>
      {children({
        id,
        ...(described && { 'aria-describedby': described }),
        ...(error && { 'aria-invalid': true as const }),
        ...(required && { 'aria-required': true as const }),
      })}
      {error ? (
        <p id={described} role="alert" className="flex items-start gap-1.5 text-danger-ink text-xs">
          <CircleAlert size={13} aria-hidden="true" className="mt-px shrink-0" />
          {error}
        </p>
      ) : (
        hint && (
          <p id={described} className="text-muted text-xs">
            {hint}
          </p>
        )
      )}
    </div>
  )
}
