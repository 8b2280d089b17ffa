import type { CallFilter } from '../api/calls.ts'

/** The filters of the list of calls, as they stand in the address; days as `2026-11-23`. */
export const CALL_FILTERS = ['agent_id', 'type', 'status', 'phone_number', 'from', 'to'] as const
export type CallFilterName = (typeof CALL_FILTERS)[number]

/** What the API is asked for. Days are those of the browser's clock, both included; what is no day narrows nothing. */
export function callFilter({ from, to, ...texts }: Record<CallFilterName, string>): CallFilter {
  const given = Object.entries(texts).filter(([, value]) => value !== '')
  const start = timeOf(from, '00:00:00.000')
  const end = timeOf(to, '23:59:59.999')
  return {
    ...Object.fromEntries(given),
    ...(start && { start_created_date: start }),
    ...(end && { end_created_date: end }),
  }
}

function timeOf(day: string, clock: string): string | undefined {
  const at = new Date(`${day}T${clock}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
