import type { E164, NumberRefusal, ReadNumber } from './number.ts'
import { type CallingRules, nextAllowed, type OBSTACLES } from './rules.ts'
import { zonesOf } from './zones.ts'

/** Whether a number may be called at a moment. */
export interface CallCheck {
  number: E164 | null
  country: string | null
  /** IANA names; none where the number doesn't tell */
  zones: string[]
  allowed: boolean
  reason: (typeof OBSTACLES)[number] | null
  /** what is wrong with the number itself */
  message: string | null
  /** epoch milliseconds; null where the number can't be called, or not within 60 days */
  nextAllowedAt: number | null
}

/** Judges a number that was read with `readNumber`. @param at epoch milliseconds */
export function checkCall(
  read: ReadNumber | NumberRefusal,
  isOnDoNotCall: boolean,
  rules: CallingRules,
  at: number,
): CallCheck {
  if ('reason' in read) {
    const reason = read.reason === 'NUMBER_INVALID' ? 'number_invalid' : 'not_diallable'
    return { ...NO_CALL, number: null, country: null, zones: [], reason, message: read.message }
  }
  const known = { ...read, zones: zonesOf(read.number) }
  if (isOnDoNotCall) return { ...NO_CALL, ...known, reason: 'do_not_call' }
  const nextAllowedAt = nextAllowed(rules, known.zones, at)
  const allowed = nextAllowedAt === at
  return { ...known, allowed, reason: allowed ? null : 'window_closed', message: null, nextAllowedAt }
}

const NO_CALL = { allowed: false, message: null, nextAllowedAt: null } as const
