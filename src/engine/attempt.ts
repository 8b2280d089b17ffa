import { CodedError, type ErrorData, toErrorData } from '../errors.ts'
import { resolveTemplate } from '../expression/template.ts'
import { isObject, type Json } from '../json.ts'
import type { CodeAction, PieceAction } from '../workflow/schema.ts'
import { isRepeatable, refuseUnlessRepeatable } from './interrupted.ts'
import { noteTold } from './lifecycle.ts'
import { clockOf, type LiveRun, passesWaits, runLimit } from './live.ts'
import { nameOf, prefixOf } from './path.ts'
import type { PlanStep } from './plan.ts'
import type { PreparedStep, StepCall, StepResult, WaitRequest } from './ports.ts'
import type { StepMeta, StepRecord, WaitRecord } from './records.ts'
import { redactedText, withoutSecrets } from './redact.ts'
import { answerFor, sameAsThen } from './replay.ts'
import { nextRetry, retryPolicy } from './retry.ts'
import { createScope } from './scope.ts'

/** What became of a step: go on, wait, fail, end the run here, or write nothing more. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'waiting'; wait: WaitRecord }
  | { kind: 'failed'; error: ErrorData }
  | { kind: 'stop' }
  | { kind: 'over' }

/** One attempt in the making. */
interface Attempt {
  live: LiveRun
  path: string
  step: PieceAction | CodeAction
  record: StepRecord
  meta: StepMeta
  secrets: string[]
  /** when this attempt began; the record keeps when the step first did */
  startedAt: number
}

const MAX_RECORDED_INPUT = 256 * 1024
const REDACTED_ROOTS: ReadonlySet<string> = new Set(['connections'])

/**
 * Runs a PIECE or CODE step once and records what came of it. What must be known after a crash is written before
 * the I/O starts; the outcome is written in one block after it.
 */
export async function attemptStep(live: LiveRun, path: string, plan: PlanStep): Promise<Outcome> {
  const step = plan.step as PieceAction | CodeAction
  const { clock, journal, host, faults } = live.deps
  const wait = live.waits.get(path)
  const before = live.recovered || wait ? journal.step(path) : undefined
  const attempt = begin(live, path, step, before, wait)
  try {
    const preparing = host.prepare(step)
    const prepared = preparing instanceof Promise ? await preparing : preparing
    if (isMocked(live, plan, prepared)) {
      resolveInput(attempt, plan, prepared, null)
      return answerFromRecord(attempt)
    }
    const connections = plan.connections.length > 0 ? await openConnections(attempt, plan.connections) : {}
    const input = resolveInput(attempt, plan, prepared, connections)
    const isResumed = wait !== undefined && wait.kind !== 'retry'
    if (before?.status === 'RUNNING') {
      refuseUnlessRepeatable(attempt, before, isRepeatable(prepared, input, isResumed))
    }
    if (!prepared.pure) {
      journal.saveStep({ ...attempt.record, meta: metaOf(attempt) })
      journal.log('step.started', path)
    }
    if (faults) await faults.at('before-io', path)
    if (live.over) return { kind: 'over' }
    const result = await perform(attempt, prepared, input, wait)
    if (faults) await faults.at('after-io', path)
    return live.over ? { kind: 'over' } : settle(attempt, prepared.pure ? asThen(attempt, result) : result)
  } catch (error) {
    if (live.over) return { kind: 'over' }
    attempt.record.endedAt = clock.now()
    return fail(attempt, toErrorData(error, 'STEP_FAILED'))
  }
}

/** In a replay, whether a step is answered from the record: unless all it does stays within the run. */
function isMocked({ run }: LiveRun, { step, connections }: PlanStep, { pure }: PreparedStep): boolean {
  // The sandbox of code has no network.
  return run.trial?.replay !== undefined && (connections.length > 0 || !(pure || step.type === 'CODE'))
}

function answerFromRecord(attempt: Attempt): Outcome {
  const { live, path, record, step, meta } = attempt
  const { mocked, recording } = answerFor(live.deps.journal.recordings(step.name), path, record.input)
  meta.mocked = mocked
  if (!recording?.error) return settle(attempt, { output: recording?.output, answer: recording?.answer })
  record.endedAt = live.deps.clock.now()
  // Its attempts were made then.
  return fail(attempt, { ...recording.error, retryable: false })
}

/**
 * In a replay, a pure step that is given the same gives the same: it may have asked for the time, or for chance. What it
 * does to its run it does anew.
 */
function asThen({ live, path, record, step }: Attempt, result: StepResult): StepResult {
  if (!live.run.trial?.replay || result.wait) return result
  const then = sameAsThen(live.deps.journal.recordings(step.name), path, record.input)
  return then ? { ...result, output: then.output } : result
}

