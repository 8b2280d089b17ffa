import { and, asc, eq, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import { type Db, guarded, newId } from './client.ts'
import type { TriggerSettings } from './directory.ts'
import { workflows } from './schema.ts'
import { type ListenerKey, type TriggerRow, triggerListeners, triggers } from './schema-triggers.ts'

/** The last part of an address that nobody guesses. */
export const newAddress = (): string => newId('in')

/** What is kept of a workflow's trigger; undefined where nothing is. */
export function findTrigger(db: Db, workflowId: string): Promise<TriggerRow | undefined> {
  return guarded(db.select().from(triggers).where(eq(triggers.workflowId, workflowId)).get())
}

/**
 * Reserves a workflow's trigger for a change until `until`, making its row where there is none. One that is polled at
 * this moment is taken over: what the poll would save is dropped. Undefined where somebody else is changing it.
 * @param first what the row holds where there was none; left out, none is made
 */
export async function holdTrigger(
  db: Db,
  workflowId: string,
  times: { now: number; until: number },
  first?: Pick<TriggerRow, 'kind' | 'settings'>,
): Promise<TriggerRow | undefined> {
  const held = {
    status: 'CHANGING',
    lease: newId('lease'),
    nextAt: times.until,
    updatedAt: times.now,
  } as const
  const isFree = or(ne(triggers.status, 'CHANGING'), isNull(triggers.nextAt), lte(triggers.nextAt, times.now))
  const [row] = first
    ? await guarded(
        db
          .insert(triggers)
          .values({ ...first, ...held, workflowId, address: newAddress() })
          .onConflictDoUpdate({ target: triggers.workflowId, set: held, setWhere: isFree })
          .returning(),
      )
    : await guarded(
        db
          .update(triggers)
          .set(held)
          .where(and(eq(triggers.workflowId, workflowId), isFree))
          .returning(),
      )
  return row
}

const underLease = ({ workflowId, lease }: Pick<TriggerRow, 'workflowId' | 'lease'>) =>
  and(
    eq(triggers.workflowId, workflowId),
    lease === null ? isNull(triggers.lease) : eq(triggers.lease, lease),
  )

/** Saves a change of a row that is held or claimed; undefined where somebody else took it over meanwhile. */
export async function saveTrigger(
  db: Db,
  row: TriggerRow,
  change: Partial<Omit<TriggerRow, 'workflowId' | 'lease'>>,
  now: number,
): Promise<TriggerRow | undefined> {
  const set = { ...change, updatedAt: now }
  const [saved] = await guarded(db.update(triggers).set(set).where(underLease(row)).returning())
  return saved
}

/** Saves what came of the turns of rows that were claimed together, but for those that somebody took over meanwhile. */
export async function saveTurns(db: Db, rows: readonly TriggerRow[], now: number): Promise<void> {
  const turns = rows.map(({ workflowId, lease, status, cursor, nextAt, error, failures, noticedAt }) => {
    return { workflowId, lease, status, cursor, nextAt, error, failures, noticedAt }
  })
  await guarded(
    db.run(sql`UPDATE triggers SET
      status = turn.value ->> 'status',
      cursor = turn.value ->> 'cursor',
      next_at = turn.value ->> 'nextAt',
      error = turn.value ->> 'error',
      failures = turn.value ->> 'failures',
      noticed_at = turn.value ->> 'noticedAt',
      updated_at = ${now}
      FROM json_each(${JSON.stringify(turns)}) AS turn
      WHERE workflow_id = turn.value ->> 'workflowId' AND lease = turn.value ->> 'lease'`),
  )
}

/** Sets what a workflow's trigger listens to, unless somebody else took its row over. */
export async function saveListeners(
  db: Db,
  row: TriggerRow,
  listeners: readonly ListenerKey[],
): Promise<void> {
  const { workflowId } = row
  const isMine = sql`EXISTS (SELECT 1 FROM ${triggers} WHERE ${underLease(row)})`
  const wanted = sql`SELECT value ->> 'pieceName', value ->> 'event', value ->> 'identifier', ${workflowId}
    FROM json_each(${JSON.stringify(listeners)}) WHERE ${isMine}`
  await guarded(
    db.batch([
      db.delete(triggerListeners).where(and(eq(triggerListeners.workflowId, workflowId), isMine)),
      db.insert(triggerListeners).select(wanted).onConflictDoNothing(),
    ]),
  )
}

/** Forgets a trigger and what it listens to, unless somebody else took it over. */
export async function removeTrigger(db: Db, row: TriggerRow): Promise<void> {
  const isMine = sql`EXISTS (SELECT 1 FROM ${triggers} WHERE ${underLease(row)})`
  await guarded(
    db.batch([
      db.delete(triggerListeners).where(and(eq(triggerListeners.workflowId, row.workflowId), isMine)),
      db.delete(triggers).where(underLease(row)),
    ]),
  )
}

/**
 * Takes up to `limit` rows of some kinds that are due, the longest overdue first. In one statement, so that two ticks never get the
 * same row; until `until` nobody else does either.
 */
export function claimDue(
  db: Db,
  kinds: readonly TriggerRow['kind'][],
  limit: number,
  { now, until }: { now: number; until: number },
): Promise<TriggerRow[]> {
  const due = db
    .select({ id: triggers.workflowId })
    .from(triggers)
    .where(and(lte(triggers.nextAt, now), inArray(triggers.kind, [...kinds])))
    .orderBy(asc(triggers.nextAt))
    .limit(limit)
  const claim = { nextAt: until, lease: newId('lease') }
  return guarded(db.update(triggers).set(claim).where(inArray(triggers.workflowId, due)).returning())
}

/** The active triggers that listen to an event of an app, and nothing of workflows that are off. */
export async function listenersOf(
  db: Db,
  { pieceName, event, identifier }: ListenerKey,
): Promise<TriggerRow[]> {
  const rows = await guarded(
    db
      .select({ trigger: triggers })
      .from(triggerListeners)
      .innerJoin(triggers, eq(triggers.workflowId, triggerListeners.workflowId))
      .innerJoin(workflows, eq(workflows.id, triggerListeners.workflowId))
      .where(
        and(
          eq(triggerListeners.pieceName, pieceName),
          eq(triggerListeners.event, event),
          eq(triggerListeners.identifier, identifier),
          // What a trigger of another kind listened to before is left in place until it goes.
          eq(triggers.kind, 'APP_WEBHOOK'),
          eq(triggers.status, 'ACTIVE'),
          eq(workflows.status, 'ENABLED'),
          isNull(workflows.deletedAt),
        ),
      ),
  )
  return rows.map(({ trigger }) => trigger)
}

/** Notes what went wrong with an event of a trigger, whoever holds its row. */
export async function noteError(db: Db, workflowId: string, error: TriggerRow['error']): Promise<void> {
  await guarded(db.update(triggers).set({ error }).where(eq(triggers.workflowId, workflowId)))
}

/** True where two triggers would be enabled alike. */
export function sameSettings(a: TriggerSettings, b: TriggerSettings): boolean {
  return settingsText(a) === settingsText(b)
}

/** What of a trigger's settings counts, as text. */
export function settingsText({ pieceName, pieceVersion, triggerName, input }: TriggerSettings): string {
  return JSON.stringify([pieceName, triggerName, input ?? {}, ...(pieceVersion ? [pieceVersion] : [])])
}
