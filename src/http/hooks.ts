import { type Context, Hono } from 'hono'
import { findTool } from '../call/agent.ts'
import { authenticate } from '../call/authenticate.ts'
import { parseObject, readBytes } from '../call/body.ts'
import { reloadAgent } from '../call/directory.ts'
import { runsOf } from '../call/dispatch.ts'
import type { CallEvent } from '../call/events.ts'
import { acceptCallFinished, answerPreCall, answerTools, type Inbound } from '../call/inbound.ts'
import type { HookKind, Provider } from '../call/providers/provider.ts'
import { toResponse } from '../call/reply.ts'
import { sendError } from './errors.ts'
import { lookupOf } from './lookup.ts'
import type { App } from './types.ts'

type HookContext = Context<App>

/** What voice platforms call. Each route names its event; the bare address takes them all. */
export const hooks = new Hono<App>()
  .post('/:provider/:agent', (c) => receive(c))
  .post('/:provider/:agent/pre-call', (c) => receive(c, 'pre_call'))
  .post('/:provider/:agent/tools/:tool', (c) => receive(c, 'function_call'))
  .post('/:provider/:agent/call-finished', (c) => receive(c, 'call_finished'))

// The simulator sends to these routes without the app around them.
hooks.onError(sendError)

async function receive(c: HookContext, kind?: HookKind): Promise<Response> {
  const { provider: providerName = '', agent: agentId = '', tool } = c.req.param() as Record<string, string>
  const now = Date.now()
  const rawBody = await readBytes(c.req.raw)
  const { headers } = c.req.raw
  const lookup = lookupOf(c)
  const authenticated = await authenticate(
    { headers, rawBody },
    { provider: providerName, agentId },
    lookup,
    now,
  )
  const { provider } = authenticated
  let { agent } = authenticated
  const body = parseObject(rawBody)
  const given = kind ?? provider.classify(body)
  if (given === 'ignored') return toResponse({ status: 200, body: {} })
  const event = provider.normalise(given, body, headers, { agentId, tool })
  const misses =
    event.kind === 'function_call' && event.invocations.some(({ name }) => !findTool(agent, name))
  // The workflow may just have been published or assigned.
  if (misses && !authenticated.loaded) agent = (await reloadAgent(agentId, lookup)) ?? agent
  return answer(provider, { agent, runs: runsOf(c.env), now }, event)
}

async function answer(provider: Provider, inbound: Inbound, event: CallEvent): Promise<Response> {
  switch (event.kind) {
    case 'pre_call': {
      const result = await answerPreCall(inbound, event)
      return toResponse(provider.renderPreCall(result), runIdsOf(result.flows))
    }
    case 'call_finished': {
      const receipt = await acceptCallFinished(inbound, event)
      return toResponse(provider.renderFinished(receipt), runIdsOf(receipt.runs))
    }
    case 'function_call': {
      const outcomes = await answerTools(inbound, event, provider.deadlineMs)
      const started = outcomes.filter((outcome) => outcome.kind !== 'refused')
      return toResponse(provider.renderTools(outcomes), runIdsOf(started))
    }
  }
}

const runIdsOf = (runs: { runId: string }[]) => runs.map(({ runId }) => runId)
