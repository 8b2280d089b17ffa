import { newId } from '../../db/client.ts'
import type { MemberRow, Role } from '../../db/schema-access.ts'
import { refuseEmailAsPassword } from './fields.ts'
import { hashPassword } from './password.ts'

type Invite = Pick<MemberRow, 'inviteHash' | 'inviteExpiresAt'>

/**
 * A member to be added, with a password or an invitation to set one.
 * @throws CodedError VALIDATION_FAILED where the password is the e-mail
 */
export async function newMember(
  { password, ...given }: { email: string; name: string; role: Role; password?: string },
  now: number,
  invite: Invite = { inviteHash: null, inviteExpiresAt: null },
): Promise<MemberRow> {
  if (password !== undefined) refuseEmailAsPassword(password, given.email)
  return {
    id: newId('member'),
    ...given,
    passwordHash: password === undefined ? null : await hashPassword(password),
    ...invite,
    createdAt: now,
    lastLoginAt: null,
  }
}
