import { DurableObject } from 'cloudflare:workers'
import type { Json } from '../json.ts'
import {
  addItems,
  appendText,
  createStoreTables,
  editOnce,
  getValue,
  preparedOnUse,
  putValue,
  removeItems,
  removeValue,
} from './store.ts'

/** The values of one store scope. Every method is one atomic edit; `once` makes a repeat answer as the first did. */
export class StoreObject extends DurableObject<Cloudflare.Env> {
  private readonly sql: ReturnType<typeof preparedOnUse>

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env)
    this.sql = preparedOnUse(state.storage.sql, createStoreTables)
  }

  /** Deletes all values. The object is as if it had never been. */
  async purge(): Promise<void> {
    await this.ctx.storage.deleteAll()
    this.sql.forget()
  }

  get(key: string): Json | undefined {
    return getValue(this.sql, key)
  }

  put(key: string, value: Json): void {
    putValue(this.sql, key, value)
  }

  remove(key: string): boolean {
    return removeValue(this.sql, key)
  }

  append(key: string, text: string, separator: string, once: string): string {
    return editOnce(this.sql, key, once, Date.now(), () => appendText(this.sql, key, text, separator))
  }

  addToList(key: string, items: Json[], ignoreIfExists: boolean, once: string): Json[] {
    return editOnce(this.sql, key, once, Date.now(), () => addItems(this.sql, key, items, ignoreIfExists))
  }

  removeFromList(key: string, value: Json): Json[] {
    return removeItems(this.sql, key, value)
  }

  /** Forgets everything. */
  async clear(): Promise<void> {
    await this.ctx.storage.deleteAll()
    createStoreTables(this.sql)
  }
}
