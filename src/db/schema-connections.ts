import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ActorRef } from './schema-access.ts'

/** Credentials of services, and how they come here. Times are epoch milliseconds. */

/** Kinds of credentials, by Diga's names. */
export const CONNECTION_TYPES = [
  'OAUTH2',
  'PLATFORM_OAUTH2',
  'CLOUD_OAUTH2',
  'SECRET_TEXT',
  'BASIC_AUTH',
  'CUSTOM_AUTH',
  'NO_AUTH',
] as const

/** Credentials of services. Steps name one as `{{connections['<id>']}}`. */
export const connections = sqliteTable(
  'connections',
  {
    id: text().primaryKey(),
    /** short name: `slack` */
    pieceName: text('piece_name').notNull(),
    displayName: text('display_name').notNull(),
    type: text({ enum: CONNECTION_TYPES }).notNull(),
    /** the credentials as JSON, encrypted with the id as owner; see src/connection/encryption.ts */
    secret: text().notNull(),
    status: text({ enum: ['ACTIVE', 'ERROR'] }).notNull(),
    /** why it is in ERROR, in words for people */
    statusReason: text('status_reason'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    index('connections_created').on(table.createdAt),
    index('connections_piece').on(table.pieceName, table.createdAt),
  ],
)

/** The OAuth client of a piece, for connections that bring none of their own. */
export const oauthApps = sqliteTable('oauth_apps', {
  /** short name: `slack` */
  pieceName: text('piece_name').primaryKey(),
  clientId: text('client_id').notNull(),
  /** encrypted with the piece's name as owner */
  clientSecret: text('client_secret').notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
})

/** OAuth logins that were started and have not come back yet. */
export const oauthStates = sqliteTable(
  'oauth_states',
  {
    /** hex SHA-256 of the state */
    hash: text().primaryKey(),
    /** how to go on when it comes back, as JSON, encrypted with the hash as owner */
    login: text().notNull(),
    /** hex SHA-256 of the cookie of the browser that started it; null where none did */
    browserHash: text('browser_hash'),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('oauth_states_expiry').on(table.expiresAt)],
)

/** Links on which somebody without an account fills in the credentials of a connection. */
export const connectionRequests = sqliteTable(
  'connection_requests',
  {
    id: text().primaryKey(),
    /** hex SHA-256 of the link's token */
    tokenHash: text('token_hash').notNull(),
    /** short name: `slack` */
    pieceName: text('piece_name').notNull(),
    displayName: text('display_name').notNull(),
    /** of the page */
    language: text({ enum: ['en', 'es'] }).notNull(),
    /** forms that were sent in with this token */
    attempts: integer().notNull().default(0),
    createdBy: text('created_by', { mode: 'json' }).$type<ActorRef>().notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    revokedAt: integer('revoked_at'),
    completedAt: integer('completed_at'),
    /** what came of it */
    connectionId: text('connection_id'),
  },
  (table) => [
    uniqueIndex('connection_requests_token').on(table.tokenHash),
    index('connection_requests_created').on(table.createdAt),
  ],
)

export type ConnectionRow = typeof connections.$inferSelect
export type OAuthAppRow = typeof oauthApps.$inferSelect
export type OAuthStateRow = typeof oauthStates.$inferSelect
export type ConnectionRequestRow = typeof connectionRequests.$inferSelect
