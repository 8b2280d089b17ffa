import type { TriggerSettings } from '../db/directory.ts'
import type { TriggerRow } from '../db/schema-triggers.ts'
import { CodedError } from '../errors.ts'
import { findTrigger } from '../piece/bind-trigger.ts'
import { parseInput } from '../piece/input.ts'
import type { Timetable } from '../piece/trigger.ts'
import type { TriggerDeps } from './deps.ts'

/** When schedules fire. What a row remembers is `cursor.since`: the last time that was dealt with. Milliseconds. */

const HOUR_MS = 3_600_000
/**
 * A time that comes this late was not missed: longer than a claim lasts whose holder died, and the ticks around it.
 */
const LATE_MS = 5 * 60_000

/**
 * When a trigger with these settings fires. Expressions mean nothing here: there is no run they could look into.
 * @throws CodedError PIECE_UNKNOWN, TRIGGER_UNKNOWN, TRIGGER_HAS_NO_SCHEDULE, INPUT_INVALID
 */
export async function timetableOf(settings: TriggerSettings): Promise<Timetable> {
  const { trigger } = await findTrigger(settings)
  const { timetable, displayName } = trigger
  if (!timetable) {
    throw new CodedError('TRIGGER_HAS_NO_SCHEDULE', `The trigger "${displayName}" is not fired by time.`)
  }
  return timetable(parseInput(trigger.input, settings.input ?? {}, `The trigger "${displayName}"`) as never)
}

/** The first `count` times after an instant, fewer where the rule ends. */
export function upcoming({ next }: Pick<Timetable, 'next'>, after: number, count: number): number[] {
  const times: number[] = []
  for (let at = next(after); at !== undefined && times.length < count; at = next(at)) times.push(at)
  return times
}

/**
 * The times to start runs for, oldest first, of those after `since` up to `now`. Of several that are due together the
 * latest so many count as the timetable makes up for; where it makes up for none, the latest if it is not late.
 */
export function toFire(timetable: Timetable, since: number, now: number): number[] {
  const due = latest(timetable, { since, now }, Math.max(timetable.makesUpFor, 1))
  return timetable.makesUpFor > 0 ? due : due.filter((at) => now - at <= LATE_MS)
}

/** The latest so many times, found without going through all there were in an outage of weeks. */
function latest(
  timetable: Timetable,
  { since, now }: { since: number; now: number },
  count: number,
): number[] {
  for (let span = HOUR_MS; ; span *= 8) {
    const from = Math.max(since, now - span)
    const times = between(timetable, from, now)
    if (times.length >= count || from === since) return times.slice(-count)
  }
}

function between({ next }: Timetable, after: number, until: number): number[] {
  const times: number[] = []
  for (let at = next(after); at !== undefined && at <= until; at = next(at)) times.push(at)
  return times
}

/** When a schedule's row is due. @throws CodedError what `timetableOf` throws */
export async function nextDue({ now }: Pick<TriggerDeps, 'now'>, row: TriggerRow): Promise<number | null> {
  const { next } = await timetableOf(row.settings)
  return next(row.cursor?.since ?? now()) ?? null
}

/**
 * What a schedule's row holds as it is enabled.
 * @throws CodedError SCHEDULE_ENDED where no time is left, and what `timetableOf` throws
 */
export async function begun(
  settings: TriggerSettings,
  now: number,
): Promise<Pick<TriggerRow, 'cursor' | 'intervalMs'>> {
  const { next } = await timetableOf(settings)
  if (next(now) === undefined) {
    const message = 'The schedule never fires: the time it names is over, or there is no such day.'
    throw new CodedError('SCHEDULE_ENDED', message)
  }
  return { cursor: { since: now, seen: [] }, intervalMs: null }
}
