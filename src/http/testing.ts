import { Hono } from 'hono'
import * as z from 'zod'
import { openDb } from '../db/client.ts'
import { getWorkflow } from '../db/workflows.ts'
import { FlowTestView, testFlow } from './flow-test.ts'
import { operation } from './operation.ts'
import { findDraftStep } from './samples.ts'
import { StepTestView, testStep } from './step-test.ts'
import type { App } from './types.ts'

/** `/v1/workflow/:id/…/test`: drafts tried out before they are published. Paths and answers are Diga's. */
export const testing = new Hono<App>()

const tag = 'Testing'

const live = z.boolean().default(false).meta({ description: 'Lets Make Call really dial.' })
const values = z.record(z.string(), z.json())

const StepTestBody = z
  .object({
    input: values.optional().meta({ description: "Instead of the step's input; may hold expressions." }),
    samples: values.optional().meta({ description: 'Outputs by step; they come before stored ones.' }),
    live,
  })
  .optional()
const FlowTestBody = z
  .object({ payload: values.optional().meta({ description: "Instead of the trigger's sample." }), live })
  .optional()

testing.post(
  '/:flow_id/steps/:step_name/test',
  operation({
    tag,
    summary: 'Test a step',
    description:
      'Runs one step of the draft, once and within 90 s, on the samples of the steps before it. **It really does what ' +
      'it does**: a message is sent, a row is written. Only Make Call is simulated, unless `live` is true. Loops around ' +
      'the step stand at their first item. A loop gives its items, a router its branches, and what is inside them does ' +
      'not run. A delay is not slept through, and a step that waits for somebody ends there: `wait` says for what. What ' +
      'the step gave is kept as its sample, and so is its input, without secrets.',
    scope: 'workflows.update',
    body: StepTestBody,
    answer: StepTestView,
    errors: ['WORKFLOW_NOT_FOUND', 'STEP_NOT_FOUND', 'STEP_IS_TRIGGER', 'SAMPLE_MISSING'],
    examples: { body: { samples: { step_1: { id: 'contact_1' } } } },
  }),
  async (c) => {
    const { workflow, step } = await findDraftStep(c)
    return c.json(await testStep(c.env, workflow, step, c.req.valid('json') ?? { live: false }))
  },
)

testing.post(
  '/:flow_id/test',
  operation({
    tag,
    summary: 'Test a workflow',
    description:
      "Runs the whole draft on the trigger's sample. **Its steps really do what they do**; only Make Call is simulated, " +
      'and its output says so, unless `live` is true. Answers when the run ends or pauses, after 120 s at the latest; ' +
      'the run itself goes on and is read like any other. Once it has succeeded, what its steps gave are their samples.',
    scope: 'workflows.update',
    body: FlowTestBody,
    answer: FlowTestView,
    errors: ['WORKFLOW_NOT_FOUND', 'SAMPLE_MISSING'],
    examples: { body: { payload: { body: { phone: '+34600000001' } } } },
  }),
  async (c) => {
    const workflow = await getWorkflow(openDb(c.env.DB), c.req.param('flow_id'))
    return c.json(await testFlow(c.env, workflow, c.req.valid('json') ?? { live: false }))
  },
)
