import { and, asc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Campaign } from '../campaign/book.ts'
import type { CampaignStatus } from '../campaign/settings.ts'
import { CodedError } from '../errors.ts'
import { type Db, guarded } from './client.ts'
import { type Page, type PageRequest, readRows } from './page.ts'
import { type CampaignRow, campaigns } from './schema-campaigns.ts'
import { holdsText } from './search.ts'

/** Which campaigns. Every field narrows. */
export interface CampaignFilter {
  status?: CampaignStatus
  agentId?: string
  keepOpen?: boolean
  /** text in the name */
  search?: string
}

/** Writes a campaign into the index; an older state never replaces a newer one. @throws CodedError DATABASE_ERROR */
export async function saveCampaign(
  db: Db,
  id: string,
  { settings, state, revision }: Campaign,
  { nextAt, now }: { nextAt: number | null; now: number },
): Promise<void> {
  const row = {
    name: settings.name,
    agentId: settings.agent,
    status: state.status,
    reason: state.reason,
    keepOpen: settings.keep_open,
    settings,
    counts: state.counts,
    createdAt: state.createdAt,
    updatedAt: now,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    nextAt,
    revision,
  }
  await guarded(
    db
      .insert(campaigns)
      .values({ id, ...row })
      .onConflictDoUpdate({
        target: campaigns.id,
        set: row,
        setWhere: sql`${campaigns.revision} <= ${revision}`,
      }),
  )
}

/** The campaign of that id, as the index has it. @throws CodedError CAMPAIGN_NOT_FOUND */
export async function getCampaign(db: Db, id: string): Promise<CampaignRow> {
  const row = await guarded(db.select().from(campaigns).where(eq(campaigns.id, id)).get())
  if (row) return row
  throw new CodedError('CAMPAIGN_NOT_FOUND', `There is no campaign "${id}".`)
}

/** One page of the campaigns, newest first. @throws CodedError CURSOR_INVALID */
export function listCampaigns(
  db: Db,
  { status, agentId, keepOpen, search }: CampaignFilter,
  request: PageRequest,
): Promise<Page<CampaignRow>> {
  const chosen = and(
    status === undefined ? undefined : eq(campaigns.status, status),
    agentId === undefined ? undefined : eq(campaigns.agentId, agentId),
    keepOpen === undefined ? undefined : eq(campaigns.keepOpen, keepOpen),
    search === undefined ? undefined : holdsText(campaigns.name, search),
  )
  return readRows(db, campaigns, chosen, request)
}

/** Campaigns that have not ended, all or those standing: what a step may name. The newest hundred. */
export function openCampaigns(db: Db, standing: boolean): Promise<{ id: string; name: string }[]> {
  const isOpen: SQL = sql`${campaigns.status} IN ('DRAFT', 'RUNNING', 'PAUSED')`
  return guarded(
    db
      .select({ id: campaigns.id, name: campaigns.name })
      .from(campaigns)
      .where(and(standing ? eq(campaigns.keepOpen, true) : undefined, isOpen))
      .orderBy(sql`created_at DESC`)
      .limit(100),
  )
}

/** Takes a campaign out of the index. */
export async function removeCampaign(db: Db, id: string): Promise<void> {
  await guarded(db.delete(campaigns).where(eq(campaigns.id, id)))
}

/** Campaigns that should have done something before `before` and were not heard of, the longest overdue first. */
export async function overdueCampaigns(db: Db, before: number, limit: number): Promise<string[]> {
  const rows = await guarded(
    db
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(and(sql`next_at IS NOT NULL`, lt(campaigns.nextAt, before)))
      .orderBy(asc(campaigns.nextAt))
      .limit(limit),
  )
  return rows.map(({ id }) => id)
}
