import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { KeyValueStore } from '../../src/piece/services.ts'
import {
  addItems,
  appendText,
  createStoreTables,
  editOnce,
  getValue,
  putValue,
  removeItems,
  removeValue,
  type Sql,
} from '../../src/run/store.ts'

/** A SQL database in memory, as a Durable Object has one. */
export function memorySql(): Sql {
  const database = new DatabaseSync(':memory:')
  const prepared = new Map<string, StatementSync>()
  return {
    exec: <T>(query: string, ...bindings: unknown[]) => {
      // A prepared statement is one statement; several at once bring no rows.
      if (query.trimEnd().endsWith(';')) {
        database.exec(query)
        return { toArray: () => [] }
      }
      const statement = prepared.get(query) ?? database.prepare(query)
      prepared.set(query, statement)
      const rows = statement.all(...(bindings as SQLInputValue[])) as T[]
      return { toArray: () => rows }
    },
  }
}

/** The store pieces get, over a database in memory. */
export function memoryStore(): KeyValueStore {
  const sql = memorySql()
  createStoreTables(sql)
  return {
    get: async (key) => getValue(sql, key),
    put: async (key, value) => putValue(sql, key, value),
    remove: async (key) => removeValue(sql, key),
    append: async (key, text, separator, once) =>
      editOnce(sql, key, once, 0, () => appendText(sql, key, text, separator)),
    addToList: async (key, items, ignoreIfExists, once) =>
      editOnce(sql, key, once, 0, () => addItems(sql, key, items, ignoreIfExists)),
    removeFromList: async (key, value) => removeItems(sql, key, value),
  }
}
