import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Counts } from '../campaign/book.ts'
import { CAMPAIGN_STATUSES, type CampaignSettings } from '../campaign/settings.ts'

/** Campaigns as lists show them: a projection of their objects, which may lag by some seconds. */
export const campaigns = sqliteTable(
  'campaigns',
  {
    /** name of the object that holds it */
    id: text().primaryKey(),
    name: text().notNull(),
    agentId: text('agent_id').notNull(),
    status: text({ enum: CAMPAIGN_STATUSES }).notNull(),
    /** why it is paused, where nobody asked for it */
    reason: text(),
    keepOpen: integer('keep_open', { mode: 'boolean' }).notNull(),
    settings: text({ mode: 'json' }).$type<CampaignSettings>().notNull(),
    counts: text({ mode: 'json' }).$type<Counts>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    startedAt: integer('started_at'),
    endedAt: integer('ended_at'),
    /** when it does something next, by itself: past that, cron knocks */
    nextAt: integer('next_at'),
    /** an older projection never overwrites a newer one */
    revision: integer().notNull(),
  },
  (table) => [
    index('campaigns_created').on(table.createdAt, table.id),
    index('campaigns_status').on(table.status, table.createdAt, table.id),
    index('campaigns_agent').on(table.agentId, table.createdAt, table.id),
    index('campaigns_next').on(table.nextAt).where(sql`next_at IS NOT NULL`),
  ],
)

/** Dials that were made or are about to be: see src/calling/dials.ts. */
export const dials = sqliteTable(
  'dials',
  {
    /** `client_request_id` at the platform */
    id: text().primaryKey(),
    number: text().notNull(),
    agentId: text('agent_id').notNull(),
    /** the row of a campaign it is for */
    campaignId: text('campaign_id'),
    row: integer(),
    attempt: integer(),
    /** the call's id at the platform */
    callId: text('call_id'),
    /** null until it has ended */
    outcome: text(),
    enteredAt: integer('entered_at').notNull(),
    /** it no longer counts as open then, whether or not its end was heard of */
    expiresAt: integer('expires_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [
    index('dials_number').on(table.number, table.enteredAt),
    index('dials_open').on(table.agentId, table.expiresAt).where(sql`ended_at IS NULL`),
    index('dials_entered').on(table.enteredAt),
  ],
)

export type CampaignRow = typeof campaigns.$inferSelect
export type DialRow = typeof dials.$inferSelect
