import { asc, eq } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { appSecrets } from './schema-triggers.ts'

/** The encrypted secret of a piece's app; undefined where none is set. */
export async function findAppSecret(db: Db, pieceName: string): Promise<string | undefined> {
  const found = db.select().from(appSecrets).where(eq(appSecrets.pieceName, pieceName)).get()
  return (await guarded(found))?.secret
}

/** The pieces that a secret is kept for, by name, with when it was set in epoch milliseconds. */
export function listAppSecrets(db: Db): Promise<{ pieceName: string; updatedAt: number }[]> {
  const { pieceName, updatedAt } = appSecrets
  return guarded(db.select({ pieceName, updatedAt }).from(appSecrets).orderBy(asc(pieceName)))
}

/** Sets the secret of a piece's app, in place of one that was there. */
export async function saveAppSecret(db: Db, row: typeof appSecrets.$inferInsert): Promise<void> {
  await guarded(
    db.insert(appSecrets).values(row).onConflictDoUpdate({ target: appSecrets.pieceName, set: row }),
  )
}

/** Forgets the secret of a piece's app; false where none was set. */
export async function removeAppSecret(db: Db, pieceName: string): Promise<boolean> {
  const removed = await guarded(
    db
      .delete(appSecrets)
      .where(eq(appSecrets.pieceName, pieceName))
      .returning({ name: appSecrets.pieceName }),
  )
  return removed.length > 0
}
