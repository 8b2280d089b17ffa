import { CodedError } from '../errors.ts'
import type { Sql } from '../run/store.ts'
import type { CampaignDeps } from './deps.ts'
import type { Group } from './pacing.ts'
import type { CampaignSettings, CampaignStatus } from './settings.ts'

/** Where a row stands. What ended has a reason; see `reasons.ts`. */
export const ROW_STATES = ['QUEUED', 'DIALLING', 'IN_CALL', 'DONE', 'FAILED', 'SKIPPED', 'STOPPED'] as const
export type RowState = (typeof ROW_STATES)[number]

/** How many rows there are in each state, by their reason; under '' those without one. */
export type Counts = Partial<Record<RowState, Record<string, number>>>

/** All that is known of a campaign but its rows. Times are epoch milliseconds. */
export interface CampaignState {
  status: CampaignStatus
  /** why it is paused, where nobody asked for it */
  reason: string | null
  counts: Counts
  /** the calls of the last minute */
  groups: Group[]
  /** nobody is called before: the platform takes no more calls, or the agent is busy */
  quietUntil: number | null
  /** times in a row that the platform took no more calls */
  throttled: number
  /** rows in a row that the platform did not take; the unclear ones are none of them */
  refused: { rows: number[]; inARow: number }
  createdAt: number
  startedAt: number | null
  endedAt: number | null
}

export interface Campaign {
  settings: CampaignSettings
  state: CampaignState
  /** grows with every change */
  revision: number
  /** the revision that the index has, and when it was given to it */
  projected: number
  projectedAt: number
}

type Stored = Omit<Campaign, 'settings' | 'state'> & { settings: string; state: string }

/** The campaign of an object; undefined where there is none. */
export function readCampaign(sql: Sql): Campaign | undefined {
  const query = 'SELECT settings, state, revision, projected, projected_at AS projectedAt FROM campaign'
  const [row] = sql.exec<Stored>(query).toArray()
  return row && { ...row, settings: JSON.parse(row.settings), state: JSON.parse(row.state) }
}

/** The same, where there must be one. @throws CodedError CAMPAIGN_NOT_FOUND */
export function requireCampaign(sql: Sql): Campaign {
  const campaign = readCampaign(sql)
  if (campaign) return campaign
  throw new CodedError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.')
}

/** Keeps a new campaign. */
export function insertCampaign(sql: Sql, settings: CampaignSettings, state: CampaignState): void {
  const query =
    'INSERT INTO campaign (one, settings, state, revision, projected, projected_at) VALUES (1, ?, ?, 1, 0, 0)'
  sql.exec(query, JSON.stringify(settings), JSON.stringify(state))
}

/**
 * One change of a campaign and its rows, durable as a whole: `change` must not wait for anything, and throws before it
 * writes or not at all. What it does to `campaign` is kept.
 * @throws CodedError CAMPAIGN_NOT_FOUND, and what `change` throws
 */
export function edit<T>(
  { sql, changed }: Pick<CampaignDeps, 'sql' | 'changed'>,
  change: (campaign: Campaign) => T,
): T {
  const campaign = requireCampaign(sql)
  const settings = JSON.stringify(campaign.settings)
  const result = change(campaign)
  sql.exec('UPDATE campaign SET state = ?, revision = revision + 1', JSON.stringify(campaign.state))
  const changedSettings = JSON.stringify(campaign.settings)
  if (changedSettings !== settings) sql.exec('UPDATE campaign SET settings = ?', changedSettings)
  changed()
  return result
}

/** Notes what the index has. A change in between is projected later. */
export function markProjected(sql: Sql, revision: number, now: number): void {
  sql.exec('UPDATE campaign SET projected = ?, projected_at = ?', revision, now)
}

/** Rows in these states. */
export function countOf(counts: Counts, ...states: RowState[]): number {
  const lists = states.map((state) => Object.values(counts[state] ?? {}))
  return lists.flat().reduce((sum, n) => sum + n, 0)
}

/** Adds to the count of rows in a state. */
export function tally(counts: Counts, state: RowState, reason: string | null, n: number): void {
  const byReason = counts[state] ?? {}
  counts[state] = byReason
  byReason[reason ?? ''] = (byReason[reason ?? ''] ?? 0) + n
}
