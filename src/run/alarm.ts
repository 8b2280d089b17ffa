/** How long after a change the index is told: several changes go in one batch. Milliseconds. */
export const PROJECTION_DELAY_MS = 500
/** How long a working object may go without an alarm: after a crash its runs are taken up this much later. */
export const WATCHDOG_MS = 2_000

/** How long until an overdue wait is looked at again. */
const OVERDUE_MS = 1_000

/** Every reason for an object to be woken, as epoch milliseconds or null. */
export interface WakeReasons {
  now: number
  /** a step is being worked on */
  busy: boolean
  /** the earliest wait that ends by time */
  nextWait: number | null
  /** a run should be moving and nobody moves it */
  stranded: boolean
  /** the index or a parent run lacks something */
  outbox: boolean
  /** the earliest errand that is to be run */
  nextErrand: number | null
  /** failed deliveries of the outbox in a row */
  outboxFailures: number
}

/** When the object must be woken next; null when nothing is left to do. */
export function nextAlarm(reasons: WakeReasons): number | null {
  const { now, busy, nextWait, nextErrand, stranded, outbox, outboxFailures } = reasons
  const times: number[] = []
  if (busy || stranded) times.push(now + WATCHDOG_MS)
  // A wait that is overdue could not be gone on with just now: its version may be out of reach for a moment.
  if (nextWait !== null) times.push(nextWait > now ? nextWait : now + OVERDUE_MS)
  if (outbox) times.push(now + PROJECTION_DELAY_MS * 2 ** Math.min(outboxFailures, 8))
  if (nextErrand !== null) times.push(Math.max(nextErrand, now + 1))
  return times.length > 0 ? Math.min(...times) : null
}
