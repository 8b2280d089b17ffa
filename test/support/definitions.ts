import type {
  Action,
  CodeAction,
  Condition,
  Definition,
  LoopAction,
  PieceAction,
  PieceTrigger,
  RouterAction,
  Trigger,
} from '../../src/workflow/schema.ts'

/** What a test may set on a step beside its settings. The rest of the keys belong to `settings`. */
interface StepOptions {
  skip?: boolean
}

type RunnableOptions = StepOptions &
  Pick<PieceAction['settings'], 'errorHandlingOptions' | 'retry' | 'timeoutSeconds'> & {
    onFailure?: Action | null
  }

/** One branch of a router: its conditions, or `'fallback'`, and the first step of its body. */
export interface BranchSpec {
  name: string
  when: Condition[][] | 'fallback'
  first?: Action | null
}

/** `errorHandlingOptions` with the given switches on. */
export function onError(options: { continue?: boolean; retry?: boolean }) {
  return {
    errorHandlingOptions: {
      continueOnFailure: { value: options.continue ?? false },
      retryOnFailure: { value: options.retry ?? false },
    },
  }
}

/** A PIECE step. */
export function piece(
  name: string,
  pieceName: string,
  actionName: string,
  input: Record<string, unknown> = {},
  next?: Action | null,
  { skip, onFailure, ...settings }: RunnableOptions = {},
): PieceAction {
  return {
    name,
    displayName: name,
    type: 'PIECE',
    ...(skip === undefined ? {} : { skip }),
    settings: { pieceName, pieceVersion: '0.0.1', actionName, input, ...settings },
    ...(next ? { nextAction: next } : {}),
    ...(onFailure ? { onFailure } : {}),
  }
}

/** A CODE step. `source` is the module's text, for example `export const code = async (inputs) => inputs.a`. */
export function code(
  name: string,
  source: string,
  input: Record<string, unknown> = {},
  next?: Action | null,
  { skip, onFailure, ...settings }: RunnableOptions = {},
): CodeAction {
  return {
    name,
    displayName: name,
    type: 'CODE',
    ...(skip === undefined ? {} : { skip }),
    settings: { sourceCode: { code: source, packageJson: '{}' }, input, ...settings },
    ...(next ? { nextAction: next } : {}),
    ...(onFailure ? { onFailure } : {}),
  }
}

/** A LOOP_ON_ITEMS step. `first` is the first step of its body. */
export function loop(
  name: string,
  items: unknown,
  first?: Action | null,
  next?: Action | null,
  { skip, ...settings }: StepOptions & { concurrency?: number } = {},
): LoopAction {
  return {
    name,
    displayName: name,
    type: 'LOOP_ON_ITEMS',
    ...(skip === undefined ? {} : { skip }),
    settings: { items, ...settings },
    ...(first ? { firstLoopAction: first } : {}),
    ...(next ? { nextAction: next } : {}),
  }
}

/** A ROUTER step; first match unless `executionType` says otherwise. */
export function router(
  name: string,
  branches: BranchSpec[],
  next?: Action | null,
  { skip, executionType = 'EXECUTE_FIRST_MATCH' }: StepOptions & Partial<RouterAction['settings']> = {},
): RouterAction {
  return {
    name,
    displayName: name,
    type: 'ROUTER',
    ...(skip === undefined ? {} : { skip }),
    settings: {
      executionType,
      branches: branches.map(({ name: branchName, when }) =>
        when === 'fallback'
          ? { branchName, branchType: 'FALLBACK' }
          : { branchName, branchType: 'CONDITION', conditions: when },
      ),
    },
    children: branches.map(({ first }) => first ?? null),
    ...(next ? { nextAction: next } : {}),
  }
}

/** Links steps one after the other and gives back the first. No step but the last may have a next step yet. */
export function chain(...steps: [Action, ...Action[]]): Action {
  return steps.reduceRight((next, step) => {
    if (step.nextAction) throw new Error(`chain: step ${step.name} already has a next step`)
    return { ...step, nextAction: next }
  })
}

/** A condition of a branch, such as `when('{{trigger.n}}', 'NUMBER_IS_EQUAL_TO', '1')`. */
export function when(firstValue: unknown, operator: Condition['operator'], secondValue?: unknown): Condition {
  return secondValue === undefined ? { operator, firstValue } : { operator, firstValue, secondValue }
}

/** A PIECE_TRIGGER named `trigger`. */
export function pieceTrigger(
  pieceName: string,
  triggerName: string,
  input: Record<string, unknown> = {},
): PieceTrigger {
  return {
    name: 'trigger',
    displayName: triggerName,
    type: 'PIECE_TRIGGER',
    settings: { pieceName, pieceVersion: '0.0.1', triggerName, input },
  }
}

/** A trigger that is not set yet. */
export function emptyTrigger(): Trigger {
  return { name: 'trigger', displayName: 'Select Trigger', type: 'EMPTY', settings: {} }
}

/** A whole definition in the flat reference dialect. */
export function definition(
  trigger: Trigger,
  first?: Action | null,
  settings?: Definition['settings'],
): Definition {
  return {
    displayName: 'Test workflow',
    schemaVersion: '21',
    trigger: { ...trigger, ...(first ? { nextAction: first } : {}) },
    ...(settings ? { settings } : {}),
  }
}
