import type { Volley } from './load.ts'
import type { Plan } from './plan.ts'
import { bookingShot, finishedShot, loopShot } from './product.ts'
import { fireBare, fireProduct, type Session, settle } from './session.ts'
import { median, medianStats, type Stats, statsOf } from './stats.ts'
import { objectBytes } from './storage.ts'

/** Figures of one kind of request at one number of callers. */
export interface ToolRow extends Stats {
  callers: number
  target: Target
  /** milliseconds from the last answer until the index of runs is complete; null for the bare Worker */
  indexLagMs: number | null
}

export const TARGETS = [
  'bare route',
  'bare warm object',
  'bare new object',
  'tool, warm call',
  'tool, new call',
] as const
export type Target = (typeof TARGETS)[number]

/** The three-step sync tool beside the bare Worker, all volleys of a round one after the other. */
export async function measureTools(session: Session, plan: Plan): Promise<ToolRow[]> {
  for (const target of TARGETS) await volley(session, target, 10, 200, 'warm-up')
  await settle(session)
  const rows: ToolRow[] = []
  for (const [callers, requests] of plan.requests) {
    const rounds = new Map(TARGETS.map((target) => [target, { stats: [] as Stats[], lags: [] as number[] }]))
    for (let round = 0; round < plan.rounds; round++) {
      for (const [target, { stats, lags }] of rounds) {
        const { latencies, totalMs } = await volley(session, target, callers, requests, `${callers}-${round}`)
        stats.push(statsOf(latencies, totalMs))
        if (target.startsWith('tool')) lags.push(await settle(session))
      }
    }
    for (const [target, { stats, lags }] of rounds) {
      rows.push({ callers, target, ...medianStats(stats), indexLagMs: lags.length ? median(lags) : null })
    }
  }
  return rows
}

/** One volley at one target. `tag` keeps its calls and objects apart from other volleys'. */
async function volley(
  session: Session,
  target: Target,
  callers: number,
  requests: number,
  tag: string,
): Promise<Volley> {
  const guest = (caller: number, index: number) => bookingShot(session.agent, `${tag}-${caller}`, index)
  switch (target) {
    case 'bare route':
      return fireBare(session, callers, requests, (caller, index) =>
        echo('/route', guest(caller, index).body),
      )
    case 'bare warm object': {
      const shot = (caller: number, index: number) =>
        echo(`/object/${tag}-${caller}`, guest(caller, index).body)
      await fireBare(session, callers, callers, shot)
      return fireBare(session, callers, requests, shot)
    }
    case 'bare new object':
      return fireBare(session, callers, requests, (caller, index) =>
        echo(`/object/${tag}-new-${index}`, guest(caller, index).body),
      )
    case 'tool, warm call':
      await fireProduct(session, callers, callers, (caller) => guest(caller, requests))
      return fireProduct(session, callers, requests, guest)
    case 'tool, new call':
      return fireProduct(session, callers, requests, (_, index) =>
        bookingShot(session.agent, `${tag}-new-${index}`, index),
      )
  }
}

/** A request that the bare Worker hands back as it is. */
function echo(path: string, body: unknown) {
  const text = JSON.stringify(body)
  return {
    path,
    body,
    check: (answer: { status: number; body: string }) =>
      answer.status === 200 && answer.body === text ? null : `status ${answer.status}: ${answer.body}`,
  }
}

/** How fast finished calls are accepted for good. */
export interface FinishedRow extends Stats {
  callers: number
  events: number
  /** until the last event was accepted */
  acceptedMs: number
  /** from then until every run had succeeded */
  indexLagMs: number
}

/** Call-finished events, each of a call of its own, at each number of callers; then all their runs must be there. */
export async function measureFinished(session: Session, plan: Plan): Promise<FinishedRow[]> {
  const rows: FinishedRow[] = []
  for (const callers of plan.requests.keys()) {
    const { latencies, totalMs } = await fireProduct(session, callers, plan.events, (_, index) =>
      finishedShot(session.agent, `finished-${callers}-${index}`),
    )
    const indexLagMs = await settle(session)
    rows.push({
      callers,
      events: plan.events,
      acceptedMs: totalMs,
      indexLagMs,
      ...statsOf(latencies, totalMs),
    })
  }
  return rows
}

/** What one more step costs inside a run of so many. */
export interface LoopRow {
  iterations: number
  /** latency of the run less that of an empty one, by step */
  msPerStep: number
  /** growth of the object's SQLite file over that of an empty run, by step */
  bytesPerStep: number
  runMs: number
}

/** Runs of one mapping step an item, each on a call that is warm already. */
export async function measureLoops(session: Session, plan: Plan): Promise<LoopRow[]> {
  const empty = await loopRuns(session, 0, 20)
  const rows: LoopRow[] = []
  for (const [iterations, runs] of plan.loops) {
    const { runMs, bytes } = await loopRuns(session, iterations, runs)
    rows.push({
      iterations,
      runMs,
      msPerStep: (runMs - empty.runMs) / iterations,
      bytesPerStep: (bytes - empty.bytes) / iterations,
    })
  }
  return rows
}

/** Median latency and object size of looping runs of one size. */
async function loopRuns(session: Session, iterations: number, runs: number) {
  const latencies: number[] = []
  const callId = (run: number) => `loop-${iterations}-${run}`
  for (let run = 0; run < runs; run++) {
    await fireProduct(session, 1, 1, () => bookingShot(session.agent, callId(run), 0))
    const volley = await fireProduct(session, 1, 1, () => loopShot(session.agent, callId(run), iterations))
    latencies.push(...volley.latencies)
  }
  await settle(session)
  return { runMs: median(latencies), bytes: await objectBytes(session, callId(0)) }
}
