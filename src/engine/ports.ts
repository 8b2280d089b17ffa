import type { Json } from '../json.ts'
import type { CodeAction, PieceAction } from '../workflow/schema.ts'
import type { RunRecord, StepRecord, Trial, WaitRecord } from './records.ts'
import type { Recording } from './replay.ts'

/** Time, as the engine sees it. */
export interface Clock {
  /** epoch milliseconds */
  now(): number
  /** calls `fn` after `ms` unless the returned function is called first */
  timer(ms: number, fn: () => void): () => void
}

/**
 * The durable record of one run. Every method is synchronous, and writes made without an `await` between them
 * become durable together or not at all.
 */
export interface Journal {
  run(): RunRecord
  saveRun(run: RunRecord): void
  step(path: string): StepRecord | undefined
  saveStep(step: StepRecord): void
  deleteStep(path: string): void
  /** every recorded step whose path starts with `prefix` */
  stepsUnder(prefix: string): StepRecord[]
  /** how many steps are recorded, and the size of their inputs and outputs */
  tally(): { steps: number; bytes: number }
  cursor(path: string): Cursor | undefined
  saveCursor(path: string, cursor: Cursor): void
  waits(): WaitRecord[]
  saveWait(wait: WaitRecord): void
  deleteWait(path: string): void
  /** takes the oldest event kept for `key`, if one came before anybody waited */
  takeEvent(key: string): { payload: Json } | undefined
  keepEvent(key: string, payload: Json): void
  /** in a replay: what came of the step of that name before */
  recordings(name: string): Recording[]
  /** appends to the run's event log */
  log(type: string, path?: string): void
}

/** Where a loop stands: kept apart from its step, which holds the items and is large. */
export interface Cursor {
  count: number
  /** the iteration to start next */
  next: number
  /** iterations that started and have not ended */
  open: number[]
}

/** What a caller gets: from Return Response, or from Return Call Data. */
export type Answer =
  | {
      kind: 'response'
      format: 'json' | 'text'
      body: Json
      status?: number
      headers?: Record<string, string>
    }
  | { kind: 'call_data'; promptAddition: string; dynamicVariables: Record<string, Json> }

/** What a step asks for instead of an output: to be called again later. */
export interface WaitRequest {
  /** epoch milliseconds at which to go on; with `key`, the time-out */
  until?: number
  /** name of the event to wait for, unique among the run's open waits */
  key?: string
  /** true where a caller should hold the line: the wait is short and the answer may still come */
  holdsCaller?: boolean
  /** handed back on resume */
  state?: Json
}

/** What one attempt of a step came to. Thrown errors are the other way out. */
export interface StepResult {
  output?: unknown
  answer?: Answer
  /** true ends the run here, as succeeded */
  stop?: boolean
  wait?: WaitRequest
  logs?: string[]
}

/** One attempt of one step, as the host sees it. */
export interface StepCall {
  /** resolved, unredacted */
  input: Record<string, unknown>
  runId: string
  workflowId: string
  path: string
  /** 1 for the first */
  attempt: number
  /** the same for every attempt of this step: send it where the service supports one */
  idempotencyKey: string
  signal: AbortSignal
  /** keeps texts out of the step's record that came up while it ran, such as a new token */
  keepSecret?(secrets: readonly string[]): void
  /** set in a test */
  trial?: Trial
  /** a value without the secrets the step was given: for what it leaves outside its own record */
  cleared?<T>(value: T): T
  /** set when the step had asked to wait */
  resume?: { payload: Json; timedOut: boolean; state: Json }
}

/** How a step will be run. */
export interface PreparedStep {
  /**
   * whether running it again does no harm; may hang on the resolved input.
   * `isResumed`: again from where its wait ended, not from its beginning
   */
  idempotent: boolean | ((input: Record<string, unknown>, isResumed: boolean) => boolean)
  /** true where it has no effect outside the run, so that nothing need be written before it */
  pure: boolean
  /** milliseconds, where the step itself sets none */
  timeoutMs?: number
  /** names of input properties whose values are secret */
  secretInputs?: readonly string[]
  run(call: StepCall): StepResult | Promise<StepResult>
}

/** A connection as a step may use it. */
export interface OpenConnection {
  /** what `{{connections['id']}}` stands for */
  value: Json
  /** the texts in it that must not reach a record */
  secrets: readonly string[]
}

/** Runs what the engine cannot: pieces and code. */
export interface StepHost {
  /** @throws CodedError PIECE_UNKNOWN, ACTION_UNKNOWN */
  prepare(step: PieceAction | CodeAction): PreparedStep | Promise<PreparedStep>
  /** decrypted connections by id. @throws CodedError CONNECTION_NOT_FOUND, CONNECTION_INACTIVE */
  connections(ids: readonly string[]): Promise<Record<string, OpenConnection>>
}

/** What the run's owner is told, as it happens. */
export interface RunListener {
  /** an answer is recorded, the run ended, or it now waits for something a caller should not wait for */
  settled(): void
  /** a wait was added or removed, or the run ended: look at the alarm again */
  changed(): void
}

/** Decides when a long turn gives way. */
export interface Turn {
  /**
   * Called after each step. True: go on. False: stop here, the run will be recovered from its journal.
   */
  spend(): boolean | Promise<boolean>
  /** Lets what is ready to be sent go out first. The answer means what it means for `spend`. */
  yield(): Promise<boolean>
}

/** Named moments at which a test may stop the world. In production `at` does nothing. */
export type FaultPoint = 'before-io' | 'after-io' | 'after-commit' | 'before-outbox'
export interface Faults {
  at(point: FaultPoint, path: string): void | Promise<void>
}

/** Upper limits of one run. */
export interface Limits {
  maxSteps: number
  maxOutputBytes: number
  maxJournalBytes: number
  maxRunMs: number
  /** longest single attempt */
  maxAttemptMs: number
  /** crashes of one step after which it is given up */
  maxInterruptions: number
}

/** Everything the interpreter needs from outside. */
export interface EngineDeps {
  journal: Journal
  host: StepHost
  clock: Clock
  turn: Turn
  faults?: Faults
  limits: Limits
  listener: RunListener
  /** a number in [0, 1) for jitter */
  random(): number
}
