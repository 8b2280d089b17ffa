import { type Context, Hono } from 'hono'
import { readBytes } from '../call/body.ts'
import { payloadOf, type ReadRequest, readRequest, withFilesKept } from '../call/payload.ts'
import { toResponse } from '../call/reply.ts'
import { type LiveWebhook, prepareWebhook, runReply } from '../call/webhook.ts'
import { openDb } from '../db/client.ts'
import { catchSample, isListening, readListener } from '../db/listeners.ts'
import { checkSampleSize, saveSamples } from '../db/samples.ts'
import { getWorkflow, type Workflow } from '../db/workflows.ts'
import { CodedError, isCoded } from '../errors.ts'
import type { Json } from '../json.ts'
import { filesOf } from '../run/files.ts'
import { requireScope } from './actor.ts'
import { authenticate } from './auth/authenticate.ts'
import { bearerToken } from './auth/bearer.ts'
import { sendError } from './errors.ts'
import { startTest } from './test-run.ts'
import type { App } from './types.ts'

/**
 * The addresses of drafts. Knowing a workflow's id lets nobody in: either somebody who may edit the workflow has opened
 * its address for one request (`trigger/test/listen`), or the request carries their own credential.
 */
export const draftWebhooks = new Hono<App>({ strict: false })
  .all('/webhooks/:flow_id/test', async (c) => {
    const draft = await readDraft(c)
    await catchRequest(c, draft, await requestOf(c))
    return toResponse({ status: 200, body: { caught: true } })
  })
  .all('/webhooks/:flow_id/draft', async (c) => {
    const draft = await readDraft(c)
    const refused = await whyNotEditor(c)
    const request = await requestOf(c)
    const payload = refused ? await catchRequest(c, draft, request, refused) : await keep(c, draft, request)
    const { workflow, webhook } = draft
    const run = await startTest(c.env, {
      workflow,
      definition: workflow.draft.definition,
      kind: 'webhook',
      payload,
      trial: { live: false },
      waitMs: webhook.waitMs,
    })
    return toResponse(runReply(run, webhook.fallback), [run.runId])
  })

draftWebhooks.onError(sendError)

interface Draft {
  workflow: Workflow
  webhook: LiveWebhook
}

/** The draft an address names, as requests would find it. @throws CodedError WEBHOOK_GONE, WEBHOOK_OFF */
async function readDraft(c: Context<App>): Promise<Draft> {
  const workflow = await getWorkflow(openDb(c.env.DB), c.req.param('flow_id') ?? '').catch((error) => {
    if (!isCoded(error) || error.code !== 'WORKFLOW_NOT_FOUND') throw error
    throw new CodedError('WEBHOOK_GONE', 'There is no workflow at this address: stop sending to it.')
  })
  const { definition, id: versionId, name, category } = workflow.draft
  const { trigger, settings = {} } = definition
  const webhook = await prepareWebhook({
    id: workflow.id,
    versionId,
    name,
    category,
    trigger: trigger.type === 'EMPTY' ? {} : trigger.settings,
    settings,
    status: 'ENABLED',
  })
  if (webhook.state === 'live') return { workflow, webhook }
  throw new CodedError('WEBHOOK_OFF', 'The draft of this workflow is not started by requests.')
}

async function requestOf(c: Context<App>): Promise<ReadRequest> {
  return readRequest(c.req.raw, await readBytes(c.req.raw))
}

const kept = (c: Context<App>, request: ReadRequest) => withFilesKept(request, filesOf(c.env))

/**
 * Why the sender does not count as an editor of the workflow; undefined where they are one. Only the header counts: a
 * cookie comes along with any link. @throws CodedError FORBIDDEN
 */
async function whyNotEditor(c: Context<App>): Promise<CodedError | undefined> {
  const message =
    'Send a credential that may edit this workflow, or open its address first: trigger/test/listen.'
  const refused = new CodedError('UNAUTHORIZED', message)
  if (bearerToken(c.req.header('authorization')) === undefined) return refused
  try {
    await authenticate(c, async () => undefined)
  } catch (error) {
    // The token may be meant for the trigger.
    if (isCoded(error) && error.code === 'UNAUTHORIZED') return refused
    throw error
  }
  requireScope(c.var.actor, 'workflows.update')
}

/**
 * Takes the one request that somebody listens for, proven as the live address demands, as the trigger's sample.
 * @param closed thrown where nobody listens
 * @throws CodedError WEBHOOK_UNAUTHORIZED, SAMPLE_TOO_LARGE
 */
async function catchRequest(
  c: Context<App>,
  { workflow, webhook }: Draft,
  request: ReadRequest,
  closed = new CodedError('WEBHOOK_NOT_LISTENING', 'Nobody listens here just now: trigger/test/listen does.'),
): Promise<Json> {
  const db = openDb(c.env.DB)
  const now = Date.now()
  if (!isListening(await readListener(db, workflow.id), now)) throw closed
  await webhook.verify(request)
  const payload = payloadOf(await kept(c, request), webhook.secretHeaders)
  checkSampleSize(payload)
  const { name } = workflow.draft.definition.trigger
  if (await catchSample(db, workflow.id, name, payload, now)) return payload
  throw closed
}

/** Takes an editor's request as the trigger's sample. @throws CodedError SAMPLE_TOO_LARGE */
async function keep(c: Context<App>, { workflow, webhook }: Draft, request: ReadRequest): Promise<Json> {
  const payload = payloadOf(await kept(c, request), webhook.secretHeaders)
  checkSampleSize(payload)
  const step = workflow.draft.definition.trigger.name
  await saveSamples(openDb(c.env.DB), workflow.id, [{ step, type: 'OUTPUT', payload }], Date.now())
  return payload
}
