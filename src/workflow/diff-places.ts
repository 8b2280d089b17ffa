import type { StepContent } from './content.ts'
import type { Alignment } from './diff-branches.ts'

type Steps = ReadonlyMap<string, StepContent>

/**
 * The steps that stand somewhere else: in another loop or branch, or in another order among those that stayed. What
 * merely follows a step that came or went has not moved. `branches` says by router which branch is which.
 */
export function movedSteps(
  before: Steps,
  after: Steps,
  branches: ReadonlyMap<string, Alignment>,
): Set<string> {
  const oldChains = chainsOf(before, (_, index) => String(index))
  const newChains = chainsOf(after, (router, index) => {
    const alignment = branches.get(router)
    if (!alignment) return String(index)
    return String(alignment.origins[index] ?? `new ${index}`)
  })
  const positions = new Map([...before.keys()].map((key, index) => [key, index]))
  const moved = new Set<string>()
  const stayed = new Map<string, string[]>()
  for (const key of after.keys()) {
    const chain = newChains.get(key) ?? ''
    if (!before.has(key)) continue
    if (oldChains.get(key) !== chain) moved.add(key)
    else stayed.set(chain, [...(stayed.get(chain) ?? []), key])
  }
  for (const keys of stayed.values()) {
    for (const key of outOfOrder(keys, (each) => positions.get(each) ?? 0)) moved.add(key)
  }
  return moved
}

/** For each step the chain it is part of: that of the trigger, or the one inside a loop, branch or failure branch. */
function chainsOf(steps: Steps, branch: (router: string, index: number) => string): Map<string, string> {
  const chains = new Map<string, string>()
  const byName = new Map<string, string>()
  for (const [key, { name, place }] of steps) {
    const chain = place ? chainAt(place, byName, branch) : ''
    chains.set(key, chain)
    byName.set(name, chain)
  }
  return chains
}

function chainAt(
  { parentStep, stepLocationRelativeToParent: type, branchIndex }: NonNullable<StepContent['place']>,
  chains: ReadonlyMap<string, string>,
  branch: (router: string, index: number) => string,
): string {
  if (type === 'AFTER') return chains.get(parentStep) ?? ''
  const inner = branchIndex === undefined ? '' : branch(parentStep, branchIndex)
  return `${parentStep} ${type} ${inner}`
}

/** The fewest items to take out so that the positions of the others grow: all but a longest growing sequence. */
function outOfOrder(keys: readonly string[], position: (key: string) => number): string[] {
  const best: { length: number; previous: number }[] = []
  let last = -1
  keys.forEach((key, index) => {
    const own = { length: 1, previous: -1 }
    for (let earlier = 0; earlier < index; earlier++) {
      const length = (best[earlier]?.length ?? 0) + 1
      if (length > own.length && position(keys[earlier] ?? '') < position(key)) {
        Object.assign(own, { length, previous: earlier })
      }
    }
    best.push(own)
    if (own.length > (best[last]?.length ?? 0)) last = index
  })
  const kept = new Set<number>()
  for (let index = last; index >= 0; index = best[index]?.previous ?? -1) kept.add(index)
  return keys.filter((_, index) => !kept.has(index))
}
