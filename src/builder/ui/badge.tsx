import type { ReactNode } from 'react'
import { cx } from './classes.ts'

/** What colours mean. */
export type Tone = 'neutral' | 'accent' | 'success' | 'danger' | 'warning' | 'info' | 'violet'

const TONES: Record<Tone, string> = {
  neutral: 'bg-active text-muted',
  accent: 'bg-accent-soft text-accent-ink',
  success: 'bg-success-soft text-success-ink',
  danger: 'bg-danger-soft text-danger-ink',
  warning: 'bg-warning-soft text-warning-ink',
  info: 'bg-info-soft text-info-ink',
  violet: 'bg-violet-soft text-violet-ink',
}

/** A word about something, in its colour. */
export const Badge = ({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone
  icon?: ReactNode
  children: ReactNode
}) => (
  <span
    className={cx(
      'inline-flex h-5 shrink-0 items-center align-middle gap-1 whitespace-nowrap rounded-md px-1.5 font-medium text-2xs [&>svg]:size-3',
      TONES[tone],
    )}
  >
    {icon}
    {children}
  </span>
)
