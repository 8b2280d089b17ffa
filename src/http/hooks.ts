import { type Context, Hono } from 'hono'
import { authenticate } from '../call/authenticate.ts'
import { parseObject, readBytes } from '../call/body.ts'
import { eventType } from '../call/event-type.ts'
import type { CallEvent } from '../call/events.ts'
import { acceptCallFinished, answerPreCall, answerTools, type Inbound } from '../call/inbound.ts'
import { inboundOf } from '../call/inbound-of.ts'
import type { HookKind, Provider } from '../call/providers/provider.ts'
import { toResponse } from '../call/reply.ts'
import { openDb } from '../db/client.ts'
import { countUnknownEvent } from '../db/unknown-events.ts'
import { toErrorData } from '../errors.ts'
import { sendError } from './errors.ts'
import { lookupOf } from './lookup.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** What voice platforms call. Each route names its event; the bare address takes them all. */
export const hooks = new Hono<App>()
  .post('/:provider/:agent', (c) => receive(c))
  .post('/:provider/:agent/pre-call', (c) => receive(c, 'pre_call'))
  .post('/:provider/:agent/tools/:tool', (c) => receive(c, 'function_call'))
  .post('/:provider/:agent/call-finished', (c) => receive(c, 'call_finished'))

// The simulator sends to these routes without the app around them.
hooks.onError(sendError)

async function receive(c: Context<App>, kind?: HookKind): Promise<Response> {
  const { provider: platform = '', agent: agentId = '', tool } = c.req.param() as Record<string, string>
  const now = Date.now()
  const lookup = lookupOf(c)
  const address = new URL(c.req.url)
  const request = {
    url: `${originOf(c)}${address.pathname}${address.search}`,
    headers: c.req.raw.headers,
    rawBody: await readBytes(c.req.raw),
  }
  const sender = await authenticate(request, { provider: platform, agentId }, lookup, now)
  const { provider } = sender
  const body = provider.readBody?.(request) ?? parseObject(request.rawBody)
  const route = { agentId, tool, query: address.searchParams }
  const given = kind ?? provider.classify(body, route)
  if (given === 'unknown') {
    console.warn('hook.unknown', provider.name)
    lookup.background(countUnknown(c.env, agentId, eventType(body)))
  }
  if (given === 'ignored' || given === 'unknown') return toResponse({ status: 200, body: {} })
  const event = provider.normalise(given, body, request.headers, route)
  const inbound = await inboundOf(event, sender, lookup, now)
  return answer(provider, inbound, event)
}

/** Counts what nobody here knows. Whoever sent it has its answer by then, whether or not it could be counted. */
async function countUnknown(env: Cloudflare.Env, agentId: string, type: string): Promise<void> {
  try {
    await countUnknownEvent(openDb(env.DB), { agentId, type }, Date.now())
  } catch (error) {
    console.error('hook.not_counted', toErrorData(error).code)
  }
}

async function answer(provider: Provider, inbound: Inbound, event: CallEvent): Promise<Response> {
  switch (event.kind) {
    case 'pre_call': {
      const result = await answerPreCall(inbound, event, provider.patience)
      return toResponse(provider.renderPreCall(result, event, inbound.agent), runIdsOf(result.flows))
    }
    case 'call_finished': {
      const canAsk = provider.enrich !== undefined && inbound.agent.connectionId !== null
      const receipt = await acceptCallFinished(inbound, event, !canAsk)
      return toResponse(provider.renderFinished(receipt), runIdsOf(receipt.runs))
    }
    case 'function_call': {
      const outcomes = await answerTools(inbound, event, provider.patience)
      const started = outcomes.flatMap((outcome) => ('runId' in outcome ? [outcome] : []))
      return toResponse(provider.renderTools(outcomes, event), runIdsOf(started))
    }
  }
}

const runIdsOf = (runs: { runId: string }[]) => runs.map(({ runId }) => runId)
