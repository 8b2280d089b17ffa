import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useSessionEnded } from '../api/session.ts'
import { useWho } from '../api/who.ts'
import { useT } from '../i18n/texts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Failure } from '../ui/empty.tsx'
import { Spinner } from '../ui/spinner.tsx'
import { JoinPage, LoginForm, LoginPage, SetupPage } from './login.tsx'
import { loginTexts } from './login-texts.ts'

/** Shows the pages to whoever is logged in, and the way in to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [path, go] = useLocation()
  const { data, error, refetch } = useWho()
  const invitation = /^\/join\/([^/]+)$/.exec(path)?.[1]
  if (error) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (invitation) return <JoinPage token={invitation} onDone={() => go('/workflows', { replace: true })} />
  if (data.member)
    return (
      <>
        {children}
        <SessionEnded />
      </>
    )
  return data.setup_required ? <SetupPage /> : <LoginPage />
}

/** Over the page, which keeps all that was typed. */
function SessionEnded() {
  const t = useT(loginTexts)
  const isEnded = useSessionEnded()
  return (
    <Dialog
      open={isEnded}
      onClose={() => undefined}
      holds
      title={t('endedTitle')}
      description={t('endedText')}
    >
      <LoginForm />
    </Dialog>
  )
}

const Loading = () => (
  <div className="flex min-h-dvh items-center justify-center text-muted">
    <Spinner size={20} />
  </div>
)
