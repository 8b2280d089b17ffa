import type { Action, Definition } from './schema.ts'
import type { Step } from './walk.ts'

/**
 * Calls `visit` for each step with the names of the steps that can have run before it, so that an expression may
 * refer to them: what precedes it on its chain and around it, and what is inside the routers among those. A loop
 * counts within its body (`item`, `index`); after it, the steps of the body do not, for they ran once per item. A
 * failure branch sees the step that failed, and where a router runs all matches, a branch sees the earlier ones.
 * `scope` is only valid during the call.
 */
export function visitWithScope(
  definition: Definition,
  visit: (step: Step, scope: ReadonlySet<string>) => void,
): void {
  const { trigger } = definition
  visit(trigger, new Set())
  visitChain(trigger.nextAction, new Set([trigger.name]), visit)
}

/** Adds to `scope` what is in reach after the chain. Recurses once per level of nesting, not per step. */
function visitChain(
  first: Action | null | undefined,
  scope: Set<string>,
  visit: (step: Step, scope: ReadonlySet<string>) => void,
): void {
  for (let step = first; step; step = step.nextAction) {
    visit(step, scope)
    scope.add(step.name)
    if (step.type === 'LOOP_ON_ITEMS') visitChain(step.firstLoopAction, new Set(scope), visit)
    else if (step.type !== 'ROUTER') visitChain(step.onFailure, scope, visit)
    else if (step.settings.executionType === 'EXECUTE_ALL_MATCH') {
      for (const child of step.children) visitChain(child, scope, visit)
    } else {
      const after = step.children.map((child) => {
        const inBranch = new Set(scope)
        visitChain(child, inBranch, visit)
        return inBranch
      })
      for (const name of after.flatMap((names) => [...names])) scope.add(name)
    }
  }
}
