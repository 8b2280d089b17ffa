/** A dial is one attempt to call a number, whoever makes it. Its id reaches the platform as `client_request_id`. */

/** A dial that is to be made. */
export interface NewDial {
  id: string
  /** E.164 */
  number: string
  /** where a campaign makes it: the row, and which attempt on it this is */
  row?: { campaignId: string; n: number; attempt: number }
}

/** What holds for dials that are entered together. */
export interface DialTerms {
  agentId: string
  /** how long a number is left in peace after any dial to it; null for as short as you like */
  hoursBetweenCalls: number | null
  /** how long a dial counts as open without news of its end, milliseconds */
  openMs: number
  /** epoch milliseconds */
  now: number
}

/** Whether a dial may be made now, and if not why. Times are epoch milliseconds. */
export type DialAnswer =
  | { kind: 'entered' }
  | { kind: 'DO_NOT_CALL' }
  /** it was called lately, or is being called: not before `again` */
  | { kind: 'CALLED_RECENTLY'; again: number }
  /** its agent has as many calls as it may have */
  | { kind: 'AGENT_BUSY' }
  /** this dial was made before */
  | { kind: 'DIALLED_ALREADY' }

const CAMPAIGN_DIAL = /^dial_(camp_[0-9a-f]+)_(\d+)_(\d+)$/

/**
 * The id of an attempt on a row: always the same, so that a platform knows a repeat, and readable, so that an event
 * that carries it says what it belongs to.
 */
export function dialId({ campaignId, n, attempt }: NonNullable<NewDial['row']>): string {
  return `dial_${campaignId}_${n}_${attempt}`
}

/** The attempt that a dial's id names; undefined where it is none of a campaign's. */
export function readDialId(id: string): NewDial['row'] {
  const [, campaignId, n, attempt] = CAMPAIGN_DIAL.exec(id) ?? []
  return campaignId === undefined ? undefined : { campaignId, n: Number(n), attempt: Number(attempt) }
}
