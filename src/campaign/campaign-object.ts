import { DurableObject } from 'cloudflare:workers'
import { runsOf } from '../call/dispatch.ts'
import type { CallResult } from '../call/result.ts'
import { removeCampaign, saveCampaign } from '../db/campaigns.ts'
import { openDb } from '../db/client.ts'
import { enterDials, releaseDials, settleDial } from '../db/dials.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import { objectOfRun } from '../run/ids.ts'
import { preparedOnUse } from '../run/store.ts'
import { type Added, addRows, type PreparedRow } from './add.ts'
import { edit, readCampaign, requireCampaign } from './book.ts'
import { type Command, changeSettings, control, createCampaign, requireIdle } from './control.ts'
import type { CampaignDeps, Gate } from './deps.ts'
import { createDriver, type Driver } from './driver.ts'
import { callEnded } from './ended.ts'
import { createNetwork } from './network.ts'
import { createOpenings } from './openings.ts'
import { type Progress, viewProgress } from './progress.ts'
import type { CampaignApi, CampaignDetail } from './protocol.ts'
import { listRows, type Row, type RowFilter } from './rows.ts'
import type { CampaignSettings, SettingsChange } from './settings.ts'
import { migrate } from './tables.ts'
import { project } from './turn.ts'

/** Holds one campaign, and calls its numbers. A shell: what it does is in the functions it calls. */
export class CampaignObject extends DurableObject<Cloudflare.Env> implements CampaignApi {
  private readonly sql: ReturnType<typeof preparedOnUse>
  private readonly driver: Driver
  private projecting: Promise<unknown> = Promise.resolve()

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env)
    this.sql = preparedOnUse(ctx.storage.sql, migrate)
    // Not awaited: storage errors reset the object anyway, and the output gate holds answers until it is written.
    this.driver = createDriver(this.world(), (at) => void ctx.storage.setAlarm(at))
  }

  async create(settings: CampaignSettings): Promise<CampaignDetail> {
    createCampaign(this.deps, settings)
    await project(this.deps)
    return this.read()
  }

  async read(): Promise<CampaignDetail> {
    const campaign = requireCampaign(this.sql)
    const progress = viewProgress(this.deps, campaign)
    return { settings: campaign.settings, progress, createdAt: campaign.state.createdAt }
  }

  async control(command: Command): Promise<CampaignDetail> {
    control(this.deps, command)
    return this.shown()
  }

  async change(change: SettingsChange): Promise<CampaignDetail> {
    changeSettings(this.deps, change)
    return this.shown()
  }

  async addRows(rows: readonly PreparedRow[]): Promise<Added> {
    return addRows(this.deps, rows)
  }

  async listRows(filter: RowFilter): Promise<Row[]> {
    requireCampaign(this.sql)
    return listRows(this.sql, filter)
  }

  async listen(runId: string, key: string): Promise<Progress | null> {
    return edit(this.deps, (campaign) => {
      if (campaign.state.endedAt !== null) return viewProgress(this.deps, campaign)
      if (campaign.settings.keep_open) {
        const message = `"${campaign.settings.name}" is a standing campaign, which never ends: don't wait for it.`
        throw new CodedError('CAMPAIGN_STANDING', message)
      }
      this.sql.exec('INSERT OR IGNORE INTO listeners (run_id, key) VALUES (?, ?)', runId, key)
      return null
    })
  }

  async callEnded(dialId: string, result: CallResult): Promise<void> {
    await callEnded(this.deps, dialId, result)
  }

  async poke(): Promise<void> {
    this.driver.wake()
  }

  async remove(): Promise<void> {
    const campaign = readCampaign(this.sql)
    if (campaign) requireIdle(campaign)
    this.sql.exec('DELETE FROM campaign')
    // What is on its way to the index would put it back there.
    await this.projecting
    await removeCampaign(openDb(this.env.DB), this.id)
    await this.ctx.storage.deleteAll()
    this.sql.forget()
  }

  override async alarm(): Promise<void> {
    await this.driver.alarm()
  }

  private get id(): string {
    return this.ctx.id.name ?? ''
  }

  private get deps(): CampaignDeps {
    return this.driver.deps
  }

  /** The campaign after a change, which lists are to show at once. What the index lacks it gets with the next alarm. */
  private async shown(): Promise<CampaignDetail> {
    try {
      await project(this.deps)
    } catch (error) {
      console.error('campaign.not_projected', toErrorData(error).code)
    }
    return this.read()
  }

  private world(): Omit<CampaignDeps, 'changed'> {
    const { env, id } = this
    const loopback = this.ctx.exports as unknown as { default: Fetcher }
    return {
      sql: this.sql,
      id,
      now: Date.now,
      openings: createOpenings(),
      gate: gateOf(env),
      network: createNetwork({
        env,
        campaignId: id,
        fetchSelf: (request) => loopback.default.fetch(request),
        ended: (dialId, result) => this.callEnded(dialId, result),
      }),
      project: async (campaign, nextAt) => {
        this.projecting = saveCampaign(openDb(env.DB), id, campaign, { nextAt, now: Date.now() })
        await this.projecting
      },
      tellRun: async (runId, key, payload) => {
        try {
          await runsOf(env)(objectOfRun(runId) ?? '').deliver(runId, key, payload, 0)
        } catch (error) {
          // A run that has ended no longer wants to know.
          if (!isCoded(error) || (error.code !== 'RUN_ENDED' && error.code !== 'RUN_NOT_FOUND')) throw error
        }
      },
    }
  }
}

function gateOf(env: Cloudflare.Env): Gate {
  const db = openDb(env.DB)
  return {
    enter: (dials, terms) => enterDials(db, dials, terms),
    release: (ids) => releaseDials(db, ids),
    settle: (id, outcome, callId) => settleDial(db, id, { outcome, callId, endedAt: Date.now() }),
  }
}
