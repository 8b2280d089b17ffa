import { findAgent, type Lookup } from '../call/directory.ts'
import { type OutboundDeps, outboundDeps, placeCall, watchCall } from '../call/outbound.ts'
import { providerNamed } from '../call/providers/registry.ts'
import { reachOf } from '../call/reach.ts'
import type { CallResult } from '../call/result.ts'
import { type ErrorData, toErrorData } from '../errors.ts'
import { isObject, type Json } from '../json.ts'
import { httpClientFor } from '../piece/http-client.ts'
import type { Dial, Network, Placed } from './deps.ts'

/** What a campaign's calls are placed with. */
export interface NetworkDeps {
  env: Cloudflare.Env
  campaignId: string
  /** reaches the routes of this Worker */
  fetchSelf(request: Request): Promise<Response>
  /** takes the end of a call that has ended before anybody watched it */
  ended(dialId: string, result: CallResult): Promise<void>
}

/** The telephone network: the platforms of the agents. */
export function createNetwork({ env, campaignId, fetchSelf, ended }: NetworkDeps): Network {
  const http = httpClientFor(env)
  // An object lives on while its own I/O is pending.
  const lookup: Lookup = { env, background: (task) => void task.catch(() => undefined) }
  // A campaign names its agent by its id, which is at hand: no call is to pay for a look into the database.
  const callerOf: OutboundDeps['callerOf'] = async (id) => (await findAgent(id, lookup)).value
  // The register has looked at the do-not-call list at the moment that it entered the dial.
  const isOnDoNotCall = async () => false
  // A campaign looks its calls up itself, a minute later.
  const outbound = { ...outboundDeps(lookup, http, fetchSelf), callerOf, isOnDoNotCall, pause: undefined }
  const watcherFor = (id: string) => ({ kind: 'campaign' as const, campaign_id: campaignId, dial_id: id })
  return {
    place: (dial) => place(outbound, dial, watcherFor(dial.id)),
    async find({ id, agent: agentId, to }) {
      const agent = await callerOf(agentId)
      const provider = agent && providerNamed(agent.provider)
      return (agent && (await provider?.findCall?.(id, agent, reachOf(agent, env, http), to))) ?? null
    },
    async watch({ id, agent, callId }) {
      const result = await watchCall(outbound, { agent, callId }, watcherFor(id))
      if (result) await ended(id, result)
    },
  }
}

async function place(
  outbound: OutboundDeps,
  { id, to, agent, agentVersion, variables }: Dial,
  watcher: Parameters<typeof placeCall>[2],
): Promise<Placed> {
  const request = {
    from: agent,
    to,
    agentVersion: agentVersion ?? undefined,
    dynamicVariables: variables,
    clientRequestId: id,
  }
  try {
    const { info } = await placeCall(outbound, request, watcher)
    return { kind: 'placed', callId: info.call_id === id ? null : info.call_id }
  } catch (error) {
    return refusalOf(toErrorData(error))
  }
}

/** Errors that come before anybody is asked, and that the next row would meet as well. */
const IMPOSSIBLE: ReadonlySet<string> = new Set([
  'AGENT_NOT_FOUND',
  'OUTBOUND_NOT_CONFIGURED',
  'HTTP_URL_INVALID',
  'HTTP_HOST_REFUSED',
  'HTTP_HEADER_INVALID',
])

/** Errors of one number: nobody was dialled. */
const REFUSED: ReadonlySet<string> = new Set(['CALL_REFUSED', 'PHONE_NUMBER_INVALID', 'NUMBER_NOT_DIALLABLE'])

function refusalOf({ code, message, details }: ErrorData): Placed {
  if (IMPOSSIBLE.has(code)) return { kind: 'impossible', message }
  if (code === 'CALL_RATE_LIMITED') return { kind: 'later', afterMs: retryAfterOf(details) }
  if (code === 'NUMBER_CALLED_RECENTLY') return { kind: 'wait', afterMs: retryAfterOf(details) ?? 0 }
  // The database is only asked before anything is sent.
  if (code === 'DATABASE_ERROR') return { kind: 'later', afterMs: null }
  if (REFUSED.has(code)) return { kind: 'refused', message }
  // Whatever we don't know may have happened after the request left.
  return { kind: 'unclear', message }
}

function retryAfterOf(details: Json | undefined): number | null {
  const asked = isObject(details) ? details.retryAfterMs : undefined
  return typeof asked === 'number' ? asked : null
}
