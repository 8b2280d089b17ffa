/** Calls that were begun together. */
export interface Group {
  /** epoch milliseconds */
  at: number
  calls: number
}

const MINUTE_MS = 60_000
/** Groups of up to a second's worth: a wake-up a second is enough, however many calls a minute may have. */
const GROUPS_PER_MINUTE = 60

/**
 * How many calls may be begun now, so that no 60 seconds anywhere hold more than `perMinute`, and those it holds are
 * spread. A bucket of tokens would let two minutes' worth into one minute.
 * @param groups those begun in the last minute at least, oldest first
 */
export function allowance(groups: readonly Group[], perMinute: number, now: number): number {
  const last = groups.at(-1)
  if (last && now < last.at + spacing(perMinute)) return 0
  return Math.max(0, Math.min(groupSize(perMinute), perMinute - begunInMinute(groups, now)))
}

/** When `allowance` is more than nothing next: now, or later. */
export function nextAllowance(groups: readonly Group[], perMinute: number, now: number): number {
  const last = groups.at(-1)
  const spaced = last ? Math.max(now, last.at + spacing(perMinute)) : now
  // As the oldest groups fall out of the minute, room is made.
  const moments = [spaced, ...groups.map((group) => group.at + MINUTE_MS).filter((at) => at > spaced)]
  return moments.find((at) => allowance(groups, perMinute, at) > 0) ?? spaced
}

/** Calls begun in the last 60 seconds. */
export function begunInMinute(groups: readonly Group[], now: number): number {
  return withinMinute(groups, now).reduce((sum, { calls }) => sum + calls, 0)
}

/** The groups that still count. */
export const withinMinute = (groups: readonly Group[], now: number): Group[] =>
  groups.filter(({ at }) => at > now - MINUTE_MS)

const groupSize = (perMinute: number): number => Math.ceil(perMinute / GROUPS_PER_MINUTE)

const spacing = (perMinute: number): number => Math.ceil((groupSize(perMinute) * MINUTE_MS) / perMinute)
