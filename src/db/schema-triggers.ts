import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ErrorData } from '../errors.ts'
import type { PollTimes } from '../piece/trigger.ts'
import type { TriggerSettings } from './directory.ts'

/** What a poll or a schedule remembers from one time to the next. */
export interface PollCursor {
  /** the latest `at` of an item that was dealt with; of a schedule, until when it was. Epoch milliseconds */
  since: number | null
  /** ids of items that were dealt with, newest last */
  seen: string[]
  /** when the trigger wants to be polled, where it says so */
  times?: PollTimes
}

/**
 * Triggers of enabled workflows that need something of us beside an address: schedules, polls, subscriptions with a
 * service, ears for an app's events. One row a workflow; kinds with nothing to keep have none.
 */
export const triggers = sqliteTable(
  'triggers',
  {
    workflowId: text('workflow_id').primaryKey(),
    kind: text({ enum: ['POLLING', 'WEBHOOK', 'APP_WEBHOOK', 'SCHEDULE'] }).notNull(),
    /** piece, trigger and input it was enabled with: what a disabling needs, whatever was published since */
    settings: text({ mode: 'json' }).$type<TriggerSettings>().notNull(),
    /**
     * CHANGING: being enabled or disabled until `nextAt`; past it, whoever did that died and cron puts it right.
     * LEFT: the workflow is off, but the service would not end the subscription; cron asks again.
     * ERROR: given up.
     */
    status: text({ enum: ['ACTIVE', 'CHANGING', 'LEFT', 'ERROR'] }).notNull(),
    /** last part of the address the service sends to; new with each enabling, so that an older one is dead */
    address: text().notNull(),
    /** `Sealed` as JSON, encrypted with the workflow's id as owner; null until the enabling has succeeded */
    sealed: text(),
    /** of a poll or a schedule */
    cursor: text({ mode: 'json' }).$type<PollCursor>(),
    /** milliseconds between polls or renewals; null where nothing recurs */
    intervalMs: integer('interval_ms'),
    /** when cron takes it up next; whoever works on it moves this on first */
    nextAt: integer('next_at'),
    /** who works on it: a change is saved only under the lease it was made with */
    lease: text(),
    error: text({ mode: 'json' }).$type<ErrorData>(),
    /** failures in a row */
    failures: integer().notNull().default(0),
    /** when its being given up was told to PATCHCORD_NOTICE_URL; null while that is still owed */
    noticedAt: integer('noticed_at'),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('triggers_due').on(table.nextAt),
    index('triggers_given_up').on(table.nextAt, table.updatedAt).where(sql`status = 'ERROR'`),
  ],
)

/** Who listens to which events of a piece's app. */
export const triggerListeners = sqliteTable(
  'trigger_listeners',
  {
    /** short name: `slack` */
    pieceName: text('piece_name').notNull(),
    event: text().notNull(),
    /** whose events: a workspace, an account */
    identifier: text().notNull(),
    workflowId: text('workflow_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.pieceName, table.event, table.identifier, table.workflowId] }),
    index('trigger_listeners_workflow').on(table.workflowId),
  ],
)

/** What an app signs its events with. */
export const appSecrets = sqliteTable('app_secrets', {
  /** short name: `slack` */
  pieceName: text('piece_name').primaryKey(),
  /** encrypted with the piece's name as owner */
  secret: text().notNull(),
  updatedAt: integer('updated_at').notNull(),
})

export type TriggerRow = typeof triggers.$inferSelect
export type ListenerKey = Omit<typeof triggerListeners.$inferSelect, 'workflowId'>
