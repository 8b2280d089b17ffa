import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { editDraft } from '../db/workflows.ts'
import { CodedError, isCoded } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import { applyOperation, type OperationType } from '../workflow/operations.ts'
import { OPERATORS } from '../workflow/schema.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'
import { viewWorkflow, WorkflowView } from './workflow-view.ts'

/** `/v1/workflow/:flow_id/…`: edits of a draft, one step or branch at a time. Paths, bodies and answers are Diga's. */
export const workflowEditing = new Hono<App>()

const index = z.number().int().min(0)
const settings = z.record(z.string(), z.unknown())
/** Diga's three, and the failure branch, which is ours. */
const location = z.enum(['AFTER', 'INSIDE_LOOP', 'INSIDE_BRANCH', 'INSIDE_ON_FAILURE']).nullish()

const TriggerBody = z.looseObject({
  type: z.enum(['EMPTY', 'PIECE_TRIGGER']),
  displayName: z.string(),
  settings,
})
const ActionBody = z.looseObject({
  name: z.string(),
  type: z.enum(['PIECE', 'CODE', 'LOOP_ON_ITEMS', 'ROUTER']),
  displayName: z.string(),
  settings,
})
const AddActionBody = z.object({
  parentStep: z.string(),
  action: ActionBody,
  stepLocationRelativeToParent: location,
  branchIndex: index.nullish(),
})
const MoveActionBody = z.object({
  name: z.string(),
  newParentStep: z.string(),
  stepLocationRelativeToParent: location,
  branchIndex: index.nullish(),
})
/** In Diga's contract a null is as good as a field left out; a stored condition just leaves it out. */
const ConditionBody = z.looseObject({
  operator: z
    .enum(OPERATORS)
    .nullish()
    .transform((value) => value ?? undefined),
  caseSensitive: z
    .boolean()
    .nullish()
    .transform((value) => value ?? undefined),
})
const BranchBody = z.object({ stepName: z.string(), branchIndex: index })
const AddBranchBody = BranchBody.extend({
  branchName: z.string(),
  conditions: z.array(z.array(ConditionBody)).nullish(),
})
const MoveBranchBody = BranchBody.extend({ newIndex: index })

const tag = 'Editing'
const scope = 'workflows.update'
const answer = WorkflowView
/** Of every edit, beside its own. */
const errors = ['WORKFLOW_NOT_FOUND', 'WORKFLOW_BUSY', 'OPERATION_INVALID', 'DEFINITION_TOO_LARGE'] as const
const PLACE_ERRORS = [
  'STEP_NOT_FOUND',
  'LOCATION_INVALID',
  'BRANCH_NOT_FOUND',
  'DEFINITION_TOO_DEEP',
] as const
const BRANCH_ERRORS = ['STEP_NOT_FOUND', 'STEP_IS_NO_ROUTER', 'BRANCH_NOT_FOUND'] as const
/** The form is not guessed from a text: `{{step_1.output.x}}` may well read a field called `output`. */
const REFERENCES = 'References are in the flat form, `{{step_1.x}}`, as in every answer here.'

workflowEditing.patch(
  '/:flow_id/trigger',
  operation({
    tag,
    summary: 'Replace the trigger',
    description: `Its name and the steps after it stay. ${REFERENCES}`,
    scope,
    body: TriggerBody,
    answer,
    errors,
    examples: { body: { type: 'EMPTY', displayName: 'Select a trigger', settings: {} } },
  }),
  async (c) => c.json(await edit(c.env, c.req.param('flow_id'), 'UPDATE_TRIGGER', c.req.valid('json'))),
)

workflowEditing.post(
  '/:flow_id/action',
  operation({
    tag,
    summary: 'Add an action',
    description: `What was at its place follows it. ${REFERENCES}`,
    scope,
    body: AddActionBody,
    answer,
    errors: [...errors, ...PLACE_ERRORS, 'STEP_NAME_TAKEN', 'TOO_MANY_STEPS'],
    examples: {
      body: {
        parentStep: 'trigger',
        action: {
          name: 'step_1',
          type: 'PIECE',
          displayName: 'Look it up',
          settings: {
            pieceName: 'http',
            actionName: 'send_request',
            input: { method: 'GET', url: 'https://example.com/{{trigger.id}}' },
          },
        },
      },
    },
  }),
  async (c) => c.json(await edit(c.env, c.req.param('flow_id'), 'ADD_ACTION', c.req.valid('json'))),
)

workflowEditing.patch(
  '/:flow_id/action',
  operation({
    tag,
    summary: 'Update an action',
    description: `It keeps its place, its sample data and what is nested in it. ${REFERENCES}`,
    scope,
    body: ActionBody,
    answer,
    errors: [...errors, 'STEP_NOT_FOUND', 'STEP_IS_TRIGGER', 'BRANCH_COUNT'],
  }),
  async (c) => c.json(await edit(c.env, c.req.param('flow_id'), 'UPDATE_ACTION', c.req.valid('json'))),
)

