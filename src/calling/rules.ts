import * as z from 'zod'
import { clockChange, isZone, offsetAt } from './clocks.ts'
import { DAY_MS, DAYS, isCalendarDay, type OpeningHours, openingHours } from './opening-hours.ts'

/** Why a number may not be called now. */
export const OBSTACLES = ['number_invalid', 'not_diallable', 'do_not_call', 'window_closed'] as const

/** How far ahead an opening is looked for, milliseconds. */
export const LOOK_AHEAD_MS = 60 * DAY_MS

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write it as 09:00')
const closing = z
  .string()
  .regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'write it as 20:00; the end of a day is 24:00')

/** An IANA zone that the clocks here know. */
const zoneName = z.string().refine(isZone, 'name a zone as the IANA does: Europe/Madrid')

/** `2026-12-24`, or `12-24` for every year. */
const quietDay = z.string().refine(isCalendarDay, 'write it as 2026-12-24, or as 12-24 for every year')

const Window = z
  .object({
    days: z.array(z.enum(DAYS)).min(1, 'name a day'),
    from: clock,
    to: closing,
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'end it at another time than it begins' })

/** A year. */
const MAX_HOURS = 8_760

/**
 * When a number may be called, by the clocks where it is. A window whose end comes before its beginning ends on the next
 * day, and is named by the day it begins on. On a quiet day nobody is called while the calendar shows it.
 */
export const CallingRules = z.object({
  windows: z
    .array(Window)
    .min(1, 'give it at least one window')
    .max(50, 'give it at most 50 windows')
    .default([{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '20:00' }]),
  /** whose clocks count: those of the number called, or of one zone for all */
  zone: z.union([z.literal('callee'), zoneName]).default('callee'),
  /** the zone of a number that doesn't say where it is */
  fallback_zone: zoneName.default('UTC'),
  quiet_days: z.array(quietDay).max(1000, 'give it at most 1000 days').default([]),
  /** how long a number is left in peace after a call to it, whoever called; null for as short as you like */
  hours_between_calls: z.number().positive().max(MAX_HOURS).nullable().default(null),
})
export type CallingRules = z.output<typeof CallingRules>

/** The zones whose clocks count for a number that may be in `calleeZones`. */
export function zonesThatCount(rules: CallingRules, calleeZones: readonly string[]): readonly string[] {
  if (rules.zone !== 'callee') return [rules.zone]
  return calleeZones.length > 0 ? calleeZones : [rules.fallback_zone]
}

/**
 * The next moment, `at` or later, at which the rules allow a call in every zone that the number may be in; null where
 * none comes within 60 days.
 * @param calleeZones of the number, from `zonesOf`
 * @param at epoch milliseconds, as is the answer
 */
export function nextAllowed(rules: CallingRules, calleeZones: readonly string[], at: number): number | null {
  const zones = zonesThatCount(rules, calleeZones)
  const hours = openingHours(rules)
  const limit = at + LOOK_AHEAD_MS
  let moment = at
  for (;;) {
    const before = moment
    for (const zone of zones) {
      const open = nextOpen(hours, zone, moment, limit)
      if (open === null) return null
      moment = open
    }
    // Until one zone opens, another may have closed: done is who has not had to wait for any.
    if (moment === before) return moment
  }
}

/** The next moment at which it is open by the clocks of one zone; null where that is past the limit. */
function nextOpen(hours: OpeningHours, zone: string, at: number, limit: number): number | null {
  let moment = at
  while (moment <= limit) {
    const offset = offsetAt(zone, moment)
    const wall = moment + offset
    const opening = hours.next(wall)
    const next = Math.min(opening, wall + DAY_MS) - offset
    // No clock changes twice in a day, so the same offset at both ends means that there was no change.
    const change = offsetAt(zone, next) === offset ? undefined : clockChange(zone, moment, next)
    moment = change ?? next
    if (change === undefined && opening - offset === next) return next <= limit ? next : null
  }
  return null
}
