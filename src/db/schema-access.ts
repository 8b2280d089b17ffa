import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Who did something, as it is kept: names stay readable when the key or the member is gone. */
export interface ActorRef {
  type: 'admin' | 'api_key' | 'member'
  id: string
  name: string
}

/** What members may be; what each may do is in src/http/auth/roles.ts. */
export const ROLES = ['ADMINISTRATOR', 'MEMBER', 'READER'] as const
export type Role = (typeof ROLES)[number]

/** Who may use the management API. Times are epoch milliseconds. */

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    /** hex SHA-256 of the key */
    hash: text().notNull(),
    /** the key's first characters, by which people tell keys apart */
    prefix: text().notNull(),
    scopes: text({ mode: 'json' }).$type<string[]>().notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<ActorRef>().notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [uniqueIndex('api_keys_hash').on(table.hash), index('api_keys_created').on(table.createdAt)],
)

export const members = sqliteTable(
  'members',
  {
    id: text().primaryKey(),
    /** lower case */
    email: text().notNull(),
    name: text().notNull(),
    role: text({ enum: ROLES }).notNull(),
    /** `scrypt$N$r$p$salt$hash`; null until the member has set one, or where another identity provider vouches */
    passwordHash: text('password_hash'),
    /** hex SHA-256 of the token with which a password may be set, and until when */
    inviteHash: text('invite_hash'),
    inviteExpiresAt: integer('invite_expires_at'),
    createdAt: integer('created_at').notNull(),
    lastLoginAt: integer('last_login_at'),
  },
  (table) => [
    uniqueIndex('members_email').on(table.email),
    index('members_invite').on(table.inviteHash),
    index('members_created').on(table.createdAt),
  ],
)

export const sessions = sqliteTable(
  'sessions',
  {
    /** hex SHA-256 of the cookie's token */
    hash: text().primaryKey(),
    memberId: text('member_id').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('sessions_member').on(table.memberId), index('sessions_expiry').on(table.expiresAt)],
)

/**
 * Logins that were tried and did not succeed, for any address, so that a lock does not tell who is a member. The
 * address is hashed: what strangers type in is not kept.
 */
export const loginAttempts = sqliteTable(
  'login_attempts',
  {
    /** hex SHA-256 of the e-mail in lower case */
    emailHash: text('email_hash').primaryKey(),
    count: integer().notNull(),
    lockedUntil: integer('locked_until'),
    lastAt: integer('last_at').notNull(),
  },
  (table) => [index('login_attempts_last').on(table.lastAt)],
)

export type ApiKeyRow = typeof apiKeys.$inferSelect
export type MemberRow = typeof members.$inferSelect
