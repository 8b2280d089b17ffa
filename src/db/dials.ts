import { and, eq, isNull, sql } from 'drizzle-orm'
import type { DialAnswer, DialTerms, NewDial } from '../calling/dials.ts'
import { type Db, guarded } from './client.ts'
import { type DialRow, dials } from './schema-campaigns.ts'

/** The register of all dials: who is entered here may be called, and nobody else is meant to be. */

const HOUR_MS = 3_600_000
/** A number that is being called is asked about again after this long. Milliseconds. */
const LINE_BUSY_MS = 2 * 60_000

interface Refused {
  id: string
  isThere: number
  doNotCall: number
  lastAt: number | null
  isOpen: number
}

/**
 * Enters dials in one statement, and so at one moment: each if its number is not on the do-not-call list, was not dialled
 * within the hours by anybody and is not being called, while the agent has calls to spare. A dial of a campaign may be
 * entered again, since the campaign knows whether it was made; any other is made once. Answers in the order of `wanted`,
 * whose numbers all differ.
 * @throws CodedError DATABASE_ERROR
 */
export async function enterDials(
  db: Db,
  wanted: readonly NewDial[],
  terms: DialTerms,
): Promise<DialAnswer[]> {
  if (wanted.length === 0) return []
  const { agentId, openMs, now } = terms
  const since = now - (terms.hoursBetweenCalls ?? 0) * HOUR_MS
  const list = JSON.stringify(
    wanted.map(({ id, number, row }) => ({ id, number, ...row, campaign: row?.campaignId })),
  )
  const asked = sql`(SELECT key AS place, value ->> 'id' AS id, value ->> 'number' AS number,
      value ->> 'campaign' AS campaign, value ->> 'n' AS n, value ->> 'attempt' AS attempt
    FROM json_each(${list}))`
  const isOpen = sql`ended_at IS NULL AND expires_at > ${now}`
  const isListed = sql`EXISTS (SELECT 1 FROM do_not_call
    WHERE do_not_call.number = asked.number AND (expires_at IS NULL OR expires_at > ${now}))`
  const others = sql`FROM dials WHERE dials.number = asked.number AND dials.id <> asked.id`
  const entered = await guarded(
    db.all<{ id: string }>(sql`INSERT INTO dials
        (id, number, agent_id, campaign_id, row, attempt, entered_at, expires_at)
      SELECT id, number, ${agentId}, campaign, n, attempt, ${now}, ${now + openMs}
      FROM (SELECT *, row_number() OVER (ORDER BY place) AS position FROM ${asked} AS asked
        WHERE NOT ${isListed}
          AND NOT EXISTS (SELECT 1 ${others} AND (entered_at > ${since} OR (${isOpen})))) AS clear
      WHERE position <= coalesce((SELECT max_concurrent_calls FROM agents WHERE id = ${agentId}), position + 1000000)
        - (SELECT count(*) FROM dials WHERE agent_id = ${agentId} AND ${isOpen}
            AND id NOT IN (SELECT value ->> 'id' FROM json_each(${list})))
      ON CONFLICT (id) DO UPDATE SET entered_at = excluded.entered_at, expires_at = excluded.expires_at
        WHERE campaign_id IS NOT NULL AND ended_at IS NULL
      RETURNING id`),
  )
  const enteredIds = new Set(entered.map(({ id }) => id))
  const left = enteredIds.size < wanted.length
  const refused = left
    ? await guarded(
        db.all<Refused>(sql`SELECT id, ${isListed} AS doNotCall,
            EXISTS (SELECT 1 FROM dials WHERE dials.id = asked.id) AS isThere,
            (SELECT max(entered_at) ${others} AND entered_at > ${since}) AS lastAt,
            EXISTS (SELECT 1 ${others} AND ${isOpen}) AS isOpen
          FROM ${asked} AS asked`),
      )
    : []
  const refusals = new Map(refused.map((each) => [each.id, answerOf(each, terms)]))
  return wanted.map(({ id }) =>
    enteredIds.has(id) ? { kind: 'entered' } : (refusals.get(id) ?? { kind: 'AGENT_BUSY' }),
  )
}

function answerOf({ isThere, doNotCall, lastAt, isOpen }: Refused, terms: DialTerms): DialAnswer {
  if (doNotCall) return { kind: 'DO_NOT_CALL' }
  const inPeaceUntil = lastAt === null ? 0 : lastAt + (terms.hoursBetweenCalls ?? 0) * HOUR_MS
  if (lastAt !== null || isOpen) {
    return { kind: 'CALLED_RECENTLY', again: Math.max(inPeaceUntil, isOpen ? terms.now + LINE_BUSY_MS : 0) }
  }
  return isThere ? { kind: 'DIALLED_ALREADY' } : { kind: 'AGENT_BUSY' }
}

/** Takes out dials that were not made. */
export async function releaseDials(db: Db, ids: readonly string[]): Promise<void> {
  await guarded(
    db
      .delete(dials)
      .where(and(sql`id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`, isNull(dials.endedAt))),
  )
}

/** Notes how a dial ended. What was noted first stays. */
export async function settleDial(
  db: Db,
  id: string,
  end: Pick<DialRow, 'outcome' | 'callId'> & { endedAt: number },
): Promise<void> {
  await guarded(
    db
      .update(dials)
      .set(end)
      .where(and(eq(dials.id, id), isNull(dials.endedAt))),
  )
}

/** The dial of that id. */
export function findDial(db: Db, id: string): Promise<DialRow | undefined> {
  return guarded(db.select().from(dials).where(eq(dials.id, id)).get())
}

/** Forgets dials made before `before` that no campaign's rules need any more, at most `limit`. */
export async function forgetDials(db: Db, now: number, before: number, limit: number): Promise<void> {
  const hours = sql`(SELECT coalesce(max(settings ->> '$.rules.hours_between_calls'), 0) FROM campaigns)`
  await guarded(
    db.run(sql`DELETE FROM dials WHERE id IN (SELECT id FROM dials
      WHERE entered_at < min(${before}, ${now} - ${hours} * ${HOUR_MS}) LIMIT ${limit})`),
  )
}
