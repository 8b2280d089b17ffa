import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { editDraft } from '../db/workflows.ts'
import { CodedError } from '../errors.ts'
import { isoTime } from '../run/run-view.ts'
import { applyOperation, OPERATION_TYPES, type OperationType } from '../workflow/operations.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'
import { viewWorkflow, WorkflowView } from './workflow-view.ts'

/** `/v1/workflow/:flow_id/operations`: several edits of a draft at once, as the builder makes them. */
export const workflowOperations = new Hono<App>()

/** A definition of the largest size there may be, several times over: undoing brings one back whole. */
const MAX_BODY_BYTES = 5 * 1024 * 1024

const OperationsBody = z.object({
  since: z.iso.datetime().optional().meta({
    description: 'The `draft_updated` the edits were made on. Edited since, the draft stays as it is.',
  }),
  operations: z
    .array(
      z.object({
        type: z.enum(OPERATION_TYPES as [OperationType, ...OperationType[]]),
        request: z.unknown().meta({ description: "Of the operation; Activepieces' names and fields." }),
      }),
    )
    .min(1)
    .max(200),
})

workflowOperations.post(
  '/:flow_id/operations',
  operation({
    tag: 'Editing',
    summary: 'Edit a draft in several steps',
    description: 'Applies all operations in order, or none. References are in the flat form, `{{step_1.x}}`.',
    scope: 'workflows.update',
    body: OperationsBody,
    maxBodyBytes: MAX_BODY_BYTES,
    anyDepth: true,
    answer: WorkflowView,
    errors: [
      'WORKFLOW_NOT_FOUND',
      'WORKFLOW_BUSY',
      'DRAFT_CHANGED',
      'OPERATION_INVALID',
      'DEFINITION_INVALID',
      'DEFINITION_TOO_LARGE',
      'DEFINITION_TOO_DEEP',
      'STEP_NOT_FOUND',
      'STEP_IS_TRIGGER',
      'STEP_NAME_TAKEN',
      'STEP_IS_NO_ROUTER',
      'BRANCH_NOT_FOUND',
      'BRANCH_IS_FALLBACK',
      'BRANCH_COUNT',
      'LOCATION_INVALID',
      'MOVE_INTO_ITSELF',
      'TOO_MANY_STEPS',
    ],
    examples: {
      body: {
        operations: [
          { type: 'SET_SKIP_ACTION', request: { names: ['step_2'], skip: true } },
          { type: 'DELETE_ACTION', request: { names: ['step_3'] } },
        ],
      },
    },
  }),
  async (c) => {
    const { since, operations } = c.req.valid('json')
    const db = openDb(c.env.DB)
    const edited = await editDraft(db, c.req.param('flow_id'), Date.now(), ({ draft }) => {
      if (since !== undefined && isoTime(draft.updatedAt) !== since) throw changed()
      return operations.reduce(applyOperation, draft.definition)
    })
    return c.json(viewWorkflow(edited))
  },
)

function changed(): CodedError {
  const message =
    'The draft was edited elsewhere meanwhile. Read it again, then repeat what is still to be done.'
  return new CodedError('DRAFT_CHANGED', message)
}
