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
  'members.manage',
  'keys.manage',
] as const
export type Scope = (typeof SCOPES)[number]

/** Who asks: the holder of the admin token, of an API key, or a member who is logged in. */
export interface Actor {
  type: 'admin' | 'api_key' | 'member'
  /** of the key or the member; `admin` for the token */
  id: string
  name: string
  scopes: ReadonlySet<Scope>
}

/** Lets an actor with this scope pass. @throws CodedError UNAUTHORIZED where nobody is there, FORBIDDEN */
export function requireScope(actor: Actor | null, scope: Scope): Actor {
  if (!actor) {
    throw new CodedError('UNAUTHORIZED', 'Send a credential, as "Authorization: Bearer <key>".')
  }
  if (actor.scopes.has(scope)) return actor
  throw new CodedError('FORBIDDEN', `"${actor.name}" may not do this: it takes the scope ${scope}.`, {
    details: { scope },
  })
}
