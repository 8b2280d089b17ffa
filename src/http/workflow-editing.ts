import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { editDraft, publishedDefinition } from '../db/workflows.ts'
import { CodedError, isCoded } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import { applyOperation, type OperationType } from '../workflow/operations.ts'
import { OPERATORS } from '../workflow/schema.ts'
import { readBody } from './input.ts'
import type { App } from './types.ts'
import { viewWorkflow } from './workflow-view.ts'

/** `/v1/workflow/:id/…`: edits of a draft, one step or branch at a time. Paths, bodies and answers are Diga's. */
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

workflowEditing.post('/:id/draft', async (c) => {
  const db = openDb(c.env.DB)
  const edited = await editDraft(db, c.req.param('id'), Date.now(), (workflow) =>
    publishedDefinition(db, workflow),
  )
  return c.json(viewWorkflow(edited))
})

workflowEditing.patch('/:id/trigger', async (c) => {
  const request = await readBody(c, TriggerBody)
  return c.json(await edit(c.env, c.req.param('id'), 'UPDATE_TRIGGER', request))
})

workflowEditing.post('/:id/action', async (c) => {
  const request = await readBody(c, AddActionBody)
  return c.json(await edit(c.env, c.req.param('id'), 'ADD_ACTION', request))
})

workflowEditing.patch('/:id/action', async (c) => {
  const request = await readBody(c, ActionBody)
  return c.json(await edit(c.env, c.req.param('id'), 'UPDATE_ACTION', request))
})

workflowEditing.delete('/:id/action/:name', async (c) => {
  const { id, name } = c.req.param()
  return c.json(await edit(c.env, id, 'DELETE_ACTION', { names: [name] }))
})

workflowEditing.post('/:id/action/move', async (c) => {
  const { stepLocationRelativeToParent, ...rest } = await readBody(c, MoveActionBody)
  const request = { ...rest, stepLocationRelativeToNewParent: stepLocationRelativeToParent }
  return c.json(await edit(c.env, c.req.param('id'), 'MOVE_ACTION', request))
})

workflowEditing.post('/:id/branch', async (c) => {
  const { conditions, ...rest } = await readBody(c, AddBranchBody)
  const request = { ...rest, conditions: conditions ?? undefined }
  return c.json(await edit(c.env, c.req.param('id'), 'ADD_BRANCH', request))
})

workflowEditing.delete('/:id/branch', async (c) => {
  const request = await readBody(c, BranchBody)
  return c.json(await edit(c.env, c.req.param('id'), 'DELETE_BRANCH', request))
})

workflowEditing.post('/:id/branch/duplicate', async (c) => {
  const request = await readBody(c, BranchBody)
  return c.json(await edit(c.env, c.req.param('id'), 'DUPLICATE_BRANCH', request))
})

workflowEditing.post('/:id/branch/move', async (c) => {
  const { stepName, branchIndex, newIndex } = await readBody(c, MoveBranchBody)
  const request = { stepName, sourceBranchIndex: branchIndex, targetBranchIndex: newIndex }
  return c.json(await edit(c.env, c.req.param('id'), 'MOVE_BRANCH', request))
})

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
