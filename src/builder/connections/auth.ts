import type { Connection, Piece } from '../../client/api.d.ts'

/** A field of a kind of credentials, as the API describes it. */
export interface AuthField {
  type: string
  displayName: string
  description?: string
  required?: boolean
  defaultValue?: unknown
  options?: { options?: { label: string; value: string | number }[] }
}

/** One way to connect a piece. */
export interface AuthKind {
  type: Connection['type']
  displayName: string
  description?: string
  grantType?: 'authorization_code' | 'client_credentials'
  /** of custom credentials, and what an OAuth login needs to know first */
  props?: Record<string, AuthField>
  username?: { displayName: string; description?: string }
  password?: { displayName: string; description?: string }
}

/** What pieces without credentials of their own take: keys that their steps send along. */
const ANY_KIND: AuthKind[] = [
  { type: 'SECRET_TEXT', displayName: 'Secret' },
  { type: 'BASIC_AUTH', displayName: 'User and password' },
]

/** The ways to connect a piece, the first one first. */
export function authKindsOf({ auth }: Piece): AuthKind[] {
  if (Array.isArray(auth)) return auth as AuthKind[]
  return auth ? [auth as AuthKind] : ANY_KIND
}

/** Whether a way to connect leads through the service's own login. */
export const isLogin = ({ type, grantType }: AuthKind): boolean =>
  type === 'OAUTH2' && grantType !== 'client_credentials'

const SECRET: AuthField = { type: 'SECRET_TEXT', displayName: '', required: true }

/** The fields to fill in, by their names. @param kind whose texts are the API's */
export function fieldsOf(kind: AuthKind): Record<string, AuthField> {
  switch (kind.type) {
    case 'SECRET_TEXT':
      return {
        secret_text: {
          ...SECRET,
          displayName: kind.displayName,
          ...(kind.description && { description: kind.description }),
        },
      }
    case 'BASIC_AUTH':
      return {
        username: { ...SECRET, type: 'SHORT_TEXT', displayName: 'User', ...kind.username },
        // Services that take a key as the user's name leave the password empty.
        password: { ...SECRET, displayName: 'Password', ...kind.password, required: false },
      }
    default:
      return kind.props ?? {}
  }
}

/** What stands in the fields at first. */
export const initialValues = (kind: AuthKind): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fieldsOf(kind)).map(([name, { type, defaultValue }]) => [
      name,
      defaultValue ?? (type === 'CHECKBOX' ? false : ''),
    ]),
  )

/** Fields that still lack what they require, by name. */
export const missingFields = (kind: AuthKind, values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fieldsOf(kind))
    .filter(([name, { required, type }]) => required && type !== 'CHECKBOX' && isEmpty(values[name]))
    .map(([name]) => name)

/** The credentials as the API takes them. Optional fields that are empty are left out. */
export function credentialsFrom(
  kind: AuthKind,
  values: Readonly<Record<string, unknown>>,
): { type: Connection['type']; value: Record<string, unknown> } {
  const { type } = kind
  if (type === 'SECRET_TEXT' || type === 'BASIC_AUTH') return { type, value: { ...values } }
  const props = propsFrom(kind, values)
  if (type === 'OAUTH2') return { type, value: { grant_type: 'client_credentials', props } }
  return { type, value: { props } }
}

/** What was filled in, with numbers as numbers. */
export function propsFrom(
  kind: AuthKind,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const fields = Object.entries(fieldsOf(kind)).filter(([name]) => !isEmpty(values[name]))
  return Object.fromEntries(
    fields.map(([name, { type }]) => [name, type === 'NUMBER' ? Number(values[name]) : values[name]]),
  )
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
