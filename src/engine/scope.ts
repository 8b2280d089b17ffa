import type { Scope } from '../expression/template.ts'
import type { Json } from '../json.ts'
import { cursorOf, type LiveRun } from './live.ts'
import { enclosing } from './path.ts'
import type { StepRecord } from './records.ts'

/**
 * What expressions of a step with this prefix can see: the trigger, connections, and every earlier step, inside
 * loops that of the own iteration.
 */
export function createScope(live: LiveRun, prefix: string, connections: Record<string, Json>): Scope {
  const { plan, run } = live
  const loops = prefix === '' ? [] : enclosing(prefix)
  const pathOf = (name: string): string | undefined => {
    const depth = plan.steps.get(name)?.loops.length
    if (depth === undefined || depth > loops.length) return undefined
    const around = plan.steps.get(name)?.loops ?? []
    if (around.some((loop, level) => loops[level]?.name !== loop)) return undefined
    return (depth === 0 ? '' : loops[depth - 1]?.inner) + name
  }
  return {
    has: (name) => name === plan.trigger || name === 'connections' || plan.steps.has(name),
    get(name) {
      if (name === plan.trigger) return run.trigger
      if (name === 'connections') return connections
      const path = pathOf(name)
      if (path === undefined) return undefined
      if (plan.steps.get(name)?.step.type !== 'LOOP_ON_ITEMS') return valueAt(live, path)
      const inside = loops.find((loop) => loop.outer + loop.name === path)
      return loopView(live, path, inside?.index)
    },
  }
}

function valueAt(live: LiveRun, path: string): unknown {
  if (live.values.has(path)) return live.values.get(path)
  const record = live.deps.journal.step(path)
  const value = record ? outcomeOf(record) : undefined
  if (value !== undefined) live.values.set(path, value)
  return value
}

/** What later steps see of a finished step; undefined for one that isn't. */
export function outcomeOf(record: StepRecord): unknown {
  if (record.status === 'SUCCEEDED') return record.output === null ? null : JSON.parse(record.output)
  if (record.status === 'FAILED') {
    return { error: { code: record.error?.code ?? 'FAILED', message: record.error?.message ?? '' } }
  }
  return undefined
}

/** The items of a loop that has started. */
export function itemsOf(live: LiveRun, path: string): Json[] {
  let items = live.items.get(path)
  if (!items) {
    const text = live.deps.journal.step(path)?.output
    items = text ? (JSON.parse(text) as Json[]) : []
    live.items.set(path, items)
  }
  return items
}

/** A loop as expressions see it: `item`, `index` from 1, and all iterations so far, read only when asked for. */
function loopView(live: LiveRun, path: string, iteration: number | undefined): unknown {
  const cursor = cursorOf(live, path)
  if (!cursor) return undefined
  const items = itemsOf(live, path)
  const at = iteration ?? cursor.next - 1
  return {
    item: items[at],
    index: at + 1,
    get iterations() {
      return iterationsOf(live, path)
    },
  }
}

function iterationsOf(live: LiveRun, path: string): Record<string, unknown>[] {
  const iterations: Record<string, unknown>[] = []
  const start = path.length + 1
  for (const record of live.deps.journal.stepsUnder(`${path}[`)) {
    const dot = record.path.indexOf('.', start)
    const name = record.path.slice(dot + 1)
    // Steps of nested loops show up inside their own loop's view.
    if (name.includes('.')) continue
    const index = Number(record.path.slice(start, dot - 1))
    const isLoop = live.plan.steps.get(name)?.step.type === 'LOOP_ON_ITEMS'
    iterations[index] ??= {}
    const iteration = iterations[index]
    iteration[name] = {
      status: record.status,
      output: isLoop ? loopView(live, record.path, undefined) : record.output && JSON.parse(record.output),
      ...(record.error ? { errorMessage: record.error.message } : {}),
    }
  }
  return iterations
}

/** Drops the values of one finished iteration: nothing outside of it can reach them except through the journal. */
export function forgetIteration(live: LiveRun, loop: string, prefix: string): void {
  for (const member of live.plan.steps.get(loop)?.members ?? []) {
    live.values.delete(prefix + member)
    live.items.delete(prefix + member)
    live.cursors.delete(prefix + member)
  }
}
