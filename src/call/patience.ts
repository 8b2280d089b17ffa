import type { Agent, Tool } from './agent.ts'

/** How long a platform waits, in milliseconds, less what the way there and back takes. */
export interface Patience {
  /** for a function, unless agent or workflow say otherwise */
  tool: number
  /** at most, whatever they say */
  toolAtMost: number
  /** for all pre-call workflows; left out where they have their own time */
  preCall?: number
}

/** How long a function may take: the shortest of what agent and workflow say, else what the platform waits. Milliseconds. */
export function waitFor(
  tool: Pick<Tool, 'deadlineSeconds'>,
  agent: Pick<Agent, 'deadlineSeconds'>,
  { tool: usual, toolAtMost }: Patience,
): number {
  const seconds = [agent.deadlineSeconds, tool.deadlineSeconds].filter((each) => each != null)
  return seconds.length === 0 ? usual : Math.min(toolAtMost, ...seconds.map((each) => each * 1000))
}
