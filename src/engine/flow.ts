import { CodedError, type ErrorData, toErrorData } from '../errors.ts'
import { evaluateGroups } from '../expression/conditions.ts'
import { resolveTemplate } from '../expression/template.ts'
import { type Json, toJson } from '../json.ts'
import type { Condition, LoopAction, RouterAction } from '../workflow/schema.ts'
import { attemptStep } from './attempt.ts'
import { failRun, finish, settleIdle } from './lifecycle.ts'
import { clockOf, cursorOf, type LiveRun, passesWaits, planOf } from './live.ts'
import { enclosing, iterationOf, iterationPrefix, prefixOf } from './path.ts'
import type { PlanStep } from './plan.ts'
import type { StepRecord } from './records.ts'
import { saveSample } from './sample.ts'
import { createScope, forgetIteration } from './scope.ts'

/**
 * Follows one chain of steps from `start` until it ends, waits, or the run is over. Sequential runs have one chain;
 * a loop with concurrency has one for each iteration in progress.
 */
export async function follow(live: LiveRun, start: string | undefined): Promise<void> {
  live.tokens++
  let path = start
  try {
    while (path !== undefined && !live.over && !live.parking && !live.run.error) {
      const done = path
      path = await runStep(live, done)
      const answered = saveAnswer(live)
      if (live.deps.faults) await live.deps.faults.at('after-commit', done)
      if (live.over || path === undefined) break
      if (!(await giveWay(live, answered))) break
    }
  } catch (error) {
    if (!live.over) failRun(live, path ?? start ?? '', toErrorData(error))
  } finally {
    live.tokens--
    settleIdle(live)
  }
}

/** An answer goes out before the rest of the run goes on. */
function saveAnswer(live: LiveRun): boolean {
  if (!live.answerUnsaved) return false
  live.deps.journal.saveRun(live.run)
  live.answerUnsaved = false
  live.deps.listener.settled()
  return true
}

async function giveWay(live: LiveRun, answered: boolean): Promise<boolean> {
  const turn = answered ? live.deps.turn.yield() : live.deps.turn.spend()
  const goOn = turn === true || (await turn)
  if (!goOn) live.parking = true
  return goOn
}

/** Runs the step at `path`; returns the path to go on with, or undefined when this chain stops here. */
async function runStep(live: LiveRun, path: string): Promise<string | undefined> {
  const plan = planOf(live, path)
  checkLimits(live, plan)
  if (path === live.run.trial?.only) enterLoopsAround(live, path)
  if (plan.step.type === 'LOOP_ON_ITEMS') return enterLoop(live, path, plan, plan.step)
  if (plan.step.type === 'ROUTER') return enterRouter(live, path, plan, plan.step)
  const outcome = await attemptStep(live, path, plan)
  return afterAttempt(live, path, plan, outcome)
}

function afterAttempt(
  live: LiveRun,
  path: string,
  plan: PlanStep,
  outcome: Awaited<ReturnType<typeof attemptStep>>,
): string | undefined {
  switch (outcome.kind) {
    case 'done':
      return advance(live, path)
    case 'failed':
      return afterFailure(live, path, plan, outcome.error)
    case 'stop':
      finish(live, 'SUCCEEDED')
      return undefined
    case 'waiting':
      return takeEarlyEvent(live, path)
    case 'over':
      return undefined
  }
}

/**
 * An event may have come before the step began to wait for it. In a test of one step and in a replay nobody sleeps:
 * time counts as passed.
 */
function takeEarlyEvent(live: LiveRun, path: string): string | undefined {
  const wait = live.waits.get(path)
  if (!wait) return undefined
  const passed = passesWaits(live) ? { payload: null } : undefined
  const event = wait.key === null ? passed : live.deps.journal.takeEvent(wait.key)
  if (!event) return undefined
  wait.fired = { ...event, timedOut: false }
  live.deps.journal.saveWait(wait)
  return path
}

function afterFailure(live: LiveRun, path: string, plan: PlanStep, error: ErrorData): string | undefined {
  if (plan.first !== null) return prefixOf(path) + plan.first
  if (plan.continues) return advance(live, path)
  failRun(live, path, error)
  return undefined
}

