import { decrypt, encrypt } from './encryption.ts'

/** The keys of this installation: the one secrets are stored with, and the one before it. */
export type Keys = Pick<Cloudflare.Env, 'PATCHCORD_ENCRYPTION_KEY' | 'PATCHCORD_ENCRYPTION_KEY_PREVIOUS'>

/** A value as it may be stored in the row `owner`. @throws CodedError CONFIG_MISSING */
export function seal(keys: Keys, value: unknown, owner: string): Promise<string> {
  return encrypt(keys.PATCHCORD_ENCRYPTION_KEY, JSON.stringify(value), owner)
}

/** What `seal` was given. @throws CodedError CONFIG_MISSING, DECRYPT_FAILED */
export async function unseal<T>(keys: Keys, stored: string, owner: string): Promise<T> {
  const { PATCHCORD_ENCRYPTION_KEY: key, PATCHCORD_ENCRYPTION_KEY_PREVIOUS: previous } = keys
  return JSON.parse(await decrypt(key, stored, owner, previous)) as T
}
