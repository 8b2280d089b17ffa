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
