import { and, eq, gte, isNull, lt, or, sql } from 'drizzle-orm'
import type { Db } from './client.ts'
import { type CallOutcome, callRequests } from './schema.ts'

/** Requests to dial, by the hash of their Idempotency-Key: who enters one first may dial, the others wait for the end. */

export type CallRequest = typeof callRequests.$inferSelect

/** Enters a request; false where its key is there already. */
export async function claimRequest(db: Db, request: Omit<CallRequest, 'outcome'>): Promise<boolean> {
  const claimed = await db
    .insert(callRequests)
    .values(request)
    .onConflictDoNothing()
    .returning({ key: callRequests.key })
  return claimed.length > 0
}

/** What is known of a key's request. */
export function readRequest(db: Db, key: string): Promise<CallRequest | undefined> {
  return db.select().from(callRequests).where(eq(callRequests.key, key)).get()
}

/** Keeps how a request ended: it answers every other one with this key. */
export async function settleRequest(db: Db, key: string, outcome: CallOutcome): Promise<void> {
  await db
    .update(callRequests)
    .set({ outcome })
    .where(and(eq(callRequests.key, key), isNull(callRequests.outcome)))
}

/** Keeps the call of a request of which nobody knew whether it dialled. @param hashStart how its key begins, in hex */
export async function correctRequest(
  db: Db,
  hashStart: string,
  outcome: Extract<CallOutcome, { call: unknown }>,
): Promise<void> {
  const isUnclear = or(isNull(callRequests.outcome), sql`${callRequests.outcome} ->> 'error' IS NOT NULL`)
  await db
    .update(callRequests)
    .set({ outcome })
    // 'g' comes after every digit.
    .where(and(gte(callRequests.key, hashStart), lt(callRequests.key, `${hashStart}g`), isUnclear))
}

/** Frees a key whose request dialled nobody. */
export async function releaseRequest(db: Db, key: string): Promise<void> {
  await db.delete(callRequests).where(and(eq(callRequests.key, key), isNull(callRequests.outcome)))
}
