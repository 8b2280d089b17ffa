import type { ErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import type { Answer } from './ports.ts'
import type { Mocked } from './replay.ts'

/** Statuses of a run: Diga's. */
export type RunStatus =
  | 'QUEUED'
  | 'RUNNING'
  | 'PAUSED'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMEOUT'
  | 'CANCELED'
  | 'INTERNAL_ERROR'
  | 'QUOTA_EXCEEDED'
  | 'MEMORY_LIMIT_EXCEEDED'

/** Statuses of a step. PAUSED: it waits for a time, an event or its next attempt. */
export type StepStatus = 'RUNNING' | 'PAUSED' | 'SUCCEEDED' | 'FAILED' | 'CANCELED'

const OPEN: ReadonlySet<RunStatus> = new Set(['QUEUED', 'RUNNING', 'PAUSED'])

/** True once a run can no longer change by itself. */
export function isTerminal(status: RunStatus): boolean {
  return !OPEN.has(status)
}

/** What makes a run a test. */
export interface Trial {
  /** whether Make Call may make a phone ring */
  live: boolean
  /** path of the one step to run, all iterations in it the first; the whole workflow where left out */
  only?: string
  /** set where it repeats a past run, which began `at`: what would reach outside is answered from recordings */
  replay?: { at: number }
}

/** A run as its object keeps it. Times are epoch milliseconds. */
export interface RunRecord {
  id: string
  workflowId: string
  versionId: string
  status: RunStatus
  /** the trigger's payload */
  trigger: Json
  /** set on a test */
  trial?: Trial
  createdAt: number
  startedAt: number | null
  finishedAt: number | null
  /** set once: what the caller was or will be told */
  answer: Answer | null
  /** when there was first something to tell the caller: an answer, the end, or that the run pauses */
  toldAt: number | null
  /** name of the step whose answer that was; null where it was none */
  answeredBy: string | null
  error: ErrorData | null
  failedStep: { name: string; displayName: string; path: string } | null
  stepsCount: number
  /** bytes of inputs and outputs written so far */
  journalBytes: number
}

/** A step as the journal keeps it. `input` and `output` are JSON text; `input` is redacted. */
export interface StepRecord {
  /** `step_3[5].step_4`: the loops around it with their 0-based iteration, then its name */
  path: string
  status: StepStatus
  /** the latest attempt's number, from 1 */
  attempt: number
  startedAt: number
  endedAt: number | null
  input: string | null
  /** a loop's is the list of its items */
  output: string | null
  error: ErrorData | null
  /** what is there only sometimes */
  meta: StepMeta | null
}

export interface StepMeta {
  warnings?: { code: string; path: string; token: string; message: string }[]
  logs?: string[]
  /** a person decided to go on without this step's outcome */
  skipped?: boolean
  /** it did not run: its output comes from an earlier test */
  sample?: boolean
  /** in a replay: it did not run, and this is what answered */
  mocked?: Mocked
  /** what the step of a test or a replay would have waited for */
  wouldWait?: { until: number | null; key: string | null }
  /** attempts before the latest */
  attempts?: { attempt: number; startedAt: number; endedAt: number; error: ErrorData }[]
}

/** An open wait of one step. */
export interface WaitRecord {
  path: string
  kind: 'retry' | 'timer' | 'event'
  /** epoch milliseconds */
  until: number
  key: string | null
  holdsCaller: boolean
  state: Json
  /** what ended the wait: kept until the step's outcome is there, so that a crash can't lose it */
  fired: { payload: Json; timedOut: boolean } | null
}
