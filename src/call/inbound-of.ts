import { openDb } from '../db/client.ts'
import { type Agent, findTool } from './agent.ts'
import type { Authenticated, FoundAgent } from './authenticate.ts'
import { findAgentVersion, type Lookup, reloadAgent, reloadAgentVersion } from './directory.ts'
import { runsOf } from './dispatch.ts'
import type { CallEvent } from './events.ts'
import type { Inbound } from './inbound.ts'
import { joinRequest } from './once.ts'
import { watcherOf } from './placed-by.ts'

/**
 * What an event of an agent's is handed on with.
 * @param sender with the platform it came through, if it came through one
 * @param now epoch milliseconds
 */
export async function inboundOf(
  event: CallEvent,
  sender: FoundAgent & Partial<Pick<Authenticated, 'provider'>>,
  lookup: Lookup,
  now: number,
): Promise<Inbound> {
  const { id } = sender.agent
  return {
    ...(await agentFor(event, sender, lookup)),
    onVersion: (versionId) => findAgentVersion(id, versionId, lookup),
    runs: runsOf(lookup.env),
    tellsLate: sender.provider?.deliverLate !== undefined,
    async placedBy(requestId, call) {
      await joinRequest(openDb(lookup.env.DB), requestId, call, now)
      return watcherOf(requestId)
    },
    now,
  }
}

/**
 * The agent on the version the event names, if that is one of its own, else on the live one; read anew where it lacks a
 * function: its workflow may just have been published or assigned.
 */
async function agentFor(
  event: CallEvent,
  { agent, loaded }: FoundAgent,
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
