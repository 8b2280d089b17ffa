import { type ReactNode, useEffect } from 'react'
import { cx } from './classes.ts'

/** A page's content, as wide as its lines are good to read. */
export const Page = ({ wide = false, children }: { wide?: boolean; children: ReactNode }) => (
  <div
    className={cx('mx-auto w-full px-4 pt-5 pb-16 sm:px-8 sm:pt-7', wide ? 'max-w-[1400px]' : 'max-w-6xl')}
  >
    {children}
  </div>
)

/** A page's title, with what one can do on it. The title becomes the window's too. */
export function PageHeader({
  title,
  text,
  above,
  children,
}: {
  title: string
  text?: ReactNode
  /** where this page belongs: a link back */
  above?: ReactNode
  children?: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Patchcord`
  }, [title])
  return (
    <header className="mb-5">
      {above && <div className="mb-1 text-muted text-sm">{above}</div>}
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h1 className="min-w-0 break-words font-semibold text-xl tracking-tight">{title}</h1>
        {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
      </div>
      {text && <p className="mt-1 max-w-2xl text-pretty text-muted text-sm">{text}</p>}
    </header>
  )
}