async function openConnections(attempt: Attempt, ids: readonly string[]): Promise<Record<string, Json>> {
  const opened = await attempt.live.deps.host.connections(ids)
  const values: Record<string, Json> = {}
  for (const [id, { value, secrets }] of Object.entries(opened)) {
    values[id] = value
    attempt.secrets.push(...secrets)
  }
  return values
}

function begin(
  live: LiveRun,
  path: string,
  step: PieceAction | CodeAction,
  before: StepRecord | undefined,
  wait: WaitRecord | undefined,
): Attempt {
  const again = before !== undefined && (wait === undefined || wait.kind === 'retry')
  const meta: StepMeta = { ...before?.meta }
  delete meta.warnings
  return {
    live,
    path,
    step,
    meta,
    secrets: [],
    startedAt: live.deps.clock.now(),
    record: {
      path,
      status: 'RUNNING',
      attempt: (before?.attempt ?? 0) + (again || !before ? 1 : 0),
      startedAt: before?.startedAt ?? live.deps.clock.now(),
      endedAt: null,
      input: null,
      output: null,
      error: null,
      meta: null,
    },
  }
}

/** Resolves and records a step's input. @param connections null leaves them closed, for an input that is only recorded */
function resolveInput(
  attempt: Attempt,
  plan: PlanStep,
  prepared: PreparedStep,
  connections: Record<string, Json> | null,
): Record<string, unknown> {
  const scope = createScope(attempt.live, prefixOf(attempt.path), connections ?? {})
  const now = clockOf(attempt.live, attempt.record)
  const redacted = { now, redact: REDACTED_ROOTS }
  const { value, warnings } = resolveTemplate(plan.template, scope, connections ? { now } : redacted)
  const hasSecrets = connections !== null && plan.connections.length > 0
  const shown = hasSecrets ? resolveTemplate(plan.template, scope, redacted).value : value
  const text = redactedText(shown, prepared.secretInputs)
  attempt.record.input =
    text.length <= MAX_RECORDED_INPUT ? text : JSON.stringify({ truncated: true, characters: text.length })
  if (warnings.length > 0) attempt.meta.warnings = warnings.slice(0, 50)
  return isObject(value) ? value : {}
}

async function perform(
  attempt: Attempt,
  prepared: PreparedStep,
  input: Record<string, unknown>,
  wait: WaitRecord | undefined,
): Promise<StepResult> {
  const { live, path, record, step } = attempt
  const controller = new AbortController()
  const call: StepCall = {
    input,
    runId: live.run.id,
    workflowId: live.run.workflowId,
    path,
    attempt: record.attempt,
    idempotencyKey: `${live.run.id}:${path}`,
    signal: controller.signal,
    keepSecret: (secrets) => attempt.secrets.push(...secrets),
    cleared: (value) => cleared(attempt, value),
  }
  if (live.run.trial) call.trial = live.run.trial
  if (wait && wait.kind !== 'retry') {
    const { payload, timedOut } = wait.fired ?? { payload: null, timedOut: false }
    call.resume = { payload, timedOut, state: wait.state }
  }
  const running = prepared.run(call)
  if (!(running instanceof Promise)) return running
  const own = step.settings.timeoutSeconds
  const limit = Math.min(own ? own * 1000 : (prepared.timeoutMs ?? Infinity), live.deps.limits.maxAttemptMs)
  return withTimeout(running, limit, controller, attempt, isRepeatable(prepared, input, false))
}

function withTimeout(
  running: Promise<StepResult>,
  limitMs: number,
  controller: AbortController,
  { live, path, step }: Attempt,
  retryable: boolean,
): Promise<StepResult> {
  live.inFlight.set(path, controller)
  const { promise, reject } = Promise.withResolvers<never>()
  const late = () => {
    const message = `Step "${step.name}" took longer than ${limitMs / 1000} s.`
    // What it did by then nobody knows: as after a crash, only what may be repeated is.
    const error = new CodedError('STEP_TIMEOUT', message, { retryable })
    controller.abort(error)
    reject(error)
  }
  const stopTimer = live.deps.clock.timer(limitMs, late)
  controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  return Promise.race([running, promise]).finally(() => {
    stopTimer()
    live.inFlight.delete(path)
  })
}

function settle(attempt: Attempt, result: StepResult): Outcome {
  const { live, record, path } = attempt
  if (result.logs?.length)
    attempt.meta.logs = result.logs.map((line) => withoutSecrets(line, attempt.secrets))
  if (result.answer) takeAnswer(attempt, cleared(attempt, result.answer))
  if (result.wait && !endsTest(attempt, result.wait)) return park(attempt, cleared(attempt, result.wait))
  const text = storable(attempt, result.output)
  record.status = 'SUCCEEDED'
  record.endedAt = live.deps.clock.now()
  record.output = withoutSecrets(text, attempt.secrets)
  write(attempt)
  // Later steps see what was recorded, so it is the same now and after a restart.
  live.values.set(path, JSON.parse(record.output))
  live.deps.journal.log('step.succeeded', path)
  return { kind: result.stop ? 'stop' : 'done' }
}

