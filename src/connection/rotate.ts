import { and, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/client.ts'
import { agents } from '../db/schema.ts'
import { connections, oauthApps, oauthStates } from '../db/schema-connections.ts'
import { appSecrets, triggers } from '../db/schema-triggers.ts'
import { isCoded } from '../errors.ts'
import { decrypt, encrypt, storedPrefix } from './encryption.ts'
import type { Keys } from './seal.ts'

/** Every encrypted column of D1, with the column that its secrets are bound to. */
const ENCRYPTED = [
  { table: connections, owner: connections.id, secret: connections.secret, key: 'secret' },
  { table: agents, owner: agents.id, secret: agents.signingSecret, key: 'signingSecret' },
  { table: agents, owner: agents.id, secret: agents.platformSecrets, key: 'platformSecrets' },
  { table: oauthApps, owner: oauthApps.pieceName, secret: oauthApps.clientSecret, key: 'clientSecret' },
  { table: triggers, owner: triggers.workflowId, secret: triggers.sealed, key: 'sealed' },
  { table: appSecrets, owner: appSecrets.pieceName, secret: appSecrets.secret, key: 'secret' },
  { table: oauthStates, owner: oauthStates.hash, secret: oauthStates.login, key: 'login' },
] as const

/** Rows of one table that one request re-encrypts. */
const BATCH = 200

/** What one round did. */
export interface Rotation {
  rotated: number
  /** that neither key opens; they must be set again */
  unreadable: number
  /** stored with another key still, the unreadable ones among them */
  remaining: number
}

/**
 * Re-encrypts a batch of what was stored with the previous key. Repeat it until what remains is unreadable; doing it
 * again changes nothing. @throws CodedError CONFIG_MISSING
 */
export async function rotateKey(db: Db, keys: Keys): Promise<Rotation> {
  const prefix = await storedPrefix(keys.PATCHCORD_ENCRYPTION_KEY)
  const total = { rotated: 0, unreadable: 0, remaining: 0 }
  for (const column of ENCRYPTED) {
    const old = sql`substr(${column.secret}, 1, ${prefix.length}) <> ${prefix}`
    const rows = await db
      .select({ owner: sql<string>`${column.owner}`, secret: sql<string>`${column.secret}` })
      .from(column.table)
      .where(old)
      .limit(BATCH)
    for (const row of rows) total[await rotateRow(db, keys, column, row)]++
    total.remaining += await db.$count(column.table, old)
  }
  return total
}

async function rotateRow(
  db: Db,
  keys: Keys,
  { table, owner, secret, key }: (typeof ENCRYPTED)[number],
  row: { owner: string; secret: string },
): Promise<'rotated' | 'unreadable'> {
  const { PATCHCORD_ENCRYPTION_KEY: current, PATCHCORD_ENCRYPTION_KEY_PREVIOUS: previous } = keys
  try {
    const plain = await decrypt(current, row.secret, row.owner, previous)
    const stored = await encrypt(current, plain, row.owner)
    // A token that was renewed meanwhile stays: it was stored with the current key.
    await db
      .update(table)
      .set({ [key]: stored })
      .where(and(eq(owner, row.owner), eq(secret, row.secret)))
    return 'rotated'
  } catch (error) {
    if (isCoded(error) && error.code === 'DECRYPT_FAILED') return 'unreadable'
    throw error
  }
}
