import { openDb } from '../db/client.ts'
import { loadVersion } from '../db/directory.ts'
import { openRuns, saveReplayRun } from '../db/replays.ts'
import { readOutputs, sameSteps } from '../db/samples.ts'
import type { ReplayRow } from '../db/schema-replays.ts'
import { nameOf } from '../engine/path.ts'
import { isTerminal } from '../engine/records.ts'
import type { Recording } from '../engine/replay.ts'
import { CodedError, isCoded, toErrorData } from '../errors.ts'
import type { Json } from '../json.ts'
import { inParallel } from '../parallel.ts'
import { compareRuns, verdictOf } from '../run/compare.ts'
import type { RunDetail } from '../run/protocol.ts'
import type { Definition } from '../workflow/schema.ts'
import { steps } from '../workflow/walk.ts'
import { askRun } from './run-client.ts'
import { readRun } from './run-control.ts'
import { dispatchTest } from './test-run.ts'

/** For how long one request sees to a replay, in milliseconds: what it started may outlive it, and somebody asks again. */
export const DRIVE_MS = 25_000

/** Runs that are replayed at a time. */
const AT_ONCE = 4

/** Characters of what steps gave that one replay is answered from: it travels in one message, of 32 MiB at most. */
const MAX_RECORDED = 8 * 1024 * 1024

/**
 * Replays what is left of a replay's runs, a few at a time. Ids follow from the replay and the run, so whoever does it
 * once more, after a crash or beside another, finds the same runs.
 */
export async function driveReplay(env: Cloudflare.Env, replay: ReplayRow, name: string): Promise<void> {
  const db = openDb(env.DB)
  const definition = await loadVersion(db, replay.versionId)
  const deadline = Date.now() + DRIVE_MS
  await inParallel(await openRuns(db, replay.id), AT_ONCE, async ({ runId }) => {
    const left = deadline - Date.now()
    if (left <= 0) return
    try {
      await replayRun(env, { ...replay, name, definition }, runId, left)
    } catch (error) {
      if (isCoded(error) && error.code === 'RUNTIME_UNAVAILABLE') return
      const why = { verdict: 'not_replayed' as const, error: toErrorData(error) }
      await saveReplayRun(db, replay.id, runId, why)
    }
  })
}

interface Replayed extends ReplayRow {
  name: string
  definition: Definition
}

/** @throws CodedError why a run can't be replayed */
async function replayRun(env: Cloudflare.Env, replay: Replayed, runId: string, waitMs: number) {
  const db = openDb(env.DB)
  const then = await readRun(env, runId)
  if (!isTerminal(then.run.status)) {
    throw new CodedError('RUN_NOT_ENDED', 'The run goes on: there is nothing to compare with yet.')
  }
  const past = await loadVersion(db, then.run.versionId)
  const recordings = await recordingsOf(env, then, past, replay)
  const { runId: testRunId, status } = await dispatchTest(env, {
    workflow: { id: replay.workflowId, versionId: replay.versionId, name: replay.name },
    kind: 'manual',
    eventId: `${replay.id}:${runId}`,
    payload: then.run.trigger,
    recordings,
    trial: { live: false, replay: { at: then.run.startedAt ?? then.run.createdAt } },
    waitMs,
    until: 'end',
  })
  if (!isTerminal(status)) return saveReplayRun(db, replay.id, runId, { testRunId })
  const comparison = compareRuns(then, await readRun(env, testRunId), [past, replay.definition])
  await saveReplayRun(db, replay.id, runId, { testRunId, comparison, verdict: verdictOf(comparison) })
}

/** What steps of the draft gave in a past run; samples of those that did not run then, or were others. */
async function recordingsOf(
  env: Cloudflare.Env,
  then: RunDetail,
  past: Definition,
  { workflowId, definition }: Replayed,
): Promise<Recording[]> {
  const same = sameSteps(past, definition)
  const ended = then.steps.filter(({ path, status }) => same.has(nameOf(path)) && isOutcome(status))
  const answered = then.run.answer && (await answeringPath(env, then.run.id))
  const recordings = ended.map(
    ({ path, startedAt, input, output, error }): Recording => ({
      path,
      isSample: false,
      startedAt,
      input,
      output: output === null ? null : (JSON.parse(output) as Json),
      error,
      ...(path === answered && then.run.answer && { answer: then.run.answer }),
    }),
  )
  const known = new Set(ended.map(({ path }) => nameOf(path)))
  const names = Array.from(steps(definition), ({ step }) => step.name).filter((name) => !known.has(name))
  const samples = await readOutputs(openDb(env.DB), workflowId, names)
  for (const [path, output] of samples) {
    recordings.push({ path, isSample: true, startedAt: null, input: null, output, error: null })
  }
  if (JSON.stringify(recordings).length <= MAX_RECORDED) return recordings
  throw new CodedError('RUN_TOO_LARGE', 'The run recorded too much to be replayed.')
}

const isOutcome = (status: string): boolean => status === 'SUCCEEDED' || status === 'FAILED'

/** Entries of a run's log that are looked through for its answer. */
const LOG_ENTRIES = 1_000

/** Path of the step that answered the caller. */
async function answeringPath(env: Cloudflare.Env, runId: string): Promise<string | null | undefined> {
  const log = await askRun(env, runId, (object) => object.readLog(runId, 0, LOG_ENTRIES))
  return log.find(({ type }) => type === 'run.answered')?.path
}
