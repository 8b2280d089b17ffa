import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type ApiKeyRow, apiKeys } from './schema-access.ts'

/** How exact `lastUsedAt` is, so that a busy key does not cost a write a request. Milliseconds. */
const USE_RESOLUTION_MS = 60_000

/** Adds a key. */
export async function addApiKey(db: Db, key: ApiKeyRow): Promise<void> {
  await db.insert(apiKeys).values(key)
}

/** One page of the keys, newest first; those that were revoked stay in it. @throws CodedError CURSOR_INVALID */
export function listApiKeys(db: Db, request: PageRequest): Promise<Page<ApiKeyRow>> {
  return readRows(db, apiKeys, undefined, request)
}

/** The key with this hash. */
export function findApiKey(db: Db, hash: string): Promise<ApiKeyRow | undefined> {
  return db.select().from(apiKeys).where(eq(apiKeys.hash, hash)).get()
}

/** Whether a use of the key is worth a write. */
export const isUseNews = ({ lastUsedAt }: ApiKeyRow, now: number) =>
  lastUsedAt === null || lastUsedAt <= now - USE_RESOLUTION_MS

/** Keeps when a key was used, unless somebody just did. */
export async function noteUse(db: Db, id: string, now: number): Promise<void> {
  const isOld = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, now - USE_RESOLUTION_MS))
  await db
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), isOld))
}

/** Takes a key out of use for good; a second time changes nothing. @throws CodedError API_KEY_NOT_FOUND */
export async function revokeApiKey(db: Db, id: string, now: number): Promise<void> {
  const [known] = await db.batch([
    db.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.id, id)),
    db
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt))),
  ])
  if (known.length === 0) throw new CodedError('API_KEY_NOT_FOUND', `There is no API key "${id}".`)
}