workflowEditing.delete(
  '/:flow_id/action/:action_name',
  operation({
    tag,
    summary: 'Delete an action',
    description: 'What is nested in it goes with it; what followed it moves up.',
    scope,
    answer,
    errors: [...errors, 'STEP_NOT_FOUND', 'STEP_IS_TRIGGER'],
  }),
  async (c) => {
    const { flow_id, action_name } = c.req.param()
    return c.json(await edit(c.env, flow_id, 'DELETE_ACTION', { names: [action_name] }))
  },
)

workflowEditing.post(
  '/:flow_id/action/move',
  operation({
    tag,
    summary: 'Move an action',
    description: 'With what is nested in it.',
    scope,
    body: MoveActionBody,
    answer,
    errors: [...errors, ...PLACE_ERRORS, 'STEP_IS_TRIGGER', 'MOVE_INTO_ITSELF'],
    examples: { body: { name: 'step_3', newParentStep: 'step_1', stepLocationRelativeToParent: 'AFTER' } },
  }),
  async (c) => {
    const { stepLocationRelativeToParent, ...rest } = c.req.valid('json')
    const request = { ...rest, stepLocationRelativeToNewParent: stepLocationRelativeToParent }
    return c.json(await edit(c.env, c.req.param('flow_id'), 'MOVE_ACTION', request))
  },
)

workflowEditing.post(
  '/:flow_id/branch',
  operation({
    tag,
    summary: 'Add a branch',
    description: 'At `branchIndex`, but never behind the fallback.',
    scope,
    body: AddBranchBody,
    answer,
    errors: [...errors, ...BRANCH_ERRORS],
    examples: { body: { stepName: 'step_2', branchName: 'Known caller', branchIndex: 0 } },
  }),
  async (c) => {
    const { conditions, ...rest } = c.req.valid('json')
    const request = { ...rest, conditions: conditions ?? undefined }
    return c.json(await edit(c.env, c.req.param('flow_id'), 'ADD_BRANCH', request))
  },
)

workflowEditing.delete(
  '/:flow_id/branch',
  operation({
    tag,
    summary: 'Delete a branch',
    description: 'With its steps.',
    scope,
    body: BranchBody,
    answer,
    errors: [...errors, ...BRANCH_ERRORS],
    examples: { body: { stepName: 'step_2', branchIndex: 0 } },
  }),
  async (c) => c.json(await edit(c.env, c.req.param('flow_id'), 'DELETE_BRANCH', c.req.valid('json'))),
)

workflowEditing.post(
  '/:flow_id/branch/duplicate',
  operation({
    tag,
    summary: 'Duplicate a branch',
    description: 'The copy stands right after it, its steps under new names.',
    scope,
    body: BranchBody,
    answer,
    errors: [...errors, ...BRANCH_ERRORS, 'BRANCH_IS_FALLBACK', 'TOO_MANY_STEPS'],
    examples: { body: { stepName: 'step_2', branchIndex: 0 } },
  }),
  async (c) => c.json(await edit(c.env, c.req.param('flow_id'), 'DUPLICATE_BRANCH', c.req.valid('json'))),
)

workflowEditing.post(
  '/:flow_id/branch/move',
  operation({
    tag,
    summary: 'Move a branch',
    description: 'With its steps. The fallback stays last.',
    scope,
    body: MoveBranchBody,
    answer,
    errors: [...errors, ...BRANCH_ERRORS, 'BRANCH_IS_FALLBACK'],
    examples: { body: { stepName: 'step_2', branchIndex: 0, newIndex: 1 } },
  }),
  async (c) => {
    const { stepName, branchIndex, newIndex } = c.req.valid('json')
    const request = { stepName, sourceBranchIndex: branchIndex, targetBranchIndex: newIndex }
    return c.json(await edit(c.env, c.req.param('flow_id'), 'MOVE_BRANCH', request))
  },
)

async function edit(env: Cloudflare.Env, id: string, type: OperationType, request: unknown) {
  const edited = await editDraft(openDb(env.DB), id, Date.now(), ({ draft }) => {
    try {
      return applyOperation(draft.definition, { type, request })
    } catch (error) {
      throw inRequestWords(error)
    }
  })
  return viewWorkflow(edited)
}

/** Fields of the operations that have another name in the requests here. */
const REQUEST_FIELDS: Readonly<Record<string, string>> = {
  names: 'action_name',
  stepLocationRelativeToNewParent: 'stepLocationRelativeToParent',
  sourceBranchIndex: 'branchIndex',
  targetBranchIndex: 'newIndex',
}

/** An operation's refusal, naming the field as the caller does. */
function inRequestWords(error: unknown): unknown {
  if (!isCoded(error) || !isObject(error.details)) return error
  const { path } = error.details
  const field = typeof path === 'string' ? REQUEST_FIELDS[path] : undefined
  if (field === undefined) return error
  const details = { ...error.details, path: field } as Json
  return new CodedError(error.code, error.message, { details })
}
