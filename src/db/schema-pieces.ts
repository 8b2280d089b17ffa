import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Metadata } from '../community/piece.ts'
import type { ActorRef } from './schema-access.ts'

/** Community pieces that were uploaded; those of a build are files. Times are epoch milliseconds. */

/** A version never changes: its code lies in R2 under its hash. */
export const communityPieces = sqliteTable(
  'community_pieces',
  {
    /** short: `notion` */
    name: text().notNull(),
    version: text().notNull(),
    /** on npm: `@activepieces/piece-notion` */
    package: text().notNull(),
    /** of the code, SHA-256 in hex */
    hash: text().notNull(),
    metadata: text({ mode: 'json' }).$type<Metadata>().notNull(),
    /** of the code */
    bytes: integer().notNull(),
    addedBy: text('added_by', { mode: 'json' }).$type<ActorRef>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.version] })],
)

export type CommunityPieceRow = typeof communityPieces.$inferSelect
