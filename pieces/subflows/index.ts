import * as z from 'zod'
import { CodedError } from '../../src/errors.ts'
import { isObject, type Json } from '../../src/json.ts'
import { anyValue, checkbox, choice, dynamic, json, object } from '../../src/piece/fields.ts'
import { variantOf } from '../../src/piece/input.ts'
import { action, piece, wait } from '../../src/piece/piece.ts'
import { REPLY_KEY } from '../../src/piece/services.ts'
import { trigger } from '../../src/piece/trigger.ts'

const mode = choice({
  label: 'Mode',
  defaultValue: 'simple',
  choices: [
    { value: 'simple', label: 'Simple (names and values)' },
    { value: 'advanced', label: 'Advanced (JSON)' },
  ],
})

const sampleVariants = {
  simple: z.object({ sampleData: object({ label: 'Sample data' }) }),
  advanced: z.object({ sampleData: json({ label: 'Sample data' }) }),
}
const payloadVariants = {
  simple: z.object({ payload: object({ label: 'Data', defaultValue: {} }) }),
  advanced: z.object({ payload: json({ label: 'Data' }) }),
}
const responseVariants = {
  simple: z.object({ response: object({ label: 'Response' }) }),
  advanced: z.object({ response: json({ label: 'Response' }) }),
}

const callableFlow = trigger({
  name: 'callableFlow',
  displayName: 'Callable workflow',
  description: 'Starts when another workflow calls this one. What it was given is in `data`.',
  type: 'SUBFLOW',
  input: z.object({
    mode,
    exampleData: dynamic({
      label: 'Sample data',
      description: 'What callers send; they see it as a pattern.',
      required: false,
      dependsOn: 'mode',
      variants: sampleVariants,
    }),
  }),
  sampleData: { data: {} },
  sampleFor: ({ mode, exampleData }) => ({
    data: variantOf(sampleVariants, mode, exampleData, 'exampleData').sampleData as Json,
  }),
})

const callFlow = action({
  name: 'callFlow',
  displayName: 'Call workflow',
  description: 'Starts another workflow, once, and may wait for what it returns.',
  input: z.object({
    flow: anyValue({ label: 'Workflow', description: 'The id of a workflow that can be called.' }),
    mode,
    flowProps: dynamic({ label: 'Data', required: false, dependsOn: 'mode', variants: payloadVariants }),
    waitForResponse: checkbox({ label: 'Wait for the response', required: false, defaultValue: false }),
  }),
  // The same event id reaches the same run, so a repeat starts nothing.
  idempotent: true,
  async run({ input, run, resume, services }) {
    if (resume) return replyOf(resume.payload)
    const replyKey = input.waitForResponse ? REPLY_KEY + run.path : undefined
    const { payload } = variantOf(payloadVariants, input.mode, input.flowProps, 'flowProps')
    const started = await services.startWorkflow({
      workflowId: workflowIdOf(input.flow),
      payload: { data: payload as Json },
      eventId: run.idempotencyKey,
      ...(replyKey ? { replyKey } : {}),
    })
    return replyKey ? wait({ key: replyKey, holdsCaller: true }) : started
  },
})

/** Activepieces keeps the choice as `{externalId, exampleData}`; a plain id is as good. */
function workflowIdOf(flow: unknown): string {
  const id = isObject(flow) ? (flow.externalId ?? flow.id) : flow
  if (typeof id === 'string' && id !== '') return id
  throw new CodedError('INPUT_INVALID', '"flow" names no workflow. Choose the workflow to call.')
}

function replyOf(payload: Json): { status: string; data: unknown } {
  const { status, data = null } = isObject(payload) ? payload : {}
  if (status === 'success') return { status, data }
  const why = isObject(data) && typeof data.message === 'string' ? data.message : JSON.stringify(data)
  throw new CodedError('SUBFLOW_FAILED', `The called workflow failed: ${why}`, {
    details: { data: data as Json },
  })
}

const returnResponse = action({
  name: 'returnResponse',
  displayName: 'Return response',
  description: 'Gives data back to the workflow that called this one. The run goes on.',
  input: z.object({
    mode,
    response: dynamic({ label: 'Response', dependsOn: 'mode', variants: responseVariants }),
  }),
  idempotent: true,
  pure: true,
  run({ input, respond }) {
    const { response } = variantOf(responseVariants, input.mode, input.response, 'response')
    respond({ kind: 'response', format: 'json', body: response as Json })
    return response
  },
})

export default piece({
  name: 'subflows',
  displayName: 'Subflows',
  description: 'Calls one workflow from another.',
  version: '0.1.0',
  categories: ['CORE', 'FLOW_CONTROL'],
  actions: [callFlow, returnResponse],
  triggers: [callableFlow],
})
