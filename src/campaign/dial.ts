import { type DialAnswer, dialId, type NewDial } from '../calling/dials.ts'
import { toErrorData } from '../errors.ts'
import { type Campaign, countOf, edit, requireCampaign } from './book.ts'
import type { CampaignDeps, Placed } from './deps.ts'
import { allowance, withinMinute } from './pacing.ts'
import { allZones, dueRows, endQueued, findRow, moveRow, type Row, type RowChange } from './rows.ts'
import { callLimitMs } from './settings.ts'
import { pauseForTrouble, putBack, refuse, throttle } from './trouble.ts'

/**
 * What was asked of a platform and has no clear answer by then is looked up. Longer than a platform is given to answer,
 * so that nothing asked for is still on its way. Milliseconds.
 */
export const LOOK_UP_AFTER_MS = 60_000

/** An agent that has as many calls as it may have is asked about again after this long. Milliseconds. */
const AGENT_BUSY_MS = 5_000

/**
 * Begins the calls that are due, as many as may be begun now. What is about to be asked for is durable before it leaves:
 * a row found DIALLING after a crash was perhaps asked for, and any other was not. Resolves before platforms answer.
 * @throws what the register throws; nothing was begun then
 */
export async function dialDue(deps: CampaignDeps): Promise<void> {
  const rows = chooseRows(deps, deps.now())
  if (rows.length === 0) return
  const { settings } = requireCampaign(deps.sql)
  const wanted = rows.map((row) => newDial(deps.id, row))
  const answers = await deps.gate.enter(wanted, {
    agentId: settings.agent,
    hoursBetweenCalls: settings.rules.hours_between_calls,
    openMs: callLimitMs(settings),
    now: deps.now(),
  })
  const { begun, unused } = edit(deps, (campaign) => begin(deps, campaign, wanted, answers))
  for (const row of begun) void askFor(deps, row)
  await release(deps, unused)
}

/** How many calls may be begun at this moment. */
export function room({ settings, state }: Campaign, now: number): number {
  if (state.status !== 'RUNNING' || now < quietUntil({ settings, state })) return 0
  const open = countOf(state.counts, 'DIALLING', 'IN_CALL')
  return Math.min(
    allowance(state.groups, settings.calls_per_minute, now),
    settings.max_concurrent_calls - open,
  )
}

/** Until when nobody is called. Epoch milliseconds. */
export function quietUntil({ settings, state }: Pick<Campaign, 'settings' | 'state'>): number {
  return Math.max(state.quietUntil ?? 0, settings.start_at === null ? 0 : Date.parse(settings.start_at))
}

function chooseRows(deps: CampaignDeps, now: number): Row[] {
  const campaign = requireCampaign(deps.sql)
  const places = room(campaign, now)
  if (places <= 0) return []
  const openings = deps.openings(campaign.settings.rules)
  const found: Row[] = []
  for (const { id, zones } of allZones(deps.sql)) {
    const opensAt = openings(zones, now)
    if (opensAt === null) closeForGood(deps, id, now)
    else if (opensAt <= now) found.push(...dueRows(deps.sql, id, now, places))
  }
  const inOrder = found.toSorted((a, b) => a.fresh - b.fresh || a.dueAt - b.dueAt || a.n - b.n)
  // Not the same number twice at once.
  const numbers = new Set<string>()
  return inOrder.filter(({ number }) => !numbers.has(number) && numbers.add(number)).slice(0, places)
}

/** Rows of a zone that no window opens for. */
function closeForGood(deps: CampaignDeps, zone: number, now: number): void {
  const isDue = dueRows(deps.sql, zone, Number.MAX_SAFE_INTEGER, 1).length > 0
  if (!isDue) return
  edit(deps, (campaign) =>
    endQueued(deps.sql, campaign, { state: 'SKIPPED', reason: 'window_closed', zone }, now),
  )
}

function newDial(campaignId: string, { n, number, attempts }: Row): NewDial {
  const row = { campaignId, n, attempt: attempts + 1 }
  return { id: dialId(row), number, row }
}

