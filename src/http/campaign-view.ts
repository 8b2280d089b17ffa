import * as z from 'zod'
import { ROW_STATES } from '../campaign/book.ts'
import { ProgressView, reasonsOf } from '../campaign/progress.ts'
import type { CampaignDetail } from '../campaign/protocol.ts'
import type { Row } from '../campaign/rows.ts'
import { CAMPAIGN_STATUSES, CampaignSettings } from '../campaign/settings.ts'
import type { CampaignRow } from '../db/schema-campaigns.ts'
import { isoTime } from '../run/run-view.ts'

const count = z.number().int()

/** A campaign in a list: as the index has it, which may lag by some seconds. */
export const CampaignSummaryView = z
  .object({
    id: z.string(),
    name: z.string(),
    agent: z.string(),
    status: z.enum(CAMPAIGN_STATUSES),
    reason: z.string().nullable(),
    keep_open: z.boolean(),
    counts: z
      .partialRecord(z.enum(ROW_STATES), z.record(z.string(), count))
      .describe('Rows by state and reason.'),
    created: z.iso.datetime(),
    started: z.iso.datetime().nullable(),
    ended: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CampaignSummary' })

/** A campaign with its settings and its progress, from its object. */
export const CampaignView = z
  .object({
    id: z.string(),
    settings: CampaignSettings,
    progress: ProgressView,
    created: z.iso.datetime(),
  })
  .meta({ id: 'Campaign' })

export const RowView = z
  .object({
    id: z.string().describe('Its place in the campaign.'),
    key: z.string(),
    number: z.string(),
    state: z.enum(ROW_STATES),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
    attempts: count,
    next_at: z.iso.datetime().nullable().describe('When it is due; its window may open later.'),
    called_at: z.iso.datetime().nullable().describe('When its latest call was begun.'),
    call_id: z.string().nullable().describe('Of its latest call, at the platform.'),
    duration_seconds: z.number().nullable(),
    end_reason: z.string().nullable(),
    recording_url: z.string().nullable(),
    dynamic_variables: z.record(z.string(), z.unknown()),
    updated: z.iso.datetime(),
  })
  .meta({ id: 'CampaignRow' })

/** A campaign of a list, as `CampaignSummaryView` describes it. */
export function viewSummary(row: CampaignRow): z.input<typeof CampaignSummaryView> {
  return {
    id: row.id,
    name: row.name,
    agent: row.agentId,
    status: row.status,
    reason: row.reason,
    keep_open: row.keepOpen,
    counts: Object.fromEntries(
      Object.entries(row.counts).map(([state, byReason]) => [state, reasonsOf(byReason)]),
    ),
    created: isoTime(row.createdAt),
    started: isoTime(row.startedAt),
    ended: isoTime(row.endedAt),
  }
}

/** A campaign as `CampaignView` describes it. */
export function viewCampaign({
  settings,
  progress,
  createdAt,
}: CampaignDetail): z.input<typeof CampaignView> {
  return { id: progress.campaign_id, settings, progress, created: isoTime(createdAt) }
}

/** A row as `RowView` describes it. */
export function viewRow(row: Row): z.input<typeof RowView> {
  const { result } = row
  return {
    id: String(row.n),
    key: row.key,
    number: row.number,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    attempts: row.attempts,
    next_at: row.state === 'QUEUED' ? isoTime(row.dueAt) : null,
    called_at: isoTime(row.dialledAt),
    call_id: row.callId,
    duration_seconds: result?.duration_seconds ?? null,
    end_reason: result?.end_reason ?? null,
    recording_url: result?.recording_url ?? null,
    dynamic_variables: row.variables,
    updated: isoTime(row.updatedAt),
  }
}
