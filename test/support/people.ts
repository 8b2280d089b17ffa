import { env } from 'cloudflare:workers'
import { openDb } from '../../src/db/client.ts'
import { addMember } from '../../src/db/members.ts'
import type { MemberRow, Role } from '../../src/db/schema-access.ts'
import { openSession } from '../../src/db/sessions.ts'
import { hashToken, newToken } from '../../src/token.ts'
import { type ApiAnswer, call } from './api.ts'

/** Where our own pages are, as far as tests are concerned. */
export const OWN_ORIGIN = 'http://patchcord.test'

/** A member who was added to the database as they are, without a password. */
export async function makeMember(role: Role, changes: Partial<MemberRow> = {}): Promise<MemberRow> {
  const id = `member_${newToken()}`
  const member: MemberRow = {
    id,
    email: `${id.toLowerCase()}@example.com`,
    name: `A ${role}`,
    role,
    passwordHash: null,
    inviteHash: null,
    inviteExpiresAt: null,
    createdAt: Date.now(),
    lastLoginAt: null,
    ...changes,
  }
  await addMember(openDb(env.DB), member)
  return member
}

/** A session of a member, opened at `now`: the cookie a browser would send. */
export async function cookieOf(member: MemberRow, now = Date.now()): Promise<string> {
  const token = newToken()
  if (!(await openSession(openDb(env.DB), member, hashToken(token), now))) throw new Error('no session')
  return `patchcord_session=${token}`
}

/** Sends a request as one of our own pages does in a browser that holds this cookie. */
export function browse(cookie: string, method: string, path: string, body?: unknown): Promise<ApiAnswer> {
  return call(method, path, body, { cookie, origin: OWN_ORIGIN })
}

/** The cookie that an answer sets, as a browser sends it back. */
export const givenCookie = ({ headers }: ApiAnswer): string => headers.get('set-cookie')?.split(';')[0] ?? ''

/** Removes everybody. */
export async function removeEverybody(): Promise<void> {
  await env.DB.batch(
    ['members', 'sessions', 'login_attempts', 'api_keys'].map((table) =>
      env.DB.prepare(`DELETE FROM ${table}`),
    ),
  )
}
