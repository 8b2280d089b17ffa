import { DurableObject } from 'cloudflare:workers'
import type { CallResult } from '../call/result.ts'
import { isTerminal } from '../engine/records.ts'
import { CodedError, toErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import { acceptEvent, acceptRepeat, keepCallData, versionUnlike } from './accept.ts'
import { nextAlarm } from './alarm.ts'
import { readCall, readEvents } from './call-row.ts'
import { createErrands, type Errands } from './errands.ts'
import { answerUpgrade } from './followers.ts'
import { readWaits, stepsUnder } from './journal.ts'
import { oweLate } from './late.ts'
import { createLiveView, type LiveView } from './live-view.ts'
import { engineDeps, errandDeps, outboxDeps, planSource } from './object-deps.ts'
import { drainOutbox } from './outbox.ts'
import type {
  CallTimeline,
  CallWatcher,
  DispatchReply,
  DispatchRequest,
  LateTarget,
  LogEntry,
  PurgeReply,
  PurgeRequest,
  RetryStrategy,
  RunApi,
  RunDetail,
  RunReply,
  WorkflowRef,
} from './protocol.ts'
import { purgeRuns, spentAt } from './purge.ts'
import {
  allRows,
  clearAnswer,
  dueRows,
  findRow,
  movingRows,
  nextWait,
  type RunRow,
  replyOf,
  runNotFound,
} from './run-rows.ts'
import { createRunner, type Runner } from './runner.ts'
import { preparedOnUse } from './store.ts'
import { migrate } from './tables.ts'
import { createShortTurn, createTurn } from './turn.ts'
import { createWaiters, settledAs } from './waiters.ts'
import { waitToResume } from './waits.ts'
import { watchCall } from './watchers.ts'

/** Holds all runs of one call, or the run of one event. A shell: what it does is in the functions it calls. */
export class RunObject extends DurableObject<Cloudflare.Env> implements RunApi {
  private readonly sql: ReturnType<typeof preparedOnUse>
  private readonly runner: Runner
  private readonly live: LiveView
  private readonly errands: Errands
  private readonly waiters = createWaiters()
  /** when the alarm is set for; undefined until this instance has set it */
  private alarmAt: number | null | undefined
  private outboxFailures = 0
  /** false once the outbox was found empty and nothing changed since; a new instance can't know */
  private outbox = true
  /** false once every run that should be moving was taken up; a new instance can't know */
  private mayStrand = true

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env)
    this.sql = preparedOnUse(ctx.storage.sql, migrate)
    this.live = createLiveView(ctx, this.sql)
    const start = (n: number) => this.runner.start(n)
    this.errands = createErrands(errandDeps(env, this.sql, { start, changed: () => this.changed() }))
    const steps = Number(env.PATCHCORD_STEPS_PER_TURN ?? 0)
    const turn = steps > 0 ? createShortTurn(steps, () => this.setAlarm(Date.now())) : createTurn()
    const loopback = ctx.exports as unknown as { default: Fetcher }
    this.runner = createRunner({
      sql: this.sql,
      engine: engineDeps(env, (request) => loopback.default.fetch(request), turn),
      plan: planSource(env),
      logged: this.live.logged,
      settled: (runId) => {
        this.waiters.wake(runId)
        this.errands.stir()
      },
      changed: (stranded) => {
        this.mayStrand ||= stranded
        this.changed()
      },
    })
  }

  async dispatch(request: DispatchRequest): Promise<DispatchReply> {
    const now = Date.now()
    const otherVersion = versionUnlike(this.sql, request)
    if (otherVersion !== undefined) return { duplicate: false, runs: [], variables: {}, otherVersion }
    const accepted = acceptEvent(this.sql, this.name, request, now)
    for (const n of accepted.started) this.runner.start(n)
    if (request.enrich) this.errands.entered()
    if (accepted.duplicate) this.resumeStranded()
    this.changed()
    const runs = await Promise.all(
      accepted.runs.map((run) => this.reply(run.id, run.waitMs, run.until, run.late)),
    )
    const returned = keepCallData(this.sql, request, runs)
    if (returned) this.changed()
    return { duplicate: accepted.duplicate, runs, variables: returned ?? accepted.variables }
  }

  async readRun(runId: string): Promise<RunDetail | null> {
    const row = findRow(this.sql, runId)
    if (!row) return null
    return {
      run: summary(row),
      agentId: readCall(this.sql)?.info.agent_id ?? null,
      steps: stepsUnder(this.sql, row.n, ''),
      waits: readWaits(this.sql, row.n),
    }
  }

  async cancelRun(runId: string): Promise<RunReply> {
    const row = this.row(runId)
    if (isTerminal(row.record.status)) {
      throw new CodedError('RUN_ENDED', `The run is ${row.record.status} already.`)
    }
    await this.runner.cancel(row)
    return this.reply(runId, 0)
  }

  async retryRun(runId: string, strategy: RetryStrategy, version?: WorkflowRef): Promise<RunReply> {
    const row = this.row(runId)
    if (strategy !== 'ON_LATEST_VERSION') {
      await this.runner.reopen(row, strategy === 'SKIP_FAILED_STEP')
      return this.reply(runId, 0)
    }
    if (!version || !isTerminal(row.record.status)) {
      throw new CodedError('RUN_NOT_RETRYABLE', 'Only an ended run of a published workflow can be run again.')
    }
    const { trigger: payload, trial } = row.record
    if (trial?.only !== undefined) {
      throw new CodedError('RUN_NOT_RETRYABLE', 'This was a test of one step: test the step again.')
    }
    if (trial?.replay) {
      throw new CodedError('RUN_NOT_RETRYABLE', 'This was a replay of a past run: replay that run again.')
    }
    const start = { workflow: version, payload, waitMs: 0, trial }
    const repeat = acceptRepeat(this.sql, this.name, runId, start, Date.now())
    if (!repeat) throw runNotFound(runId)
    this.runner.start(repeat.n)
    return this.reply(repeat.id, 0)
  }

  async deliver(runId: string, key: string, payload: Json, waitMs: number): Promise<RunReply> {
    const row = this.row(runId)
    if (isTerminal(row.record.status)) {
      throw new CodedError('RUN_ENDED', 'The run has ended; nothing waits for this any more.')
    }
    // A caller that waits wants what this event brings about, not what was answered before it.
    if (waitMs > 0) clearAnswer(this.sql, row.n)
    const running = this.runner.record(row.n)
    if (running && waitMs > 0) running.answer = null
    this.runner.deliver(row, key, payload)
    return this.reply(runId, waitMs)
  }

  async resumeRun(runId: string, path: string | undefined, payload: Json): Promise<RunReply> {
    const row = this.row(runId)
    this.runner.deliver(row, waitToResume(this.sql, row, path), payload)
    return this.reply(runId, 0)
  }

  async watchCall(watcher: CallWatcher): Promise<CallResult | null> {
    const result = watchCall(this.sql, watcher)
    if (result) this.changed()
    return result
  }

  async readLog(runId: string, after: number, limit: number): Promise<LogEntry[]> {
    const query = 'SELECT seq, type, path, at FROM log WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?'
    const rows = this.sql.exec<Omit<LogEntry, 'runId'>>(query, this.row(runId).n, after, limit)
    return rows.toArray().map((row) => ({ ...row, runId }))
  }

  async timeline(): Promise<CallTimeline> {
    return {
      call: readCall(this.sql)?.info ?? null,
      events: readEvents(this.sql),
      runs: allRows(this.sql).map(summary),
    }
  }

  async poke(): Promise<void> {
    this.resumeStranded()
    this.rearm()
  }

  async purge(request: PurgeRequest): Promise<PurgeReply> {
    const reply = purgeRuns(this.sql, request, (n) => this.runner.has(n), Date.now())
    this.rearm()
    return reply
  }

  /** Opens a live view: see `LiveView.connect`. */
  override async fetch(request: Request): Promise<Response> {
    return answerUpgrade(() => this.live.connect(request))
  }

  /** Clients have nothing to say but pings, which the platform answers. */
  override webSocketMessage(): void {}

  override webSocketClose(socket: WebSocket): void {
    socket.close()
  }

  override async alarm(): Promise<void> {
    this.alarmAt = null
    this.errands.run()
    this.resumeStranded()
    for (const n of dueRows(this.sql, Date.now())) this.runner.resume(n)
    try {
      this.outbox = false
      await drainOutbox(outboxDeps(this.env, this.sql, this.name))
      this.outboxFailures = 0
    } catch (error) {
      this.outbox = true
      this.outboxFailures++
      console.error('outbox.failed', toErrorData(error).code, this.outboxFailures)
    }
    const spent = spentAt(this.sql)
    if (spent !== null && spent <= Date.now()) await this.vanish()
    else this.rearm()
  }

  /** Leaves nothing of an object that has been empty for long enough. */
  private async vanish(): Promise<void> {
    await this.ctx.storage.deleteAll()
    this.sql.forget()
    this.alarmAt = null
  }

  private get name(): string {
    return this.ctx.id.name ?? ''
  }

  private row(runId: string): RunRow {
    const row = findRow(this.sql, runId)
    if (!row) throw runNotFound(runId)
    return row
  }

  /** Takes up what the journal says is running and nobody here runs: the process died, or the turn gave way. */
  private resumeStranded(): void {
    if (!this.mayStrand) return
    this.mayStrand = false
    for (const n of movingRows(this.sql)) if (!this.runner.has(n)) this.runner.resume(n)
  }

  private async reply(runId: string, waitMs: number, until?: 'end', late?: LateTarget): Promise<RunReply> {
    const deadline = Date.now() + waitMs
    let row = this.row(runId)
    while (waitMs > 0 && this.settled(row, until) === 'waiting') {
      const left = deadline - Date.now()
      if (left <= 0) break
      await this.waiters.wait(runId, left)
      row = this.row(runId)
    }
    const settled = this.settled(row, until)
    if (late && waitMs > 0 && settled === 'waiting') {
      oweLate(this.sql, row.n, late, Date.now())
      this.errands.entered()
    }
    return replyOf({ ...row, record: this.runner.record(row.n) ?? row.record }, settled)
  }

  /** What is in memory is newer than the row: a run that was just gone on with is not paused any more. */
  private settled(row: RunRow, until?: 'end'): RunReply['settled'] {
    const live = this.runner.record(row.n)
    if (!live && this.runner.has(row.n)) return 'waiting'
    const record = live ?? row.record
    return settledAs(until === 'end' ? { ...record, answer: null } : record)
  }

  /** Something changed that the index must hear of, and that may move the alarm. */
  private changed(): void {
    this.outbox = true
    this.rearm()
  }

  /** The one owner of the alarm: looks at every reason to be woken and sets it to the earliest. */
  private rearm(): void {
    const now = Date.now()
    const due = nextAlarm({
      now,
      busy: this.runner.busy(),
      nextWait: nextWait(this.sql),
      stranded: this.mayStrand,
      outbox: this.outbox,
      nextErrand: this.errands.next(),
      outboxFailures: this.outboxFailures,
    })
    // Looked up only where there is nothing else to do: calls are not to pay for it.
    const at = due ?? spentAt(this.sql)
    if (at === null) return
    // An alarm that comes too early looks again and costs nothing; moving it costs a write.
    if (typeof this.alarmAt === 'number' && this.alarmAt <= at) return
    this.setAlarm(at)
  }

  private setAlarm(at: number): void {
    this.alarmAt = at
    // Not awaited: storage errors reset the object anyway, and the output gate holds answers until it is written.
    void this.ctx.storage.setAlarm(at)
  }
}

function summary(row: RunRow): RunDetail['run'] {
  const { record, name, eventId, eventKind, environment, retryOf } = row
  return { ...record, name, eventId, eventKind, environment, retryOf }
}
