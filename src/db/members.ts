import { and, eq, getTableColumns, gt, ne, notExists, or, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { type Db, withoutValues } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type MemberRow, members, type Role, sessions } from './schema-access.ts'

/** Adds a member. @throws CodedError EMAIL_TAKEN */
export async function addMember(db: Db, member: MemberRow): Promise<void> {
  try {
    await db.insert(members).values(member)
  } catch (error) {
    const { message } = withoutValues(error) as Error
    if (!message.includes('members.email')) throw error
    throw new CodedError('EMAIL_TAKEN', '"email" belongs to another member already.')
  }
}

/** Adds a member where there is none yet, also where two requests try at once. @throws CodedError SETUP_DONE */
export async function addFirstMember(db: Db, member: MemberRow): Promise<void> {
  const columns = Object.keys(getTableColumns(members)) as (keyof MemberRow)[]
  const values = Object.fromEntries(columns.map((name) => [name, sql`${member[name]}`.as(name)]))
  const nobody = notExists(db.select({ id: members.id }).from(members))
  const row = db
    .select(values as Record<keyof MemberRow, SQL.Aliased>)
    .from(sql`(SELECT 1)`)
    .where(nobody)
  const added = await db.insert(members).select(row).returning({ id: members.id })
  if (added.length > 0) return
  throw new CodedError('SETUP_DONE', 'There are members already: log in, or have one of them invite you.')
}

/** Whether anybody is a member yet. */
export async function hasMembers(db: Db): Promise<boolean> {
  return (await db.select({ id: members.id }).from(members).limit(1).get()) !== undefined
}

/** One page of the members, newest first. @throws CodedError CURSOR_INVALID */
export function listMembers(db: Db, request: PageRequest): Promise<Page<MemberRow>> {
  return readRows(db, members, undefined, request)
}

/** The member of that id. @throws CodedError MEMBER_NOT_FOUND */
export async function getMember(db: Db, id: string): Promise<MemberRow> {
  const member = await db.select().from(members).where(eq(members.id, id)).get()
  if (member) return member
  throw new CodedError('MEMBER_NOT_FOUND', `There is no member "${id}".`)
}

/** The member with this e-mail, which is in lower case. */
export function findByEmail(db: Db, email: string): Promise<MemberRow | undefined> {
  return db.select().from(members).where(eq(members.email, email)).get()
}

/** The member whose invitation has this hash and still holds. */
export function findByInvite(db: Db, hash: string, now: number): Promise<MemberRow | undefined> {
  return db.select().from(members).where(isInvited(hash, now)).get()
}

const isInvited = (hash: string, now: number) =>
  and(eq(members.inviteHash, hash), gt(members.inviteExpiresAt, now))

/** Sets the password an invitation is for, which uses the invitation up. Gives false where it is gone meanwhile. */
export async function acceptInvite(
  db: Db,
  hash: string,
  passwordHash: string,
  now: number,
): Promise<boolean> {
  const change = { passwordHash, inviteHash: null, inviteExpiresAt: null }
  const update = db.update(members).set(change).where(isInvited(hash, now))
  return (await update.returning({ id: members.id })).length > 0
}

/** Invites a member anew: the password that was and every session end. @throws CodedError MEMBER_NOT_FOUND */
export async function inviteMember(
  db: Db,
  id: string,
  invite: Pick<MemberRow, 'inviteHash' | 'inviteExpiresAt'>,
): Promise<MemberRow> {
  const [, [member]] = await db.batch([
    db.delete(sessions).where(eq(sessions.memberId, id)),
    db
      .update(members)
      .set({ ...invite, passwordHash: null })
      .where(eq(members.id, id))
      .returning(),
  ])
  return member ?? getMember(db, id)
}

/** Changes a member; another role ends their sessions. @throws CodedError MEMBER_NOT_FOUND, LAST_ADMINISTRATOR */
export async function changeMember(
  db: Db,
  id: string,
  change: { name?: string; role?: Role },
): Promise<MemberRow> {
  const { role } = change
  const isAllowed = role === undefined || role === 'ADMINISTRATOR' ? undefined : isDispensable
  const isThisOne = and(eq(members.id, id), isAllowed)
  const [, [member]] = await db.batch([
    // First, while the role is still the old one.
    endSessions(db, and(isThisOne, role === undefined ? sql`false` : ne(members.role, role))),
    db.update(members).set({ name: change.name, role }).where(isThisOne).returning(),
  ])
  return member ?? lastAdministrator(db, id)
}

/** Removes a member with their sessions. @throws CodedError MEMBER_NOT_FOUND, LAST_ADMINISTRATOR */
export async function deleteMember(db: Db, id: string): Promise<void> {
  const isThisOne = and(eq(members.id, id), isDispensable)
  const [, deleted] = await db.batch([
    endSessions(db, isThisOne),
    db.delete(members).where(isThisOne).returning({ id: members.id }),
  ])
  if (deleted.length === 0) await lastAdministrator(db, id)
}

/** Decided inside the statement that takes the role away, so that of two at once the second one sees the first. */
const isDispensable = or(
  ne(members.role, 'ADMINISTRATOR'),
  sql`(SELECT count(*) FROM members WHERE role = 'ADMINISTRATOR') > 1`,
)

const endSessions = (db: Db, whose: SQL | undefined) =>
  db
    .delete(sessions)
    .where(sql`${sessions.memberId} IN ${db.select({ id: members.id }).from(members).where(whose)}`)

/** Why nothing was changed. @throws CodedError MEMBER_NOT_FOUND, LAST_ADMINISTRATOR */
async function lastAdministrator(db: Db, id: string): Promise<never> {
  const { name } = await getMember(db, id)
  const message = `"${name}" is the last administrator: make somebody else one first.`
  throw new CodedError('LAST_ADMINISTRATOR', message)
}
