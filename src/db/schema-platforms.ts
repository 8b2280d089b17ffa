import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What is kept of voice platforms themselves. Times are epoch milliseconds. */

/** When a number was last dialled through a platform that wants time between two calls to it. */
export const numberTurns = sqliteTable(
  'number_turns',
  {
    provider: text().notNull(),
    /** E.164 */
    number: text().notNull(),
    takenAt: integer('taken_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.number] }),
    index('number_turns_taken').on(table.takenAt),
  ],
)
