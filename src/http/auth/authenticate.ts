import { createMiddleware } from 'hono/factory'
import { CodedError } from '../../errors.ts'
import { type Actor, SCOPES } from '../actor.ts'
import type { App } from '../types.ts'
import { bearerToken, sameSecret } from './bearer.ts'

const admin: Actor = { type: 'admin', id: 'admin', name: 'Admin token', scopes: new Set(SCOPES) }

/**
 * Finds out who asks, for `operation` to decide what they may. A credential that is wrong is refused here, whatever
 * was asked for. @throws CodedError UNAUTHORIZED
 */
export const authenticate = createMiddleware<App>(async (c, next) => {
  const token = bearerToken(c.req.header('authorization'))
  const expected = c.env.PATCHCORD_ADMIN_TOKEN
  if (token !== undefined && !(expected && sameSecret(token, expected))) {
    throw new CodedError('UNAUTHORIZED', 'This credential is not known here.')
  }
  c.set('actor', token === undefined ? null : admin)
  await next()
})
