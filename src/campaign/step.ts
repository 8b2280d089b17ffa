import { createHash } from 'node:crypto'
import type { Lookup } from '../call/directory.ts'
import { getCampaign } from '../db/campaigns.ts'
import { openDb } from '../db/client.ts'
import type { StepCall } from '../engine/ports.ts'
import { CodedError } from '../errors.ts'
import type { CallList, Campaigns, ListedCalls } from '../piece/services.ts'
import { addPreparedRows, campaignNamed, makeCampaign, withAgent } from './client.ts'
import { CampaignSettings } from './settings.ts'

/** Campaigns for one step of one run. */
export function stepCampaigns(lookup: Lookup, { runId, trial }: StepCall): Campaigns {
  const { env } = lookup
  const callsNobody = trial?.live === false
  return {
    call: (list) =>
      callsNobody || list.rows.length === 0 ? rehearse(lookup, list) : callList(lookup, runId, list),
    progress: async (id) => (await (await campaignNamed(env, id)).read()).progress,
    async control(id, command) {
      const campaign = await campaignNamed(env, id)
      return (await (callsNobody ? campaign.read() : campaign.control(command))).progress
    },
  }
}

async function callList(lookup: Lookup, runId: string, list: CallList): Promise<ListedCalls> {
  const { env } = lookup
  const isNew = typeof list.campaign !== 'string'
  const id = isNew ? idOf(list.once) : String(list.campaign)
  if (isNew) await makeCampaign(lookup, id, settingsOf(list))
  const campaign = await campaignNamed(env, id)
  const { settings, progress } = await campaign.read()
  const known = { campaign_id: id, agent: settings.agent, agent_version: settings.agent_version }
  // A repeat may find the campaign that it made at its end.
  const isOver = progress.status === 'DONE' || progress.status === 'STOPPED'
  if (isNew && isOver) return { ...known, added: 0, skipped: 0, already_there: [], ended: progress }
  const added = await addPreparedRows(env, id, await prepare(list, settings.default_country, isNew))
  // Before the start, or the end could come first.
  const ended = list.endKey === undefined ? null : await campaign.listen(runId, list.endKey)
  if (isNew && progress.status === 'DRAFT') await campaign.control('start')
  return { ...known, ...added, ended }
}

/** What a call list would do, as far as that can be told without doing it. */
async function rehearse(lookup: Lookup, list: CallList): Promise<ListedCalls> {
  const isNew = typeof list.campaign !== 'string'
  const settings = isNew
    ? await withAgent(lookup, settingsOf(list))
    : (await getCampaign(openDb(lookup.env.DB), String(list.campaign))).settings
  const rows = await prepare(list, settings.default_country, isNew)
  return {
    campaign_id: isNew ? null : String(list.campaign),
    agent: settings.agent,
    agent_version: settings.agent_version,
    added: rows.length,
    skipped: rows.filter(({ refusal }) => refusal).length,
    already_there: [],
    ended: null,
  }
}

/** Rows of a campaign that others add to are the step's own: the same number from the next run is another row. */
async function prepare({ rows, once }: CallList, country: string | null, isNew: boolean) {
  const { prepareRows } = await import('./prepare.ts')
  const prepared = prepareRows(rows, country)
  return isNew ? prepared : prepared.map((row) => ({ ...row, key: `${once}/${row.key}` }))
}

/** @throws CodedError INPUT_INVALID naming each setting that doesn't fit */
function settingsOf({ campaign }: CallList): CampaignSettings {
  const { data, error } = CampaignSettings.safeParse(campaign)
  if (data) return data
  const issues = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const said = issues.map(({ path, message }) => `"${path}": ${message}`).join('; ')
  throw new CodedError('INPUT_INVALID', `The campaign's settings don't fit: ${said}.`, {
    details: { issues },
  })
}

/** The campaign of a step is always the same, however often the step is tried. */
const idOf = (once: string): string => `camp_${createHash('sha256').update(once).digest('hex').slice(0, 24)}`
