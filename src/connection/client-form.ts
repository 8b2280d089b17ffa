import { openDb } from '../db/client.ts'
import { findApp } from '../db/oauth.ts'
import type { Auth } from '../piece/auth.ts'
import { type Choice, type FieldMeta, fieldsOf } from '../piece/fields.ts'
import type { Piece } from '../piece/piece.ts'

/** One input of a form in which somebody fills in credentials. */
export interface FormField {
  name: string
  label: string
  description?: string
  /** how it is shown; `secret` is masked */
  as: 'text' | 'secret' | 'long' | 'number' | 'checkbox' | 'choice' | 'note'
  required: boolean
  choices?: readonly Choice[]
}

/** What is asked for by one kind of auth. */
export interface ClientForm {
  kind: Auth
  fields: FormField[]
  /** true where the user is sent to the service to log in */
  isLogin: boolean
}

/** The forms a client can fill in for a piece. A login takes an OAuth app of ours: nobody else has one. */
export async function clientForms(env: Pick<Cloudflare.Env, 'DB'>, piece: Piece): Promise<ClientForm[]> {
  const hasApp = (await findApp(openDb(env.DB), piece.name)) !== undefined
  return piece.auth.flatMap((kind) => {
    const isLogin = kind.type === 'OAUTH2' && kind.grantType !== 'client_credentials'
    return isLogin && !hasApp ? [] : [{ kind, isLogin, fields: fieldsFor(kind) }]
  })
}

/** True where a client can fill in credentials of this piece. */
export async function canBeAsked(env: Pick<Cloudflare.Env, 'DB'>, piece: Piece): Promise<boolean> {
  return (await clientForms(env, piece)).length > 0
}

function fieldsFor(kind: Auth): FormField[] {
  switch (kind.type) {
    case 'SECRET_TEXT':
      // What is said of the kind stands above its fields already.
      return [{ name: 'secret_text', label: kind.label, as: 'secret', required: true }]
    case 'BASIC_AUTH':
      return [
        { ...told(kind.username), name: 'username', as: 'text', required: true },
        { ...told(kind.password), name: 'password', as: 'secret', required: false },
      ]
    case 'CUSTOM_AUTH':
      return declared(fieldsOf(kind.fields))
    case 'OAUTH2': {
      const fields = kind.fields ? declared(fieldsOf(kind.fields)) : []
      if (kind.grantType !== 'client_credentials') return fields
      return [
        { name: 'client_id', label: 'Client ID', as: 'text', required: true },
        { name: 'client_secret', label: 'Client secret', as: 'secret', required: true },
        ...fields,
      ]
    }
  }
}

const told = ({ label, description }: { label: string; description?: string }) => ({
  label,
  ...(description !== undefined && { description }),
})

const SHOWN_AS: Readonly<Record<string, FormField['as']>> = {
  SECRET_TEXT: 'secret',
  LONG_TEXT: 'long',
  NUMBER: 'number',
  CHECKBOX: 'checkbox',
  STATIC_DROPDOWN: 'choice',
  MARKDOWN: 'note',
}

const declared = (fields: Record<string, FieldMeta>): FormField[] =>
  Object.entries(fields).map(([name, field]) => ({
    ...told(field),
    name: `props.${name}`,
    as: SHOWN_AS[field.kind] ?? 'text',
    required: field.required && field.defaultValue === undefined && !field.showWhen,
    ...(field.choices && { choices: field.choices }),
  }))

/** What was filled in, as the value of a request to create a connection. */
export function filledIn(form: ClientForm, sent: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  const props: Record<string, unknown> = {}
  for (const { name, as } of form.fields) {
    const text = typeof sent[name] === 'string' ? sent[name] : ''
    const given = as === 'checkbox' ? text !== '' : text
    if (name.startsWith('props.')) props[name.slice('props.'.length)] = given
    else value[name] = given
  }
  return { ...value, props }
}
