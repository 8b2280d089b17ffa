import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { SESSION_MS } from '../../db/sessions.ts'
import type { App } from '../types.ts'

const NAME = 'patchcord_session'

/** Where the connection is safe, the cookie's prefix keeps other hosts and plain http from setting it. */
const isSecure = (c: Context<App>) => new URL(c.req.url).protocol === 'https:'
const prefixOf = (c: Context<App>) => (isSecure(c) ? 'host' : undefined)

/** The token of the session cookie. */
export function readSessionCookie(c: Context<App>): string | undefined {
  return isSecure(c) ? getCookie(c, NAME, 'host') : getCookie(c, NAME)
}

/** Has the browser keep a session's token: for our own pages, out of reach of their scripts. */
export function setSessionCookie(c: Context<App>, token: string): void {
  const maxAge = SESSION_MS / 1000
  setCookie(c, NAME, token, { ...attributes(c), maxAge })
}

/** Has the browser forget the session's token. */
export function clearSessionCookie(c: Context<App>): void {
  deleteCookie(c, NAME, attributes(c))
}

const attributes = (c: Context<App>) =>
  ({ httpOnly: true, sameSite: 'Lax', path: '/', secure: isSecure(c), prefix: prefixOf(c) }) as const
