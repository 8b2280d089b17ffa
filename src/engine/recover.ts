import { matchedBranches, type RouterOutput } from './flow.ts'
import { cursorOf, type LiveRun } from './live.ts'
import { iterationPrefix, nameOf, prefixOf } from './path.ts'
import type { PlanStep } from './plan.ts'
import type { StepRecord } from './records.ts'

/** Where a run stands, read off its journal. */
export interface Positions {
  /** steps to run: not begun yet, or begun and without an outcome */
  enter: string[]
  /** finished steps whose chain has ended, while what follows it is not recorded */
  leave: string[]
}

/**
 * Finds where a run stands by walking the definition along the recorded steps. It follows finished steps once and
 * goes into a loop only where an iteration is open, so its cost is that of one pass, not of the run's length.
 */
export function findPositions(live: LiveRun): Positions {
  const found: Positions = { enter: [], leave: [] }
  const last = walk(live, '', live.plan.first, found)
  if (last !== undefined) found.leave.push(last)
  return found
}

/** Walks one chain. Returns its last step where all of it is finished. */
function walk(live: LiveRun, prefix: string, first: string | null, found: Positions): string | undefined {
  let last: string | undefined
  for (let name = first; name !== null; ) {
    const path = prefix + name
    const plan = live.plan.steps.get(nameOf(name))
    if (!plan) return undefined
    if (!isFinished(live, path, plan, found)) return undefined
    last = path
    name = plan.next
  }
  return last
}

function isFinished(live: LiveRun, path: string, plan: PlanStep, found: Positions): boolean {
  const record = live.deps.journal.step(path)
  if (!record || record.status === 'CANCELED') {
    found.enter.push(path)
    return false
  }
  if (plan.step.type === 'LOOP_ON_ITEMS' && record.status === 'RUNNING')
    return walkLoop(live, path, plan, found)
  if (plan.step.type === 'ROUTER' && record.status === 'SUCCEEDED')
    return walkRouter(live, path, plan, record, found)
  if (record.status === 'SUCCEEDED') return true
  if (record.status === 'FAILED') return walkFailure(live, path, plan, record, found)
  const wait = live.waits.get(path)
  if (!wait || wait.fired) found.enter.push(path)
  return false
}

function walkLoop(live: LiveRun, path: string, plan: PlanStep, found: Positions): false {
  for (const index of cursorOf(live, path)?.open ?? []) {
    const last = walk(live, iterationPrefix(path, index), plan.first, found)
    if (last !== undefined) found.leave.push(last)
  }
  return false
}

function walkRouter(
  live: LiveRun,
  path: string,
  plan: PlanStep,
  record: StepRecord,
  found: Positions,
): boolean {
  const output = JSON.parse(record.output ?? '{"branches":[]}') as RouterOutput
  return matchedBranches(plan, output).every((index) => {
    const first = plan.branches[index] ?? null
    return first === null || walk(live, prefixOf(path), first, found) !== undefined
  })
}

function walkFailure(
  live: LiveRun,
  path: string,
  plan: PlanStep,
  record: StepRecord,
  found: Positions,
): boolean {
  if (record.meta?.skipped) return true
  if (plan.first !== null) return walk(live, prefixOf(path), plan.first, found) !== undefined
  return plan.continues
}
