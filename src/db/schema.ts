import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { RunStatus } from '../engine/records.ts'
import type { CallInfo, EventKind } from '../run/protocol.ts'
import type { Category, Definition } from '../workflow/schema.ts'

/** Times are epoch milliseconds. D1 holds definitions and agents, and an index of runs and calls; see ARCHITECTURE.md. */

export const workflows = sqliteTable(
  'workflows',
  {
    id: text().primaryKey(),
    status: text({ enum: ['ENABLED', 'DISABLED'] }).notNull(),
    draftVersionId: text('draft_version_id').notNull(),
    publishedVersionId: text('published_version_id'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** set instead of removing the row: runs that wait for days still need their version */
    deletedAt: integer('deleted_at'),
  },
  (table) => [index('workflows_created').on(table.createdAt)],
)

export const versions = sqliteTable(
  'versions',
  {
    id: text().primaryKey(),
    workflowId: text('workflow_id').notNull(),
    state: text({ enum: ['DRAFT', 'LOCKED'] }).notNull(),
    definition: text({ mode: 'json' }).$type<Definition>().notNull(),
    /** the definition's `displayName` and category, where lists can filter by them */
    name: text().notNull(),
    category: text().$type<Category>(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('versions_workflow').on(table.workflowId, table.createdAt)],
)

export const agents = sqliteTable(
  'agents',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    provider: text().notNull(),
    /** hex SHA-256 of the bearer secret */
    bearerHash: text('bearer_hash').notNull(),
    /** `whsec_…`, encrypted; see src/connection/encryption.ts */
    signingSecret: text('signing_secret').notNull(),
    /** how long a sync tool call may take; null means the default */
    deadlineSeconds: integer('deadline_seconds'),
    /** the number it calls from */
    phoneNumber: text('phone_number'),
    /** where Make Call sends its request for a generic agent */
    outboundUrl: text('outbound_url'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('agents_phone_number').on(table.phoneNumber),
    index('agents_created').on(table.createdAt),
  ],
)

export const agentWorkflows = sqliteTable(
  'agent_workflows',
  {
    agentId: text('agent_id').notNull(),
    workflowId: text('workflow_id').notNull(),
    position: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.workflowId] }),
    index('agent_workflows_workflow').on(table.workflowId),
  ],
)

export const calls = sqliteTable(
  'calls',
  {
    /** name of the object that holds the call's runs */
    id: text().primaryKey(),
    agentId: text('agent_id').notNull(),
    providerCallId: text('provider_call_id').notNull(),
    info: text({ mode: 'json' }).$type<CallInfo>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** grows with every change in the object: an older projection never overwrites a newer one */
    revision: integer().notNull(),
  },
  (table) => [
    uniqueIndex('calls_provider').on(table.agentId, table.providerCallId),
    index('calls_created').on(table.createdAt),
    index('calls_agent').on(table.agentId, table.createdAt),
  ],
)

export const runs = sqliteTable(
  'runs',
  {
    id: text().primaryKey(),
    workflowId: text('workflow_id').notNull(),
    versionId: text('version_id').notNull(),
    name: text().notNull(),
    callId: text('call_id'),
    agentId: text('agent_id'),
    eventKind: text('event_kind').$type<EventKind>().notNull(),
    environment: text({ enum: ['PRODUCTION', 'TESTING'] }).notNull(),
    status: text().$type<RunStatus>().notNull(),
    stepsCount: integer('steps_count').notNull(),
    failedStep: text('failed_step', { mode: 'json' }).$type<{ name: string; displayName: string } | null>(),
    errorCode: text('error_code'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at'),
    revision: integer().notNull(),
  },
  (table) => [
    index('runs_workflow').on(table.workflowId, table.createdAt),
    index('runs_call').on(table.callId),
    index('runs_status').on(table.status, table.updatedAt),
  ],
)

export type WorkflowRow = typeof workflows.$inferSelect
export type VersionRow = typeof versions.$inferSelect
export type AgentRow = typeof agents.$inferSelect
export type CallRow = typeof calls.$inferSelect
export type RunRow = typeof runs.$inferSelect
