/** A value that survives JSON. Everything that crosses a boundary or reaches the journal is one. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** A JSON object. */
export type JsonObject = { [key: string]: Json }

/** True for a plain object: not null, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * What `value` becomes once stored: functions, symbols and `undefined` fall away, dates turn into text.
 * Steps hand on this form, so that a value is the same live and after a restart.
 * @throws TypeError on a cycle or a bigint, as JSON.stringify does
 */
export function toJson(value: unknown): Json {
  if (value === undefined) return null
  const text = JSON.stringify(value)
  return text === undefined ? null : (JSON.parse(text) as Json)
}
