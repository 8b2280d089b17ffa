import type { Agent, PreCallWorkflow, Tool } from './agent.ts'

/** How long a platform waits, in milliseconds. */
export interface Patience {
  /** for a function, unless agent or workflow say otherwise */
  tool: number
  /** at most, whatever they say */
  toolAtMost: number
  /** for all pre-call workflows; left out where they have their own time */
  preCall?: number
}

/** The share of a deadline or budget after which a caller is told something: the rest is for the way there and back. */
const ANSWERED_BY = 0.8

/** How long the caller of a function waits: the shortest of what agent and workflow say, else its platform's own. Milliseconds. */
export function deadlineOf(
  tool: Pick<Tool, 'deadlineSeconds'>,
  agent: Pick<Agent, 'deadlineSeconds'>,
  { tool: usual, toolAtMost }: Patience,
): number {
  const seconds = [agent.deadlineSeconds, tool.deadlineSeconds].filter((each) => each != null)
  return seconds.length === 0 ? usual : Math.min(toolAtMost, ...seconds.map((each) => each * 1000))
}

/** What a function's latency is held against: its budget, or its deadline where that is shorter. Milliseconds. */
export function budgetOf(
  tool: Pick<Tool, 'deadlineSeconds' | 'budgetMs'>,
  agent: Pick<Agent, 'deadlineSeconds'>,
  patience: Patience,
): number {
  return Math.min(tool.budgetMs ?? Number.POSITIVE_INFINITY, deadlineOf(tool, agent, patience))
}

/** How long a function may take before its caller is told something all the same. Milliseconds. */
export const waitFor = (...of: Parameters<typeof budgetOf>): number =>
  Math.round(ANSWERED_BY * budgetOf(...of))

/** What a pre-call workflow's latency is held against. Milliseconds. */
export function preCallBudget(
  { timeoutMs, budgetMs = Number.POSITIVE_INFINITY }: Pick<PreCallWorkflow, 'timeoutMs' | 'budgetMs'>,
  { preCall = Number.POSITIVE_INFINITY }: Pick<Patience, 'preCall'>,
): number {
  return Math.min(timeoutMs, budgetMs, preCall)
}

/** How long a pre-call workflow may take. Its own time-out is exact, for it says when the call is to go on. Milliseconds. */
export function preCallWait(
  { timeoutMs, budgetMs = Number.POSITIVE_INFINITY }: Pick<PreCallWorkflow, 'timeoutMs' | 'budgetMs'>,
  { preCall = Number.POSITIVE_INFINITY }: Pick<Patience, 'preCall'>,
): number {
  return Math.round(Math.min(timeoutMs, ANSWERED_BY * Math.min(budgetMs, preCall)))
}
