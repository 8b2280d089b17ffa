import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** Whom nobody may call. Times are epoch milliseconds. */

/** Numbers that are never called: asked for by whoever has them, or listed by law. */
export const doNotCall = sqliteTable(
  'do_not_call',
  {
    /** E.164 */
    number: text().primaryKey(),
    /** who put it there, or which list it comes from */
    source: text().notNull(),
    reason: text(),
    /** from when on it may be called again; null: never */
    expiresAt: integer('expires_at'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    index('do_not_call_created').on(table.createdAt, table.number),
    index('do_not_call_expiry').on(table.expiresAt),
  ],
)

export type DoNotCallRow = typeof doNotCall.$inferSelect
