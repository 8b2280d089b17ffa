import type { CallResult } from '../call/result.ts'
import type { Command } from '../campaign/control.ts'
import type { Progress } from '../campaign/progress.ts'
import type { Json, JsonObject } from '../json.ts'

/** A key-value store of one scope. Edits are atomic; `once` makes a repeated call answer as the first did. */
export interface KeyValueStore {
  get(key: string): Promise<Json | undefined>
  put(key: string, value: Json): Promise<void>
  remove(key: string): Promise<boolean>
  /** joins text to what is there. Returns the new value. @throws CodedError STORE_TYPE */
  append(key: string, text: string, separator: string, once: string): Promise<string>
  /** adds items to a list. Returns the new list. @throws CodedError STORE_TYPE */
  addToList(key: string, items: Json[], ignoreIfExists: boolean, once: string): Promise<Json[]>
  /** removes every equal item. Returns the new list. @throws CodedError STORE_TYPE */
  removeFromList(key: string, value: Json): Promise<Json[]>
}

/** Scopes of a store, by Activepieces' names: COLLECTION is the whole project. */
export type StoreScope = 'COLLECTION' | 'FLOW' | 'RUN'

/** What Make Call asks for. */
export interface PlaceCall {
  /** one of our numbers, or the id of the agent that calls */
  from: string
  /** as people write it; without a calling code it is in the country of the agent's number */
  to: string
  agentVersion?: string
  dynamicVariables: Record<string, Json>
  /** reaches the provider, so that a repeat can be told from a new call */
  clientRequestId: string
  /** name of the event of this run that the call's end comes back as, where somebody waits for it */
  endKey?: string
}

/** The numbers, in E.164, that nobody may call. */
export interface DoNotCallList {
  has(number: string): Promise<boolean>
  /**
   * false where it was on it already; it then stays at least until `expiresAt`, in epoch milliseconds, null for ever
   */
  add(entry: { number: string; reason: string | null; expiresAt: number | null }): Promise<boolean>
  /** false where it was not on it */
  remove(number: string): Promise<boolean>
}

/** A file as a piece reads or writes it. */
export interface FileContent {
  name: string
  contentType: string
  bytes: Uint8Array<ArrayBuffer>
}

/** Files that pass through a run, up to 25 MB each. */
export interface Files {
  /**
   * what a file field holds: a web address, one of our own file links, or a data URI
   * @throws CodedError FILE_UNREADABLE, FILE_TOO_LARGE
   */
  read(source: string): Promise<FileContent>
  /** keeps a file and gives a link to it that is signed and runs out. @throws CodedError FILE_TOO_LARGE, FILES_UNAVAILABLE */
  write(file: FileContent): Promise<{ url: string; name: string; contentType: string; size: number }>
}

/** How the keys of waits begin that a sub-workflow's outcome ends, and nobody else. */
export const REPLY_KEY = 'subflow:'

/** How the keys of waits begin that the end of a call ends, and nobody else. */
export const CALL_END_KEY = 'call_end:'

/** How the keys of waits begin that the end of a campaign ends, and nobody else. */
export const CAMPAIGN_END_KEY = 'campaign_end:'

/** Numbers that are to be called by a campaign. */
export interface CallList {
  /** the same for each attempt of a step: makes the same campaign, and adds the same rows */
  once: string
  /** the id of a campaign that is there, or the settings of a new one, which is started */
  campaign: string | Record<string, unknown>
  rows: readonly { number: string; key?: string; variables?: JsonObject }[]
  /** name of the event of this run that the campaign's end comes back as, where somebody waits for it */
  endKey?: string
}

/** What became of a call list. */
export interface ListedCalls {
  /** of the campaign; null in a test that calls nobody */
  campaign_id: string | null
  /** that calls */
  agent: string
  agent_version: string | null
  added: number
  /** of those added: the number is none that can be called */
  skipped: number
  /** keys that the campaign had already */
  already_there: string[]
  /** set where the campaign is over already */
  ended: Progress | null
}

/** Campaigns, as steps use them. In a test that calls nobody nothing is made or changed. */
export interface Campaigns {
  /** @throws CodedError INPUT_INVALID, AGENT_NOT_FOUND, CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_STANDING */
  call(list: CallList): Promise<ListedCalls>
  /** @throws CodedError CAMPAIGN_NOT_FOUND */
  progress(id: string): Promise<Progress>
  /** @throws CodedError CAMPAIGN_NOT_FOUND, CAMPAIGN_ENDED, CAMPAIGN_EMPTY, CAMPAIGN_NOT_STARTED */
  control(id: string, command: Command): Promise<Progress>
}

/** What a piece may ask of the host beyond HTTP. */
export interface Services {
  store(scope: StoreScope): KeyValueStore
  /**
   * dials, and gives the call; with `endKey` in a test that dials nobody also its made-up result
   * @throws CodedError CALL_OUTCOME_UNKNOWN where the call may or may not have been placed, NUMBER_ON_DO_NOT_CALL
   */
  placeCall(request: PlaceCall): Promise<JsonObject>
  doNotCall: DoNotCallList
  campaigns: Campaigns
  /**
   * has the end of a call come back as the event of that key, and gives the result where it has ended already
   * @param call.agent the agent's number or id
   * @throws CodedError AGENT_NOT_FOUND, CALL_NOT_FOUND
   */
  watchCall(call: { agent: string; callId: string; endKey: string }): Promise<CallResult | null>
  /**
   * starts another workflow once per `eventId`. With `replyKey` its outcome comes back as the event of that key.
   * @throws CodedError WORKFLOW_NOT_FOUND, WORKFLOW_NOT_RUNNABLE
   */
  startWorkflow(request: {
    workflowId: string
    payload: Json
    eventId: string
    replyKey?: string
  }): Promise<{ runId: string }>
  /** a link that resumes this run at the wait with `key` */
  resumeUrl(key: string, query?: Record<string, string>): string
  files: Files
}
