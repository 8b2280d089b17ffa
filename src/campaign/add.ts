import { CodedError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { countOf, edit, ROW_STATES } from './book.ts'
import { requireGoing } from './control.ts'
import type { CampaignDeps } from './deps.ts'
import { insertRow, zoneId } from './rows.ts'

/** What one request may add. */
export const MAX_ROWS_A_REQUEST = 10_000

/** What a campaign may hold: about a gigabyte of the ten that an object has. */
export const MAX_ROWS = 1_000_000

/** A row that was read: its number is known to be one, or is refused. See `prepareRows`. */
export interface PreparedRow {
  key: string
  number: string
  /** that the number may be in */
  zones: string[]
  variables: JsonObject
  /** why it is never called */
  refusal?: { reason: string; detail: string }
}

/** What became of rows that were to be added. */
export interface Added {
  added: number
  /** of those added, refused: they are kept as SKIPPED */
  skipped: number
  /** keys that the campaign had already: nothing was added for them */
  already_there: string[]
}

/**
 * Adds rows, each once: a key that is there already adds nothing, so a request that is repeated does no harm.
 * @throws CodedError CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_FULL
 */
export function addRows(deps: CampaignDeps, rows: readonly PreparedRow[]): Added {
  return edit(deps, (campaign) => {
    requireGoing(campaign)
    if (countOf(campaign.state.counts, ...ROW_STATES) + rows.length > MAX_ROWS) {
      throw new CodedError('CAMPAIGN_FULL', `A campaign holds ${MAX_ROWS} rows at most: make another one.`)
    }
    const now = deps.now()
    const result: Added = { added: 0, skipped: 0, already_there: [] }
    for (const { key, number, zones, variables, refusal } of rows) {
      const place = { key, number, zone: zoneId(deps.sql, zones), variables, dueAt: now }
      const state = refusal ? 'SKIPPED' : 'QUEUED'
      const { reason = null, detail = null } = refusal ?? {}
      const isNew = insertRow(deps.sql, campaign, { ...place, state, reason, detail }, now)
      if (!isNew) result.already_there.push(key)
      else if (refusal) result.skipped++
      if (isNew) result.added++
    }
    return result
  })
}
