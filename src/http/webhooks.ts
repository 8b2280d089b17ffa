import { type Context, Hono } from 'hono'
import { readBytes } from '../call/body.ts'
import { findWebhook, reloadWebhook } from '../call/directory.ts'
import { dispatch, runPurged, runsOf } from '../call/dispatch.ts'
import { payloadOf, readRequest } from '../call/payload.ts'
import { toResponse } from '../call/reply.ts'
import { type LiveWebhook, runReply } from '../call/webhook.ts'
import { CodedError } from '../errors.ts'
import { eventObject } from '../run/ids.ts'
import type { RunReply } from '../run/protocol.ts'
import { lookupOf } from './lookup.ts'
import type { App } from './types.ts'

type WebhookContext = Context<App>

/** The addresses of workflows that start with a request. Statuses where none starts are Activepieces'. */
export const webhooks = new Hono<App>()
  .all('/:workflowId', async (c) => {
    const webhook = await liveWebhook(c)
    const run = await start(c, webhook, 0)
    return toResponse({ status: 200, headers: { 'x-webhook-id': run.runId }, body: {} }, [run.runId])
  })
  .all('/:workflowId/sync', async (c) => {
    const webhook = await liveWebhook(c)
    const run = await start(c, webhook, webhook.waitMs)
    return toResponse(runReply(run, webhook.fallback), [run.runId])
  })

async function liveWebhook(c: WebhookContext): Promise<LiveWebhook> {
  const id = c.req.param('workflowId') ?? ''
  const lookup = lookupOf(c)
  let { value, loaded } = await findWebhook(id, lookup)
  // It may just have been enabled.
  if (value?.state === 'off' && !loaded) value = await reloadWebhook(id, lookup)
  if (value?.state === 'live') return value
  if (value) throw new CodedError('WEBHOOK_OFF', 'This workflow is disabled, or not started by requests.')
  throw new CodedError('WEBHOOK_GONE', 'There is no workflow at this address: stop sending to it.')
}

async function start(c: WebhookContext, webhook: LiveWebhook, waitMs: number): Promise<RunReply> {
  const { raw } = c.req
  const request = await readRequest(raw, await readBytes(raw))
  await webhook.verify(request)
  const id = eventIdOf(raw.headers)
  const { runs } = await dispatch(runsOf(c.env), eventObject(webhook.ref.id, id), {
    event: { id, kind: 'webhook', at: Date.now() },
    environment: 'PRODUCTION',
    starts: [{ workflow: webhook.ref, payload: payloadOf(request, webhook.secretHeaders), waitMs }],
  })
  const [run] = runs
  if (!run) throw runPurged()
  return run
}

/** A sender that repeats itself says so in one of these headers. */
function eventIdOf(headers: Headers): string {
  const names = ['idempotency-key', 'webhook-id', 'x-idempotency-key']
  const given = names.map((name) => headers.get(name)).find((value) => value)
  return given ?? crypto.randomUUID()
}
