/** The address this Worker is reached at from outside, without a slash at its end, for links that others follow. */
export function publicUrl(env: Pick<Cloudflare.Env, 'PATCHCORD_PUBLIC_URL'>): string {
  return (env.PATCHCORD_PUBLIC_URL ?? 'http://127.0.0.1:8787').replace(/\/+$/, '')
}
