import { and, asc, desc, eq, gt, lt, or, type SQL } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { CodedError } from '../errors.ts'

/** Which part of a list, newest first: after or before an item of it, or by number. */
export interface PageRequest {
  after?: string
  before?: string
  /** from 1 */
  page?: number
  limit: number
}

/** One page in Diga's form. `has_more` looks on in the direction asked for: back in time, except with `before`. */
export interface Page<T> {
  data: T[]
  first_id: string | null
  last_id: string | null
  has_more: boolean
  /** null where the page was asked for by an item */
  current_page: number | null
  total_pages: number
}

/** How one list is read. */
export interface PageSource<T> {
  /** the columns that order it; `id` settles ties */
  keys: { createdAt: SQLiteColumn; id: SQLiteColumn }
  createdAt(id: string): Promise<number | undefined>
  count(): Promise<number>
  rows(query: { where: SQL | undefined; orderBy: SQL[]; limit: number; offset: number }): Promise<T[]>
}

/**
 * Reads one page, newest first, with one row more than asked for to know whether there are others.
 * @throws CodedError CURSOR_INVALID
 */
export async function readPage<T extends { id: string }>(
  request: PageRequest,
  source: PageSource<T>,
): Promise<Page<T>> {
  const { keys } = source
  const direction = request.before === undefined ? desc : asc
  const [total, rows] = await Promise.all([
    source.count(),
    cursorOf(request, source).then((where) =>
      source.rows({
        where,
        orderBy: [direction(keys.createdAt), direction(keys.id)],
        limit: request.limit + 1,
        offset: where ? 0 : ((request.page ?? 1) - 1) * request.limit,
      }),
    ),
  ])
  return toPage(rows, request, total)
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

async function cursorOf<T>(request: PageRequest, source: PageSource<T>): Promise<SQL | undefined> {
  if (request.after !== undefined && request.before !== undefined) {
    throw new CodedError('CURSOR_INVALID', '"after" and "before" exclude each other: send one of them.')
  }
  const field = request.before === undefined ? 'after' : 'before'
  const id = request[field]
  if (id === undefined) return undefined
  const at = await source.createdAt(id)
  if (at === undefined) {
    throw new CodedError('CURSOR_INVALID', `"${field}": there is no item "${id}" in this list.`)
  }
  const { keys } = source
  const beyond = field === 'after' ? lt : gt
  return or(beyond(keys.createdAt, at), and(eq(keys.createdAt, at), beyond(keys.id, id)))
}
