import { type CallingRules, nextAllowed } from '../calling/rules.ts'

const MINUTE_MS = 60_000

/** When numbers in some zones may be called next, from a moment on; null for never. */
export type NextOpening = (zones: readonly string[], now: number) => number | null

/** The openings that some rules make. */
export type Openings = (rules: CallingRules) => NextOpening

interface Known {
  opensAt: number | null
  /** until when that holds */
  until: number
}

/**
 * The same as `nextAllowed`, remembered: windows open and close on full minutes, and what is closed stays so until it
 * opens. Time must not go back.
 */
export function createOpenings(ask: typeof nextAllowed = nextAllowed): Openings {
  let knownRules = ''
  const known = new Map<string, Known>()
  return (rules) => {
    const text = JSON.stringify(rules)
    if (text !== knownRules) known.clear()
    knownRules = text
    return (zones, now) => {
      const name = zones.join(' ')
      const last = known.get(name)
      if (last && now < last.until) return last.opensAt
      const opensAt = ask(rules, zones, now)
      const isClosed = opensAt !== null && opensAt > now
      const until = isClosed ? opensAt : (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS
      known.set(name, { opensAt, until })
      return opensAt
    }
  }
}
