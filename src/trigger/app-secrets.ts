import { type Keys, seal, unseal } from '../connection/seal.ts'
import { findAppSecret, listAppSecrets, saveAppSecret } from '../db/app-secrets.ts'
import { openDb } from '../db/client.ts'
import { CodedError } from '../errors.ts'
import { isObject } from '../json.ts'

type SecretEnv = Keys & Pick<Cloudflare.Env, 'DB' | 'PATCHCORD_APP_SECRETS'>

/**
 * What a piece's app signs its events with: what was set over the API, else what PATCHCORD_APP_SECRETS says.
 * @throws CodedError CONFIG_MISSING, DECRYPT_FAILED
 */
export async function appSecretOf(env: SecretEnv, pieceName: string): Promise<string | undefined> {
  const stored = await findAppSecret(openDb(env.DB), pieceName)
  if (stored !== undefined) return unseal<string>(env, stored, pieceName)
  const configured = configuredSecrets(env.PATCHCORD_APP_SECRETS)
  const secret = Object.hasOwn(configured, pieceName) ? configured[pieceName] : undefined
  return typeof secret === 'string' ? secret : undefined
}

/**
 * The pieces whose apps' secrets are known, by name, without the secrets; `updatedAt` is null for those that
 * PATCHCORD_APP_SECRETS names. @throws CodedError CONFIG_MISSING
 */
export async function keptAppSecrets(
  env: SecretEnv,
): Promise<{ pieceName: string; updatedAt: number | null }[]> {
  const stored = await listAppSecrets(openDb(env.DB))
  const names = new Set(stored.map(({ pieceName }) => pieceName))
  const configured = Object.keys(configuredSecrets(env.PATCHCORD_APP_SECRETS)).filter(
    (name) => !names.has(name),
  )
  return [...stored, ...configured.map((pieceName) => ({ pieceName, updatedAt: null }))].sort((a, b) =>
    a.pieceName < b.pieceName ? -1 : 1,
  )
}

/** Keeps what a piece's app signs with, encrypted. @throws CodedError CONFIG_MISSING */
export async function setAppSecret(
  env: SecretEnv,
  pieceName: string,
  secret: string,
  now: number,
): Promise<void> {
  const sealed = await seal(env, secret, pieceName)
  await saveAppSecret(openDb(env.DB), { pieceName, secret: sealed, updatedAt: now })
}

function configuredSecrets(text = '{}'): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Said below: the text itself must not be shown.
  }
  throw new CodedError('CONFIG_MISSING', 'PATCHCORD_APP_SECRETS must be a JSON object: {"slack": "…"}.')
}
