import { isObject } from '../json.ts'

/** Objects become JSON text, the rest its text. */
export const asText = (value: unknown): unknown =>
  typeof value === 'object' ? JSON.stringify(value) : String(value)

/** Numeric text becomes a number; blank text counts as nothing. */
export const asNumber = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  return value.trim() === '' ? undefined : Number(value)
}

/** The words true and false in any case become booleans. */
export const asBoolean = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  const text = value.trim().toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : value
}

/** Text that is JSON is parsed; anything else stays. */
export const asParsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** A list, or JSON text of one; a single value is wrapped. */
export const asList = (value: unknown): unknown => {
  const parsed = asParsed(value)
  return Array.isArray(parsed) ? parsed : [parsed]
}

/** As `asList`, but text that isn't a JSON list is one item as it stands, and blank text is nothing. */
export const asMany = (value: unknown): unknown => {
  if (typeof value === 'string' && value.trim() === '') return undefined
  const parsed = asParsed(value)
  return Array.isArray(parsed) ? parsed : [value]
}

/** A list of objects; an object of parallel lists becomes one, its single values repeated in every row. */
export const asRows = (value: unknown): unknown => {
  const parsed = asParsed(value)
  if (!isObject(parsed)) return parsed
  const lists = Object.values(parsed).filter(Array.isArray)
  if (lists.length === 0) return [parsed]
  const length = Math.max(...lists.map((each) => each.length))
  return Array.from({ length }, (_, i) =>
    Object.fromEntries(
      Object.entries(parsed).map(([key, each]) => [key, Array.isArray(each) ? each[i] : each]),
    ),
  )
}
