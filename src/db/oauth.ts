import { and, eq, gt, lte } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { type OAuthAppRow, type OAuthStateRow, oauthApps, oauthStates } from './schema-connections.ts'

/** The piece's OAuth client from settings, or undefined. @throws CodedError DATABASE_ERROR */
export function findApp(db: Db, pieceName: string): Promise<OAuthAppRow | undefined> {
  return guarded(db.select().from(oauthApps).where(eq(oauthApps.pieceName, pieceName)).get())
}

/** Keeps a piece's OAuth client in place of the one there was. */
export async function putApp(db: Db, app: OAuthAppRow): Promise<void> {
  const { clientId, clientSecret, updatedAt } = app
  const set = { clientId, clientSecret, updatedAt }
  await db.insert(oauthApps).values(app).onConflictDoUpdate({ target: oauthApps.pieceName, set })
}

/** Forgets a piece's OAuth client. */
export async function deleteApp(db: Db, pieceName: string): Promise<void> {
  await db.delete(oauthApps).where(eq(oauthApps.pieceName, pieceName))
}

/** Keeps a login that was started, and forgets those that never came back. */
export async function addState(db: Db, state: OAuthStateRow): Promise<void> {
  await db.batch([
    db.delete(oauthStates).where(lte(oauthStates.expiresAt, state.createdAt)),
    db.insert(oauthStates).values(state),
  ])
}

/** Takes a login out: of two that ask for it at once, one gets it. Undefined where there is none any more. */
export async function takeState(db: Db, hash: string, now: number): Promise<OAuthStateRow | undefined> {
  const open = and(eq(oauthStates.hash, hash), gt(oauthStates.expiresAt, now))
  const [state] = await guarded(db.delete(oauthStates).where(open).returning())
  return state
}
