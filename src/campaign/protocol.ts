import type { CallEndedApi } from '../run/protocol.ts'
import type { Added, PreparedRow } from './add.ts'
import type { Command } from './control.ts'
import type { Progress } from './progress.ts'
import type { Row, RowFilter } from './rows.ts'
import type { CampaignSettings, SettingsChange } from './settings.ts'

/** A campaign as its object shows it. */
export interface CampaignDetail {
  settings: CampaignSettings
  progress: Progress
  /** epoch milliseconds */
  createdAt: number
}

/** What the Worker and a CampaignObject say to each other. Errors carry `code` (see errors.ts). */
export interface CampaignApi extends CallEndedApi {
  /** makes the campaign; one that is there stays as it is */
  create(settings: CampaignSettings): Promise<CampaignDetail>
  /** @throws CAMPAIGN_NOT_FOUND */
  read(): Promise<CampaignDetail>
  /** @throws CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_EMPTY, CAMPAIGN_NOT_STARTED */
  control(command: Command): Promise<CampaignDetail>
  /** @throws CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED */
  change(change: SettingsChange): Promise<CampaignDetail>
  /** @throws CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_FULL */
  addRows(rows: readonly PreparedRow[]): Promise<Added>
  listRows(filter: RowFilter): Promise<Row[]>
  /**
   * has a run told of the campaign's end, as the event of that key; the progress where it has ended already
   * @throws CAMPAIGN_NOT_FOUND, CAMPAIGN_STANDING
   */
  listen(runId: string, key: string): Promise<Progress | null>
  /** the sweeper's knock on the door */
  poke(): Promise<void>
  /** forgets it for good, and takes it out of the index. @throws CAMPAIGN_RUNNING */
  remove(): Promise<void>
}

/** The object of a campaign: a new stub each time, since an exception spoils one. */
export function campaignOf(env: Cloudflare.Env, id: string): CampaignApi {
  // The methods are the same; the stub's types are lost on a value as recursive as JSON.
  return env.CAMPAIGNS.getByName(id) as unknown as CampaignApi
}
