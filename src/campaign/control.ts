import { CodedError } from '../errors.ts'
import { type Campaign, countOf, edit, insertCampaign, readCampaign } from './book.ts'
import type { CampaignDeps } from './deps.ts'
import { endQueued } from './rows.ts'
import { CampaignSettings, type SettingsChange } from './settings.ts'

/** Makes the campaign. One that is there already stays as it is, so that a repeat makes no second one. */
export function createCampaign(
  { sql, now, changed }: Pick<CampaignDeps, 'sql' | 'now' | 'changed'>,
  settings: CampaignSettings,
): void {
  if (readCampaign(sql)) return
  insertCampaign(sql, settings, {
    status: 'DRAFT',
    reason: null,
    counts: {},
    groups: [],
    quietUntil: null,
    throttled: 0,
    refused: { rows: [], inARow: 0 },
    createdAt: now(),
    startedAt: null,
    endedAt: null,
  })
  changed()
}

/** What may be asked of a campaign. */
export const COMMANDS = ['start', 'pause', 'resume', 'stop'] as const
export type Command = (typeof COMMANDS)[number]

/**
 * Starts, pauses, resumes or stops a campaign. What it does already is no error. Calls under way always go on to
 * their end.
 * @throws CodedError CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_EMPTY, CAMPAIGN_NOT_STARTED
 */
export function control(deps: CampaignDeps, command: Command): void {
  edit(deps, (campaign) => {
    const { status } = campaign.state
    if (command === 'stop' && status === 'STOPPED') return
    requireGoing(campaign)
    if (status === 'DRAFT' && (command === 'pause' || command === 'resume')) {
      throw new CodedError(
        'CAMPAIGN_NOT_STARTED',
        `The campaign is a draft: start it before you ${command} it.`,
      )
    }
    if (command === 'pause') pause(campaign)
    else if (command === 'stop') stop(deps, campaign)
    else run(campaign, deps.now())
  })
}

function run({ settings, state }: Campaign, now: number): void {
  if (!settings.keep_open && Object.keys(state.counts).length === 0) {
    const message = 'The campaign has no rows: add some, or let it "keep_open" for rows to come.'
    throw new CodedError('CAMPAIGN_EMPTY', message)
  }
  if (state.status === 'RUNNING') return
  state.status = 'RUNNING'
  state.startedAt ??= now
  state.reason = null
  state.quietUntil = null
  state.throttled = 0
  state.refused = { rows: [], inARow: 0 }
}

function pause({ state }: Campaign): void {
  if (state.status !== 'PAUSED') state.reason = null
  state.status = 'PAUSED'
}

function stop({ sql, now }: CampaignDeps, campaign: Campaign): void {
  campaign.state.status = 'STOPPED'
  campaign.state.reason = null
  endQueued(sql, campaign, { state: 'STOPPED', reason: 'stopped' }, now())
}

/** Changes settings, of a campaign that runs as well. @throws CodedError CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED */
export function changeSettings(deps: CampaignDeps, change: SettingsChange): void {
  edit(deps, (campaign) => {
    requireGoing(campaign)
    campaign.settings = CampaignSettings.parse({ ...campaign.settings, ...change })
  })
}

/** @throws CodedError CAMPAIGN_ENDED */
export function requireGoing({ state: { status } }: Campaign): void {
  if (status !== 'STOPPED' && status !== 'DONE') return
  throw new CodedError('CAMPAIGN_ENDED', `The campaign is ${status} for good: make a new one.`)
}

/** @throws CodedError CAMPAIGN_RUNNING while it dials, or calls are under way */
export function requireIdle({ state: { status, counts } }: Campaign): void {
  if (status !== 'RUNNING' && countOf(counts, 'DIALLING', 'IN_CALL') === 0) return
  const message = 'The campaign is under way: stop it, and wait for its last calls to end.'
  throw new CodedError('CAMPAIGN_RUNNING', message)
}
