import * as z from 'zod'
import { CodedError } from '../errors.ts'
import { copy } from './copy.ts'
import { duplicateAction } from './duplicate.ts'
import { addBranch, deleteBranch, duplicateBranch, moveBranch } from './edit-branches.ts'
import { addAction, deleteActions, moveAction, setSkip, updateAction, updateTrigger } from './edit-steps.ts'
import { readWorkflow } from './import/read.ts'
import type { Issue } from './issue.ts'
import { hostileValue, tooLarge } from './limits.ts'
import { type Parsed, parseAction, parseTrigger } from './parse.ts'
import { fromZod } from './plain-message.ts'
import { ConditionGroups, type Definition, Note, WorkflowSettings } from './schema.ts'

/**
 * Replaces name, trigger, steps and, where they are given, settings by those of an imported definition, of
 * any form and age that `readWorkflow` takes.
 * @throws CodedError DEFINITION_INVALID with the issues as details
 */
export function importDefinition(definition: Definition, imported: unknown): Definition {
  const read = readWorkflow(imported)
  if (!read.ok) throw refused('DEFINITION_INVALID', read.issues)
  return { ...copy(definition), ...read.value.definition }
}

/** Gives the workflow another display name. */
export function rename(definition: Definition, displayName: string): Definition {
  return { ...copy(definition), displayName }
}

type Apply = (definition: Definition, request: unknown) => Definition

/** An operation whose request is checked by `schema` first. */
function operation<T>(
  schema: z.ZodType<T>,
  apply: (definition: Definition, request: T) => Definition,
): Apply {
  return (definition, request) => {
    const { success, data, error } = schema.safeParse(request, { reportInput: true })
    if (success) return apply(definition, data)
    const issues = error.issues.map((issue) => fromZod(issue, null, 'request'))
    throw refused('OPERATION_INVALID', issues)
  }
}

/** Notes a canvas may have. */
const MAX_NOTES = 200

const location = z.enum(['AFTER', 'INSIDE_LOOP', 'INSIDE_BRANCH', 'INSIDE_ON_FAILURE']).nullish()
const position = z.number().int().min(0)
const branch = z.object({ stepName: z.string(), branchIndex: position })
const names = z.array(z.string()).min(1)

const OPERATIONS = {
  ADD_ACTION: operation(
    z.object({
      parentStep: z.string(),
      stepLocationRelativeToParent: location,
      branchIndex: position.nullish(),
      action: z.unknown(),
    }),
    (definition, request) => addAction(definition, { ...request, action: read(parseAction(request.action)) }),
  ),
  UPDATE_ACTION: (definition: Definition, request: unknown) =>
    updateAction(definition, read(parseAction(request))),
  DELETE_ACTION: operation(z.object({ names }), (definition, request) =>
    deleteActions(definition, request.names),
  ),
  MOVE_ACTION: operation(
    z.object({
      name: z.string(),
      newParentStep: z.string(),
      stepLocationRelativeToNewParent: location,
      branchIndex: position.nullish(),
    }),
    moveAction,
  ),
  DUPLICATE_ACTION: operation(z.object({ stepName: z.string() }), (definition, request) =>
    duplicateAction(definition, request.stepName),
  ),
  ADD_BRANCH: operation(
    branch.extend({ branchName: z.string(), conditions: ConditionGroups.optional() }),
    (definition, request) => {
      return addBranch(definition, {
        ...request,
        conditions: checked(request.conditions, 'conditions', request.stepName),
      })
    },
  ),
  DELETE_BRANCH: operation(branch, deleteBranch),
  DUPLICATE_BRANCH: operation(branch, duplicateBranch),
  MOVE_BRANCH: operation(
    z.object({ stepName: z.string(), sourceBranchIndex: position, targetBranchIndex: position }),
    moveBranch,
  ),
  SET_SKIP_ACTION: operation(z.object({ names, skip: z.boolean() }), setSkip),
  UPDATE_TRIGGER: (definition: Definition, request: unknown) =>
    updateTrigger(definition, read(parseTrigger(request))),
  IMPORT_FLOW: importDefinition,
  CHANGE_NAME: operation(z.object({ displayName: z.string() }), (definition, request) =>
    rename(definition, request.displayName),
  ),
  UPDATE_SETTINGS: operation(z.object({ settings: WorkflowSettings }), (definition, { settings }) => ({
    ...copy(definition),
    settings: checked(settings, 'settings'),
  })),
  UPDATE_NOTES: operation(z.object({ notes: z.array(Note).max(MAX_NOTES) }), (definition, { notes }) => ({
    ...copy(definition),
    notes: checked(notes, 'notes'),
  })),
} satisfies Record<string, Apply>

/** The operations that edit a definition, by Activepieces' names for them. */
export type OperationType = keyof typeof OPERATIONS
export const OPERATION_TYPES = Object.keys(OPERATIONS) as OperationType[]

/**
 * Applies one editing operation. The request may come from anywhere: it is checked here, and the definition handed
 * in is never changed.
 * @throws CodedError OPERATION_UNKNOWN, OPERATION_INVALID, DEFINITION_TOO_LARGE, and those of the operation
 */
export function applyOperation(
  definition: Definition,
  operation: { type: string; request: unknown },
): Definition {
  const { type, request } = operation
  if (!isOperationType(type)) {
    throw new CodedError(
      'OPERATION_UNKNOWN',
      `There is no operation ${type}: use ${OPERATION_TYPES.join(', ')}.`,
    )
  }
  const result = OPERATIONS[type](definition, request)
  const issue = tooLarge(result)
  if (issue) throw refused(issue.code, [issue])
  return result
}

function isOperationType(type: string): type is OperationType {
  return Object.hasOwn(OPERATIONS, type)
}

/** A copy of a value that nobody has to fear. */
function checked<T>(value: T, path: string, step: string | null = null): T {
  const hostile = hostileValue(value, step, path)
  if (hostile) throw refused('OPERATION_INVALID', [hostile])
  return value === undefined ? value : copy(value)
}

function read<T>(parsed: Parsed<T>): T {
  if (parsed.ok) return parsed.value
  throw refused('OPERATION_INVALID', parsed.issues)
}

function refused(code: string, issues: Issue[]): CodedError {
  return new CodedError(
    code,
    issues
      .map(({ message }) => message)
      .slice(0, 3)
      .join(' '),
    { details: issues.map((issue) => ({ ...issue })) },
  )
}
