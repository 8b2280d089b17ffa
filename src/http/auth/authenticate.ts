import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { findApiKey, isUseNews, noteUse } from '../../db/api-keys.ts'
import { openDb } from '../../db/client.ts'
import { findByEmail } from '../../db/members.ts'
import { extendSession, findSession, isSessionAging } from '../../db/sessions.ts'
import { CodedError } from '../../errors.ts'
import { isoTime } from '../../run/run-view.ts'
import { hashToken } from '../../token.ts'
import type { Actor } from '../actor.ts'
import type { App } from '../types.ts'
import { accessApplication, verifyAccess } from './access.ts'
import { bearerToken, sameSecret } from './bearer.ts'
import { needsOwnOrigin, requireOwnOrigin } from './own-origin.ts'
import { adminActor, keyActor, memberActor } from './roles.ts'
import { readSessionCookie, setSessionCookie } from './session-cookie.ts'

/** What every API key begins with. */
export const KEY_PREFIX = 'pck_'

/**
 * Finds out who asks, for `operation` to decide what they may. A credential that is wrong is refused here, whatever
 * was asked for; a session that has ended is nobody's. @throws CodedError UNAUTHORIZED, CSRF_REFUSED, ACCESS_REFUSED
 */
export const authenticate = createMiddleware<App>(async (c, next) => {
  const token = bearerToken(c.req.header('authorization'))
  c.set('actor', token === undefined ? await browserActor(c) : await bearerActor(c, token))
  await next()
})

async function bearerActor(c: Context<App>, token: string): Promise<Actor> {
  const expected = c.env.PATCHCORD_ADMIN_TOKEN
  if (expected && sameSecret(token, expected)) return adminActor
  if (token.startsWith(KEY_PREFIX)) return apiKeyActor(c, token)
  throw new CodedError('UNAUTHORIZED', 'This credential is not known here.')
}

async function apiKeyActor(c: Context<App>, token: string): Promise<Actor> {
  const db = openDb(c.env.DB)
  const now = Date.now()
  const key = await findApiKey(db, hashToken(token))
  if (!key) throw new CodedError('UNAUTHORIZED', 'This API key is not known here.')
  if (key.revokedAt !== null) {
    throw new CodedError('UNAUTHORIZED', `The API key "${key.name}" was revoked. Use another one.`)
  }
  if (key.expiresAt !== null && key.expiresAt <= now) {
    const message = `The API key "${key.name}" expired at ${isoTime(key.expiresAt)}. Use another one.`
    throw new CodedError('UNAUTHORIZED', message)
  }
  if (isUseNews(key, now)) c.executionCtx.waitUntil(noteUse(db, key.id, now))
  return keyActor(key)
}

/** Who the browser is logged in as. Both ways rest on cookies, so both need the request to come from our own pages. */
async function browserActor(c: Context<App>): Promise<Actor | null> {
  const actor = (await sessionActor(c)) ?? (await accessActor(c))
  if (actor && needsOwnOrigin(c)) requireOwnOrigin(c)
  return actor
}

async function sessionActor(c: Context<App>): Promise<Actor | null> {
  const token = readSessionCookie(c)
  if (!token) return null
  const db = openDb(c.env.DB)
  const now = Date.now()
  const session = await findSession(db, hashToken(token), now)
  if (!session) return null
  if (isSessionAging(session, now)) {
    await extendSession(db, session.hash, now)
    setSessionCookie(c, token)
  }
  return memberActor(session.member)
}

/** The member that Cloudflare Access vouches for. @throws CodedError ACCESS_REFUSED, ACCESS_UNAVAILABLE */
async function accessActor(c: Context<App>): Promise<Actor | null> {
  const application = accessApplication(c.env)
  const assertion = c.req.header('cf-access-jwt-assertion') ?? getCookie(c, 'CF_Authorization')
  if (!application || !assertion) return null
  const member = await findByEmail(openDb(c.env.DB), await verifyAccess(assertion, application))
  if (member) return memberActor(member)
  const message =
    'Cloudflare Access knows you, but you are no member here: have an administrator add your e-mail.'
  throw new CodedError('ACCESS_REFUSED', message)
}
