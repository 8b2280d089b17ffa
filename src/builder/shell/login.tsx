import type { UseMutationResult } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useEffect } from 'react'
import { useJoin, useLogin, useSetup } from '../api/who.ts'
import { useT } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { FormError } from '../ui/form-error.tsx'
import { Input } from '../ui/input.tsx'
import { Logo } from '../ui/logo.tsx'
import { loginTexts } from './login-texts.ts'

/** Logging in, before anything else is shown. */
export function LoginPage() {
  const t = useT(loginTexts)
  return (
    <Entrance title={t('title')} text={t('text')}>
      <LoginForm />
      <p className="mt-4 text-center text-muted text-xs">{t('forgot')}</p>
    </Entrance>
  )
}

/** E-mail and password. */
export function LoginForm() {
  const t = useT(loginTexts)
  const login = useLogin()
  return (
    <CredentialForm mutation={login} submit={t('submit')}>
      <EmailField />
      <PasswordField autoComplete="current-password" />
    </CredentialForm>
  )
}

/** The first start: whoever holds the admin token makes themselves the first administrator. */
export function SetupPage() {
  const t = useT(loginTexts)
  const setup = useSetup()
  return (
    <Entrance title={t('setupTitle')} text={t('setupText')}>
      <CredentialForm mutation={setup} submit={t('setupSubmit')}>
        <Field label={t('adminToken')} hint={t('adminTokenHint')} required>
          {(control) => <Input {...control} name="token" type="password" required autoFocus />}
        </Field>
        <Field label={t('yourName')} required>
          {(control) => <Input {...control} name="name" autoComplete="name" required />}
        </Field>
        <EmailField />
        <PasswordField autoComplete="new-password" hint={t('passwordHint')} />
      </CredentialForm>
    </Entrance>
  )
}

/** Where an invitation leads: `/join/<token>`. */
export function JoinPage({ token, onDone }: { token: string; onDone: () => void }) {
  const t = useT(loginTexts)
  const join = useJoin()
  useEffect(() => {
    if (join.isSuccess) onDone()
  }, [join.isSuccess, onDone])
  return (
    <Entrance title={t('joinTitle')} text={t('joinText')}>
      <CredentialForm mutation={join} submit={t('joinSubmit')} extra={{ token }}>
        <PasswordField autoComplete="new-password" hint={t('passwordHint')} />
      </CredentialForm>
    </Entrance>
  )
}

const Entrance = ({ title, text, children }: { title: string; text: string; children: ReactNode }) => (
  <main className="flex min-h-dvh items-center justify-center p-4">
    <div className="w-full max-w-92">
      <div className="mb-6 flex flex-col items-center text-center">
        <Logo size={40} />
        <h1 className="mt-4 font-semibold text-xl tracking-tight">{title}</h1>
        <p className="mt-1 text-pretty text-muted text-sm">{text}</p>
      </div>
      <div className="card p-5">{children}</div>
    </div>
  </main>
)

/** A form whose fields' names are what the mutation takes. */
function CredentialForm<T extends Record<string, string>>({
  mutation,
  submit,
  extra,
  children,
}: {
  mutation: Pick<UseMutationResult<unknown, Error, T>, 'mutate' | 'isPending' | 'error'>
  submit: string
  extra?: Partial<T>
  children: ReactNode
}) {
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = Object.fromEntries(new FormData(event.currentTarget))
    mutation.mutate({ ...extra, ...fields } as T)
  }
  return (
    <form onSubmit={send} className="flex flex-col gap-4">
      {children}
      <FormError error={mutation.error} />
      <Button type="submit" look="primary" busy={mutation.isPending} className="w-full">
        {submit}
      </Button>
    </form>
  )
}

function EmailField() {
  const t = useT(loginTexts)
  return (
    <Field label={t('email')} required>
      {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
    </Field>
  )
}

function PasswordField({ autoComplete, hint }: { autoComplete: string; hint?: string }) {
  const t = useT(loginTexts)
  return (
    <Field label={t('password')} hint={hint} required>
      {(control) => (
        <Input {...control} name="password" type="password" autoComplete={autoComplete} required />
      )}
    </Field>
  )
}
