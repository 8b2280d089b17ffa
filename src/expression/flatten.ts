import { isRecord } from './values.ts'

/**
 * Activepieces' `flattenNestedKeys(data, ['a', 'b'])`: follows the keys through objects and every item of
 * every list on the way, and gives the leaves it arrives at.
 * @param visit called once a value, to pay for it
 */
export function flattenNestedKeys(data: unknown, keys: readonly unknown[], visit: () => void): unknown[] {
  const found: unknown[] = []
  const follow = (value: unknown, at: number): void => {
    visit()
    if (Array.isArray(value)) {
      for (const item of value) follow(item, at)
    } else if (isRecord(value)) {
      const key = keys[at]
      if (typeof key === 'string' && Object.hasOwn(value, key)) follow(value[key], at + 1)
    } else if (at === keys.length) found.push(value)
  }
  follow(data, 0)
  return found
}
