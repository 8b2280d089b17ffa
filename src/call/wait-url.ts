import { signWait } from './wait-token.ts'

const LOCAL = 'http://127.0.0.1:8787'

/**
 * A link that resumes a run at the wait with this key.
 * @param query added to it; the step sees it
 * @param origin of the link where PATCHCORD_PUBLIC_URL is not set
 * @throws CodedError CONFIG_MISSING
 */
export function waitUrl(
  env: Pick<Cloudflare.Env, 'PATCHCORD_ENCRYPTION_KEY' | 'PATCHCORD_PUBLIC_URL'>,
  { runId, key }: { runId: string; key: string },
  query: Record<string, string> = {},
  origin = LOCAL,
): string {
  const token = signWait(env.PATCHCORD_ENCRYPTION_KEY, runId, key)
  const url = new URL(`/waits/${token}`, env.PATCHCORD_PUBLIC_URL ?? origin)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}
