import { isObject } from '../json.ts'
import { fieldsOf, holdsSecret } from '../piece/fields.ts'
import type { Piece } from '../piece/piece.ts'
import { type ConnectionValue, isOAuthType } from './value.ts'

/** A shorter password says nothing by itself: the user's name is then the key. */
const MIN_PASSWORD = 6

/** Fewer characters could be anything. */
const MIN_BASE64 = 8

/** Properties of what a service answers with a token that are secret too. */
const SECRET_NAME = /token|secret|key|passw|credential/i

/**
 * The texts of a connection that must reach no record, in every form in which a request carries them.
 * @param piece undefined where it is unknown: then every text counts
 */
export function secretsOf(piece: Piece | undefined, value: ConnectionValue): string[] {
  const texts = rawSecrets(piece, value).filter(Boolean).flatMap(formsOf)
  return [...new Set(texts)].filter(Boolean)
}

function rawSecrets(piece: Piece | undefined, value: ConnectionValue): string[] {
  switch (value.type) {
    case 'NO_AUTH':
      return []
    case 'SECRET_TEXT':
      return [value.secret_text]
    case 'BASIC_AUTH':
      return [value.password, ...(value.password.length < MIN_PASSWORD ? [value.username] : [])]
    case 'CUSTOM_AUTH':
      return secretProps(piece, value.type, value.props)
    default:
      return [
        value.access_token,
        value.refresh_token ?? '',
        value.client_secret ?? '',
        ...secretProps(piece, value.type, value.props ?? {}),
        ...secretData(value.data, false),
      ]
  }
}

/** What the piece declares as secret; every text where it declares nothing. */
function secretProps(piece: Piece | undefined, type: ConnectionValue['type'], props: object): string[] {
  const kind = piece?.auth.find((each) => each.type === (isOAuthType(type) ? 'OAUTH2' : type))
  const declared = kind && 'fields' in kind && kind.fields ? fieldsOf(kind.fields) : undefined
  return Object.entries(props).flatMap(([name, prop]) => {
    const field = declared?.[name]
    return field && !holdsSecret(field) ? [] : textsIn(prop)
  })
}

function secretData(data: unknown, within: boolean): string[] {
  if (typeof data === 'string') return within ? [data] : []
  if (Array.isArray(data)) return data.flatMap((item) => secretData(item, within))
  if (!isObject(data)) return []
  return Object.entries(data).flatMap(([name, item]) => secretData(item, within || isSecretName(name)))
}

const isSecretName = (name: string) => SECRET_NAME.test(name) && !/^(token_type|.*_in|.*_at)$/i.test(name)

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  return isObject(value) ? Object.values(value).flatMap(textsIn) : []
}

/** As it is, as it stands in an address or a form, and in the middle of base64 as Basic headers are. */
function formsOf(secret: string): string[] {
  const form = new URLSearchParams({ _: secret }).toString().slice('_='.length)
  const base64 = [0, 1, 2].map((at) => inBase64(secret, at))
  return [secret, encodeURIComponent(secret), encodeURI(secret), form, ...base64]
}

/** Three bytes make four characters: those that hang on the secret alone, where it starts `before` bytes into them. */
function inBase64(secret: string, before: number): string {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
  const from = Math.ceil((before * 4) / 3)
  const characters = bytes.toString('base64').slice(from, Math.floor((bytes.length * 4) / 3))
  return characters.length < MIN_BASE64 ? '' : characters
}
