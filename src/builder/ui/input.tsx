import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './classes.ts'

/** One line of text. */
export const Input = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input autoComplete="off" spellCheck={false} {...rest} className={cx('control', className)} />
)

/** Several lines of text; it grows with what it holds. */
export const TextArea = ({ className, ...rest }: ComponentProps<'textarea'>) => (
  <textarea rows={3} {...rest} className={cx('control field-sizing-content max-h-96', className)} />
)

/** One of a few. The browser's own list: it is quick, and at home on a phone. */
export const Select = ({ className, children, ...rest }: ComponentProps<'select'>) => (
  <select {...rest} className={cx('control appearance-none pr-7 select-arrow', className)}>
    {children}
  </select>
)

/** What to look for in a list. */
export function SearchInput({
  value,
  onValue,
  label,
  clearLabel,
  className,
}: {
  value: string
  onValue: (value: string) => void
  label: string
  clearLabel: string
  className?: string
}) {
  return (
    <div className={cx('relative', className)}>
      <Search
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint"
      />
      <Input
        type="search"
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-label={label}
        placeholder={label}
        className="px-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={clearLabel}
          onClick={() => onValue('')}
          className="absolute top-1/2 right-1.5 -translate-y-1/2 rounded-sm p-1 text-faint hover:text-ink"
        >
          <X size={14} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
