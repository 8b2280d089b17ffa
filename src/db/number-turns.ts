import { and, eq, lt, lte } from 'drizzle-orm'
import { type Db, guarded } from './client.ts'
import { numberTurns } from './schema-platforms.ts'

/** Turns of numbers at platforms that want time between two calls to the same one. */

/** A number that is to be dialled. */
export interface NumberTurn {
  provider: string
  /** E.164 */
  number: string
  /** milliseconds between two calls to it */
  spacingMs: number
}

/**
 * Takes the turn of a number: of those who ask at the same time, one gets it. Returns 0, or the milliseconds until the
 * number may be dialled again.
 * @param now epoch milliseconds
 * @throws CodedError DATABASE_ERROR
 */
export async function takeTurn(
  db: Db,
  { provider, number, spacingMs }: NumberTurn,
  now: number,
): Promise<number> {
  const taken = await guarded(
    db
      .insert(numberTurns)
      .values({ provider, number, takenAt: now })
      .onConflictDoUpdate({
        target: [numberTurns.provider, numberTurns.number],
        set: { takenAt: now },
        setWhere: lte(numberTurns.takenAt, now - spacingMs),
      })
      .returning({ takenAt: numberTurns.takenAt }),
  )
  if (taken.length > 0) return 0
  const isThis = and(eq(numberTurns.provider, provider), eq(numberTurns.number, number))
  const last = await guarded(db.select().from(numberTurns).where(isThis).get())
  // Clocks differ from machine to machine, and nobody waits longer than the spacing for that.
  return Math.max(1, Math.min(spacingMs, (last?.takenAt ?? now) + spacingMs - now))
}

/** Forgets the turns taken before `before`, in epoch milliseconds. */
export async function forgetTurns(db: Db, before: number): Promise<void> {
  await guarded(db.delete(numberTurns).where(lt(numberTurns.takenAt, before)))
}
