import { nameOf } from '../../src/engine/path.ts'
import type { Cursor, Journal } from '../../src/engine/ports.ts'
import type { RunRecord, StepRecord, WaitRecord } from '../../src/engine/records.ts'
import type { Recording } from '../../src/engine/replay.ts'
import type { Json } from '../../src/json.ts'

/** A journal in memory that, like a database, hands out copies and keeps nothing but JSON. */
export interface MemoryJournal extends Journal {
  /** how many times each step's outcome was recorded, by path */
  outcomes: Map<string, number>
  entries: { type: string; path?: string }[]
}

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

export function memoryJournal(
  run: Partial<RunRecord> & { trigger: Json },
  recordings: readonly Recording[] = [],
): MemoryJournal {
  let record: RunRecord = {
    id: 'run_1',
    workflowId: 'wf_1',
    versionId: 'v_1',
    status: 'QUEUED',
    createdAt: 0,
    startedAt: null,
    finishedAt: null,
    answer: null,
    toldAt: null,
    answeredBy: null,
    error: null,
    failedStep: null,
    stepsCount: 0,
    journalBytes: 0,
    ...copy(run),
  }
  const steps = new Map<string, StepRecord>()
  const cursors = new Map<string, Cursor>()
  const waits = new Map<string, WaitRecord>()
  const inbox: { key: string; payload: Json }[] = []
  const outcomes = new Map<string, number>()
  const entries: { type: string; path?: string }[] = []
  const found = <T>(value: T | undefined) => (value === undefined ? undefined : copy(value))
  return {
    outcomes,
    entries,
    run: () => copy(record),
    saveRun(next) {
      record = copy(next)
    },
    step: (path) => found(steps.get(path)),
    saveStep(step) {
      const was = steps.get(step.path)
      const ended = step.status === 'SUCCEEDED' || step.status === 'FAILED'
      if (ended && was?.status !== step.status) outcomes.set(step.path, (outcomes.get(step.path) ?? 0) + 1)
      steps.set(step.path, copy(step))
    },
    deleteStep: (path) => void steps.delete(path),
    stepsUnder: (prefix) =>
      [...steps.values()]
        .filter((step) => step.path.startsWith(prefix))
        .sort((a, b) => (a.path < b.path ? -1 : 1))
        .map(copy),
    tally() {
      let bytes = 0
      for (const step of steps.values()) bytes += (step.input?.length ?? 0) + (step.output?.length ?? 0)
      return { steps: steps.size, bytes }
    },
    cursor: (path) => found(cursors.get(path)),
    saveCursor: (path, cursor) => void cursors.set(path, copy(cursor)),
    waits: () => [...waits.values()].map(copy),
    saveWait: (wait) => void waits.set(wait.path, copy(wait)),
    deleteWait: (path) => void waits.delete(path),
    takeEvent(key) {
      const at = inbox.findIndex((each) => each.key === key)
      const [event] = at < 0 ? [] : inbox.splice(at, 1)
      return event && { payload: event.payload }
    },
    keepEvent: (key, payload) => void inbox.push({ key, payload }),
    recordings: (name) => recordings.filter(({ path }) => nameOf(path) === name).map(copy),
    log: (type, path) => void entries.push({ type, path }),
  }
}
