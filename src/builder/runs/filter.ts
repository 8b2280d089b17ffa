import type { Run } from '../../client/api.d.ts'
import type { RunFilter } from '../api/runs.ts'

/** The filters of the list of runs, as they stand in the address. */
export const RUN_FILTERS = [
  'flow_id',
  'status',
  'event_kind',
  'environment',
  'since',
  'error_code',
  'failed_step',
  'call_id',
  'agent_id',
] as const
export type RunFilterName = (typeof RUN_FILTERS)[number]

/** Statuses that are asked for together. */
export const STATUS_GROUPS = {
  problems: ['FAILED', 'TIMEOUT', 'INTERNAL_ERROR', 'QUOTA_EXCEEDED', 'MEMORY_LIMIT_EXCEEDED'],
  underWay: ['QUEUED', 'RUNNING', 'PAUSED'],
} as const satisfies Record<string, readonly Run['status'][]>

const HOUR_MS = 3_600_000

/** How far back the list may reach, in milliseconds. */
export const SINCE_MS = { lastHour: HOUR_MS, lastDay: 24 * HOUR_MS, lastWeek: 7 * 24 * HOUR_MS } as const

/** A minute, to which times are cut: a list that is asked for again is then the same list. */
const STEP_MS = 60_000

/** What the API is asked for. @param now epoch milliseconds */
export function runFilter(values: Record<RunFilterName, string>, now: number): RunFilter {
  const { status, since, environment, event_kind, ...texts } = values
  const back = SINCE_MS[since as keyof typeof SINCE_MS]
  const statuses = STATUS_GROUPS[status as keyof typeof STATUS_GROUPS] ?? (status ? [status] : undefined)
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== '')),
    ...(statuses && { status: [...statuses] as Run['status'][] }),
    ...(event_kind && { event_kind: event_kind as Run['eventKind'] }),
    ...(environment && { environment: environment as NonNullable<RunFilter['environment']> }),
    ...(back && { created_after: new Date(Math.floor((now - back) / STEP_MS) * STEP_MS).toISOString() }),
  }
}
