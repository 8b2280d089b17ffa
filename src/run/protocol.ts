import type { CallMoment } from '../call/events.ts'
import type { CallResult } from '../call/result.ts'
import type { Answer } from '../engine/ports.ts'
import type { RunRecord, RunStatus, StepRecord, Trial, WaitRecord } from '../engine/records.ts'
import type { Recording } from '../engine/replay.ts'
import type { Sample } from '../engine/sample.ts'
import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'

/** What the Worker and a RunObject say to each other. Data only, so that old and new code understand each other. */

export type EventKind =
  | 'call_placed'
  | 'pre_call'
  | 'function_call'
  | 'call_finished'
  | 'webhook'
  | 'subflow'
  | 'schedule'
  | 'poll'
  | 'manual'

/** The version of a workflow that an event starts. */
export interface WorkflowRef {
  id: string
  versionId: string
  name: string
}

/** What is known of a call; later events add to earlier ones. Names are Diga's. */
export interface CallInfo {
  agent_id: string
  /** the version of the agent whose workflows run for the call */
  agent_version_id?: string
  /** the call's id at the provider */
  call_id: string
  type?: string
  status?: string
  channel?: string
  phone_number?: string
  contact_id?: string
  start_time?: string
  end_time?: string
  /** seconds */
  duration?: number
  end_reason?: string
  recording_url?: string
  dynamic_variables?: Record<string, Json>
  /** the contact's id in Diga's API; in the index only */
  contact_uuid?: string
}

/** Who wants to hear that a call has ended: a run, as the event of that key, or the campaign that dialled. */
export type CallWatcher =
  | { kind: 'run'; run_id: string; key: string }
  | { kind: 'campaign'; campaign_id: string; dial_id: string }

/** Where a call takes what a function gives too late for its answer, while it lasts. */
export interface LateTarget {
  /** the call's own address for messages, on platforms that have one */
  controlUrl?: string
}

export interface StartRequest {
  workflow: WorkflowRef
  /** the trigger's payload */
  payload: Json
  /**
   * arguments the object adds to `payload.arguments` before it stores it, by the name of the call's variable each
   * comes from; empty text where the call has no such variable
   */
  fill?: Record<string, string>
  /** milliseconds to hold on for an answer; 0 answers as soon as the run is durable */
  waitMs: number
  /**
   * milliseconds for which the same start under another event id is a repeat: it shares the run, unless that has failed
   */
  shareMs?: number
  /** where the outcome goes if the caller is let go before there is one */
  late?: LateTarget
  /** what the caller holds on for; an answer where left out */
  until?: 'end'
  /** makes the run a test */
  trial?: Trial
  /** what other steps gave, for a test of one step */
  samples?: Sample[]
  /** what steps gave before, for a replay */
  recordings?: Recording[]
}

/** One event and the runs it starts. The same `event.id` again starts nothing and hands back the same runs. */
export interface DispatchRequest {
  event: { id: string; kind: EventKind; at: number }
  /** the call this object holds; left out for an object of a single event */
  call?: CallInfo
  /** `call.agent_version_id` is a guess: where the call is on another version, nothing is done and the reply names it */
  guessedVersion?: boolean
  environment: 'PRODUCTION' | 'TESTING'
  starts: StartRequest[]
  /** the end of the call as its platform told of it: it is asked for the rest of it before the runs begin */
  enrich?: CallMoment
  /** is told of the call's end, once or more. On `call_finished` only where the call was never announced */
  watcher?: CallWatcher
  /** where the outcome of the (single) run is reported, for sub-workflows */
  replyTo?: { runId: string; key: string }
}

/** How a run stands when its caller is answered. */
export interface RunReply {
  runId: string
  workflowId: string
  name: string
  status: RunStatus
  /** `waiting`: nothing to say yet, the deadline came first or nobody waited */
  settled: 'answered' | 'ended' | 'paused' | 'waiting'
  answer: Answer | null
  error: ErrorData | null
  durationMs: number
}

export interface DispatchReply {
  duplicate: boolean
  runs: RunReply[]
  /** the call's dynamic variables as known now */
  variables: Record<string, Json>
  /** nothing was done, because the call is on this version of its agent: send the event again for it */
  otherVersion?: string
}

/** A run with all it did, as `readRun` gives it. */
export interface RunDetail {
  run: RunRecord & {
    name: string
    eventId: string
    eventKind: EventKind
    environment: 'PRODUCTION' | 'TESTING'
    retryOf: string | null
  }
  /** of the call it belongs to */
  agentId: string | null
  steps: StepRecord[]
  waits: WaitRecord[]
}

/** One line of an object's event log. */
export interface LogEntry {
  seq: number
  runId: string
  type: string
  path: string | null
  at: number
}

/** Everything one call's object knows, for its timeline. */
export interface CallTimeline {
  call: CallInfo | null
  events: { id: string; kind: EventKind; at: number }[]
  runs: RunDetail['run'][]
}

export type RetryStrategy = 'FROM_FAILED_STEP' | 'SKIP_FAILED_STEP' | 'ON_LATEST_VERSION'

/** What the cron asks an object to forget. Times are epoch milliseconds. */
export interface PurgeRequest {
  /** each only if it ended before its own time */
  runs: { id: string; before: number }[]
  /** the call too, where nothing is left of it and nothing happened since */
  before: number
}

export interface PurgeReply {
  /** runs that may not go yet; all others asked for are gone */
  kept: string[]
  /** true where neither a run nor a call is left */
  emptied: boolean
}

/** The methods of a RunObject, as a stub offers them. Errors carry `code` (see errors.ts). */
export interface RunApi {
  dispatch(request: DispatchRequest): Promise<DispatchReply>
  readRun(runId: string): Promise<RunDetail | null>
  /** @throws RUN_NOT_FOUND, RUN_ENDED */
  cancelRun(runId: string): Promise<RunReply>
  /** `version` is the one to run on for ON_LATEST_VERSION. @throws RUN_NOT_FOUND, RUN_NOT_RETRYABLE */
  retryRun(runId: string, strategy: RetryStrategy, version?: WorkflowRef): Promise<RunReply>
  /**
   * An outside event for a waiting run; kept when nobody waits yet. With `waitMs` the reply is what the run
   * answers next. @throws RUN_NOT_FOUND, RUN_ENDED
   */
  deliver(runId: string, key: string, payload: Json, waitMs: number): Promise<RunReply>
  /**
   * Goes on with a run that waits for something outside, as a request to the wait's link would. One of several at once
   * wins. @param path of the step that waits; needed where several do
   * @throws RUN_NOT_FOUND, RUN_NOT_WAITING, WAIT_AMBIGUOUS
   */
  resumeRun(runId: string, path: string | undefined, payload: Json): Promise<RunReply>
  /**
   * Has the end of this object's call told to somebody, once or more, also where it has come already: the result then
   * comes back as well. Bears repeats. @throws CALL_NOT_FOUND
   */
  watchCall(watcher: CallWatcher): Promise<CallResult | null>
  readLog(runId: string, after: number, limit: number): Promise<LogEntry[]>
  timeline(): Promise<CallTimeline>
  /** recovers whatever should be running; the sweeper's knock on the door */
  poke(): Promise<void>
  /** deletes ended runs for good. Bears repeats; what is not there counts as gone */
  purge(request: PurgeRequest): Promise<PurgeReply>
}

/** The method of a campaign's object that hears of ended calls. Bears repeats. */
export interface CallEndedApi {
  callEnded(dialId: string, result: CallResult): Promise<void>
}
