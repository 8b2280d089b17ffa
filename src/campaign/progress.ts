import * as z from 'zod'
import { type Campaign, countOf } from './book.ts'
import type { CampaignDeps } from './deps.ts'
import { quietUntil } from './dial.ts'
import { begunInMinute } from './pacing.ts'
import { allZones } from './rows.ts'
import { CAMPAIGN_STATUSES } from './settings.ts'

const count = z.number().int()
const byReason = z.record(z.string(), count)
const moment = z.iso.datetime().nullable()

/** How far a campaign is, as the API and its steps show it. */
export const ProgressView = z
  .object({
    campaign_id: z.string(),
    name: z.string(),
    status: z.enum(CAMPAIGN_STATUSES),
    reason: z.string().nullable().describe('Why it is paused, where nobody asked for it.'),
    rows: count,
    queued: count,
    waiting_for_window: count.describe('Of those queued: where they are it is too early, or too late.'),
    next_opening: moment.describe('When the first of those may be called.'),
    retries: count.describe('Of those queued: called before without success.'),
    next_retry: moment,
    dialling: count,
    in_call: count,
    done: byReason.describe('By reason, as are the others.'),
    failed: byReason,
    skipped: byReason,
    stopped: count,
    calls_in_last_minute: count,
    quiet_until: moment.describe('Nobody is called before, as the platform or `start_at` asks for.'),
    estimated_end: moment.describe('Of the rows that wait for nothing, at the pace of the last minute.'),
    started: moment,
    ended: moment,
  })
  .meta({ id: 'CampaignProgress' })

export type Progress = z.output<typeof ProgressView>

/** How far a campaign is, as `ProgressView` describes it. */
export function viewProgress(
  deps: Pick<CampaignDeps, 'sql' | 'id' | 'now' | 'openings'>,
  campaign: Campaign,
): Progress {
  const { settings, state } = campaign
  const { counts } = state
  const now = deps.now()
  const closed = closedZones(deps, campaign)
  const quiet = quietUntil(campaign)
  const perMinute = begunInMinute(state.groups, now)
  const queued = countOf(counts, 'QUEUED')
  const retries = retriesOf(deps)
  const waiting = closed.reduce((sum, zone) => sum + zone.queued, 0)
  const ready = Math.max(0, queued - retries.count - waiting)
  return {
    campaign_id: deps.id,
    name: settings.name,
    status: state.status,
    reason: state.reason,
    rows: countOf(counts, 'QUEUED', 'DIALLING', 'IN_CALL', 'DONE', 'FAILED', 'SKIPPED', 'STOPPED'),
    queued,
    waiting_for_window: waiting,
    next_opening: timeText(Math.min(...closed.map(({ opensAt }) => opensAt))),
    retries: retries.count,
    next_retry: timeText(retries.next),
    dialling: countOf(counts, 'DIALLING'),
    in_call: countOf(counts, 'IN_CALL'),
    done: reasonsOf(counts.DONE),
    failed: reasonsOf(counts.FAILED),
    skipped: reasonsOf(counts.SKIPPED),
    stopped: countOf(counts, 'STOPPED'),
    calls_in_last_minute: perMinute,
    quiet_until: timeText(quiet > now ? quiet : null),
    estimated_end: timeText(ready > 0 && perMinute > 0 ? now + (ready / perMinute) * 60_000 : null),
    started: timeText(state.startedAt),
    ended: timeText(state.endedAt),
  }
}

const timeText = (at: number | null): string | null =>
  at === null || !Number.isFinite(at) ? null : new Date(at).toISOString()

/** Counts without reasons that no row has any more. */
export const reasonsOf = (counts: Record<string, number> = {}): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0))

/** The zones with rows that wait for a window. */
function closedZones(
  { sql, now, openings }: Pick<CampaignDeps, 'sql' | 'now' | 'openings'>,
  { settings }: Campaign,
): { queued: number; opensAt: number }[] {
  const opensAt = openings(settings.rules)
  return allZones(sql).flatMap(({ id, zones }) => {
    const at = opensAt(zones, now())
    if (at === null || at <= now()) return []
    const query = "SELECT count(*) AS queued FROM rows WHERE state = 'QUEUED' AND zone = ?"
    const queued = sql.exec<{ queued: number }>(query, id).toArray()[0]?.queued ?? 0
    return queued > 0 ? { queued, opensAt: at } : []
  })
}

function retriesOf({ sql }: Pick<CampaignDeps, 'sql'>): { count: number; next: number | null } {
  const ofZones = allZones(sql).flatMap(({ id }) =>
    sql
      .exec<{ count: number; next: number | null }>(
        `SELECT count(*) AS count, min(due_at) AS next FROM rows
         WHERE state = 'QUEUED' AND zone = ? AND fresh = 0`,
        id,
      )
      .toArray(),
  )
  const times = ofZones.flatMap(({ next }) => next ?? [])
  return {
    count: ofZones.reduce((sum, each) => sum + each.count, 0),
    next: times.length > 0 ? Math.min(...times) : null,
  }
}
