import type { CallOutcome } from '../call/result.ts'
import { offsetAt } from '../calling/clocks.ts'
import type { CampaignSettings } from './settings.ts'

const DAY_MS = 86_400_000
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS }

/**
 * When to call again after a call that ended so; null for never. The window need not be open then: a row that is due
 * waits for it.
 * @param attempts calls made so far
 * @param zone whose clocks `next_day` goes by
 */
export function retryAt(
  retry: CampaignSettings['retry'],
  outcome: CallOutcome,
  attempts: number,
  now: number,
  zone: string,
): number | null {
  const delays = delaysAfter(retry, outcome)
  const delay = delays[Math.min(attempts, delays.length) - 1]
  if (delay === undefined || attempts >= retry.max_attempts) return null
  if (delay === 'next_day') return sameTimeNextDay(now, zone)
  return now + Number(delay.slice(0, -1)) * (UNIT_MS[delay.slice(-1)] ?? 0)
}

function delaysAfter({ after }: CampaignSettings['retry'], outcome: CallOutcome): readonly string[] {
  // Who hung up, or called off the call, meant it.
  if (outcome === 'answered' || outcome === 'canceled') return []
  const delays = after[outcome]
  return delays === 'done' ? [] : delays
}

/** A day later on the clocks of a zone: 23 or 25 hours where they change. */
function sameTimeNextDay(at: number, zone: string): number {
  const next = at + DAY_MS
  return next + offsetAt(zone, at) - offsetAt(zone, next)
}
