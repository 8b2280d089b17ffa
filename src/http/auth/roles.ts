import type { ApiKeyRow, MemberRow, Role } from '../../db/schema-access.ts'
import { type Actor, SCOPES, type Scope } from '../actor.ts'

const everyScope: ReadonlySet<Scope> = new Set(SCOPES)

/** What only administrators may do: decide who and what code gets in, and take away a credential that workflows run on. */
const administratorScopes: ReadonlySet<Scope> = new Set([
  'members.manage',
  'keys.manage',
  'pieces.manage',
  'connections.delete',
])

/** What a member of each role may do. */
export const ROLE_SCOPES: Readonly<Record<Role, ReadonlySet<Scope>>> = {
  ADMINISTRATOR: everyScope,
  MEMBER: new Set(SCOPES.filter((scope) => !administratorScopes.has(scope))),
  READER: new Set(SCOPES.filter((scope) => scope.endsWith('.view'))),
}

/** The holder of the admin token. */
export const adminActor: Actor = { type: 'admin', id: 'admin', name: 'Admin token', scopes: everyScope }

/** A member, with what their role lets them do. */
export function memberActor({ id, name, email, role }: MemberRow): Actor {
  return { type: 'member', id, name, email, role, scopes: ROLE_SCOPES[role] }
}

/** An API key, with the scopes it was given. */
export function keyActor({ id, name, scopes }: ApiKeyRow): Actor {
  return { type: 'api_key', id, name, scopes: new Set(scopes as Scope[]) }
}
