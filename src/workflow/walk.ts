import type { Action, Definition, Trigger } from './schema.ts'

/** Any node of the tree. */
export type Step = Trigger | Action

/** Where a step hangs on its parent. The names are Activepieces', `INSIDE_ON_FAILURE` is ours. */
export type Location =
  | { type: 'AFTER' }
  | { type: 'INSIDE_LOOP' }
  | { type: 'INSIDE_BRANCH'; branchIndex: number }
  | { type: 'INSIDE_ON_FAILURE' }

export interface Visit<S extends Step = Step> {
  step: S
  /** null for the trigger only */
  parent: Step | null
  location: Location | null
  /** how many loops, branches and failure branches it is inside of */
  level: number
}

/** The steps that hang directly on `step`, in reading order: body, branches, failure branch, then the next step. */
export function links(step: Step): { location: Location; child: Action }[] {
  const found: { location: Location; child: Action }[] = []
  const add = (location: Location, child: Action | null | undefined) => {
    if (child) found.push({ location, child })
  }
  if (step.type === 'LOOP_ON_ITEMS') add({ type: 'INSIDE_LOOP' }, step.firstLoopAction)
  if (step.type === 'ROUTER') {
    step.children.forEach((child, branchIndex) => {
      add({ type: 'INSIDE_BRANCH', branchIndex }, child)
    })
  }
  if (step.type === 'PIECE' || step.type === 'CODE') add({ type: 'INSIDE_ON_FAILURE' }, step.onFailure)
  add({ type: 'AFTER' }, step.nextAction)
  return found
}

/** The fields of a step of that type that hold other steps. */
export function linkKeys(type: unknown): string[] {
  if (type === 'LOOP_ON_ITEMS') return ['firstLoopAction', 'nextAction']
  if (type === 'ROUTER') return ['children', 'nextAction']
  if (type === 'PIECE' || type === 'CODE') return ['onFailure', 'nextAction']
  return ['nextAction']
}

// A stack of its own instead of recursion: a definition may nest as deep as it has steps.
function* walk<S extends Step>(start: Visit<S>): Generator<Visit<S | Action>> {
  const pending: Visit<S | Action>[] = [start]
  for (let visit = pending.pop(); visit; visit = pending.pop()) {
    yield visit
    const { step: parent, level } = visit
    for (const { location, child } of links(parent).reverse()) {
      const inner = location.type === 'AFTER' ? level : level + 1
      pending.push({ step: child, parent, location, level: inner })
    }
  }
}

/** Every step of a definition in reading order, the trigger first, with the parent and place it hangs on. */
export function steps(definition: Definition): Generator<Visit> {
  return walk<Step>({ step: definition.trigger, parent: null, location: null, level: 0 })
}

/** `first` with the steps nested in it and the steps that follow it, in reading order. */
export function* chain(first: Action): Generator<Action> {
  for (const { step } of walk({ step: first, parent: null, location: null, level: 0 })) yield step
}

/** `root` and the steps nested in it in reading order, without the steps that follow it. */
export function* subtree(root: Action): Generator<Action> {
  yield root
  for (const { location, child } of links(root)) {
    if (location.type === 'AFTER') continue
    yield* chain(child)
  }
}

/** True for the step a definition starts with. */
export function isTrigger(step: Step): step is Trigger {
  return step.type === 'EMPTY' || step.type === 'PIECE_TRIGGER'
}

/** The step of that name with its place, or undefined. */
export function findStep(definition: Definition, name: string): Visit | undefined {
  for (const visit of steps(definition)) if (visit.step.name === name) return visit
  return undefined
}

/** All step names in reading order, the trigger's first. */
export function stepNames(definition: Definition): string[] {
  return Array.from(steps(definition), ({ step }) => step.name)
}

/** The lowest `step_<n>` that is not among `taken`; Activepieces numbers its steps the same way. */
export function nextStepName(taken: Iterable<string>): string {
  const names = new Set(taken)
  let number = 1
  while (names.has(`step_${number}`)) number++
  return `step_${number}`
}
