import type { JsonObject } from '../json.ts'
import { objectOf, textOf } from './providers/read.ts'

/** Longest type that is told. */
const MAX_LENGTH = 64

/**
 * The type of an event, wherever its platform puts it: printable ASCII, at most 64 characters; empty where it names none.
 * What platforms send is theirs, and may be anything.
 */
export function eventType(body: JsonObject): string {
  const { type, event, event_type, message, data, CallStatus } = body
  const named = textOf(type, event, event_type, objectOf(message).type, objectOf(data).event_type, CallStatus)
  return (named ?? '')
    .replace(/[^ -~]/g, '')
    .slice(0, MAX_LENGTH)
    .trim()
}
