/** A profile as V8's sampling profiler writes it. */
export interface CpuProfile {
  nodes: ProfileNode[]
  /** ids of the nodes seen */
  samples: number[]
  /** microseconds before each sample */
  timeDeltas: number[]
}

interface ProfileNode {
  id: number
  callFrame: Frame
  children?: number[]
}

/** A function; line and column count from 0. */
export interface Frame {
  functionName: string
  url: string
  lineNumber: number
  columnNumber: number
}

export interface FunctionTime {
  frame: Frame
  selfMs: number
  /** with what it called; a function that calls itself counts once */
  totalMs: number
}

const IDLE = new Set(['(idle)', '(root)'])

/** Milliseconds in which the profile saw anything but idling. */
export function activeMs(profile: CpuProfile): number {
  return selfTimes(profile)
    .filter(({ frame }) => !IDLE.has(frame.functionName))
    .reduce((sum, { selfMs }) => sum + selfMs, 0)
}

/** Every function that was seen, most self time first. */
export function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): FunctionTime[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])))
  const times = new Map<string, FunctionTime>()
  const timeOf = ({ callFrame: frame }: ProfileNode) => {
    const key = `${frame.functionName} ${frame.url}:${frame.lineNumber}:${frame.columnNumber}`
    const known = times.get(key) ?? { frame, selfMs: 0, totalMs: 0 }
    times.set(key, known)
    return known
  }
  samples.forEach((id, at) => {
    const ms = (timeDeltas[at] ?? 0) / 1000
    const stack = new Set<FunctionTime>()
    for (let node = byId.get(id); node; node = byId.get(parents.get(node.id) ?? -1)) stack.add(timeOf(node))
    const [top] = stack
    if (top) top.selfMs += ms
    for (const entry of stack) entry.totalMs += ms
  })
  return [...times.values()].toSorted((a, b) => b.selfMs - a.selfMs)
}
