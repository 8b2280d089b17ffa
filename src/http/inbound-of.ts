import { type Agent, findTool } from '../call/agent.ts'
import type { FoundAgent } from '../call/authenticate.ts'
import { findAgentVersion, type Lookup, reloadAgent, reloadAgentVersion } from '../call/directory.ts'
import { runsOf } from '../call/dispatch.ts'
import type { CallEvent } from '../call/events.ts'
import type { Inbound } from '../call/inbound.ts'
import { joinRequest } from '../call/once.ts'
import { watcherOf } from '../call/placed-by.ts'
import { openDb } from '../db/client.ts'

/**
 * What an event of the agent's is answered with.
 * @param now epoch milliseconds
 */
export async function inboundOf(
  event: CallEvent,
  found: FoundAgent,
  lookup: Lookup,
  now: number,
): Promise<Inbound> {
  return {
    ...(await agentFor(event, found, lookup)),
    onVersion: (id) => findAgentVersion(found.agent.id, id, lookup),
    runs: runsOf(lookup.env),
    async placedBy(id, call) {
      await joinRequest(openDb(lookup.env.DB), id, call, now)
      return watcherOf(id)
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
