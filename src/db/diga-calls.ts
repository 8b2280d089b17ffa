import { and, eq, gte, lte, type SQL, sql } from 'drizzle-orm'
import { CodedError } from '../errors.ts'
import { callUuid, objectPrefix } from '../run/call-ids.ts'
import type { CallInfo } from '../run/protocol.ts'
import type { Db } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type CallRow, calls } from './schema.ts'

/** Calls as Diga's API lists them: by its states, and with UUIDs for cursors. */

/** Diga's states of a call. How it ended is in `end_reason`. */
export const CALL_STATES = ['dialing', 'in_queue', 'in_progress', 'completed'] as const
export type CallState = (typeof CALL_STATES)[number]

export interface DigaCallFilter {
  agentId?: string
  /** the agent whose number it was made or taken with */
  phoneId?: string
  contactId?: string
  state?: CallState
  type?: 'inbound' | 'outbound'
  /** epoch milliseconds, both included */
  createdFrom?: number
  createdTo?: number
}

/** The state of a call: platforms have many words for the end, and some say nothing. `stateIs` says it in SQL. */
export function callState({ status, end_time, duration }: CallInfo): CallState {
  if (status === undefined)
    return end_time === undefined && duration === undefined ? 'in_progress' : 'completed'
  return CALL_STATES.find((state) => state === status) ?? 'completed'
}

function stateIs(state: CallState): SQL {
  const isOver = sql`(${calls.info} ->> 'end_time' IS NOT NULL OR ${calls.info} ->> 'duration' IS NOT NULL)`
  const status = sql`coalesce(${calls.info} ->> 'status', CASE WHEN ${isOver} THEN 'completed' ELSE 'in_progress' END)`
  if (state === 'completed') return sql`${status} NOT IN ('dialing', 'in_queue', 'in_progress')`
  return sql`${status} = ${state}`
}

/**
 * One page of the calls, from the index: it may lag. @param request its cursors are UUIDs
 * @throws CodedError CURSOR_INVALID
 */
export async function listDigaCalls(
  db: Db,
  { agentId, phoneId, contactId, state, type, createdFrom, createdTo }: DigaCallFilter,
  request: PageRequest,
): Promise<Page<CallRow>> {
  const isOutbound = sql`${calls.info} ->> 'type' IS 'outbound'`
  const chosen = and(
    agentId === undefined ? undefined : eq(calls.agentId, agentId),
    phoneId === undefined ? undefined : eq(calls.agentId, phoneId),
    phoneId === undefined ? undefined : sql`${calls.info} ->> 'channel' IS NOT 'web'`,
    contactId === undefined ? undefined : sql`${calls.info} ->> 'contact_uuid' = ${contactId.toLowerCase()}`,
    state && stateIs(state),
    type && (type === 'outbound' ? isOutbound : sql`NOT (${isOutbound})`),
    createdFrom === undefined ? undefined : gte(calls.createdAt, createdFrom),
    createdTo === undefined ? undefined : lte(calls.createdAt, createdTo),
  )
  const [after, before] = await Promise.all([
    cursorOf(db, 'after', request.after),
    cursorOf(db, 'before', request.before),
  ])
  return readRows(db, calls, chosen, { ...request, after, before })
}

/** Our id of the call with that UUID. */
async function cursorOf(db: Db, field: string, uuid: string | undefined): Promise<string | undefined> {
  if (uuid === undefined) return undefined
  const prefix = objectPrefix(uuid)
  const candidates =
    prefix === undefined
      ? []
      : await db
          .select({ id: calls.id })
          .from(calls)
          .where(and(gte(calls.id, prefix), sql`${calls.id} < ${`${prefix}~`}`))
  const found = candidates.find(({ id }) => callUuid(id) === uuid.toLowerCase())
  if (found) return found.id
  throw new CodedError('CURSOR_INVALID', `"${field}": there is no item "${uuid}" in this list.`)
}
