import { type Campaign, countOf, edit, markProjected, readCampaign } from './book.ts'
import type { CampaignDeps } from './deps.ts'
import { dialDue, quietUntil } from './dial.ts'
import { checkOpenCalls } from './open-calls.ts'
import { nextAllowance } from './pacing.ts'
import { viewProgress } from './progress.ts'
import { allZones, firstDue, firstOpenDue } from './rows.ts'

/** How often the index hears of a campaign that moves. Milliseconds. */
const PROJECT_EVERY_MS = 5_000

/**
 * All that a campaign has to do at this moment. One turn at a time; what comes from outside may come in between.
 * @throws what the first of its parts that failed threw, once all were tried
 */
export async function turn(deps: CampaignDeps): Promise<void> {
  const parts = [checkOpenCalls, dialDue, finish, tellListeners, projectSoon]
  const failures: unknown[] = []
  for (const part of parts) {
    if (!readCampaign(deps.sql)) return
    try {
      await part(deps)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}

/** When there is something to do next, by itself; null where there isn't. */
export function nextTurn(deps: CampaignDeps): number | null {
  const campaign = readCampaign(deps.sql)
  if (!campaign) return null
  const unknown = campaign.projected < campaign.revision ? campaign.projectedAt + PROJECT_EVERY_MS : null
  return earliest(nextDeed(deps, campaign), unknown)
}

/** The same without keeping the index up to date. */
function nextDeed(deps: CampaignDeps, campaign: Campaign): number | null {
  const { state } = campaign
  const mustTell = state.endedAt !== null && hasListeners(deps)
  return earliest(
    firstOpenDue(deps.sql),
    nextDial(deps, campaign),
    mustTell || isFinished(campaign) ? deps.now() : null,
  )
}

/** When the next call may be begun; null while only the end of another can tell. */
function nextDial(deps: CampaignDeps, campaign: Campaign): number | null {
  const { settings, state } = campaign
  const now = deps.now()
  const open = countOf(state.counts, 'DIALLING', 'IN_CALL')
  if (state.status !== 'RUNNING' || open >= settings.max_concurrent_calls) return null
  const openings = deps.openings(settings.rules)
  const times = allZones(deps.sql).flatMap(({ id, zones }) => {
    const due = firstDue(deps.sql, id)
    // Where the window will have closed by the time a row is due, we look again then.
    return due === null ? [] : Math.max(due, openings(zones, now) ?? now)
  })
  if (times.length === 0) return null
  const paced = nextAllowance(state.groups, settings.calls_per_minute, now)
  return Math.max(Math.min(...times), paced, quietUntil(campaign))
}

const isFinished = ({ settings, state }: Campaign): boolean => {
  const left = countOf(state.counts, 'QUEUED', 'DIALLING', 'IN_CALL')
  if (left > 0 || state.endedAt !== null) return false
  return state.status === 'STOPPED' || (state.status === 'RUNNING' && !settings.keep_open)
}

/** Ends a campaign that nothing is left to do in. */
function finish(deps: CampaignDeps): void {
  const campaign = readCampaign(deps.sql)
  if (!campaign || !isFinished(campaign)) return
  edit(deps, ({ state }) => {
    if (state.status === 'RUNNING') state.status = 'DONE'
    state.endedAt = deps.now()
  })
}

const listeners = ({ sql }: CampaignDeps): { runId: string; key: string }[] =>
  sql.exec<{ runId: string; key: string }>('SELECT run_id AS runId, key FROM listeners').toArray()

const hasListeners = (deps: CampaignDeps): boolean => listeners(deps).length > 0

/** Tells the runs that wait for the end of an ended campaign. Told again after a crash, which they bear. */
async function tellListeners(deps: CampaignDeps): Promise<void> {
  const campaign = readCampaign(deps.sql)
  if (!campaign || campaign.state.endedAt === null) return
  for (const { runId, key } of listeners(deps)) {
    await deps.tellRun(runId, key, { ...viewProgress(deps, campaign) })
    deps.sql.exec('DELETE FROM listeners WHERE run_id = ? AND key = ?', runId, key)
  }
}

async function projectSoon(deps: CampaignDeps): Promise<void> {
  const campaign = readCampaign(deps.sql)
  const isOver = campaign && campaign.state.endedAt !== null
  if (!campaign || (!isOver && deps.now() < campaign.projectedAt + PROJECT_EVERY_MS)) return
  await project(deps)
}

/** Brings the index up to date. @throws CodedError DATABASE_ERROR */
export async function project(deps: CampaignDeps): Promise<void> {
  const campaign = readCampaign(deps.sql)
  if (!campaign || campaign.projected === campaign.revision) return
  await deps.project(campaign, nextDeed(deps, campaign))
  if (readCampaign(deps.sql)) markProjected(deps.sql, campaign.revision, deps.now())
}

function earliest(...times: (number | null)[]): number | null {
  const known = times.filter((at) => at !== null)
  return known.length > 0 ? Math.min(...known) : null
}
