/**
 * A deep copy of a definition or a part of it. Fields that are undefined fall away, as they do when it is stored.
 * (structuredClone recurses with so much stack that a long definition can exhaust it.)
 */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
