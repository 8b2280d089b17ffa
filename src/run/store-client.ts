import type { KeyValueStore } from '../piece/services.ts'
import type { StoreObject } from './store-object.ts'

/**
 * The store of a scope, kept in an object of its own.
 * @param scopeName names the scope in full, so that no two share it: `workflow:wf_1`
 */
export function createStore(
  namespace: DurableObjectNamespace<StoreObject>,
  scopeName: string,
): KeyValueStore {
  // The methods are the same; the stub's types are lost on a value as recursive as JSON.
  return namespace.getByName(scopeName) as unknown as KeyValueStore
}

/** A store that is written to without the secrets that `cleared` takes out. */
export function clearedStore(store: KeyValueStore, cleared: <T>(value: T) => T): KeyValueStore {
  return {
    get: (key) => store.get(key),
    remove: (key) => store.remove(key),
    put: (key, value) => store.put(key, cleared(value)),
    append: (key, text, separator, once) => store.append(key, cleared(text), separator, once),
    addToList: (key, items, ignore, once) => store.addToList(key, cleared(items), ignore, once),
    removeFromList: (key, value) => store.removeFromList(key, cleared(value)),
  }
}
