import type { ComponentProps, ReactNode } from 'react'
import { cx } from './classes.ts'
import { Spinner } from './spinner.tsx'
import { Tooltip } from './tooltip.tsx'

const LOOKS = {
  primary: 'bg-accent text-white hover:bg-accent-strong shadow-xs',
  plain: 'border border-line-strong bg-surface hover:bg-hover shadow-xs',
  quiet: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-danger text-white hover:brightness-95 shadow-xs',
} as const

const SIZES = {
  sm: 'h-7 px-2.5 text-xs gap-1.5',
  md: 'h-8 px-3 text-sm gap-2',
} as const

interface Look {
  look?: keyof typeof LOOKS
  size?: keyof typeof SIZES
}

/** The classes of a button, for links that look like one. */
export const buttonClass = ({ look = 'plain', size = 'md' }: Look = {}) =>
  cx(
    'inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap rounded-md font-medium transition-colors duration-100',
    'disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55',
    LOOKS[look],
    SIZES[size],
  )

/** A button. While `busy` it can't be pressed again. */
export function Button({
  look,
  size,
  busy = false,
  disabled,
  className,
  children,
  ...rest
}: ComponentProps<'button'> & Look & { busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      className={cx(buttonClass({ look, size }), className)}
    >
      {busy && <Spinner />}
      {children}
    </button>
  )
}

/** A button that is an icon. Its label is read out, and shown on hover. */
export function IconButton({
  label,
  children,
  className,
  size = 'md',
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label'> & {
  label: string
  size?: 'sm' | 'md'
  children: ReactNode
}) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={cx(
          'inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:opacity-50 data-[state=open]:bg-hover data-[state=open]:text-ink',
          size === 'sm' ? 'size-6' : 'size-8',
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  )
}
