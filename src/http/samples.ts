import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { checkSampleSize, deleteSamples, listOutputs, readSample, setSample } from '../db/samples.ts'
import { getWorkflow, type Workflow } from '../db/workflows.ts'
import { CodedError } from '../errors.ts'
import type { Json } from '../json.ts'
import { isoTime } from '../run/run-view.ts'
import { findStep, type Step } from '../workflow/walk.ts'
import { operation } from './operation.ts'
import type { App } from './types.ts'
import { viewWorkflow, WorkflowView } from './workflow-view.ts'

/** `/v1/workflow/:id/steps/:step/sample-data`: what steps are tested on. Paths, bodies and answers are Diga's. */
export const samples = new Hono<App>()

const tag = 'Testing'
const sampleType = z.enum(['INPUT', 'OUTPUT'])
const errors = ['WORKFLOW_NOT_FOUND', 'STEP_NOT_FOUND']

const SaveBody = z
  .object({
    payload: z.json(),
    type: sampleType.default('OUTPUT'),
    dataType: z.enum(['JSON', 'STRING']).default('JSON'),
    pinned: z.boolean().optional().meta({
      description: 'Whether tests leave it as it is; as before where left out.',
    }),
  })
  .refine(({ payload, dataType }) => dataType === 'JSON' || typeof payload === 'string', {
    path: ['payload'],
    message: 'with the data type STRING it must be a text',
  })

/** Characters of samples in one answer: what a browser likes to hold. */
const MAX_LISTED = 2_000_000

samples.get(
  '/:flow_id/sample-data',
  operation({
    tag,
    summary: 'List the samples of a workflow',
    description: 'What its steps gave in their latest tests, the shortest first.',
    scope: 'workflows.view',
    answer: z.object({
      data: z.array(
        z.object({
          step: z.string(),
          updated: z.iso.datetime(),
          pinned: z.boolean(),
          data: z.unknown().optional().meta({
            description: 'Left out where all of them would be too long: read that of the step.',
          }),
        }),
      ),
    }),
    errors: ['WORKFLOW_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getWorkflow(db, c.req.param('flow_id'))
    const kept = await listOutputs(db, id, MAX_LISTED)
    const data = kept.map(({ step, updatedAt, pinned, payload }) => ({
      step,
      updated: isoTime(updatedAt),
      pinned,
      ...(payload !== undefined && { data: payload }),
    }))
    return c.json({ data })
  },
)

samples.get(
  '/:flow_id/steps/:step_name/sample-data',
  operation({
    tag,
    summary: 'Read a sample of a step',
    description: 'Kept when the step was tested or its sample was saved. The trigger is a step too.',
    scope: 'workflows.view',
    query: z.object({ type: sampleType.default('OUTPUT') }),
    answer: z.object({ data: z.unknown() }).meta({ description: '`data` is null where nothing is kept.' }),
    errors,
  }),
  async (c) => {
    const { workflow, step } = await findDraftStep(c)
    const sample = await readSample(openDb(c.env.DB), workflow.id, step.name, c.req.valid('query').type)
    return c.json({ data: sample?.payload ?? null })
  },
)

samples.post(
  '/:flow_id/steps/:step_name/sample-data',
  operation({
    tag,
    summary: 'Save a sample of a step',
    description: 'Later steps are tested on it; pinned, it stays through their tests. At most 1 MiB.',
    scope: 'workflows.update',
    body: SaveBody,
    answer: WorkflowView,
    errors: [...errors, 'SAMPLE_TOO_LARGE'],
    examples: { body: { payload: { call_id: 'call_1', arguments: { day: '2026-03-03' } } } },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const payload = body.payload as Json
    const { workflow, step } = await findDraftStep(c)
    checkSampleSize(payload)
    const sample = { step: step.name, type: body.type, payload }
    await setSample(openDb(c.env.DB), workflow.id, sample, body.pinned, Date.now())
    return c.json(viewWorkflow(workflow))
  },
)

samples.delete(
  '/:flow_id/steps/:step_name/sample-data',
  operation({
    tag,
    summary: 'Delete the samples of a step',
    description: 'That of one type, or both.',
    scope: 'workflows.update',
    query: z.object({ type: sampleType.optional() }),
    status: 204,
    errors,
  }),
  async (c) => {
    const { workflow, step } = await findDraftStep(c)
    await deleteSamples(openDb(c.env.DB), workflow.id, step.name, c.req.valid('query').type)
    return c.body(null, 204)
  },
)

/** The step a path names, in the draft. @throws CodedError WORKFLOW_NOT_FOUND, STEP_NOT_FOUND */
export async function findDraftStep(c: Context<App>): Promise<{ workflow: Workflow; step: Step }> {
  const { flow_id: id = '', step_name: name = '' } = c.req.param() as Record<string, string>
  const workflow = await getWorkflow(openDb(c.env.DB), id)
  const found = findStep(workflow.draft.definition, name)
  if (!found) throw new CodedError('STEP_NOT_FOUND', `The workflow has no step "${name}".`)
  return { workflow, step: found.step }
}
