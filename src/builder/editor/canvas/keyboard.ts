import type { Definition } from '../../../workflow/schema.ts'
import { findStep, isTrigger, links, type Step, steps } from '../../../workflow/walk.ts'

/** A way through the tree of steps. */
export type Way = 'up' | 'down' | 'left' | 'right'

/**
 * The step that an arrow key leads to: down to the next on the chain, or out of it; up to the one before; right into
 * what is inside and on to the next branch; left to the branch before, and out. Null where there is nothing.
 */
export function stepTowards(definition: Definition, from: string, way: Way): string | null {
  const visit = findStep(definition, from)
  if (!visit) return definition.trigger.name
  switch (way) {
    case 'up':
      return visit.parent?.name ?? null
    case 'down':
      return visit.step.nextAction?.name ?? afterAround(definition, from)
    case 'right':
      return firstInside(visit.step)?.name ?? besides(definition, from, 1)
    case 'left':
      return besides(definition, from, -1) ?? around(definition, from)?.step.name ?? null
  }
}

function firstInside(step: Step): Step | undefined {
  return links(step).find(({ location }) => location.type !== 'AFTER')?.child
}

/** The step whose loop, branch or failure branch a step is in, and the place of that chain. */
function around(definition: Definition, name: string): { step: Step; first: string } | null {
  let visit = findStep(definition, name)
  while (visit?.parent && visit.location?.type === 'AFTER') visit = findStep(definition, visit.parent.name)
  return visit?.parent ? { step: visit.parent, first: visit.step.name } : null
}

/** At the end of a chain: what follows the step around it. */
function afterAround(definition: Definition, name: string): string | null {
  for (let outer = around(definition, name); outer; outer = around(definition, outer.step.name)) {
    if (outer.step.nextAction) return outer.step.nextAction.name
  }
  return null
}

/** The first step of the branch before or after. */
function besides(definition: Definition, name: string, by: 1 | -1): string | null {
  const outer = around(definition, name)
  if (!outer) return null
  const chains = links(outer.step).filter(({ location }) => location.type !== 'AFTER')
  const at = chains.findIndex(({ child }) => child.name === outer.first)
  return chains[at + by]?.child.name ?? null
}

/** The steps from one to another in reading order: what Shift and a click select. */
export function between(definition: Definition, from: string, to: string): string[] {
  const names = [...steps(definition)].filter(({ step }) => !isTrigger(step)).map(({ step }) => step.name)
  const [a, b] = [names.indexOf(from), names.indexOf(to)]
  return a < 0 || b < 0 ? [] : names.slice(Math.min(a, b), Math.max(a, b) + 1)
}
