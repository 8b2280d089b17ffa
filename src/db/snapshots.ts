import { createHash } from 'node:crypto'
import { and, eq, lt, notExists, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import type { Definition } from '../workflow/schema.ts'
import type { Db } from './client.ts'
import { runs, snapshots } from './schema.ts'

/** What every snapshot's id begins with. */
export const SNAPSHOT_PREFIX = 'snap_'

/** A snapshot that no run is known to use is kept this long: the index of runs lags. Milliseconds. */
const UNUSED_MS = 86_400_000

/**
 * Keeps a definition for tests as it is now, which the draft it comes from may leave behind. Equal ones share a row,
 * so that a test that is repeated finds its plan ready. Those that no run needs any more go. Returns its id.
 */
export async function saveSnapshot(
  db: Db,
  workflowId: string,
  definition: Definition,
  now: number,
): Promise<string> {
  const text = `${workflowId} ${JSON.stringify(definition)}`
  const id = `${SNAPSHOT_PREFIX}${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
  await db.batch([
    db
      .insert(snapshots)
      .values({ id, workflowId, definition, createdAt: now, usedAt: now })
      .onConflictDoUpdate({ target: snapshots.id, set: { usedAt: now } }),
    db
      .delete(snapshots)
      .where(
        and(
          eq(snapshots.workflowId, workflowId),
          lt(snapshots.usedAt, now - UNUSED_MS),
          notExists(runsOfSnapshot(db)),
        ),
      ),
  ])
  return id
}

/** The runs of a snapshot were created while it was in use: that narrows them down to a range of an index. */
function runsOfSnapshot(db: Db) {
  return db
    .select({ one: sql`1` })
    .from(runs)
    .where(
      and(
        eq(runs.workflowId, snapshots.workflowId),
        sql`${runs.createdAt} BETWEEN ${snapshots.createdAt} - ${UNUSED_MS} AND ${snapshots.usedAt} + ${UNUSED_MS}`,
        eq(runs.versionId, snapshots.id),
      ),
    )
}

/** What a snapshot says; undefined where it is gone. */
export function readSnapshot(db: Db, id: string): Promise<{ definition: Definition } | undefined> {
  return db.select({ definition: snapshots.definition }).from(snapshots).where(eq(snapshots.id, id)).get()
}

/** The draft of this workflow as it was tested. @throws CodedError VERSION_NOT_FOUND */
export async function getSnapshot(db: Db, workflowId: string, id: string): Promise<Definition> {
  const mine = and(eq(snapshots.id, id), eq(snapshots.workflowId, workflowId))
  const found = await db.select({ definition: snapshots.definition }).from(snapshots).where(mine).get()
  if (found) return found.definition
  throw new CodedError(
    'VERSION_NOT_FOUND',
    `Workflow "${workflowId}" has no snapshot "${id}": no run needs it.`,
  )
}