function checkLimits(live: LiveRun, { step }: PlanStep): void {
  const { limits } = live.deps
  live.run.stepsCount++
  if (live.run.stepsCount > limits.maxSteps) {
    const message = `The run stopped before step "${step.name}": it has run ${limits.maxSteps} steps, the most one run may.`
    throw new CodedError('STEP_LIMIT', message)
  }
  if (live.run.journalBytes > limits.maxJournalBytes) {
    const message = `The run stopped before step "${step.name}": its record is larger than ${limits.maxJournalBytes} bytes.`
    throw new CodedError('JOURNAL_LIMIT', message)
  }
}

/** Where a chain goes after the step at `path` is finished: the next step, the next iteration or branch, or up. */
export function advance(live: LiveRun, path: string): string | undefined {
  let at = path
  for (;;) {
    const { next, parent } = planOf(live, at)
    const prefix = prefixOf(at)
    if (next !== null) return prefix + next
    switch (parent.kind) {
      case 'root':
        finish(live, 'SUCCEEDED')
        return undefined
      case 'failure':
        at = prefix + parent.name
        break
      case 'branch': {
        const following = nextBranch(live, prefix + parent.name, parent.index)
        if (following !== undefined) return prefix + following
        at = prefix + parent.name
        break
      }
      case 'loop': {
        const { loopPath, index } = iterationOf(prefix)
        const following = nextIteration(live, loopPath, index)
        if (following !== 'done') return following
        at = loopPath
      }
    }
  }
}

function enterLoop(live: LiveRun, path: string, plan: PlanStep, step: LoopAction): string | undefined {
  const record = newRecord(live, path)
  const items = loopItems(live, path, plan, record)
  if (items === undefined) {
    const message = `Step "${step.name}" loops over a list, but its items are not one. Check the items field.`
    return failControl(live, record, { code: 'LOOP_ITEMS_NOT_A_LIST', message, retryable: false })
  }
  const { journal, limits } = live.deps
  record.output = JSON.stringify(items)
  if (record.output.length > limits.maxOutputBytes) {
    const message = `Step "${step.name}" loops over ${record.output.length} characters of items; ${limits.maxOutputBytes} are allowed.`
    return failControl(
      live,
      { ...record, output: null },
      { code: 'OUTPUT_TOO_LARGE', message, retryable: false },
    )
  }
  live.run.journalBytes += record.output.length
  live.items.set(path, items)
  const first = plan.first
  const width = first === null ? 0 : Math.min(step.settings.concurrency ?? 1, items.length)
  const open = Array.from({ length: width }, (_, index) => index)
  journal.saveCursor(path, { count: items.length, next: first === null ? items.length : width, open })
  if (width === 0) {
    journal.saveStep({ ...record, status: 'SUCCEEDED', endedAt: live.deps.clock.now() })
    journal.log('step.succeeded', path)
    return advance(live, path)
  }
  journal.saveStep(record)
  journal.log('step.started', path)
  for (const index of open.slice(1)) void follow(live, iterationPrefix(path, index) + first)
  return iterationPrefix(path, 0) + first
}

function loopItems(live: LiveRun, path: string, plan: PlanStep, record: StepRecord): Json[] | undefined {
  if (plan.connections.length > 0) return undefined
  const scope = createScope(live, prefixOf(path), {})
  const { value, warnings } = resolveTemplate(plan.template, scope, { now: clockOf(live, record) })
  if (warnings.length > 0) record.meta = { warnings }
  return Array.isArray(value) ? (toJson(value) as Json[]) : undefined
}

/** Sets the loops around a tested step to their first item, unless they came with a sample. */
function enterLoopsAround(live: LiveRun, path: string): void {
  for (const { name, outer } of enclosing(prefixOf(path))) {
    const loopPath = outer + name
    if (live.deps.journal.step(loopPath)) continue
    const record = newRecord(live, loopPath)
    const items = loopItems(live, loopPath, planOf(live, loopPath), record)
    // Where there are none, the step's own reference to the loop is what says so.
    if (items)
      saveSample(live.deps.journal, { path: loopPath, output: items, isLoop: true }, record.startedAt)
  }
}

