import { CodedError } from '../errors.ts'

/**
 * Secrets at rest: AES-256-GCM. Stored as `v1.<key id>.<iv>.<ciphertext>`, base64url; the key's id tells after a
 * rotation which key a row needs. `owner`, the id of the row, is bound in: a secret copied to another row stays shut.
 */

const VERSION = 'v1'
const IV_BYTES = 12

interface Key {
  id: string
  key: CryptoKey
}

/** Imported keys by their text: importing costs more than using. */
const keys = new Map<string, Key>()

/**
 * @param keyText base64 of 32 bytes, from PATCHCORD_ENCRYPTION_KEY
 * @param owner id of the row the secret is stored in
 * @throws CodedError CONFIG_MISSING
 */
export async function encrypt(keyText: string | undefined, plain: string, owner: string): Promise<string> {
  const { id, key } = await keyOf(keyText)
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const sealed = await crypto.subtle.encrypt(parameters(iv, owner), key, new TextEncoder().encode(plain))
  return [VERSION, id, toText(iv), toText(new Uint8Array(sealed))].join('.')
}

/**
 * What `encrypt` was given.
 * @param previousKeyText PATCHCORD_ENCRYPTION_KEY_PREVIOUS: opens what was stored before the key was changed
 * @throws CodedError CONFIG_MISSING, or DECRYPT_FAILED for another key, another owner or an altered text
 */
export async function decrypt(
  keyText: string | undefined,
  stored: string,
  owner: string,
  previousKeyText?: string,
): Promise<string> {
  const [version, keyId, iv, sealed] = stored.split('.')
  if (version !== VERSION || iv === undefined || sealed === undefined) {
    throw failed('it is not in a form this version reads')
  }
  let { id, key } = await keyOf(keyText)
  if (keyId !== id && previousKeyText) ({ id, key } = await keyOf(previousKeyText))
  if (keyId !== id) throw failed('PATCHCORD_ENCRYPTION_KEY is not the key it was stored with')
  try {
    const plain = await crypto.subtle.decrypt(parameters(fromText(iv), owner), key, fromText(sealed))
    return new TextDecoder().decode(plain)
  } catch {
    throw failed('it was altered or belongs to another row')
  }
}

/** What everything starts with that `encrypt` makes with this key. @throws CodedError CONFIG_MISSING */
export async function storedPrefix(keyText: string | undefined): Promise<string> {
  return `${VERSION}.${(await keyOf(keyText)).id}.`
}

const failed = (reason: string) =>
  new CodedError('DECRYPT_FAILED', `A stored secret cannot be read: ${reason}. Set the secret again.`)

async function keyOf(keyText: string | undefined): Promise<Key> {
  const text = keyText ?? ''
  const known = keys.get(text)
  if (known) return known
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) {
    const message =
      'PATCHCORD_ENCRYPTION_KEY must be the base64 of 32 bytes: set it to the output of `openssl rand -base64 32`.'
    throw new CodedError('CONFIG_MISSING', message)
  }
  const bytes = fromText(text)
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  const key = await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
  // The key is kept, not its promise: a promise belongs to the request it was made in.
  const imported = { id: toText(new Uint8Array(digest, 0, 6)), key }
  keys.set(text, imported)
  return imported
}

const parameters = (iv: Uint8Array<ArrayBuffer>, owner: string) => ({
  name: 'AES-GCM',
  iv,
  additionalData: new TextEncoder().encode(owner),
})

const toText = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

const fromText = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))
