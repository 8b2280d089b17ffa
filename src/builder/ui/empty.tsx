import { CloudOff, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../api/client.ts'
import { commonTexts } from '../i18n/common-texts.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from './button.tsx'

/** Nothing is here: why, and what to do about it. */
export const Empty = ({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode
  title: string
  text?: ReactNode
  children?: ReactNode
}) => (
  <div className="flex animate-appear flex-col items-center px-6 py-14 text-center">
    <div className="mb-4 flex size-11 items-center justify-center rounded-xl border bg-surface text-muted shadow-xs [&>svg]:size-5">
      {icon}
    </div>
    <h2 className="font-semibold text-base">{title}</h2>
    {text && <p className="mt-1 max-w-md text-pretty text-muted text-sm">{text}</p>}
    {children && <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
  </div>
)

/** Something could not be read: what the server said, and a way to ask again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useT(commonTexts)
  const isOffline = error instanceof ApiError && error.status === 0
  return (
    <div role="alert">
      <Empty
        icon={isOffline ? <CloudOff /> : <TriangleAlert />}
        title={isOffline ? t('offlineTitle') : t('failureTitle')}
        text={isOffline ? t('offlineText') : messageOf(error)}
      >
        {onRetry && <Button onClick={onRetry}>{t('tryAgain')}</Button>}
      </Empty>
    </div>
  )
}

/** What an error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