/** Writes down what is about to be asked for. Meanwhile the campaign may have been paused, and rows may have gone. */
function begin(
  deps: CampaignDeps,
  campaign: Campaign,
  wanted: readonly NewDial[],
  answers: readonly DialAnswer[],
): { begun: Row[]; unused: string[] } {
  const now = deps.now()
  const places = room(campaign, now)
  const begun: Row[] = []
  const unused: string[] = []
  for (const [i, { id, row: wantedRow }] of wanted.entries()) {
    const answer = answers[i] ?? { kind: 'AGENT_BUSY' }
    const row = findRow(deps.sql, wantedRow?.n ?? 0)
    const isStill = row?.state === 'QUEUED' && row.attempts + 1 === wantedRow?.attempt
    if (answer.kind === 'entered') {
      if (row && isStill && begun.length < places) begun.push(startDialling(deps, campaign, row, now))
      else unused.push(id)
    } else if (row && isStill) {
      moveRow(deps.sql, campaign, row, afterRefusal(answer), now)
      if (answer.kind === 'AGENT_BUSY') campaign.state.quietUntil = now + AGENT_BUSY_MS
    }
  }
  if (begun.length > 0) {
    campaign.state.groups = [...withinMinute(campaign.state.groups, now), { at: now, calls: begun.length }]
  }
  return { begun, unused }
}

function startDialling(deps: CampaignDeps, campaign: Campaign, row: Row, now: number): Row {
  const change = {
    state: 'DIALLING',
    attempts: row.attempts + 1,
    dialledAt: now,
    dueAt: now + LOOK_UP_AFTER_MS,
    callId: null,
    result: null,
  } as const
  moveRow(deps.sql, campaign, row, change, now)
  return { ...row, ...change }
}

/** What becomes of a row that may not be called now. */
function afterRefusal(answer: Exclude<DialAnswer, { kind: 'entered' }>): RowChange {
  switch (answer.kind) {
    case 'DO_NOT_CALL':
      return { state: 'SKIPPED', reason: 'do_not_call' }
    case 'CALLED_RECENTLY':
      return { dueAt: answer.again }
    case 'DIALLED_ALREADY':
      return { state: 'FAILED', reason: 'unknown' }
    case 'AGENT_BUSY':
      return {}
  }
}

/** Asks the platform, and writes down what it says. */
async function askFor(deps: CampaignDeps, row: Row): Promise<void> {
  const { settings } = requireCampaign(deps.sql)
  const id = dialId({ campaignId: deps.id, n: row.n, attempt: row.attempts })
  const placed = await deps.network.place({
    id,
    to: row.number,
    agent: settings.agent,
    agentVersion: settings.agent_version,
    variables: { ...settings.dynamic_variables, ...row.variables },
  })
  const wasMade = edit(deps, (campaign) => answered(deps, campaign, row, placed))
  if (!wasMade) await release(deps, [id])
}

/**
 * Writes down what the platform said to a call; false where it dials nobody. What became of the row meanwhile stands: the
 * call's end may come before the answer to its request.
 */
function answered(deps: CampaignDeps, campaign: Campaign, { n, attempts }: Row, placed: Placed): boolean {
  const now = deps.now()
  const row = findRow(deps.sql, n)
  if (!row || row.attempts !== attempts || row.state !== 'DIALLING') return true
  switch (placed.kind) {
    case 'placed': {
      const dueAt = (row.dialledAt ?? now) + callLimitMs(campaign.settings)
      moveRow(deps.sql, campaign, row, { state: 'IN_CALL', callId: placed.callId, dueAt }, now)
      campaign.state.throttled = 0
      campaign.state.refused = { rows: [], inARow: 0 }
      return true
    }
    case 'unclear':
      moveRow(deps.sql, campaign, row, { detail: placed.message }, now)
      refuse(deps, campaign, null, placed.message)
      return true
    case 'refused':
      refuse(deps, campaign, row, placed.message)
      return false
    case 'later':
      putBack(deps, campaign, row)
      throttle(campaign, placed.afterMs, now)
      return false
    case 'wait':
      putBack(deps, campaign, row, placed.afterMs)
      return false
    case 'impossible':
      putBack(deps, campaign, row)
      pauseForTrouble(deps, campaign, placed.message)
      return false
  }
}

/** An entry that stays is in nobody's way for long: it ends by itself, and the same dial may be entered again. */
async function release(deps: CampaignDeps, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  try {
    await deps.gate.release(ids)
  } catch (error) {
    console.error('campaign.not_released', toErrorData(error).code)
  }
}
