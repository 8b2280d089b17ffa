import { and, asc, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { CodedError } from '../errors.ts'
import type { Db } from './client.ts'

/** Which part of a list: after or before an item of it, or by number. */
export interface PageRequest {
  after?: string
  before?: string
  /** from 1 */
  page?: number
  limit: number
  /** by time: `desc`, newest first, where unset */
  order?: 'asc' | 'desc'
}

/** One page in Diga's form. `has_more` looks on in the direction asked for: down the list, except with `before`. */
export interface Page<T> {
  data: T[]
  first_id: string | null
  last_id: string | null
  has_more: boolean
  /** null where the page was asked for by an item */
  current_page: number | null
  total_pages: number
}

type Listed = SQLiteTable & { createdAt: SQLiteColumn; id: SQLiteColumn }

/** Which rows to read, in which order. */
export interface RowsQuery {
  where: SQL | undefined
  orderBy: SQL[]
  limit: number
  offset: number
}

/** How a list is read that is more than the rows of one table. */
export interface PageSource<T> {
  /** what orders it: `createdAt`, and `id` settles ties. A table with these columns will do. */
  table: { createdAt: SQLiteColumn; id: SQLiteColumn }
  count(): PromiseLike<number>
  rows(query: RowsQuery): PromiseLike<T[]>
}

/**
 * Rows are counted up to this many: of 50,000 a full count takes 4 to 14 ms and this one 0.5 to 2, beside a page of one.
 * Beyond it `total_pages` is that of the counted ones, and `has_more` tells whether there are others.
 */
export const COUNTED_ROWS = 10_000

/** How many of a table's rows fit `chosen`, up to `COUNTED_ROWS`. */
export async function countRows(db: Db, table: SQLiteTable, chosen: SQL | undefined): Promise<number> {
  const some = db
    .select({ one: sql`1`.as('one') })
    .from(table)
    .where(chosen)
    .limit(COUNTED_ROWS)
    .as('some')
  const [row] = await db.select({ counted: count() }).from(some)
  return row?.counted ?? 0
}

/** One page of a table's rows that fit `chosen`, newest first. @throws CodedError CURSOR_INVALID */
export function readRows<T extends Listed>(
  db: Db,
  table: T,
  chosen: SQL | undefined,
  request: PageRequest,
): Promise<Page<T['$inferSelect'] & { id: string }>> {
  return readPage(db, request, {
    table,
    count: () => countRows(db, table, chosen),
    async rows({ where, orderBy, limit, offset }) {
      const query = db
        .select()
        .from(table as Listed)
        .where(and(chosen, where))
      const rows = await query
        .orderBy(...orderBy)
        .limit(limit)
        .offset(offset)
      return rows as (T['$inferSelect'] & { id: string })[]
    },
  })
}

/**
 * Reads one page, with one row more than asked for to know whether there are others.
 * @throws CodedError CURSOR_INVALID
 */
export async function readPage<T extends { id: string }>(
  db: Db,
  request: PageRequest,
  { table, count, rows }: PageSource<T>,
): Promise<Page<T>> {
  const isAscending = (request.order === 'asc') !== (request.before !== undefined)
  const direction = isAscending ? asc : desc
  const where = await cursorOf(db, table, request)
  const [total, found] = await Promise.all([
    count(),
    rows({
      where,
      orderBy: [direction(table.createdAt), direction(table.id)],
      limit: request.limit + 1,
      offset: where ? 0 : ((request.page ?? 1) - 1) * request.limit,
    }),
  ])
  return toPage(found, request, total)
}

/** The page that `rows` make: read in the direction of the request, with up to one row too many. */
export function toPage<T extends { id: string }>(rows: T[], request: PageRequest, total: number): Page<T> {
  const { limit } = request
  const data = rows.slice(0, limit)
  if (request.before !== undefined) data.reverse()
  const byItem = request.after !== undefined || request.before !== undefined
  return {
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: rows.length > limit,
    current_page: byItem ? null : (request.page ?? 1),
    total_pages: Math.ceil(total / limit),
  }
}

async function cursorOf(
  db: Db,
  { createdAt, id: key }: PageSource<unknown>['table'],
  request: PageRequest,
): Promise<SQL | undefined> {
  if (request.after !== undefined && request.before !== undefined) {
    throw new CodedError('CURSOR_INVALID', '"after" and "before" exclude each other: send one of them.')
  }
  const field = request.before === undefined ? 'after' : 'before'
  const id = request[field]
  if (id === undefined) return undefined
  const item = await db.select({ at: createdAt }).from(createdAt.table).where(eq(key, id)).get()
  if (!item) throw new CodedError('CURSOR_INVALID', `"${field}": there is no item "${id}" in this list.`)
  // As one comparison of pairs: SQLite finds the place in an index by it, which it does not by an OR.
  const beyond = sql.raw((field === 'after') !== (request.order === 'asc') ? '<' : '>')
  return sql`(${createdAt}, ${key}) ${beyond} (${item.at}, ${id})`
}
