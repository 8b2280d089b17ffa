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

/** Proven events of types that nobody here knows, counted. A bounded number of types an agent. */
export const unknownEvents = sqliteTable(
  'unknown_events',
  {
    agentId: text('agent_id').notNull(),
    type: text().notNull(),
    count: integer().notNull(),
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.type] })],
)
