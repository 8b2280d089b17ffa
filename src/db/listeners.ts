import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Json } from '../json.ts'
import type { Db } from './client.ts'
import { replaceSample } from './samples.ts'
import { listeners, samples } from './schema.ts'

export type ListenerRow = typeof listeners.$inferSelect

/** Has the next request to a workflow's test address caught, until `expiresAt` in epoch milliseconds. */
export async function listen(db: Db, workflowId: string, expiresAt: number): Promise<ListenerRow> {
  const row = { workflowId, expiresAt, caughtAt: null }
  await db.insert(listeners).values(row).onConflictDoUpdate({ target: listeners.workflowId, set: row })
  return row
}

/** The last listening of a workflow, over or not; undefined where there was none. */
export function readListener(db: Db, workflowId: string): Promise<ListenerRow | undefined> {
  return db.select().from(listeners).where(eq(listeners.workflowId, workflowId)).get()
}

/** True while the next request will be caught. */
export function isListening(row: ListenerRow | undefined, now: number): boolean {
  return row !== undefined && row.caughtAt === null && row.expiresAt > now
}

/** Keeps a request as the trigger's sample if it is the first one since `listen`. False where it came too late. */
export async function catchSample(
  db: Db,
  workflowId: string,
  trigger: string,
  payload: Json,
  now: number,
): Promise<boolean> {
  const open = and(
    eq(listeners.workflowId, workflowId),
    isNull(listeners.caughtAt),
    gt(listeners.expiresAt, now),
  )
  const given = db
    .select({
      workflowId: listeners.workflowId,
      step: sql<string>`${trigger}`.as('step'),
      type: sql<'OUTPUT'>`'OUTPUT'`.as('type'),
      payload: sql<Json>`${JSON.stringify(payload)}`.as('payload'),
      updatedAt: sql<number>`${now}`.as('updated_at'),
      pinned: sql<boolean>`0`.as('pinned'),
    })
    .from(listeners)
    .where(open)
  const [, caught] = await db.batch([
    db.insert(samples).select(given).onConflictDoUpdate(replaceSample),
    db.update(listeners).set({ caughtAt: now }).where(open).returning({ id: listeners.workflowId }),
  ])
  return caught.length > 0
}
