import { dialId } from '../calling/dials.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'
import { type Campaign, edit, requireCampaign } from './book.ts'
import type { CampaignDeps, Dial } from './deps.ts'
import { findRow, moveRow, openRowsDue, type Row, type RowChange } from './rows.ts'
import { callLimitMs } from './settings.ts'
import { putBack } from './trouble.ts'

const ROWS_A_TURN = 30
const AT_ONCE = 6
/** A platform that can't say yet what became of a call is asked again after this long. Milliseconds. */
const ASK_AGAIN_MS = 5 * 60_000
/** How long the end of a call has to arrive once it was asked for. Milliseconds. */
const LAST_CHANCE_MS = 60_000

/**
 * Looks after calls that should have said more by now: requests without a clear answer, be it for a crash or for the
 * platform's silence, and calls whose end was not heard of.
 */
export async function checkOpenCalls(deps: CampaignDeps): Promise<void> {
  const due = openRowsDue(deps.sql, deps.now(), ROWS_A_TURN)
  await inParallel(due, AT_ONCE, (row) => (row.state === 'DIALLING' ? lookUp(deps, row) : remind(deps, row)))
}

async function lookUp(deps: CampaignDeps, row: Row): Promise<void> {
  const { settings } = requireCampaign(deps.sql)
  const limit = (row.dialledAt ?? 0) + callLimitMs(settings)
  const id = idOf(deps, row)
  const found = await quietly(find(deps, { id, agent: settings.agent, to: row.number }))
  if (found === 'never_placed') {
    change(deps, row, (campaign, now) => putBack(deps, campaign, now))
    await quietly(deps.gate.release([id]))
  } else if (found) {
    update(deps, row, { state: 'IN_CALL', callId: found.callId, dueAt: limit })
  } else if (deps.now() < limit) {
    update(deps, row, { dueAt: Math.min(limit, deps.now() + ASK_AGAIN_MS) })
  } else {
    await giveUp(deps, row, 'unknown')
  }
}

/** A call that takes too long: its end may have been missed, so it is asked for once. */
async function remind(deps: CampaignDeps, row: Row): Promise<void> {
  const { settings } = requireCampaign(deps.sql)
  const limit = (row.dialledAt ?? 0) + callLimitMs(settings)
  const now = deps.now()
  if (row.callId !== null && now < limit + LAST_CHANCE_MS) {
    await quietly(deps.network.watch({ id: idOf(deps, row), agent: settings.agent, callId: row.callId }))
    update(deps, row, { dueAt: Math.max(limit, now) + LAST_CHANCE_MS })
  } else {
    await giveUp(deps, row, 'no_result')
  }
}

async function giveUp(deps: CampaignDeps, row: Row, reason: 'unknown' | 'no_result'): Promise<void> {
  await deps.gate.settle(idOf(deps, row), reason, row.callId)
  update(deps, row, { state: 'FAILED', reason, detail: row.detail })
}

/** What became of a request; a call that is found tells this campaign of its end. */
async function find({ network }: CampaignDeps, dial: Pick<Dial, 'id' | 'agent' | 'to'>) {
  const found = await network.find(dial)
  if (found && found !== 'never_placed') await network.watch({ ...dial, callId: found.callId })
  return found
}

const update = (deps: CampaignDeps, row: Row, to: RowChange): void =>
  change(deps, row, (campaign, now) => moveRow(deps.sql, campaign, now, to, deps.now()))

/** Changes the row if it still is as it was: while we asked, its call may have ended. */
function change(deps: CampaignDeps, row: Row, work: (campaign: Campaign, row: Row) => void): void {
  const now = findRow(deps.sql, row.n)
  if (now?.state !== row.state || now.attempts !== row.attempts) return
  edit(deps, (campaign) => work(campaign, now))
}

const idOf = ({ id }: CampaignDeps, { n, attempts }: Row): string =>
  dialId({ campaignId: id, n, attempt: attempts })

/** Null where it fails: whoever asked asks again later. */
async function quietly<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking
  } catch (error) {
    console.error('campaign.look_up', toErrorData(error).code)
    return null
  }
}
