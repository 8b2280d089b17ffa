import { and, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { countRows, type Page, type PageRequest, readPage } from './page.ts'
import { type DoNotCallRow, doNotCall } from './schema-calling.ts'
import { holdsText } from './search.ts'

/** The numbers nobody may call. An entry that has expired is as good as none; housekeeping removes it. */

export type DoNotCallEntry = Omit<DoNotCallRow, 'createdAt'>

/** What became of numbers that were put on the list. */
export interface Added {
  added: number
  /** were on it before, or came twice */
  alreadyThere: number
}

/** The entry that forbids a call to a number now, if there is one. @throws CodedError DATABASE_ERROR */
export function findDoNotCall(db: Db, number: string, now: number): Promise<DoNotCallRow | undefined> {
  return guarded(
    db
      .select()
      .from(doNotCall)
      .where(and(eq(doNotCall.number, number), stands(now)))
      .get(),
  )
}

/** Those of some numbers that may not be called now. */
export async function onDoNotCall(db: Db, numbers: readonly string[], now: number): Promise<Set<string>> {
  const rows = await guarded(
    db
      .select({ number: doNotCall.number })
      .from(doNotCall)
      .where(and(isAmong(numbers), stands(now))),
  )
  return new Set(rows.map(({ number }) => number))
}

/** One page of the entries that stand, newest first. @throws CodedError CURSOR_INVALID */
export function listDoNotCall(
  db: Db,
  { search, now }: { search?: string; now: number },
  request: PageRequest,
): Promise<Page<DoNotCallRow & { id: string }>> {
  const chosen = and(stands(now), search === undefined ? undefined : holdsText(doNotCall.number, search))
  return readPage(db, request, {
    table: { createdAt: doNotCall.createdAt, id: doNotCall.number },
    count: () => countRows(db, doNotCall, chosen),
    async rows({ where, orderBy, limit, offset }) {
      const query = db.select().from(doNotCall).where(and(chosen, where))
      const rows = await query
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset)
      return rows.map((row) => ({ ...row, id: row.number }))
    },
  })
}

/** Rows in a statement: a parameter may have 2 MB. */
const ROWS_AT_ONCE = 2_500

/**
 * Puts numbers on the list: all of them or none. An entry that stands already stays as it is, but for its end: that is the
 * later of the two, so that nobody is called sooner than was promised before.
 * @throws CodedError DATABASE_ERROR
 */
export async function addDoNotCall(db: Db, entries: readonly DoNotCallEntry[], now: number): Promise<Added> {
  const numbers = [...new Set(entries.map(({ number }) => number))]
  const inserts = []
  for (let start = 0; start < entries.length; start += ROWS_AT_ONCE) {
    inserts.push(insertPart(db, entries.slice(start, start + ROWS_AT_ONCE), now))
  }
  const count = db.select({ total: sql<number>`count(*)` }).from(doNotCall).where(isAmong(numbers))
  const [, counted] = await guarded(db.batch([removeExpiredDoNotCall(db, now), count, ...inserts]))
  const added = numbers.length - (counted[0]?.total ?? 0)
  return { added, alreadyThere: entries.length - added }
}

const isAmong = (numbers: readonly string[]): SQL =>
  sql`${doNotCall.number} IN (SELECT value FROM json_each(${JSON.stringify(numbers)}))`

// `WHERE true` keeps SQLite from taking ON CONFLICT for the ON of a join.
const insertPart = (db: Db, part: readonly DoNotCallEntry[], now: number) =>
  db
    .insert(doNotCall)
    .select(
      sql`SELECT value ->> 'number', value ->> 'source', value ->> 'reason', value ->> 'expiresAt', ${now}
        FROM json_each(${JSON.stringify(part)}) WHERE true`,
    )
    .onConflictDoUpdate({
      target: doNotCall.number,
      // With a null, which has no end, max() is null.
      set: { expiresAt: sql`max(${doNotCall.expiresAt}, excluded.expires_at)` },
    })

/** Removes the entries that no longer stand. */
export const removeExpiredDoNotCall = (db: Db, now: number) =>
  db.delete(doNotCall).where(lte(doNotCall.expiresAt, now))

/** Takes a number off the list. False where it was not on it. */
export async function removeDoNotCall(db: Db, number: string): Promise<boolean> {
  const removed = await guarded(
    db.delete(doNotCall).where(eq(doNotCall.number, number)).returning({ number: doNotCall.number }),
  )
  return removed.length > 0
}

const stands = (now: number): SQL | undefined => or(isNull(doNotCall.expiresAt), gt(doNotCall.expiresAt, now))
