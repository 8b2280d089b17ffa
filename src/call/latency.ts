import type { TriggerSettings } from '../db/directory.ts'
import type { Definition } from '../workflow/schema.ts'
import { type Agent, type CallWorkflows, callWorkflows } from './agent.ts'
import { budgetOf, type Patience, preCallBudget } from './patience.ts'
import { providerNamed } from './providers/registry.ts'

/** A run whose caller had an answer. */
export interface AnsweredRun {
  /** how long the caller waited for it */
  ms: number
  /** name of the step that gave it */
  by: string
  /** epoch milliseconds */
  at: number
}

/** How long callers waited. */
export interface Waited {
  count: number
  /** half of them, and all but one in twenty, waited no longer; null where there are none. Milliseconds */
  p50Ms: number | null
  p95Ms: number | null
}

/** How soon the callers of a workflow had their answers. */
export interface Latency extends Waited {
  /** what it is held against, in milliseconds; null where no agent has the workflow and it says nothing itself */
  budgetMs: number | null
  overBudget: number
  /** when the first of these runs began, epoch milliseconds */
  since: number | null
  /** by the step that answered, the most frequent first */
  steps: ({ name: string } & Waited)[]
}

/** Sums up how soon callers had their answers. */
export function latencyOf(runs: readonly AnsweredRun[], budgetMs: number | null): Latency {
  const bySteps = Map.groupBy(runs, ({ by }) => by)
  return {
    ...waited(runs),
    budgetMs,
    overBudget: budgetMs === null ? 0 : runs.filter(({ ms }) => ms > budgetMs).length,
    since: runs.length === 0 ? null : Math.min(...runs.map(({ at }) => at)),
    steps: Array.from(bySteps, ([name, own]) => ({ name, ...waited(own) })).sort((a, b) => b.count - a.count),
  }
}

function waited(runs: readonly AnsweredRun[]): Waited {
  const times = runs.map(({ ms }) => ms).sort((a, b) => a - b)
  return { count: times.length, p50Ms: percentile(times, 50), p95Ms: percentile(times, 95) }
}

/** By nearest rank: a time that was measured. @param times in ascending order */
const percentile = (times: readonly number[], percent: number): number | null =>
  times[Math.ceil((percent / 100) * times.length) - 1] ?? null

/** What is needed of an agent to know how long its platform waits. */
export type WaitingAgent = Pick<Agent, 'provider' | 'deadlineSeconds'>

/** What the latency of each workflow is held against on an agent, by the workflow's id; nobody waits for the others. */
export function budgetsOn(
  { provider, deadlineSeconds }: WaitingAgent,
  { tools, preCall }: Pick<CallWorkflows, 'tools' | 'preCall'>,
): Map<string, number> {
  const patience = providerNamed(provider)?.patience ?? ENDLESS
  return new Map([
    ...preCall.map((each) => [each.ref.id, preCallBudget(each, patience)] as const),
    ...tools
      .filter((tool) => !tool.async)
      .map((tool) => [tool.ref.id, budgetOf(tool, { deadlineSeconds }, patience)] as const),
  ])
}

/** The same for one workflow on all agents that have it: the shortest counts. Null where nobody waits for it. */
export function workflowBudget(
  id: string,
  { displayName: name, trigger, settings = {} }: Definition,
  agents: readonly WaitingAgent[],
): number | null {
  const published = { id, versionId: '', name, category: null, settings, trigger: {} as TriggerSettings }
  if (trigger.type === 'PIECE_TRIGGER') published.trigger = trigger.settings
  const sorted = callWorkflows([published])
  const waiting = agents.length > 0 ? agents : [NO_AGENT]
  const budgets = waiting.flatMap((agent) => budgetsOn(agent, sorted).get(id) ?? [])
  const shortest = Math.min(...budgets)
  return Number.isFinite(shortest) ? shortest : null
}

const ENDLESS: Patience = { tool: Number.POSITIVE_INFINITY, toolAtMost: Number.POSITIVE_INFINITY }

/** Where no agent has the workflow, only what it says itself counts. */
const NO_AGENT: WaitingAgent = { provider: '', deadlineSeconds: null }
