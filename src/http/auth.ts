import { createHash, timingSafeEqual } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import { CodedError } from '../errors.ts'
import type { App } from './types.ts'

/** True where both are the same, in a time that tells nothing about either. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** The token of an `Authorization: Bearer …` header. */
export function bearerToken(header: string | undefined): string | undefined {
  return header?.match(/^Bearer +(\S+) *$/i)?.[1]
}

/** Lets only holders of PATCHCORD_ADMIN_TOKEN through; nobody where it is not set. */
export const requireAdmin = createMiddleware<App>(async (c, next) => {
  const token = bearerToken(c.req.header('authorization'))
  const expected = c.env.PATCHCORD_ADMIN_TOKEN
  if (expected && token !== undefined && sameSecret(token, expected)) return next()
  c.header('WWW-Authenticate', 'Bearer realm="patchcord"')
  throw new CodedError('UNAUTHORIZED', 'Send the admin token as "Authorization: Bearer <token>".')
})