/** The path to go on with once iteration `index` has ended, 'done' when it was the last of the loop to end. */
function nextIteration(live: LiveRun, loopPath: string, index: number): string | undefined | 'done' {
  const { journal, clock } = live.deps
  const cursor = cursorOf(live, loopPath)
  const plan = planOf(live, loopPath)
  if (!cursor) return undefined
  forgetIteration(live, plan.step.name, iterationPrefix(loopPath, index))
  cursor.open = cursor.open.filter((each) => each !== index)
  const start = cursor.next < cursor.count && !live.run.error ? cursor.next++ : undefined
  if (start !== undefined) cursor.open.push(start)
  journal.saveCursor(loopPath, cursor)
  if (start !== undefined) return iterationPrefix(loopPath, start) + plan.first
  if (cursor.open.length > 0 || live.run.error) return undefined
  const record = journal.step(loopPath)
  if (record) journal.saveStep({ ...record, status: 'SUCCEEDED', endedAt: clock.now() })
  journal.log('step.succeeded', loopPath)
  return 'done'
}

/** Which branches of a router run, as its output tells. */
export interface RouterOutput {
  branches: { branchName: string; branchIndex: number; evaluation: boolean }[]
}

function enterRouter(live: LiveRun, path: string, plan: PlanStep, step: RouterAction): string | undefined {
  const record = newRecord(live, path)
  const scope = createScope(live, prefixOf(path), {})
  let output: RouterOutput
  try {
    const { value, warnings } = resolveTemplate(plan.template, scope, { now: clockOf(live, record) })
    if (warnings.length > 0) record.meta = { warnings }
    output = routerOutput(step, value as Condition[][][])
  } catch (error) {
    return failControl(live, record, toErrorData(error, 'CONDITION_INVALID'))
  }
  record.status = 'SUCCEEDED'
  record.endedAt = live.deps.clock.now()
  record.output = JSON.stringify(output)
  live.values.set(path, output)
  live.run.journalBytes += record.output.length
  live.deps.journal.saveStep(record)
  live.deps.journal.log('step.succeeded', path)
  const first = nextBranch(live, path, -1)
  return first === undefined ? advance(live, path) : prefixOf(path) + first
}

function routerOutput(step: RouterAction, groups: Condition[][][]): RouterOutput {
  const { branches } = step.settings
  const verdicts = branches.map(
    (branch, index) => branch.branchType === 'CONDITION' && evaluateGroups(groups[index] ?? []),
  )
  const matched = verdicts.includes(true)
  return {
    branches: branches.map((branch, index) => ({
      branchName: branch.branchName,
      branchIndex: index + 1,
      evaluation: branch.branchType === 'FALLBACK' ? !matched : verdicts[index] === true,
    })),
  }
}

/** The indexes of the branches that run, from a router's recorded output. */
export function matchedBranches(plan: PlanStep, output: RouterOutput): number[] {
  const matched = output.branches.filter((each) => each.evaluation).map((each) => each.branchIndex - 1)
  const firstOnly = plan.step.type === 'ROUTER' && plan.step.settings.executionType === 'EXECUTE_FIRST_MATCH'
  return firstOnly ? matched.slice(0, 1) : matched
}

/** The first step of the next branch to run after branch `index`, where there is one. */
function nextBranch(live: LiveRun, routerPath: string, index: number): string | undefined {
  const plan = planOf(live, routerPath)
  const text = live.values.has(routerPath) ? undefined : live.deps.journal.step(routerPath)?.output
  const output = (text ? JSON.parse(text) : live.values.get(routerPath)) as RouterOutput
  for (const each of matchedBranches(plan, output)) {
    const first = plan.branches[each]
    if (each > index && typeof first === 'string') return first
  }
  return undefined
}

function newRecord(live: LiveRun, path: string): StepRecord {
  const startedAt = live.deps.clock.now()
  const nothing = { endedAt: null, input: null, output: null, error: null, meta: null }
  return { path, status: 'RUNNING', attempt: 1, startedAt, ...nothing }
}

function failControl(live: LiveRun, record: StepRecord, error: ErrorData): undefined {
  live.deps.journal.saveStep({ ...record, status: 'FAILED', endedAt: live.deps.clock.now(), error })
  live.deps.journal.log('step.failed', record.path)
  failRun(live, record.path, error)
}
