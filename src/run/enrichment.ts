import type { CallMoment } from '../call/events.ts'
import { toErrorData } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { readCall, updateCall } from './call-row.ts'
import { dropErrand, type Errand, enterErrand, hasErrand, putOff } from './errands.ts'
import type { Sql } from './store.ts'

/**
 * What the event of a call's end leaves out is asked of the platform once the event is safe. Until then its runs are
 * held: QUEUED, and not begun. Whoever waits for the end of the call hears of it afterwards too.
 */

/** For how long a platform that has trouble is asked again. Then the runs begin with what there is. Milliseconds. */
const PATIENCE_MS = 10 * 60_000

/** Enters that the event of the call's end is to be enriched. */
export function holdToEnrich(sql: Sql, event: CallMoment, now: number): void {
  enterErrand(sql, { kind: 'enrich', run: 0, data: JSON.stringify({ event, since: now }) }, now)
}

/** Whether the runs of the call's end are held. */
export const isEnriching = (sql: Sql): boolean => hasErrand(sql, 'enrich')

/** Of a run that is held, as SQL. */
export const HELD = `(status = 'QUEUED' AND event_id = 'call_finished'
  AND EXISTS (SELECT 1 FROM errands WHERE kind = 'enrich'))`

export interface EnrichmentDeps {
  sql: Sql
  now(): number
  /** the event with what its platform tells. @throws CodedError, a retryable one where it may be asked again */
  enrich(event: CallMoment): Promise<CallMoment>
  /** begins the run in that row */
  start(n: number): void
}

/** Asks the platform, and lets the runs begin. */
export async function runEnrichment(deps: EnrichmentDeps, errand: Errand): Promise<void> {
  const { sql, now, enrich } = deps
  const { event, since } = JSON.parse(errand.data) as { event: CallMoment; since: number }
  const told = await enrich(event).catch((error: unknown) => {
    const { code, retryable } = toErrorData(error)
    if (retryable && now() - since < PATIENCE_MS) return undefined
    console.warn('call.not_enriched', code)
    return { ...event, payload: { ...event.payload, enriched: false } }
  })
  if (told) release(deps, errand, told)
  else putOff(sql, errand, now())
}

/** All of it becomes durable together: after a crash the runs are either held still, or begin by themselves. */
function release({ sql, now, start }: EnrichmentDeps, errand: Errand, { call, payload }: CallMoment): void {
  const held = sql.exec<{ n: number }>(`SELECT n FROM runs WHERE ${HELD}`).toArray()
  // Platforms have ids of their own for versions; the call's is ours.
  const { agent_version_id } = readCall(sql)?.info ?? {}
  updateCall(sql, { ...call, agent_version_id }, now())
  const trigger: JsonObject = { ...payload, ...(agent_version_id !== undefined && { agent_version_id }) }
  for (const { n } of held) sql.exec('UPDATE runs SET trigger = ? WHERE n = ?', JSON.stringify(trigger), n)
  dropErrand(sql, errand)
  for (const { n } of held) start(n)
}