/** What a step hands on, without the secrets that it was given. */
function cleared<T>({ secrets }: Attempt, value: T): T {
  return secrets.length === 0 ? value : JSON.parse(withoutSecrets(JSON.stringify(value), secrets))
}

function storable({ live, step }: Attempt, output: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(output ?? null)
  } catch (cause) {
    throw new CodedError('OUTPUT_INVALID', `Step "${step.name}" gave an output that isn't JSON.`, { cause })
  }
  const limit = live.deps.limits.maxOutputBytes
  if (text !== undefined && text.length > limit) {
    const message = `Step "${step.name}" gave ${text.length} characters; ${limit} are allowed. Hand on less.`
    throw new CodedError('OUTPUT_TOO_LARGE', message)
  }
  return text ?? 'null'
}

function takeAnswer({ live, meta, path }: Attempt, answer: NonNullable<StepResult['answer']>): void {
  if (live.run.answer) {
    const message = 'The caller was already answered; this answer was not sent.'
    meta.warnings = [...(meta.warnings ?? []), { code: 'ALREADY_ANSWERED', path: '', token: '', message }]
    return
  }
  live.run.answer = answer
  // Whoever was told something else before, that the run failed for one, does not wait for it any more.
  if (live.run.toldAt === null) live.run.answeredBy = nameOf(path)
  noteTold(live)
  live.answerUnsaved = true
  live.deps.journal.log('run.answered', path)
}

/**
 * Notes what a step that passes its waits would wait for. True where it ends with that: nobody holds on for an event
 * from outside, nor for a second span of time.
 */
function endsTest({ live, meta }: Attempt, wait: WaitRequest): boolean {
  const isHeld = wait.key !== undefined && wait.holdsCaller
  if (!passesWaits(live) || isHeld) return false
  const isSecond = meta.wouldWait !== undefined
  meta.wouldWait = { until: wait.until ?? null, key: wait.key ?? null }
  return wait.key !== undefined || isSecond
}

function park(attempt: Attempt, request: WaitRequest): Outcome {
  const { live, path, record } = attempt
  const wait: WaitRecord = {
    path,
    kind: request.key === undefined ? 'timer' : 'event',
    // No wait outlives its run: at the run's own limit it is woken, and ended.
    until: Math.min(request.until ?? Infinity, runLimit(live)),
    key: request.key ?? null,
    holdsCaller: request.holdsCaller ?? false,
    state: request.state ?? null,
    fired: null,
  }
  record.status = 'PAUSED'
  write(attempt)
  live.deps.journal.saveWait(wait)
  live.waits.set(path, wait)
  live.deps.journal.log('step.paused', path)
  return { kind: 'waiting', wait }
}

function fail(attempt: Attempt, thrown: ErrorData): Outcome {
  const { live, path, record, meta, step } = attempt
  const error = cleared(attempt, thrown)
  record.error = error
  const interrupted = (meta.attempts ?? []).filter((each) => each.error.code === 'INTERRUPTED').length
  const tries = record.attempt - interrupted
  const delay = nextRetry(retryPolicy(step), error, tries, live.deps.random())
  if (delay === undefined) {
    record.status = 'FAILED'
    write(attempt)
    live.deps.journal.log('step.failed', path)
    return { kind: 'failed', error }
  }
  const now = live.deps.clock.now()
  const ended = {
    attempt: record.attempt,
    startedAt: attempt.startedAt,
    endedAt: record.endedAt ?? now,
    error,
  }
  meta.attempts = [...(meta.attempts ?? []), ended]
  record.endedAt = null
  const waiting = park(attempt, { until: now + delay, holdsCaller: true })
  if (waiting.kind === 'waiting') {
    waiting.wait.kind = 'retry'
    live.deps.journal.saveWait(waiting.wait)
  }
  return waiting
}

const metaOf = ({ meta }: Pick<Attempt, 'meta'>): StepMeta | null =>
  Object.keys(meta).length > 0 ? meta : null

/** Saves the step's record, and ends the wait it may have come from. */
function write({ live, path, record, meta }: Attempt): void {
  record.meta = metaOf({ meta })
  if (live.waits.delete(path)) live.deps.journal.deleteWait(path)
  live.deps.journal.saveStep(record)
  live.run.journalBytes += (record.input?.length ?? 0) + (record.output?.length ?? 0)
}
