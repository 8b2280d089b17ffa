import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'

/** What is used of a Durable Object's SQL storage. */
export interface Sql {
  exec<T extends Record<string, SqlStorageValue>>(query: string, ...bindings: unknown[]): { toArray(): T[] }
}

/**
 * A database whose tables are made ready when it is first used. In an object's constructor that would be a transaction
 * of its own, and one more wait for the disk before the first event is durable.
 */
export function preparedOnUse(sql: Sql, prepare: (sql: Sql) => void): Sql & { forget(): void } {
  let ready = false
  return {
    exec(query, ...bindings) {
      if (!ready) {
        ready = true
        prepare(sql)
      }
      return sql.exec(query, ...bindings)
    },
    /** all was deleted: the next use makes the tables again */
    forget() {
      ready = false
    },
  }
}

const MAX_KEY_LENGTH = 128
const MAX_VALUE_BYTES = 512 * 1024
/** How long a repeated edit answers as the first did, in milliseconds: longer than any step is retried. */
const ONCE_MS = 7 * 24 * 3_600_000
/** Longer results are not remembered, only that the edit was done: a growing list would be kept once per edit. */
const MAX_REMEMBERED = 16 * 1024

/** Makes the tables. Do it before anything else. */
export function createStoreTables(sql: Sql): void {
  sql.exec('CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID')
  sql.exec('CREATE TABLE IF NOT EXISTS edits (once TEXT PRIMARY KEY, result TEXT, at INTEGER NOT NULL)')
  sql.exec('CREATE INDEX IF NOT EXISTS edits_at ON edits (at)')
}

/** The value under a key, undefined where there is none. @throws CodedError STORE_KEY_INVALID */
export function getValue(sql: Sql, key: string): Json | undefined {
  checkKey(key)
  const [row] = sql.exec<{ value: string }>('SELECT value FROM entries WHERE key = ?', key).toArray()
  return row && (JSON.parse(row.value) as Json)
}

/** Keeps a value. @throws CodedError STORE_KEY_INVALID, STORE_VALUE_TOO_LARGE */
export function putValue(sql: Sql, key: string, value: Json): void {
  checkKey(key)
  const text = JSON.stringify(value)
  if (new TextEncoder().encode(text).length > MAX_VALUE_BYTES) {
    throw new CodedError('STORE_VALUE_TOO_LARGE', `The value of "${key}" would be larger than 512 KB.`)
  }
  sql.exec('INSERT OR REPLACE INTO entries (key, value) VALUES (?, ?)', key, text)
}

/** Removes a key; true if it was there. @throws CodedError STORE_KEY_INVALID */
export function removeValue(sql: Sql, key: string): boolean {
  checkKey(key)
  return sql.exec('DELETE FROM entries WHERE key = ? RETURNING key', key).toArray().length > 0
}

/** Joins text to the text under a key. @throws CodedError STORE_TYPE and those of `putValue` */
export function appendText(sql: Sql, key: string, text: string, separator: string): string {
  const old = getValue(sql, key) ?? ''
  if (typeof old !== 'string') {
    throw new CodedError('STORE_TYPE', `The value of "${key}" is not text, so nothing can be appended to it.`)
  }
  if (text === '') return old
  const joined = old === '' ? text : old + separator + text
  putValue(sql, key, joined)
  return joined
}

/** Adds items to the list under a key. @throws CodedError STORE_TYPE and those of `putValue` */
export function addItems(sql: Sql, key: string, items: Json[], ignoreIfExists: boolean): Json[] {
  const list = listOf(sql, key)
  const known = new Set(ignoreIfExists ? list.map(canonical) : [])
  for (const item of items) {
    if (ignoreIfExists && known.has(canonical(item))) continue
    known.add(canonical(item))
    list.push(item)
  }
  putValue(sql, key, list)
  return list
}

/** Removes every item equal to `value` from the list under a key. @throws CodedError STORE_TYPE */
export function removeItems(sql: Sql, key: string, value: Json): Json[] {
  const list = listOf(sql, key)
  const unwanted = canonical(value)
  const left = list.filter((item) => canonical(item) !== unwanted)
  if (left.length < list.length) putValue(sql, key, left)
  return left
}

/**
 * Does an edit and remembers its result under `once`; the same again gives that result (the present value, where it
 * was long) and edits nothing. Has no `await`, so the edit and its memory become durable together.
 */
export function editOnce<T extends Json>(sql: Sql, key: string, once: string, now: number, edit: () => T): T {
  const [done] = sql
    .exec<{ result: string | null }>('SELECT result FROM edits WHERE once = ?', once)
    .toArray()
  if (done) return (done.result === null ? getValue(sql, key) : JSON.parse(done.result)) as T
  const result = edit()
  const text = JSON.stringify(result)
  const kept = text.length > MAX_REMEMBERED ? null : text
  sql.exec('INSERT INTO edits (once, result, at) VALUES (?, ?, ?)', once, kept, now)
  sql.exec('DELETE FROM edits WHERE at < ?', now - ONCE_MS)
  return result
}

function listOf(sql: Sql, key: string): Json[] {
  const value = getValue(sql, key) ?? []
  if (Array.isArray(value)) return value
  throw new CodedError('STORE_TYPE', `The value of "${key}" is not a list.`)
}

/** Equal for equal values, whatever the order of their fields. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, each) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}

function checkKey(key: string): void {
  if (key !== '' && key.length <= MAX_KEY_LENGTH) return
  throw new CodedError(
    'STORE_KEY_INVALID',
    `"key" must have 1 to ${MAX_KEY_LENGTH} characters; it has ${key.length}.`,
  )
}
