import { type SQL, sql } from 'drizzle-orm'
import {
  index,
  integer,
  primaryKey,
  type SQLiteColumn,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'
import type { RunStatus } from '../engine/records.ts'
import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import type { CallInfo, EventKind } from '../run/protocol.ts'
import type { Category, Definition } from '../workflow/schema.ts'
import type { ActorRef } from './schema-access.ts'

/** How a request to dial ended: with a call, or with nobody knowing. */
export type CallOutcome = { call: CallInfo; at: number } | { error: ErrorData }

/** Runs of tests are kept apart from those of real events. */
export const ENVIRONMENTS = ['PRODUCTION', 'TESTING'] as const

/** Times are epoch milliseconds. D1 holds definitions and agents, and an index of runs and calls; see ARCHITECTURE.md. */

export const workflows = sqliteTable(
  'workflows',
  {
    id: text().primaryKey(),
    status: text({ enum: ['ENABLED', 'DISABLED'] }).notNull(),
    draftVersionId: text('draft_version_id').notNull(),
    publishedVersionId: text('published_version_id'),
    folderId: text('folder_id'),
    /** the template it was copied from */
    templateId: text('template_id'),
    /** days its runs are kept for; null means the default */
    retentionDays: integer('retention_days'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** set instead of removing the row: runs that wait for days still need their version */
    deletedAt: integer('deleted_at'),
  },
  (table) => [
    index('workflows_created').on(table.createdAt),
    index('workflows_folder').on(table.folderId, table.createdAt),
  ],
)

/** Where workflows are kept together. One level: a workflow is in one folder or in none. */
export const folders = sqliteTable(
  'folders',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('folders_created').on(table.createdAt)],
)

export const versions = sqliteTable(
  'versions',
  {
    id: text().primaryKey(),
    workflowId: text('workflow_id').notNull(),
    state: text({ enum: ['DRAFT', 'LOCKED'] }).notNull(),
    /** 1, 2, 3 … in order of publication; null for a draft */
    number: integer(),
    /** who locked it */
    publishedBy: text('published_by', { mode: 'json' }).$type<ActorRef>(),
    definition: text({ mode: 'json' }).$type<Definition>().notNull(),
    /** the definition's `displayName` and category, where lists can filter by them */
    name: text().notNull(),
    category: text().$type<Category>(),
    /** short names of the pieces it uses, and ids of the connections it names */
    pieces: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    connections: text({ mode: 'json' }).$type<string[]>().notNull().default([]),
    /** SHA-256 of what the definition says: equal where two run alike; see src/workflow/content.ts */
    digest: text(),
    /** of a draft: when it set out from the version before it, so that it is the newest of its workflow */
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('versions_workflow').on(table.workflowId, table.createdAt),
    uniqueIndex('versions_number').on(table.workflowId, table.number),
  ],
)

/** Drafts as they were when they were tested. Runs pin one as they pin a version, but nobody lists them. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    /** follows from workflow and definition */
    id: text().primaryKey(),
    workflowId: text('workflow_id').notNull(),
    createdAt: integer('created_at').notNull(),
    /** when it was last tested */
    usedAt: integer('used_at').notNull(),
    definition: text({ mode: 'json' }).$type<Definition>().notNull(),
  },
  (table) => [index('snapshots_workflow').on(table.workflowId, table.usedAt)],
)

/** What a step or a trigger gave or got when it was tried: later steps are tested on it. */
export const samples = sqliteTable(
  'samples',
  {
    workflowId: text('workflow_id').notNull(),
    step: text().notNull(),
    type: text({ enum: ['INPUT', 'OUTPUT'] }).notNull(),
    payload: text({ mode: 'json' }).$type<Json>(),
    updatedAt: integer('updated_at').notNull(),
    /** tests leave it as it is */
    pinned: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.step, table.type] })],
)

/** Workflows whose test address was opened, for one request, to catch a sample for the trigger. */
export const listeners = sqliteTable('listeners', {
  workflowId: text('workflow_id').primaryKey(),
  expiresAt: integer('expires_at').notNull(),
  /** when the request came */
  caughtAt: integer('caught_at'),
})

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
    /** how many calls of campaigns it may have at a time; null means as many as they like */
    maxConcurrentCalls: integer('max_concurrent_calls'),
    /** opens the platform's own API */
    connectionId: text('connection_id'),
    /** what the platform calls the agent, and the number it calls from */
    platformAgentId: text('platform_agent_id'),
    platformNumberId: text('platform_number_id'),
    /** `PlatformSecrets` as JSON, encrypted; null where the agent has none */
    platformSecrets: text('platform_secrets'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** set instead of removing the row: its secrets still tell its platform from a stranger */
    deletedAt: integer('deleted_at'),
  },
  (table) => [
    uniqueIndex('agents_phone_number').on(table.phoneNumber),
    index('agents_created').on(table.createdAt),
  ],
)

/** The states of an agent's version: at most one is edited, exactly one is live, the rest were live once. */
export const AGENT_VERSION_STATES = ['DRAFT', 'PUBLISHED', 'ARCHIVED'] as const

