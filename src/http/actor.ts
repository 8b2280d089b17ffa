import type { ActorRef, Role } from '../db/schema-access.ts'
import { CodedError } from '../errors.ts'

/** What a holder of a key, or a member by their role, may do on the management API. */
export const SCOPES = [
  'workflows.view',
  'workflows.create',
  'workflows.update',
  'workflows.delete',
  'runs.view',
  'runs.control',
  'connections.view',
  'connections.create',
  'connections.update',
  'connections.delete',
  'agents.view',
  'agents.create',
  'agents.update',
  'agents.delete',
  'calls.create',
  'campaigns.view',
  'campaigns.control',
  'members.manage',
  'keys.manage',
  'pieces.manage',
] as const
export type Scope = (typeof SCOPES)[number]

/** Who asks: the holder of the admin token, of an API key, or a member who is logged in. */
export interface Actor {
  type: 'admin' | 'api_key' | 'member'
  /** of the key or the member; `admin` for the token */
  id: string
  name: string
  /** of a member */
  email?: string
  role?: Role
  scopes: ReadonlySet<Scope>
}

/** Lets anybody pass who is known. @throws CodedError UNAUTHORIZED */
export function requireSomebody(actor: Actor | null): Actor {
  if (actor) return actor
  throw new CodedError('UNAUTHORIZED', 'Log in, or send a credential as "Authorization: Bearer <key>".')
}

/** Lets an actor with this scope pass. @throws CodedError UNAUTHORIZED where nobody is there, FORBIDDEN */
export function requireScope(given: Actor | null, scope: Scope): Actor {
  const actor = requireSomebody(given)
  if (actor.scopes.has(scope)) return actor
  throw new CodedError('FORBIDDEN', `"${actor.name}" may not do this: it takes the scope ${scope}.`, {
    details: { scope },
  })
}

/** Nobody hands on more than they hold: not in a key, nor in a role. @throws CodedError FORBIDDEN */
export function requireHeld(actor: Actor, given: Iterable<Scope>): void {
  const missing = [...given].filter((scope) => !actor.scopes.has(scope))
  if (missing.length === 0) return
  const message = `"${actor.name}" may not hand on ${missing.join(', ')}: it does not hold that itself.`
  throw new CodedError('FORBIDDEN', message, { details: { scopes: missing } })
}

/** An actor as it is kept beside what they did. @throws CodedError UNAUTHORIZED where nobody is there */
export function actorRef(given: Actor | null): ActorRef {
  const { type, id, name } = requireSomebody(given)
  return { type, id, name }
}
