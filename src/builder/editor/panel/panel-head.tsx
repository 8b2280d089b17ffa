import type { ReactNode } from 'react'

/** The head of a panel that is about the whole workflow. */
export const PanelHead = ({
  title,
  text,
  children,
}: {
  title: string
  text?: string
  children?: ReactNode
}) => (
  <header className="border-b px-5 pt-3.5 pr-20 pb-3">
    <h2 className="font-semibold text-base">{title}</h2>
    {text && <p className="mt-0.5 text-pretty text-muted text-xs">{text}</p>}
    {children}
  </header>
)
