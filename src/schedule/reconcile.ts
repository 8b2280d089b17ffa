import { findAgent, type Lookup } from '../call/directory.ts'
import { acceptCallFinished } from '../call/inbound.ts'
import { inboundOf } from '../call/inbound-of.ts'
import type { EndedCall, Provider } from '../call/providers/provider.ts'
import { providerNamed, providers } from '../call/providers/registry.ts'
import { reachOf } from '../call/reach.ts'
import { openDb } from '../db/client.ts'
import { agentsToReconcile, endedCallIds, type ReconciledAgent } from '../db/reconcile.ts'
import { toErrorData } from '../errors.ts'
import { inParallel } from '../parallel.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** By the last hex digit of their ids: each agent has its turn on every sixteenth tick. */
const SHARES = 16
/** How far back a turn looks; the first of the day looks further, for what an outage left behind. */
const LOOK_BACK_MS = 2 * HOUR_MS
const LOOK_FAR_BACK_MS = 26 * HOUR_MS
/** An end that is not told by then will not be told any more. */
const GRACE_MS = 10 * MINUTE_MS
const MAX_AGENTS = 100
const AGENTS_AT_ONCE = 3
/** What one turn of an agent starts at most; the next one goes on. */
const MAX_MISSED = 200

/**
 * Takes ends of calls that were never told: some platforms send an event once, whether or not it is taken. They are asked
 * for the agent's ended calls, and what is not known is accepted as if its event had come, so that one which comes late
 * after all finds its runs started. Returns how many were missed.
 */
export async function reconcileCalls(env: Cloudflare.Env, now: number): Promise<number> {
  const names = Object.values(providers).flatMap(({ name, endedCalls }) => (endedCalls ? [name] : []))
  const share = (Math.floor(now / MINUTE_MS) % SHARES).toString(SHARES)
  const agents = await agentsToReconcile(openDb(env.DB), names, share, MAX_AGENTS)
  const missed = await inParallel(agents, AGENTS_AT_ONCE, async (agent) => {
    try {
      return await reconcileAgent(env, agent, now)
    } catch (error) {
      console.error('tick.reconcile', agent.id, toErrorData(error).code)
      return 0
    }
  })
  return missed.reduce((sum, count) => sum + count, 0)
}

async function reconcileAgent(
  env: Cloudflare.Env,
  { id, since }: ReconciledAgent,
  now: number,
): Promise<number> {
  // Whatever is read anew in the background ends with the tick.
  const lookup: Lookup = { env, background: () => undefined }
  const { value: agent, loaded } = await findAgent(id, lookup)
  const provider = agent && providerNamed(agent.provider)
  if (!agent || !provider?.endedCalls) return 0
  const isFirstOfDay = new Date(now).getUTCHours() === 0 && new Date(now).getUTCMinutes() < SHARES
  const lookBack = isFirstOfDay ? LOOK_FAR_BACK_MS : LOOK_BACK_MS
  const period = { since: Math.max(since, now - lookBack), until: now - GRACE_MS }
  let missed = 0
  for await (const page of provider.endedCalls(period, agent, reachOf(agent, env))) {
    const known = await endedCallIds(
      openDb(env.DB),
      id,
      page.map(({ callId }) => callId),
    )
    for (const call of page) {
      if (missed >= MAX_MISSED) return missed
      if (!known.has(call.callId)) missed += await takeEnd(call, { agent, provider, loaded }, lookup, now)
    }
  }
  if (missed > 0) console.warn('reconcile.missed', provider.name, missed)
  return missed
}

/** 1 where nobody had told of it. */
async function takeEnd(
  call: EndedCall,
  sender: Parameters<typeof inboundOf>[1] & { provider: Provider },
  lookup: Lookup,
  now: number,
): Promise<number> {
  const { agent, provider } = sender
  const route = { agentId: agent.id, query: new URLSearchParams() }
  const event = provider.normalise('call_finished', await call.event(), new Headers(), route)
  if (event.kind === 'function_call') return 0
  const { duplicate } = await acceptCallFinished(
    await inboundOf(event, sender, lookup, now),
    event,
    provider.enrich === undefined,
  )
  return duplicate ? 0 : 1
}
