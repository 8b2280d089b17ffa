import type { Campaign } from './book.ts'
import type { CampaignDeps } from './deps.ts'
import { findRow, moveRow, type Row, type RowChange } from './rows.ts'

/** So many calls in a row that a platform does not take are no fault of their numbers. */
const MAX_REFUSED = 5

/** How long a platform is left alone that takes no more calls and does not say for how long. Milliseconds. */
const THROTTLE_MS = 10_000
const MAX_THROTTLE_MS = 5 * 60_000
/** Nor is it left alone for longer than this, whatever it says. Milliseconds. */
const MAX_WAIT_MS = 60 * 60_000

/** Leaves a platform alone that takes no more calls just now. */
export function throttle({ state }: Campaign, afterMs: number | null, now: number): void {
  const wait = afterMs ?? Math.min(THROTTLE_MS * 2 ** state.throttled, MAX_THROTTLE_MS)
  state.throttled++
  state.quietUntil = Math.max(state.quietUntil ?? 0, now + Math.min(wait, MAX_WAIT_MS))
}

/** Puts a row back whose call was not made: it counts as no attempt, and is due again after `waitMs`. */
export function putBack(deps: CampaignDeps, campaign: Campaign, row: Row, waitMs = 0): void {
  const now = deps.now()
  const attempts = row.attempts - 1
  const waits = { state: 'QUEUED', fresh: attempts === 0 ? 1 : 0, dueAt: now + waitMs } as const
  const isOver = campaign.state.status === 'STOPPED'
  const to: RowChange = isOver ? { state: 'STOPPED', reason: 'stopped' } : waits
  moveRow(deps.sql, campaign, row, { ...to, attempts }, now)
}

/**
 * Counts a call that the platform did not take. The campaign is paused after too many in a row, and their rows wait on:
 * neither the next hundred nor these are to be lost to a wrong key.
 * @param row its row; null where the answer was unclear, for then it may have been called
 */
export function refuse(deps: CampaignDeps, campaign: Campaign, row: Row | null, message: string): void {
  const { state } = campaign
  const { refused } = state
  refused.inARow++
  if (row) {
    const change = { state: 'FAILED', reason: 'refused', detail: message } as const
    moveRow(deps.sql, campaign, row, change, deps.now())
    refused.rows.push(row.n)
  }
  if (refused.inARow < MAX_REFUSED) return
  pauseForTrouble(deps, campaign, `The platform did not take ${refused.inARow} calls in a row: ${message}`)
}

/** Pauses a campaign that can't go on by itself, and puts back the rows that it failed with. */
export function pauseForTrouble(deps: CampaignDeps, campaign: Campaign, reason: string): void {
  const { state } = campaign
  for (const n of state.refused.rows) {
    const row = findRow(deps.sql, n)
    if (row?.state === 'FAILED' && row.reason === 'refused') putBack(deps, campaign, row)
  }
  state.refused.rows = []
  if (state.status !== 'RUNNING') return
  state.status = 'PAUSED'
  state.reason = reason
}
