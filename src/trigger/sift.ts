import type { PollCursor } from '../db/schema-triggers.ts'
import type { PollItem } from '../piece/trigger.ts'

/** Ids that are remembered at least, beside those a poll still lists. */
const REMEMBERED = 1_000
/** Ids that are remembered at most: a row of the database must hold them. */
const MOST_REMEMBERED = 5_000

/** What a poll came to. */
export interface Sifted {
  /** items that start a run, oldest first */
  fresh: PollItem[]
  /** new items that have to wait for the next poll */
  waiting: number
  /** to be kept once the runs are started */
  cursor: PollCursor
}

/** The memory of a trigger that was just enabled: whatever is there already starts nothing. */
export function firstCursor(items: readonly PollItem[]): PollCursor {
  return remember({ since: null, seen: [] }, items, oldestFirst(items))
}

/**
 * Picks what a poll found that was never seen, at most `limit` of it, the oldest first. An item starts nothing where it
 * is older than the latest that was dealt with.
 */
export function sift(cursor: PollCursor, items: readonly PollItem[], limit: number): Sifted {
  const seen = new Set(cursor.seen)
  const since = cursor.since ?? Number.NEGATIVE_INFINITY
  const sorted = oldestFirst(items)
  const isNew = ({ id, at }: PollItem) => !seen.has(id) && !(at !== undefined && at < since)
  const found = new Map(sorted.filter(isNew).map((item) => [item.id, item]))
  const fresh = [...found.values()].slice(0, limit)
  return { fresh, waiting: found.size - fresh.length, cursor: remember(cursor, items, fresh) }
}

/** Services list the newest first; where every item tells its time, that decides. */
function oldestFirst(items: readonly PollItem[]): PollItem[] {
  const sorted = items.toReversed()
  return sorted.every(({ at }) => at !== undefined)
    ? sorted.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
    : sorted
}

/** What is listed must stay remembered, or it would count as new at the next poll. */
function remember(
  { since, seen }: PollCursor,
  listed: readonly PollItem[],
  dealtWith: readonly PollItem[],
): PollCursor {
  const still = new Set(listed.map(({ id }) => id))
  const ids = [...new Set([...seen, ...dealtWith.map(({ id }) => id)])]
  const kept = ids.filter((id, at) => still.has(id) || at >= ids.length - REMEMBERED)
  const times = dealtWith.flatMap(({ at }) => (at === undefined ? [] : [at]))
  const latest = times.reduce((last, at) => Math.max(last, at), since ?? Number.NEGATIVE_INFINITY)
  return { since: Number.isFinite(latest) ? latest : null, seen: kept.slice(-MOST_REMEMBERED) }
}
