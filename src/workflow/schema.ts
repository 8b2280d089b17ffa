import * as z from 'zod'

/**
 * The one description of a workflow definition: the Activepieces flow tree, with four optional additions of
 * ours (`retry`, `timeoutSeconds`, loop `concurrency`, `onFailure`). It is tolerant: fields it does not know
 * survive a round trip, and what a step needs to be *runnable* is checked by `validate`, not here.
 * Input we do not trust goes through `parseDefinition`, which reads the tree step by step and so has no depth
 * at which it fails; `Action`, `Trigger` and `Definition` themselves recurse.
 */

/** A step's name is its identity in expressions: `{{step_1.x}}`. */
export const StepName = z.string().regex(/^(?!__proto__$)[a-zA-Z_][a-zA-Z0-9_]*$/)

export const TextOperator = z.enum([
  'TEXT_CONTAINS',
  'TEXT_DOES_NOT_CONTAIN',
  'TEXT_EXACTLY_MATCHES',
  'TEXT_DOES_NOT_EXACTLY_MATCH',
  'TEXT_START_WITH',
  'TEXT_DOES_NOT_START_WITH',
  'TEXT_ENDS_WITH',
  'TEXT_DOES_NOT_END_WITH',
])
export const NumberOperator = z.enum(['NUMBER_IS_GREATER_THAN', 'NUMBER_IS_LESS_THAN', 'NUMBER_IS_EQUAL_TO'])
export const BooleanOperator = z.enum(['BOOLEAN_IS_TRUE', 'BOOLEAN_IS_FALSE'])
export const DateOperator = z.enum(['DATE_IS_BEFORE', 'DATE_IS_EQUAL', 'DATE_IS_AFTER'])
export const ListOperator = z.enum([
  'LIST_CONTAINS',
  'LIST_DOES_NOT_CONTAIN',
  'LIST_IS_EMPTY',
  'LIST_IS_NOT_EMPTY',
])
export const ExistenceOperator = z.enum(['EXISTS', 'DOES_NOT_EXIST'])

/** The 22 condition operators. */
export const OPERATORS = [
  ...TextOperator.options,
  ...NumberOperator.options,
  ...BooleanOperator.options,
  ...DateOperator.options,
  ...ListOperator.options,
  ...ExistenceOperator.options,
] as const
export type Operator = (typeof OPERATORS)[number]

/** One comparison. The operator is free text here: an unknown one is an issue for `validate`, not a parse error. */
export const Condition = z.looseObject({
  operator: z.string().optional(),
  firstValue: z.unknown().optional(),
  secondValue: z.unknown().optional(),
  caseSensitive: z.boolean().optional(),
})
export type Condition = z.infer<typeof Condition>

/** Outer list: any group may hold. Inner list: every condition of the group must. */
export const ConditionGroups = z.array(z.array(Condition))

export const Branch = z.looseObject({
  branchName: z.string(),
  branchType: z.enum(['CONDITION', 'FALLBACK']),
  conditions: ConditionGroups.optional(),
})
export type Branch = z.infer<typeof Branch>

const Switch = z.looseObject({ value: z.boolean().optional() })
export const ErrorHandlingOptions = z.looseObject({
  continueOnFailure: Switch.optional(),
  retryOnFailure: Switch.optional(),
})

/** How often and how patiently a failed step is tried again. Overrides `retryOnFailure`. */
export const Retry = z.looseObject({
  /** attempts in all, the first one included */
  maxAttempts: z.number().int().min(1).max(20),
  /** wait before the second attempt, in seconds; later waits double */
  backoffSeconds: z.number().min(0).max(3600).optional(),
  /** upper limit of one wait, in seconds */
  maxBackoffSeconds: z.number().min(0).max(86_400).optional(),
})
export type Retry = z.infer<typeof Retry>

const settingsBase = {
  input: z.record(z.string(), z.unknown()).optional(),
  errorHandlingOptions: ErrorHandlingOptions.optional(),
  propertySettings: z.record(z.string(), z.unknown()).optional(),
  sampleData: z.unknown().optional(),
  retry: Retry.optional(),
  timeoutSeconds: z.number().positive().max(900).optional(),
}

export const PieceSettings = z.looseObject({
  ...settingsBase,
  pieceName: z.string(),
  pieceVersion: z.string().optional(),
  actionName: z.string().optional(),
})

export const CodeSettings = z.looseObject({
  ...settingsBase,
  sourceCode: z.looseObject({ code: z.string(), packageJson: z.string().optional() }),
})

export const LoopSettings = z.looseObject({
  items: z.unknown(),
  /** iterations that may run side by side */
  concurrency: z.number().int().min(1).max(50).optional(),
})

export const RouterSettings = z.looseObject({
  executionType: z.enum(['EXECUTE_FIRST_MATCH', 'EXECUTE_ALL_MATCH']),
  branches: z.array(Branch),
})

const stepBase = {
  name: StepName,
  displayName: z.string().default(''),
  valid: z.boolean().optional(),
  skip: z.boolean().optional(),
}

