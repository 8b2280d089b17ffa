import { compileTemplate, connectionIds, type Template } from '../expression/template.ts'
import type { Action, Definition } from '../workflow/schema.ts'
import { steps } from '../workflow/walk.ts'
import { nameOf } from './path.ts'

/** What a step hangs on, and so where the run goes when the chain it is in ends. */
export type Parent =
  | { kind: 'root' }
  | { kind: 'loop'; name: string }
  | { kind: 'branch'; name: string; index: number }
  | { kind: 'failure'; name: string }

/** One step with everything about it that doesn't change from run to run. */
export interface PlanStep {
  step: Action
  /** the step after it, skipped ones passed over */
  next: string | null
  parent: Parent
  /** names of the loops around it, outermost first */
  loops: readonly string[]
  /** the first step of a loop's body or of the failure branch */
  first: string | null
  /** whether the run goes on after this step has failed */
  continues: boolean
  /** the first step of each branch */
  branches: readonly (string | null)[]
  /** of a loop: the steps directly inside its iterations */
  members: string[]
  template: Template
  connections: readonly string[]
}

/** A definition made ready to run. Immutable, so one plan serves all runs of a version. */
export interface Plan {
  definition: Definition
  trigger: string
  /** path of the step it begins with */
  first: string | null
  steps: ReadonlyMap<string, PlanStep>
}

/** Compiles a definition: links, expressions, connections. Costs once per version. */
export function compilePlan(definition: Definition): Plan {
  const plan = new Map<string, PlanStep>()
  const trigger = definition.trigger
  for (const { step, parent, location } of steps(definition)) {
    if (step.type === 'EMPTY' || step.type === 'PIECE_TRIGGER') continue
    const before = parent ? plan.get(parent.name) : undefined
    const place = placeOf(before, parent?.name, location)
    const loop = place.loops.at(-1)
    if (loop) plan.get(loop)?.members.push(step.name)
    const template = compileTemplate(inputOf(step))
    plan.set(step.name, {
      step,
      ...place,
      next: live(step.nextAction),
      first: live(step.type === 'LOOP_ON_ITEMS' ? step.firstLoopAction : failureBranch(step)),
      continues: continuesOnFailure(step),
      branches: step.type === 'ROUTER' ? step.children.map(live) : [],
      members: [],
      template,
      connections: connectionIds(template),
    })
  }
  return { definition, trigger: trigger.name, first: live(trigger.nextAction), steps: plan }
}

/**
 * The plan of a test of one step: the step as it is, tried once, with nothing after or inside it. It may be a step that
 * is skipped or never reached. @param path one of its steps
 */
export function planOfOne(plan: Plan, path: string): Plan {
  const steps = new Map(plan.steps)
  const whole = steps.get(nameOf(path))
  if (whole) {
    const parent: Parent = { kind: 'root' }
    const branches = whole.branches.map(() => null)
    const step = withoutRetries(whole.step)
    steps.set(nameOf(path), { ...whole, step, next: null, parent, first: null, continues: false, branches })
  }
  return { ...plan, first: path, steps }
}

function withoutRetries(step: Action): Action {
  if (step.type !== 'PIECE' && step.type !== 'CODE') return step
  const { retry: _, errorHandlingOptions: __, ...settings } = step.settings
  return { ...step, settings } as Action
}

function placeOf(
  before: PlanStep | undefined,
  parent: string | undefined,
  location: { type: string; branchIndex?: number } | null,
): { parent: Parent; loops: readonly string[] } {
  if (!before || parent === undefined) return { parent: { kind: 'root' }, loops: [] }
  if (location?.type === 'INSIDE_LOOP')
    return { parent: { kind: 'loop', name: parent }, loops: [...before.loops, parent] }
  if (location?.type === 'INSIDE_BRANCH') {
    return { parent: { kind: 'branch', name: parent, index: location.branchIndex ?? 0 }, loops: before.loops }
  }
  if (location?.type === 'INSIDE_ON_FAILURE')
    return { parent: { kind: 'failure', name: parent }, loops: before.loops }
  return { parent: before.parent, loops: before.loops }
}

function failureBranch(step: Action): Action | null | undefined {
  return step.type === 'PIECE' || step.type === 'CODE' ? step.onFailure : null
}

function continuesOnFailure(step: Action): boolean {
  if (step.type !== 'PIECE' && step.type !== 'CODE') return false
  return step.settings.errorHandlingOptions?.continueOnFailure?.value ?? false
}

/** The name of the first step of a chain that isn't skipped. */
function live(step: Action | null | undefined): string | null {
  let at = step
  while (at?.skip) at = at.nextAction
  return at?.name ?? null
}

function inputOf(step: Action): unknown {
  switch (step.type) {
    case 'LOOP_ON_ITEMS':
      return step.settings.items
    case 'ROUTER':
      return step.settings.branches.map((branch) => branch.conditions ?? [])
    default:
      return step.settings.input ?? {}
  }
}