export const agentVersions = sqliteTable(
  'agent_versions',
  {
    id: text().primaryKey(),
    agentId: text('agent_id').notNull(),
    /** 1, 2, 3 … within its agent */
    number: integer().notNull(),
    state: text({ enum: AGENT_VERSION_STATES }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** when it went live last; null for a draft */
    publishedAt: integer('published_at'),
  },
  (table) => [
    index('agent_versions_agent').on(table.agentId, table.createdAt),
    uniqueIndex('agent_versions_draft').on(table.agentId).where(sql`state = 'DRAFT'`),
    uniqueIndex('agent_versions_live').on(table.agentId).where(sql`state = 'PUBLISHED'`),
  ],
)

/** The workflows of a version of an agent. */
export const agentWorkflows = sqliteTable(
  'agent_workflows',
  {
    agentVersionId: text('agent_version_id').notNull(),
    workflowId: text('workflow_id').notNull(),
    position: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.agentVersionId, table.workflowId] }),
    index('agent_workflows_workflow').on(table.workflowId),
  ],
)

/** A property of a column of JSON, written as the indexes have it: SQLite compares the expressions. */
export const inJson = (column: SQLiteColumn, property: string): SQL =>
  sql`${column} ->> ${sql.raw(`'${property}'`)}`

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
    index('calls_created').on(table.createdAt, table.id),
    index('calls_updated').on(table.updatedAt),
    index('calls_agent').on(table.agentId, table.createdAt, table.id),
    index('calls_status').on(inJson(table.info, 'status'), table.createdAt, table.id),
    index('calls_type').on(inJson(table.info, 'type'), table.createdAt, table.id),
    index('calls_phone').on(inJson(table.info, 'phone_number'), table.createdAt, table.id),
    index('calls_contact').on(inJson(table.info, 'contact_uuid'), table.createdAt, table.id),
  ],
)

/** Requests to dial that carried an Idempotency-Key: what became of the first one answers the others. */
export const callRequests = sqliteTable('call_requests', {
  /** hex SHA-256 of the key */
  key: text().primaryKey(),
  /** hex SHA-256 of what was asked for */
  fingerprint: text().notNull(),
  /** null while it is being dialled, and for good where the process died meanwhile */
  outcome: text({ mode: 'json' }).$type<CallOutcome>(),
  createdAt: integer('created_at').notNull(),
})

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
    environment: text({ enum: ENVIRONMENTS }).notNull(),
    status: text().$type<RunStatus>().notNull(),
    stepsCount: integer('steps_count').notNull(),
    failedStep: text('failed_step', { mode: 'json' }).$type<{ name: string; displayName: string } | null>(),
    errorCode: text('error_code'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at'),
    /** how long its caller waited for the answer, in milliseconds, and the name of the step that gave it */
    answeredMs: integer('answered_ms'),
    answeredBy: text('answered_by'),
    revision: integer().notNull(),
    /** number of its latest change among those of its workflow: see run-changes.ts */
    change: integer().notNull().default(0),
  },
  (table) => [
    // One for each filter. They end in the order of the list, so that a page is read from its index and not sorted.
    index('runs_created').on(table.environment, table.createdAt, table.id),
    index('runs_status').on(table.environment, table.status, table.createdAt, table.id),
    index('runs_event_kind').on(table.environment, table.eventKind, table.createdAt, table.id),
    index('runs_workflow').on(table.workflowId, table.environment, table.createdAt, table.id),
    index('runs_workflow_status').on(
      table.workflowId,
      table.environment,
      table.status,
      table.createdAt,
      table.id,
    ),
    index('runs_agent').on(table.agentId, table.environment, table.createdAt, table.id),
    index('runs_call').on(table.callId, table.environment, table.createdAt, table.id),
    index('runs_error')
      .on(table.errorCode, table.environment, table.createdAt, table.id)
      .where(sql`error_code IS NOT NULL`),
    index('runs_failed_step')
      .on(inJson(table.failedStep, 'name'), table.environment, table.createdAt, table.id)
      .where(sql`failed_step IS NOT NULL`),
    // For the cron: what went silent, and what is old.
    index('runs_moving').on(table.updatedAt).where(sql`status IN ('QUEUED', 'RUNNING')`),
    index('runs_ended').on(table.workflowId, table.finishedAt),
    index('runs_change').on(table.workflowId, table.change),
  ],
)

/** Workflows whose runs somebody follows: their changes are announced to the workflow's FeedObject. */
export const followedWorkflows = sqliteTable('followed_workflows', {
  workflowId: text('workflow_id').primaryKey(),
})

export type WorkflowRow = typeof workflows.$inferSelect
export type FolderRow = typeof folders.$inferSelect
export type VersionRow = typeof versions.$inferSelect
export type AgentRow = typeof agents.$inferSelect
export type AgentVersionRow = typeof agentVersions.$inferSelect
export type CallRow = typeof calls.$inferSelect
export type RunRow = typeof runs.$inferSelect
/** A run as it is written; the index numbers the change itself. */
export type ChangedRun = Omit<RunRow, 'change'>
