import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { ErrorData } from '../errors.ts'
import { type Db, guarded } from './client.ts'
import { versions, workflows } from './schema.ts'
import { triggers } from './schema-triggers.ts'

/** A trigger that was given up: nothing starts its workflow until a person enables it anew. */
export interface Notice {
  workflowId: string
  workflowName: string
  error: ErrorData | null
  /** failures in a row */
  failures: number
  /** when it was given up, in epoch milliseconds */
  at: number
  /** when PATCHCORD_NOTICE_URL took it, in epoch milliseconds */
  noticedAt: number | null
}

/** What was given up, newest first. @param options only what nobody was told of yet, and how many at most */
export function listNotices(
  db: Db,
  { isOwed = false, limit }: { isOwed?: boolean; limit: number },
): Promise<Notice[]> {
  return guarded(
    db
      .select({
        workflowId: triggers.workflowId,
        workflowName: versions.name,
        error: triggers.error,
        failures: triggers.failures,
        at: triggers.updatedAt,
        noticedAt: triggers.noticedAt,
      })
      .from(triggers)
      .innerJoin(workflows, and(eq(workflows.id, triggers.workflowId), isNull(workflows.deletedAt)))
      .innerJoin(versions, eq(versions.id, workflows.draftVersionId))
      // In the words of the index `triggers_given_up`, which a parameter would keep from being used.
      .where(
        and(
          sql`${triggers.status} = 'ERROR'`,
          isNull(triggers.nextAt),
          isOwed ? isNull(triggers.noticedAt) : undefined,
        ),
      )
      .orderBy(desc(triggers.updatedAt))
      .limit(limit),
  )
}

/** Notes that a notice was taken, unless the trigger was enabled or given up anew meanwhile. */
export async function noteTold(db: Db, { workflowId, at }: Notice, now: number): Promise<void> {
  const isSame = and(eq(triggers.workflowId, workflowId), eq(triggers.updatedAt, at), isNull(triggers.nextAt))
  await guarded(db.update(triggers).set({ noticedAt: now }).where(isSame))
}
