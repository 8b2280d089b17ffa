import { type Context, Hono } from 'hono'
import { readBytes } from '../call/body.ts'
import { findWebhook, reloadWebhook } from '../call/directory.ts'
import { dispatch, runPurged, runsOf } from '../call/dispatch.ts'
import { payloadOf, type ReadRequest, readRequest, withFilesKept } from '../call/payload.ts'
import { toResponse } from '../call/reply.ts'
import { type LiveWebhook, runReply } from '../call/webhook.ts'
import { CodedError } from '../errors.ts'
import type { HandshakeAnswer } from '../piece/trigger.ts'
import { filesOf } from '../run/files.ts'
import { eventObject } from '../run/ids.ts'
import type { RunReply } from '../run/protocol.ts'
import { triggerDeps } from '../trigger/deps.ts'
import { type Received, receive, receiveOpen } from '../trigger/receive.ts'
import { lookupOf } from './lookup.ts'
import type { App } from './types.ts'

type WebhookContext = Context<App>

/** The addresses of workflows that start with a request. Statuses where none starts are Activepieces'. */
export const webhooks = new Hono<App>()
  .all('/:workflowId', async (c) => {
    const webhook = await liveWebhook(c)
    const request = await requestOf(c)
    if (webhook.readsRequests) return receivedResponse(await receiveRead(c, webhook, request, 0))
    const run = await start(c, webhook, request, 0)
    return toResponse({ status: 200, headers: { 'x-webhook-id': run.runId }, body: {} }, [run.runId])
  })
  .all('/:workflowId/sync', async (c) => {
    const webhook = await liveWebhook(c)
    const request = await requestOf(c)
    if (webhook.readsRequests) {
      const received = await receiveRead(c, webhook, request, webhook.waitMs)
      // One request may hold several events: the caller hears of the first.
      const [first] = 'runs' in received ? received.runs : []
      return first ? toResponse(runReply(first, webhook.fallback), [first.runId]) : receivedResponse(received)
    }
    const run = await start(c, webhook, request, webhook.waitMs)
    return toResponse(runReply(run, webhook.fallback), [run.runId])
  })
  // What a service is given when it is subscribed to.
  .all('/:workflowId/from/:address', async (c) => {
    const { workflowId, address } = c.req.param()
    const request = await requestOf(c)
    const deliveryId = deliveryIdOf(c.req.raw.headers)
    return receivedResponse(await receive(triggerDeps(c.env), workflowId, address, request, deliveryId))
  })

/** The answer to a service that tries out an address, as its piece words it. */
export function handshakeResponse(
  { status, headers, body = '' }: HandshakeAnswer,
  runIds?: string[],
): Response {
  return toResponse({ status, headers, body, format: 'text' }, runIds)
}

function receivedResponse(received: Received): Response {
  if ('answer' in received) return handshakeResponse(received.answer)
  const runIds = received.runs.map(({ runId }) => runId)
  return toResponse({ status: 200, body: {} }, runIds)
}

async function requestOf({ req: { raw } }: WebhookContext): Promise<ReadRequest> {
  return readRequest(raw, await readBytes(raw))
}

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

function receiveRead(
  c: WebhookContext,
  webhook: LiveWebhook,
  request: ReadRequest,
  waitMs: number,
): Promise<Received> {
  return receiveOpen(triggerDeps(c.env), webhook, request, deliveryIdOf(c.req.raw.headers), waitMs)
}

async function start(
  c: WebhookContext,
  webhook: LiveWebhook,
  request: ReadRequest,
  waitMs: number,
): Promise<RunReply> {
  await webhook.verify(request)
  const kept = await withFilesKept(request, filesOf(c.env))
  const id = deliveryIdOf(c.req.raw.headers) ?? crypto.randomUUID()
  const { runs } = await dispatch(runsOf(c.env), eventObject(webhook.ref.id, id), {
    event: { id, kind: 'webhook', at: Date.now() },
    environment: 'PRODUCTION',
    starts: [{ workflow: webhook.ref, payload: payloadOf(kept, webhook.secretHeaders), waitMs }],
  })
  const [run] = runs
  if (!run) throw runPurged()
  return run
}

/** A sender that repeats itself says so in one of these headers. */
function deliveryIdOf(headers: Headers): string | undefined {
  const names = ['idempotency-key', 'webhook-id', 'x-idempotency-key']
  return names.map((name) => headers.get(name)).find((value) => value) ?? undefined
}
