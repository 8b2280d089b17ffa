import { createHash } from 'node:crypto'
import { choice } from '../../src/piece/fields.ts'
import type { PollItem } from '../../src/piece/trigger.ts'
import type { Row } from './rows.ts'
import type { Dialect } from './statements.ts'

/** Rows looked at in one poll. Reading them again and again finds those whose transaction ended late. */
export const NEWEST_ROWS = 500

/** At which end of the ordering new rows stand. */
export const orderDirection = () =>
  choice({
    label: 'Newest rows are',
    defaultValue: 'DESC',
    choices: [
      { value: 'DESC', label: 'Those with the highest value' },
      { value: 'ASC', label: 'Those with the lowest value' },
    ],
  })

/** The newest rows of a table. */
export function selectNewest(
  { quote, table }: Dialect,
  of: { table: string; order_by: string; order_direction: 'ASC' | 'DESC' },
): string {
  const order = `${quote(of.order_by)} ${of.order_direction}`
  return `SELECT * FROM ${table(of.table)} ORDER BY ${order} LIMIT ${NEWEST_ROWS}`
}

/**
 * Rows as what a poll found. A row is the same while its key is; without a key, while nothing in it changes.
 * They have no time of their own: what a column says may be long past when the row comes in.
 */
export function newRows(rows: readonly Row[], key: readonly string[]): PollItem[] {
  return rows.map((row) => {
    const identity = key.length > 0 ? key.map((column) => row[column] ?? null) : row
    const id = createHash('sha256').update(JSON.stringify(identity)).digest('base64url')
    return { id, data: row }
  })
}
