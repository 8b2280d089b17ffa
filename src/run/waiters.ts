import { isTerminal, type RunRecord } from '../engine/records.ts'
import type { RunReply } from './protocol.ts'

/** Callers that hold the line for a run, by its id. */
export interface Waiters {
  /** resolves when the run settles, or after `ms` */
  wait(runId: string, ms: number): Promise<void>
  /** lets everybody who waits for the run look at it */
  wake(runId: string): void
}

/** What a caller can be told now. A run that is failing, paused or over is never waited for. */
export function settledAs(run: RunRecord): RunReply['settled'] {
  if (run.answer) return 'answered'
  if (isTerminal(run.status) || run.error) return 'ended'
  return run.status === 'PAUSED' ? 'paused' : 'waiting'
}

/** Keeps the callers of one object. */
export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>()
  return {
    wait(runId, ms) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, ms)
      const set = waiting.get(runId) ?? new Set()
      waiting.set(runId, set.add(resolve))
      return promise.finally(() => {
        clearTimeout(timer)
        set.delete(resolve)
        if (set.size === 0) waiting.delete(runId)
      })
    },
    wake(runId) {
      for (const resolve of waiting.get(runId) ?? []) resolve()
    },
  }
}
