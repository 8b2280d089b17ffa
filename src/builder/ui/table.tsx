import type { ComponentProps, ReactNode } from 'react'
import { cx } from './classes.ts'

/** Rows of the same kind. What does not fit a phone is read by scrolling sideways. */
export const Table = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
  <section aria-label={label} tabIndex={0} className="card relative overflow-x-auto">
    <table className="w-full border-collapse text-left text-sm">{children}</table>
  </section>
)

/** The names of the columns. */
export const TableHead = ({ children }: { children: ReactNode }) => (
  <thead className="border-b bg-sunken text-faint text-xs">
    <tr>{children}</tr>
  </thead>
)

export const Th = ({ className, ...rest }: ComponentProps<'th'>) => (
  <th {...rest} scope="col" className={cx('h-8 whitespace-nowrap px-3 font-medium first:pl-4', className)} />
)

export const Tr = ({ className, ...rest }: ComponentProps<'tr'>) => (
  <tr {...rest} className={cx('border-b last:border-b-0 hover:bg-hover', className)} />
)

export const Td = ({ className, ...rest }: ComponentProps<'td'>) => (
  <td {...rest} className={cx('h-11 px-3 align-middle first:pl-4', className)} />
)
