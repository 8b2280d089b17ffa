import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../../db/client.ts'
import { clearLogins } from '../../db/logins.ts'
import {
  addMember,
  changeMember,
  deleteMember,
  getMember,
  inviteMember,
  listMembers,
} from '../../db/members.ts'
import { type MemberRow, ROLES } from '../../db/schema-access.ts'
import { isoTime } from '../../run/run-view.ts'
import { hashToken, newToken } from '../../token.ts'
import { requireHeld, requireScope } from '../actor.ts'
import { nameText, pageOf, pageQuery } from '../input.ts'
import { operation } from '../operation.ts'
import type { App } from '../types.ts'
import { emailText, newPassword } from './fields.ts'
import { newMember } from './new-member.ts'
import { ROLE_SCOPES } from './roles.ts'

/** `/v1/members`: the people who log in, and what each may do. */
export const members = new Hono<App>()

const tag = 'Members'
const scope = 'members.manage'

const INVITE_MS = 7 * 86_400_000

const CreateBody = z.object({
  email: emailText,
  name: nameText,
  role: z.enum(ROLES),
  password: newPassword.optional(),
})
const ChangeBody = z
  .object({ name: nameText.optional(), role: z.enum(ROLES).optional() })
  .refine(({ name, role }) => name !== undefined || role !== undefined, {
    message: 'send at least one of name, role',
  })

const MemberView = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    has_password: z.boolean(),
    invite_expires_at: z.iso.datetime().nullable(),
    created: z.iso.datetime(),
    last_login_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Member' })
const inviteToken = z.string().meta({ description: 'Shown this once, good for seven days.' })

members.post(
  '/',
  operation({
    tag,
    summary: 'Add a member',
    description: 'Without a password the answer holds a token, with which they set their own.',
    scope,
    body: CreateBody,
    status: 201,
    answer: MemberView.extend({ invite_token: inviteToken.optional() }),
    errors: ['EMAIL_TAKEN'],
    examples: { body: { email: 'ana@example.com', name: 'Ana', role: 'MEMBER' } },
  }),
  async (c) => {
    const { password, ...body } = c.req.valid('json')
    requireHeld(requireScope(c.var.actor, scope), ROLE_SCOPES[body.role])
    const now = Date.now()
    const invite = password === undefined ? newInvite(now) : undefined
    const member = await newMember({ ...body, password }, now, invite?.columns)
    await addMember(openDb(c.env.DB), member)
    return c.json({ ...viewMember(member), ...invite?.shownOnce }, 201)
  },
)

members.get(
  '/',
  operation({
    tag,
    summary: 'List members',
    scope,
    query: pageQuery,
    answer: pageOf(MemberView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const page = await listMembers(openDb(c.env.DB), c.req.valid('query'))
    return c.json({ ...page, data: page.data.map(viewMember) })
  },
)

members.patch(
  '/:member_id',
  operation({
    tag,
    summary: 'Change a member',
    description: 'Another role ends their sessions. The last administrator stays one.',
    scope,
    body: ChangeBody,
    answer: MemberView,
    errors: ['MEMBER_NOT_FOUND', 'LAST_ADMINISTRATOR'],
    examples: { body: { role: 'READER' } },
  }),
  async (c) => {
    const change = c.req.valid('json')
    if (change.role) requireHeld(requireScope(c.var.actor, scope), ROLE_SCOPES[change.role])
    return c.json(viewMember(await changeMember(openDb(c.env.DB), c.req.param('member_id'), change)))
  },
)

members.post(
  '/:member_id/invite',
  operation({
    tag,
    summary: 'Have a member set a new password',
    description: 'Their password and all their sessions end at once.',
    scope,
    answer: MemberView.extend({ invite_token: inviteToken }),
    errors: ['MEMBER_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id, email, role } = await getMember(db, c.req.param('member_id'))
    // Who holds the token becomes the member.
    requireHeld(requireScope(c.var.actor, scope), ROLE_SCOPES[role])
    const { columns, shownOnce } = newInvite(Date.now())
    const member = await inviteMember(db, id, columns)
    await clearLogins(db, hashToken(email))
    return c.json({ ...viewMember(member), ...shownOnce })
  },
)

members.delete(
  '/:member_id',
  operation({
    tag,
    summary: 'Remove a member',
    description: 'Their sessions end at once; API keys they made stay. The last administrator stays.',
    scope,
    status: 204,
    errors: ['MEMBER_NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
  async (c) => {
    await deleteMember(openDb(c.env.DB), c.req.param('member_id'))
    return c.body(null, 204)
  },
)

/** A token to set a password with: as it is stored, and as it is shown this once. */
function newInvite(now: number) {
  const token = newToken()
  return {
    columns: { inviteHash: hashToken(token), inviteExpiresAt: now + INVITE_MS },
    shownOnce: { invite_token: token },
  }
}

function viewMember(member: MemberRow): z.input<typeof MemberView> {
  return {
    id: member.id,
    email: member.email,
    name: member.name,
    role: member.role,
    has_password: member.passwordHash !== null,
    invite_expires_at: isoTime(member.inviteExpiresAt),
    created: isoTime(member.createdAt),
    last_login_at: isoTime(member.lastLoginAt),
  }
}