const pieceFields = z.looseObject({ ...stepBase, type: z.literal('PIECE'), settings: PieceSettings })
const codeFields = z.looseObject({ ...stepBase, type: z.literal('CODE'), settings: CodeSettings })
const loopFields = z.looseObject({ ...stepBase, type: z.literal('LOOP_ON_ITEMS'), settings: LoopSettings })
const routerFields = z.looseObject({ ...stepBase, type: z.literal('ROUTER'), settings: RouterSettings })

/** One action without the steps it links to: these pass through unread, whatever their depth. */
export const ActionFields = z.discriminatedUnion('type', [
  pieceFields,
  codeFields,
  loopFields,
  routerFields.extend({ children: z.array(z.unknown()).nullish() }),
])

type Next = { nextAction?: Action | null }
/** `onFailure` runs instead of failing the run, with `{{step.error.message}}` in reach. */
type OnFailure = { onFailure?: Action | null }
export type PieceAction = z.infer<typeof pieceFields> & Next & OnFailure
export type CodeAction = z.infer<typeof codeFields> & Next & OnFailure
export type LoopAction = z.infer<typeof loopFields> & Next & { firstLoopAction?: Action | null }
/** `children` holds one entry a branch, in the branches' order. */
export type RouterAction = z.infer<typeof routerFields> & Next & { children: (Action | null)[] }
export type Action = PieceAction | CodeAction | LoopAction | RouterAction

const nested: z.ZodType<Action | null | undefined> = z.lazy(() => Action.nullish())
export const Action: z.ZodType<Action> = z.discriminatedUnion('type', [
  pieceFields.extend({ nextAction: nested, onFailure: nested }),
  codeFields.extend({ nextAction: nested, onFailure: nested }),
  loopFields.extend({ nextAction: nested, firstLoopAction: nested }),
  routerFields.extend({ nextAction: nested, children: z.array(z.lazy(() => Action.nullable())) }),
]) as z.ZodType<Action>

const triggerBase = {
  name: StepName.default('trigger'),
  displayName: z.string().default(''),
  valid: z.boolean().optional(),
}

const emptyTriggerFields = z.looseObject({
  ...triggerBase,
  type: z.literal('EMPTY'),
  settings: z.unknown().optional(),
})

const pieceTriggerFields = z.looseObject({
  ...triggerBase,
  type: z.literal('PIECE_TRIGGER'),
  settings: z.looseObject({
    pieceName: z.string(),
    pieceVersion: z.string().optional(),
    triggerName: z.string().optional(),
    input: z.record(z.string(), z.unknown()).optional(),
    propertySettings: z.record(z.string(), z.unknown()).optional(),
    sampleData: z.unknown().optional(),
  }),
})

/** A trigger without its first action, which passes through unread. */
export const TriggerFields = z.discriminatedUnion('type', [emptyTriggerFields, pieceTriggerFields])

export const EmptyTrigger = emptyTriggerFields.extend({ nextAction: Action.nullish() })
export const PieceTrigger = pieceTriggerFields.extend({ nextAction: Action.nullish() })
export const Trigger = z.discriminatedUnion('type', [EmptyTrigger, PieceTrigger])
export type EmptyTrigger = z.infer<typeof EmptyTrigger>
export type PieceTrigger = z.infer<typeof PieceTrigger>
export type Trigger = z.infer<typeof Trigger>

/** Settings of the workflow as a whole: all optional additions of ours. */
export const WorkflowSettings = z.looseObject({
  /** seconds a sync caller waits for an answer at most */
  deadlineSeconds: z.number().positive().max(60).optional(),
  /**
   * milliseconds within which a caller is to have its answer. At 80 % of it, or of the deadline where that is shorter,
   * the caller is told the fallback or that it takes longer, and the run goes on
   */
  latencyBudgetMs: z.number().int().min(100).max(60_000).optional(),
  /** spoken at once with status 200 when the workflow failed, and in time when it takes too long */
  fallbackAnswer: z.unknown().optional(),
  /** what the agent says while it waits for the function */
  filler: z.string().max(500).optional(),
  /** seconds for which the same function with the same arguments, called again in a call, shares the first one's result */
  repeatWindowSeconds: z.number().int().min(0).max(3600).optional(),
  /** it changes nothing: a platform may call it before it is sure that it needs it */
  readOnly: z.boolean().optional(),
})

/** A note on the canvas, in Activepieces' form. Its text is Markdown, its place that of the canvas. */
export const Note = z.looseObject({
  id: z.string(),
  content: z.string(),
  color: z.string().default('yellow'),
  position: z.object({ x: z.number(), y: z.number() }),
  size: z.object({ width: z.number().positive(), height: z.number().positive() }),
})
export type Note = z.infer<typeof Note>

/** A definition without its steps, which pass through unread. */
export const DefinitionFields = z.looseObject({
  displayName: z.string(),
  schemaVersion: z.string().nullish(),
  settings: WorkflowSettings.optional(),
  // Notes of another form are worth less than the workflow they are on.
  notes: z.array(Note).optional().catch(undefined),
})

/** A definition: what a version stores, and what import and export carry. */
export const Definition = DefinitionFields.extend({ trigger: Trigger })
export type Definition = z.infer<typeof Definition>

/** Where a workflow belongs, derived from its steps; null where no category fits. */
export const Category = z.enum(['pre_call', 'during_call', 'post_call', 'call_launcher', 'empty'])
export type Category = z.infer<typeof Category>
