import type { ReactNode } from 'react'

/** What a part of a page is for, with what one can do in it. */
export const SectionHead = ({ text, children }: { text: string; children?: ReactNode }) => (
  <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
    <p className="max-w-xl text-pretty text-muted text-sm">{text}</p>
    {children}
  </div>
)
