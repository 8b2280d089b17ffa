import type { CallResult } from '../call/result.ts'
import type { DialAnswer, DialTerms, NewDial } from '../calling/dials.ts'
import type { Json, JsonObject } from '../json.ts'
import type { Sql } from '../run/store.ts'
import type { Campaign } from './book.ts'
import type { Openings } from './openings.ts'

/** The outside world, as a campaign sees it. */
export interface CampaignDeps {
  sql: Sql
  /** the campaign's id */
  id: string
  /** epoch milliseconds */
  now(): number
  openings: Openings
  gate: Gate
  network: Network
  /** writes the campaign into the index. @param nextAt when it does something next, by itself */
  project(campaign: Campaign, nextAt: number | null): Promise<void>
  /** the event of that key, for a run that waits; a run that is over is none of our business */
  tellRun(runId: string, key: string, payload: Json): Promise<void>
  /** called after each change: the next wake-up may have moved */
  changed(): void
}

/** The register of all dials, whoever makes them. All of it may be repeated. */
export interface Gate {
  /** enters dials, as far as they may be made now; the answers are in their order. See src/db/dials.ts */
  enter(dials: readonly NewDial[], terms: DialTerms): Promise<DialAnswer[]>
  /** takes out what was not dialled */
  release(dialIds: readonly string[]): Promise<void>
  /** notes how a dial ended */
  settle(dialId: string, outcome: string, callId: string | null): Promise<void>
}

/** One call that is asked for. */
export interface Dial {
  id: string
  to: string
  agent: string
  agentVersion: string | null
  variables: JsonObject
}

/** What a platform says to a call. */
export type Placed =
  /** it dials; null where it gave the call no id */
  | { kind: 'placed'; callId: string | null }
  /** it dials nobody */
  | { kind: 'refused'; message: string }
  /** not now; `afterMs` where it says from when on */
  | { kind: 'later'; afterMs: number | null }
  /** this number not before `afterMs`; others may be called */
  | { kind: 'wait'; afterMs: number }
  /** the phone may be ringing */
  | { kind: 'unclear'; message: string }
  /** nothing was asked: the campaign or its agent is not set up for it */
  | { kind: 'impossible'; message: string }

export interface Network {
  /** asks for a call whose end is told to this campaign. Never throws */
  place(dial: Dial): Promise<Placed>
  /** what became of an earlier request; null where the platform can't say */
  find(dial: Pick<Dial, 'id' | 'agent' | 'to'>): Promise<{ callId: string } | 'never_placed' | null>
  /** makes sure that this campaign is told of a call's end, at once where it has ended */
  watch(dial: Pick<Dial, 'id' | 'agent'> & { callId: string }): Promise<void>
}

export type EndedCall = Pick<
  CallResult,
  'outcome' | 'call_id' | 'end_reason' | 'duration_seconds' | 'ended_at' | 'recording_url'
>
