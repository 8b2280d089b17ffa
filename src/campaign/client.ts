import { findCaller, type Lookup } from '../call/directory.ts'
import { getCampaign } from '../db/campaigns.ts'
import { openDb } from '../db/client.ts'
import { CodedError } from '../errors.ts'
import { type Added, MAX_ROWS_A_REQUEST, type PreparedRow } from './add.ts'
import type { GivenRow } from './prepare.ts'
import { type CampaignApi, type CampaignDetail, campaignOf } from './protocol.ts'
import type { CampaignSettings } from './settings.ts'

/** What the API and the steps of workflows do with campaigns. */

/** The object of a campaign that exists. @throws CodedError CAMPAIGN_NOT_FOUND */
export async function campaignNamed(env: Cloudflare.Env, id: string): Promise<CampaignApi> {
  // Asking an object that holds nothing would make it one that does.
  await getCampaign(openDb(env.DB), id)
  return campaignOf(env, id)
}

/**
 * Settings that name an agent by its number or id, and a version of it, checked: the agent is named by its id from then
 * on, whoever has the number later.
 * @throws CodedError AGENT_NOT_FOUND, AGENT_VERSION_NOT_FOUND
 */
export async function withAgent<S extends Partial<CampaignSettings>>(
  lookup: Lookup,
  settings: S & { agent: string },
): Promise<S> {
  const agent = await findCaller(settings.agent, lookup)
  if (!agent) {
    const message = `"agent" is "${settings.agent}", which is neither the number nor the id of an agent.`
    throw new CodedError('AGENT_NOT_FOUND', message)
  }
  const version = settings.agent_version
  if (version && !agent.versionIds.has(version)) {
    const message = `"agent_version": agent "${agent.id}" has no version "${version}".`
    throw new CodedError('AGENT_VERSION_NOT_FOUND', message)
  }
  return { ...settings, agent: agent.id }
}

/**
 * Makes a campaign under an id; one that is there stays as it is.
 * @throws CodedError AGENT_NOT_FOUND, AGENT_VERSION_NOT_FOUND
 */
export async function makeCampaign(
  lookup: Lookup,
  id: string,
  settings: CampaignSettings,
): Promise<CampaignDetail> {
  return campaignOf(lookup.env, id).create(await withAgent(lookup, settings))
}

/**
 * Reads the numbers of rows and adds them.
 * @throws CodedError CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_FULL
 */
export async function addGivenRows(
  env: Cloudflare.Env,
  id: string,
  rows: readonly GivenRow[],
): Promise<Added> {
  const { settings } = await getCampaign(openDb(env.DB), id)
  const { prepareRows } = await import('./prepare.ts')
  return addPreparedRows(env, id, prepareRows(rows, settings.default_country))
}

/**
 * Adds rows part by part: what a crash leaves out, a repeat adds.
 * @throws CodedError CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_FULL
 */
export async function addPreparedRows(
  env: Cloudflare.Env,
  id: string,
  rows: readonly PreparedRow[],
): Promise<Added> {
  const total: Added = { added: 0, skipped: 0, already_there: [] }
  for (let start = 0; start < rows.length; start += MAX_ROWS_A_REQUEST) {
    const part = await campaignOf(env, id).addRows(rows.slice(start, start + MAX_ROWS_A_REQUEST))
    total.added += part.added
    total.skipped += part.skipped
    total.already_there.push(...part.already_there)
  }
  return total
}
