import * as z from 'zod'
import { isObject, type Json } from '../../src/json.ts'
import { type ActionContext, action, piece, wait } from '../../src/piece/piece.ts'

type Context = ActionContext<Record<string, unknown>>

/** Where the links' key is kept for the step that waits: one place per loop iteration. */
const memoOf = (context: Context) => `approval:${context.run.scope}`

const createLinks = action({
  name: 'create_approval_links',
  displayName: 'Create approval links',
  description:
    'Makes two links, to approve and to disapprove. "Wait for approval" then waits for one of them.',
  input: z.object({}),
  output: z.object({ approvalLink: z.string(), disapprovalLink: z.string() }),
  idempotent: true,
  async run(context) {
    // The step's own path, so that a second click on an older link can't decide a later approval.
    const key = `approval:${context.run.path}`
    await context.services.store('RUN').put(memoOf(context), key)
    return {
      approvalLink: context.services.resumeUrl(key, { action: 'approve' }),
      disapprovalLink: context.services.resumeUrl(key, { action: 'disapprove' }),
    }
  },
})

const waitForApproval = action({
  name: 'wait_for_approval',
  displayName: 'Wait for approval',
  description: 'Pauses the run until one of the links made before is opened.',
  input: z.object({}),
  output: z.object({ approved: z.boolean() }),
  idempotent: true,
  async run(context) {
    if (context.resume) return { approved: actionOf(context.resume.payload) === 'approve' }
    const key = await context.services.store('RUN').get(memoOf(context))
    return wait({ key: typeof key === 'string' ? key : memoOf(context) })
  },
})

function actionOf(payload: Json): unknown {
  if (!isObject(payload) || !isObject(payload.queryParams)) return undefined
  return payload.queryParams.action
}

export default piece({
  name: 'approval',
  displayName: 'Approval',
  description: 'Lets a person decide, by a link, how the workflow goes on.',
  version: '0.1.0',
  categories: ['CORE', 'FLOW_CONTROL'],
  actions: [createLinks, waitForApproval],
})
