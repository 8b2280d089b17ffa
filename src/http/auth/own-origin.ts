import type { Context } from 'hono'
import { CodedError } from '../../errors.ts'
import type { App } from '../types.ts'

/**
 * Browsers add cookies to what other sites make them send. So a request that lives on a cookie must prove that one of
 * our own pages sent it: by `Origin`, or by `Sec-Fetch-Site`, neither of which a page can choose.
 * @throws CodedError CSRF_REFUSED
 */
export function requireOwnOrigin(c: Context<App>): void {
  const origin = c.req.header('origin')
  if (c.req.header('sec-fetch-site') === 'same-origin') return
  if (origin !== undefined && ownOrigins(c).includes(origin)) return
  const message = `This came from ${origin ?? 'an unknown page'}, not from ours. Use the builder's own address, or a bearer credential.`
  throw new CodedError('CSRF_REFUSED', message)
}

/** The same for logging in, which needs no cookie yet: programs may, other people's pages may not. */
export function refuseForeignOrigin(c: Context<App>): void {
  if (c.req.header('origin') !== undefined) requireOwnOrigin(c)
}

/** Whether a request changes something, or opens a socket that lasts. */
export function needsOwnOrigin({ req }: Context<App>): boolean {
  const isRead = req.method === 'GET' || req.method === 'HEAD'
  return !isRead || req.header('upgrade')?.toLowerCase() === 'websocket'
}

function ownOrigins(c: Context<App>): (string | undefined)[] {
  const configured = c.env.PATCHCORD_PUBLIC_URL
  return [new URL(c.req.url).origin, configured && URL.parse(configured)?.origin]
}
