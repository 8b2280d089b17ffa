import { type Context, Hono } from 'hono'
import { type Agent, findTool } from '../call/agent.ts'
import { type Authenticated, authenticate } from '../call/authenticate.ts'
import { parseObject, readBytes } from '../call/body.ts'
import { findAgentVersion, type Lookup, reloadAgent, reloadAgentVersion } from '../call/directory.ts'
import { runsOf } from '../call/dispatch.ts'
import type { CallEvent } from '../call/events.ts'
import { acceptCallFinished, answerPreCall, answerTools, type Inbound } from '../call/inbound.ts'
import { joinRequest } from '../call/once.ts'
import { watcherOf } from '../call/placed-by.ts'
import type { HookKind, Provider } from '../call/providers/provider.ts'
import { toResponse } from '../call/reply.ts'
import { openDb } from '../db/client.ts'
import { sendError } from './errors.ts'
import { lookupOf } from './lookup.ts'
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
  const { headers } = c.req.raw
  const rawBody = await readBytes(c.req.raw)
  const sender = await authenticate({ headers, rawBody }, { provider: platform, agentId }, lookup, now)
  const { provider } = sender
  const body = parseObject(rawBody)
  const given = kind ?? provider.classify(body)
  if (given === 'ignored') return toResponse({ status: 200, body: {} })
  const event = provider.normalise(given, body, headers, { agentId, tool })
  const { agent, isVersionNamed } = await agentFor(event, sender, lookup)
  const onVersion = (id: string) => findAgentVersion(agentId, id, lookup)
  const placedBy: Inbound['placedBy'] = async (id, call) => {
    await joinRequest(openDb(c.env.DB), id, call, now)
    return watcherOf(id)
  }
  const inbound = { agent, isVersionNamed, onVersion, runs: runsOf(c.env), placedBy, now }
  return answer(provider, inbound, event)
}

/**
 * The agent on the version the event names, if that is one of its own, else on the live one; read anew where it lacks a
 * function: its workflow may just have been published or assigned.
 */
async function agentFor(
  event: CallEvent,
  { agent, loaded }: Authenticated,
  lookup: Lookup,
): Promise<Pick<Inbound, 'agent' | 'isVersionNamed'>> {
  const named = event.call.agent_version_id
  if (named !== undefined && named !== agent.versionId && agent.versionIds.has(named)) {
    const version = await findAgentVersion(agent.id, named, lookup)
    const current =
      version && canDo(version, event) ? version : await reloadAgentVersion(agent.id, named, lookup)
    if (current) return { agent: current, isVersionNamed: true }
  }
  const current = (loaded || canDo(agent, event) ? null : await reloadAgent(agent.id, lookup)) ?? agent
  return { agent: current, isVersionNamed: named === current.versionId }
}

function canDo(agent: Agent, event: CallEvent): boolean {
  return event.kind !== 'function_call' || event.invocations.every(({ name }) => findTool(agent, name))
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
