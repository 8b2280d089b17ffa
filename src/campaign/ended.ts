import { readDialId } from '../calling/dials.ts'
import { zonesThatCount } from '../calling/rules.ts'
import { type Campaign, edit, readCampaign } from './book.ts'
import type { CampaignDeps, EndedCall } from './deps.ts'
import { retryAt } from './retry.ts'
import { allZones, findRow, moveRow, type Row, type RowChange } from './rows.ts'

/** Reasons of rows whose call's end was given up: it may still come. */
const GIVEN_UP: readonly (string | null)[] = ['unknown', 'no_result']

/**
 * Takes the end of a call, once: what comes again, late or for a call that nobody waits for changes nothing. The register
 * hears of it first, so that whoever tells us tells us again where that fails.
 * @throws CodedError DATABASE_ERROR
 */
export async function callEnded(deps: CampaignDeps, id: string, ended: EndedCall): Promise<void> {
  if (!awaitedRow(deps, id)) return
  await deps.gate.settle(id, ended.outcome, ended.call_id)
  if (!awaitedRow(deps, id)) return
  edit(deps, (campaign) => {
    const row = awaitedRow(deps, id)
    if (row) endRow(deps, campaign, row, ended)
  })
}

/** The row that waits for the end of this dial. */
function awaitedRow(deps: CampaignDeps, id: string): Row | undefined {
  const dial = readDialId(id)
  if (!dial || dial.campaignId !== deps.id || !readCampaign(deps.sql)) return undefined
  const row = findRow(deps.sql, dial.n)
  if (!row) return undefined
  const isOpen =
    row.state === 'DIALLING' ||
    row.state === 'IN_CALL' ||
    (row.state === 'FAILED' && GIVEN_UP.includes(row.reason))
  if (isOpen && row.attempts === dial.attempt) return row
  // The platform said that it would not dial, and did.
  const wasPutBack = row.state === 'QUEUED' && row.attempts + 1 === dial.attempt
  return wasPutBack ? { ...row, attempts: dial.attempt } : undefined
}

function endRow(deps: CampaignDeps, campaign: Campaign, row: Row, ended: EndedCall): void {
  const now = deps.now()
  const { outcome, call_id: callId, duration_seconds, end_reason, ended_at, recording_url } = ended
  const known = {
    attempts: row.attempts,
    callId,
    result: { duration_seconds, end_reason, ended_at, recording_url },
  }
  const again = whenAgain(deps, campaign, row, ended)
  const isDone = outcome === 'answered' || outcome === 'voicemail'
  const over = { state: isDone ? 'DONE' : 'FAILED', reason: outcome } as const
  const next: RowChange = again === null ? over : { state: 'QUEUED', fresh: 0, dueAt: again }
  moveRow(deps.sql, campaign, row, { ...known, ...next }, now)
}

function whenAgain(
  deps: CampaignDeps,
  { settings, state }: Campaign,
  row: Row,
  { outcome }: EndedCall,
): number | null {
  if (state.status !== 'RUNNING' && state.status !== 'PAUSED') return null
  const zones = allZones(deps.sql).find(({ id }) => id === row.zone)?.zones ?? []
  const [zone = settings.rules.fallback_zone] = zonesThatCount(settings.rules, zones)
  return retryAt(settings.retry, outcome, row.attempts, deps.now(), zone)
}
