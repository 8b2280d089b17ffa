import { isObject, type JsonObject } from '../../json.ts'
import { type CallMoment, callFinishedEvent } from '../events.ts'

/** Reads bodies of platforms, which say one thing in several places and leave out what they don't know. */

/** An object as it is; an empty one for anything else. */
export const objectOf = (value: unknown): JsonObject => (isObject(value) ? (value as JsonObject) : {})

/** The objects in a list; none for anything else. */
export const listOf = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? (value.filter(isObject) as JsonObject[]) : []

/** The first of them that is a text which says something. */
export const textOf = (...values: unknown[]): string | undefined =>
  values.find((value): value is string => typeof value === 'string' && value !== '')

/** The first of them that is a number, or the text of one. */
export function numberOf(...values: unknown[]): number | undefined {
  for (const value of values) {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
    if (typeof number === 'number' && Number.isFinite(number)) return number
  }
  return undefined
}

/** A time as text: milliseconds or seconds since 1970, or a text that is one already. */
export function timeOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '' && Number.isNaN(Number(value))) {
    const at = Date.parse(value)
    return Number.isNaN(at) ? value : new Date(at).toISOString()
  }
  const number = numberOf(value)
  if (number === undefined || number <= 0) return undefined
  return new Date(number < 1e11 ? number * 1000 : number).toISOString()
}

/** Whole seconds between two times. */
export function secondsBetween(start: string | undefined, end: string | undefined): number | undefined {
  const length = Date.parse(end ?? '') - Date.parse(start ?? '')
  return Number.isNaN(length) || length < 0 ? undefined : Math.round(length / 1000)
}

/** Arguments of a function as an object: platforms also send their JSON as text. What is neither counts as none. */
export function argumentsOf(value: unknown): JsonObject {
  if (typeof value !== 'string') return objectOf(value)
  try {
    return objectOf(JSON.parse(value))
  } catch {
    return {}
  }
}

/** Values as texts, for platforms whose variables are texts only. */
export function textsOf(values: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  )
}

/** What was said, from a platform's list: others than caller and agent have no place in `messages`. */
export function messagesOf(
  list: JsonObject[],
  read: (entry: JsonObject) => { role: 'user' | 'assistant' | undefined; content?: string; at?: string },
): JsonObject[] {
  return list.flatMap((entry) => {
    const { role, content, at } = read(entry)
    return role && content ? [{ role, content, ...(at && { created_date: at }) }] : []
  })
}

/** The end of a call in Diga's fields, without those that are unknown. @throws CodedError VALIDATION_FAILED */
export function finished(fields: Record<string, unknown>, agentId: string): CallMoment {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined && value !== null)
  return callFinishedEvent(Object.fromEntries(known) as JsonObject, agentId)
}

/** Values as texts, numbers and booleans, for platforms whose variables may be those; the rest becomes text. */
export function scalarsOf(values: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? (value === null ? '' : JSON.stringify(value)) : value,
    ]),
  )
}
