import { findAgent } from '../call/directory.ts'
import { runsOf } from '../call/dispatch.ts'
import { providerNamed } from '../call/providers/registry.ts'
import { reachOf } from '../call/reach.ts'
import { createCodeHost } from '../code/host.ts'
import { openConnections, renewConnection } from '../connection/open.ts'
import { openDb } from '../db/client.ts'
import { loadVersion, project } from '../db/directory.ts'
import type { EngineDeps, Limits, Turn } from '../engine/ports.ts'
import { createStepHost } from '../piece/host.ts'
import { httpClientFor } from '../piece/http-client.ts'
import { type EnrichmentDeps, runEnrichment } from './enrichment.ts'
import type { ErrandDeps } from './errands.ts'
import { objectOfRun } from './ids.ts'
import { type LateDeps, runLate } from './late.ts'
import type { OutboxDeps } from './outbox.ts'
import { planOfVersion } from './plans.ts'
import type { CallEndedApi, CallInfo } from './protocol.ts'
import type { RunnerDeps } from './runner.ts'
import { createServices } from './services.ts'
import type { Sql } from './store.ts'

const MIB = 1024 * 1024

/** Bounds of one run. They are ours: under a local workerd nothing else enforces any. */
export const LIMITS: Limits = {
  maxSteps: 25_000,
  maxOutputBytes: MIB,
  maxJournalBytes: 50 * MIB,
  maxRunMs: 30 * 86_400_000,
  maxAttemptMs: 15 * 60_000,
  maxInterruptions: 3,
}

/** The engine's ports as the platform fills them. */
export function engineDeps(
  env: Cloudflare.Env,
  fetchSelf: (request: Request) => Promise<Response>,
  turn: Turn,
): Omit<EngineDeps, 'journal' | 'listener'> {
  const http = httpClientFor(env)
  return {
    clock: {
      now: () => Date.now(),
      timer(ms, fn) {
        const timer = setTimeout(fn, ms)
        return () => clearTimeout(timer)
      },
    },
    turn,
    limits: LIMITS,
    random: () => Math.random(),
    host: createStepHost({
      http,
      runCode: createCodeHost(env.LOADER),
      services: (call) => createServices({ env, http, fetchSelf }, call),
      connections: (ids) => openConnections(env, ids),
      refreshConnection: (id, refused) => renewConnection(env, id, refused),
    }),
  }
}

/** Where definitions come from. */
export function planSource(env: Cloudflare.Env): RunnerDeps['plan'] {
  return (versionId) => planOfVersion(versionId, (id) => loadVersion(openDb(env.DB), id))
}

/** How errands are run. What they need of the agent is read, and its connection opened, when one is. */
export function errandDeps(
  env: Cloudflare.Env,
  sql: Sql,
  { start, changed }: { start(n: number): void; changed(): void },
): ErrandDeps {
  const now = () => Date.now()
  const late: LateDeps = {
    sql,
    now,
    async tellLate(text, call, target) {
      const found = await platformOf(env, call)
      const event = { kind: 'function_call' as const, call, invocations: [], ...target }
      await found?.provider.deliverLate?.(text, event, found.reach)
    },
  }
  const enrichment: EnrichmentDeps = {
    sql,
    now,
    start,
    async enrich(event) {
      const found = await platformOf(env, event.call)
      return (await found?.provider.enrich?.(event, found.reach)) ?? event
    },
  }
  const run: ErrandDeps['run'] = {
    late: (errand) => runLate(late, errand),
    enrich: (errand) => runEnrichment(enrichment, errand),
  }
  return { sql, now, run, changed }
}

/** The platform of a call, as its agent is set up now; undefined where that is gone. */
async function platformOf(env: Cloudflare.Env, { agent_id }: CallInfo) {
  // An object lives on while its own I/O is pending, so nothing needs to be told of it.
  const { value: agent } = await findAgent(agent_id, { env, background: () => undefined })
  const provider = agent && !agent.isDeleted ? providerNamed(agent.provider) : undefined
  return agent && provider && { provider, reach: reachOf(agent, env) }
}

/** Where the outbox goes. */
export function outboxDeps(env: Cloudflare.Env, sql: Sql, object: string): OutboxDeps {
  return {
    sql,
    object,
    now: () => Date.now(),
    project: (call, runs) => project(openDb(env.DB), call, runs),
    announce: (workflowId) => env.FEEDS.getByName(workflowId).changed(),
    runs: (runId) => runsOf(env)(objectOfRun(runId) ?? ''),
    campaigns: (campaignId) => env.CAMPAIGNS.getByName(campaignId) as unknown as CallEndedApi,
  }
}
