import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../../db/client.ts'
import { admitLogin, clearLogins } from '../../db/logins.ts'
import { acceptInvite, addFirstMember, findByEmail, findByInvite, hasMembers } from '../../db/members.ts'
import { type MemberRow, ROLES } from '../../db/schema-access.ts'
import { endSession, openSession, SESSION_MS } from '../../db/sessions.ts'
import { CodedError } from '../../errors.ts'
import { isoTime } from '../../run/run-view.ts'
import { hashToken, newToken } from '../../token.ts'
import { type Actor, requireHeld, requireScope, SCOPES } from '../actor.ts'
import { nameText } from '../input.ts'
import { operation } from '../operation.ts'
import type { App } from '../types.ts'
import { emailText, newPassword, refuseEmailAsPassword } from './fields.ts'
import { newMember } from './new-member.ts'
import { refuseForeignOrigin } from './own-origin.ts'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'
import { memberActor, ROLE_SCOPES } from './roles.ts'
import { clearSessionCookie, readSessionCookie, setSessionCookie } from './session-cookie.ts'

/** `/v1/session`: logging in and out of the builder, by a cookie. */
export const session = new Hono<App>()

const tag = 'Session'

const ActorView = z
  .object({
    type: z.enum(['admin', 'api_key', 'member']),
    id: z.string(),
    name: z.string(),
    email: z.string().optional(),
    role: z.enum(ROLES).optional(),
    scopes: z.array(z.enum(SCOPES)),
  })
  .meta({ id: 'Actor' })
const SessionView = z.object({ member: ActorView, expires_at: z.iso.datetime() }).meta({ id: 'Session' })
const WhoView = z.object({
  member: ActorView.nullable().meta({
    description: 'Who asks: a member, or what a bearer credential stands for.',
  }),
  setup_required: z.boolean().meta({ description: 'True until there is a first member.' }),
})

const LoginBody = z.object({ email: z.string().trim().toLowerCase().max(254), password: z.string().max(200) })
const SetupBody = z.object({ email: emailText, name: nameText, password: newPassword })
const PasswordBody = z.object({ token: z.string().max(200), password: newPassword })

session.get('/', operation({ tag, summary: 'Say who I am', scope: null, answer: WhoView }), async (c) => {
  const { actor } = c.var
  return c.json({
    member: actor && viewActor(actor),
    setup_required: actor?.type !== 'member' && !(await hasMembers(openDb(c.env.DB))),
  })
})

session.post(
  '/',
  operation({
    tag,
    summary: 'Log in',
    description: 'Sets the session cookie. Repeated failures lock the e-mail for a growing time.',
    scope: null,
    body: LoginBody,
    answer: SessionView,
    errors: ['LOGIN_FAILED', 'LOGIN_LOCKED', 'CSRF_REFUSED'],
    examples: { body: { email: 'ana@example.com', password: 'correct horse battery' } },
  }),
  async (c) => {
    refuseForeignOrigin(c)
    const { email, password } = c.req.valid('json')
    await requireUnlocked(c, email)
    const member = await findByEmail(openDb(c.env.DB), email)
    const isRight = await verifyPassword(password, member?.passwordHash ?? null)
    if (!member?.passwordHash || !isRight) throw loginFailed()
    const rehashed = isOutdated(member.passwordHash) ? await hashPassword(password) : undefined
    return c.json(await logIn(c, member, rehashed))
  },
)

session.delete(
  '/',
  operation({ tag, summary: 'Log out', scope: null, status: 204, errors: ['CSRF_REFUSED'] }),
  async (c) => {
    const token = readSessionCookie(c)
    if (token) await endSession(openDb(c.env.DB), hashToken(token))
    clearSessionCookie(c)
    return c.body(null, 204)
  },
)

session.post(
  '/setup',
  operation({
    tag,
    summary: 'Create the first administrator',
    description: 'With the admin token, while there are no members. Logs in.',
    scope: 'members.manage',
    body: SetupBody,
    status: 201,
    answer: SessionView,
    errors: ['SETUP_DONE'],
    examples: { body: { email: 'ana@example.com', name: 'Ana', password: 'correct horse battery' } },
  }),
  async (c) => {
    requireHeld(requireScope(c.var.actor, 'members.manage'), ROLE_SCOPES.ADMINISTRATOR)
    const member = await newMember({ ...c.req.valid('json'), role: 'ADMINISTRATOR' }, Date.now())
    await addFirstMember(openDb(c.env.DB), member)
    return c.json(await logIn(c, member), 201)
  },
)

session.post(
  '/password',
  operation({
    tag,
    summary: 'Set a password by an invitation',
    description: 'Uses the invitation up, and logs in.',
    scope: null,
    body: PasswordBody,
    answer: SessionView,
    errors: ['INVITE_NOT_FOUND', 'CSRF_REFUSED'],
  }),
  async (c) => {
    refuseForeignOrigin(c)
    const { token, password } = c.req.valid('json')
    const db = openDb(c.env.DB)
    const now = Date.now()
    const inviteHash = hashToken(token)
    const member = await findByInvite(db, inviteHash, now)
    if (!member) throw inviteNotFound()
    refuseEmailAsPassword(password, member.email)
    const passwordHash = await hashPassword(password)
    if (!(await acceptInvite(db, inviteHash, passwordHash, now))) throw inviteNotFound()
    return c.json(await logIn(c, { ...member, passwordHash }))
  },
)

/** Opens a session and sets its cookie. @throws CodedError LOGIN_FAILED where the password was reset meanwhile */
async function logIn(
  c: Context<App>,
  member: MemberRow,
  newPasswordHash?: string,
): Promise<z.input<typeof SessionView>> {
  const db = openDb(c.env.DB)
  const token = newToken()
  const now = Date.now()
  if (!(await openSession(db, member, hashToken(token), now, newPasswordHash))) throw loginFailed()
  await clearLogins(db, hashToken(member.email))
  setSessionCookie(c, token)
  return { member: viewActor(memberActor(member)), expires_at: isoTime(now + SESSION_MS) }
}

/** Counts this login. @throws CodedError LOGIN_LOCKED, whether or not the e-mail is a member's */
async function requireUnlocked(c: Context<App>, email: string): Promise<void> {
  const now = Date.now()
  const lockedUntil = await admitLogin(openDb(c.env.DB), hashToken(email), now)
  if (lockedUntil === undefined) return
  const seconds = Math.max(1, Math.ceil((lockedUntil - now) / 1000))
  c.header('Retry-After', String(seconds))
  const message = `Too many logins have failed for this e-mail. Try again in ${seconds} seconds.`
  throw new CodedError('LOGIN_LOCKED', message, { retryable: true })
}

const loginFailed = () => new CodedError('LOGIN_FAILED', 'The e-mail or the password is not right.')

const inviteNotFound = () =>
  new CodedError(
    'INVITE_NOT_FOUND',
    'This invitation was used or has expired: ask an administrator for a new one.',
  )

const viewActor = ({ scopes, ...actor }: Actor): z.input<typeof ActorView> => ({
  ...actor,
  scopes: [...scopes],
})
