import { type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'

/** Rows whose `column` holds `text`, capitals or not. Not by LIKE: D1 refuses patterns of more than 50 bytes. */
export function holdsText(column: SQLiteColumn, text: string): SQL {
  return sql`instr(lower(${column}), lower(${text})) > 0`
}
