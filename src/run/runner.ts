import { type LiveRun, openRun } from '../engine/live.ts'
import type { Plan } from '../engine/plan.ts'
import type { EngineDeps } from '../engine/ports.ts'
import { isTerminal, type RunRecord } from '../engine/records.ts'
import { deliverEvent, endRun, recoverRun, reopenRun, startRun, wakeRun } from '../engine/run.ts'
import { toErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import { createJournal } from './journal.ts'
import { findRow, type RunRow, readRow, runNotFound, saveRecord, versionOf } from './run-rows.ts'
import type { Sql } from './store.ts'

/** What the runs of one object share. */
export interface RunnerDeps {
  sql: Sql
  engine: Omit<EngineDeps, 'journal' | 'listener'>
  plan(versionId: string): Plan | Promise<Plan>
  /** an entry was added to the event log of a run */
  logged(): void
  /** a run settled: callers may look at it */
  settled(runId: string): void
  /**
   * Something changed that the alarm or the index must know.
   * @param stranded a run that should be moving is not in memory: take it up again
   */
  changed(stranded: boolean): void
}

/** Keeps the runs of one object moving. */
export interface Runner {
  /** begins a recorded run */
  start(n: number): void
  /** takes runs up again that should be moving, or whose wait is over */
  resume(n: number): void
  deliver(row: RunRow, key: string, payload: Json): void
  cancel(row: RunRow): Promise<void>
  /** @throws CodedError RUN_NOT_RETRYABLE, and RUN_NOT_FOUND where it was purged meanwhile */
  reopen(row: RunRow, skip: boolean): Promise<void>
  /** true while any step is being worked on */
  busy(): boolean
  /** row numbers of runs in memory */
  has(n: number): boolean
  /** the record of a run in memory, newer than its row */
  record(n: number): RunRecord | undefined
}

/** Ends a run whose version is gone for good; any other failure to read it leaves the run for the alarm. */
function giveUp(deps: RunnerDeps, n: number, cause: unknown): void {
  const error = toErrorData(cause)
  if (error.code !== 'VERSION_NOT_FOUND') return
  const { record } = readRow(deps.sql, n)
  const finishedAt = deps.engine.clock.now()
  saveRecord(deps.sql, n, { ...record, status: 'INTERNAL_ERROR', error, finishedAt })
  createJournal(deps.sql, n, deps.engine.clock, deps.logged).log('run.internal_error')
  deps.settled(record.id)
}

/** Records an event for a run that is not in memory. True where it ends a wait; otherwise it is kept for one. */
function endsWait({ sql, engine }: RunnerDeps, n: number, key: string, payload: Json): boolean {
  const journal = createJournal(sql, n, engine.clock)
  const wait = journal.waits().find((each) => each.key === key && !each.fired)
  if (wait) journal.saveWait({ ...wait, fired: { payload, timedOut: false } })
  else journal.keepEvent(key, payload)
  return wait !== undefined
}

/** Creates the runner of an object. */
export function createRunner(deps: RunnerDeps): Runner {
  const live = new Map<number, LiveRun>()
  const loading = new Set<number>()
  const engineDeps = (n: number, id: string): EngineDeps => ({
    ...deps.engine,
    journal: createJournal(deps.sql, n, deps.engine.clock, deps.logged),
    listener: {
      settled: () => deps.settled(id),
      changed: () => deps.changed(false),
    },
  })

  /** Runs `act` with the run's plan, at once where it is in memory. */
  function withPlan(n: number, act: (plan: Plan, id: string) => void): void {
    const { id, versionId } = versionOf(deps.sql, n)
    const plan = deps.plan(versionId)
    if (!(plan instanceof Promise)) {
      act(plan, id)
      return
    }
    loading.add(n)
    deps.changed(false)
    plan
      .then(
        (ready) => act(ready, id),
        (error) => giveUp(deps, n, error),
      )
      .finally(() => {
        loading.delete(n)
        deps.changed(!live.has(n))
      })
      // What fails here is a defect of ours: the run stays in the journal and the alarm takes it up again.
      .catch((error) => console.error('run.unhandled', toErrorData(error).code))
  }

  function track(n: number, { live: run, turn }: { live: LiveRun; turn: Promise<void> }): void {
    live.set(n, run)
    // Whoever set it moving: there is an alarm before its I/O goes out, for the case that the process dies.
    deps.changed(false)
    follow(n, run, turn)
  }

  function follow(n: number, run: LiveRun, turn: Promise<void>): void {
    const forget = () => {
      // A run that only waits is read back from its journal when its time comes.
      if (run.tokens === 0 && live.get(n) === run) live.delete(n)
      deps.changed(run.over && !isTerminal(run.run.status))
    }
    turn.then(forget, (error) => {
      console.error('run.defect', toErrorData(error).code)
      run.over = true
      forget()
    })
  }

  return {
    start: (n) => withPlan(n, (plan, id) => track(n, startRun(plan, engineDeps(n, id)))),
    resume(n) {
      const running = live.get(n)
      if (running) return follow(n, running, wakeRun(running))
      if (!loading.has(n)) withPlan(n, (plan, id) => track(n, recoverRun(plan, engineDeps(n, id))))
    },
    deliver(row, key, payload) {
      const running = live.get(row.n)
      if (running) return follow(row.n, running, deliverEvent(running, key, payload))
      if (endsWait(deps, row.n, key, payload)) this.resume(row.n)
    },
    async cancel(row) {
      const running =
        live.get(row.n) ?? openRun(await deps.plan(row.record.versionId), engineDeps(row.n, row.record.id))
      endRun(running, 'CANCELED', null)
      live.delete(row.n)
    },
    async reopen(row, skip) {
      const plan = await deps.plan(row.record.versionId)
      if (findRow(deps.sql, row.record.id)?.n !== row.n) throw runNotFound(row.record.id)
      reopenRun(plan, engineDeps(row.n, row.record.id), skip)
      this.resume(row.n)
    },
    busy: () => live.size > 0 || loading.size > 0,
    has: (n) => live.has(n) || loading.has(n),
    record: (n) => live.get(n)?.run,
  }
}
