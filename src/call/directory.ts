import { decrypt } from '../connection/encryption.ts'
import { openDb } from '../db/client.ts'
import { findAgentByNumber, loadAgent, loadPublished } from '../db/directory.ts'
import { isCoded } from '../errors.ts'
import { type Agent, callWorkflows } from './agent.ts'
import { type Background, createCache } from './cache.ts'
import { platformSecrets } from './platform-secrets.ts'
import { importSigningSecret } from './signature.ts'
import { prepareWebhook, type Webhook } from './webhook.ts'

/**
 * Agents and webhooks as calls need them, kept in this isolate so that a warm call reads no database. A change made
 * through another isolate is seen within seconds where there is traffic, and within a minute at most.
 */

// Strangers who guess at secrets cause one read a second, not one each.
const AGE = { newMs: 1_000, freshMs: 3_000, staleMs: 60_000, maxEntries: 1_000 }
const agents = createCache<Agent>(AGE)
const webhooks = createCache<Webhook>(AGE)

/** Where to look, and how to go on after the answer. */
export interface Lookup {
  env: Cloudflare.Env
  background: Background
}

/** The agent of that id on its live version, or null. `loaded` tells that it was read just now. */
export function findAgent(id: string, { env, background }: Lookup) {
  return agents.get(id, () => readAgent(env, id), background)
}

/** The agent of that id as it is stored now: for when the kept one doesn't fit a request. */
export function reloadAgent(id: string, { env }: Lookup): Promise<Agent | null> {
  return agents.reload(id, () => readAgent(env, id))
}

/** The agent on that version of its own, live or not; null where it has no such version. */
export async function findAgentVersion(
  id: string,
  versionId: string,
  { env, background }: Lookup,
): Promise<Agent | null> {
  return (await agents.get(versionKey(id, versionId), () => readAgent(env, id, versionId), background)).value
}

/** The agent on that version of its own as it is stored now. */
export function reloadAgentVersion(id: string, versionId: string, { env }: Lookup): Promise<Agent | null> {
  return agents.reload(versionKey(id, versionId), () => readAgent(env, id, versionId))
}

const versionKey = (id: string, versionId: string): string => `${id}/${versionId}`

/** The agent that calls from `from`, its number or its id, or null. */
export async function findCaller(from: string, lookup: Lookup): Promise<Agent | null> {
  const row = await findAgentByNumber(openDb(lookup.env.DB), from)
  return row ? (await findAgent(row.id, lookup)).value : null
}

/** The webhook of a workflow, or null where there is no such workflow. */
export function findWebhook(workflowId: string, { env, background }: Lookup) {
  return webhooks.get(workflowId, () => readWebhook(env, workflowId), background)
}

/** The webhook of a workflow as it is stored now. */
export function reloadWebhook(workflowId: string, { env }: Lookup): Promise<Webhook | null> {
  return webhooks.reload(workflowId, () => readWebhook(env, workflowId))
}

/** Forgets what is kept: call it after every write to agents, assignments or workflows. */
export function invalidateDirectory(): void {
  agents.invalidate()
  webhooks.invalidate()
}

async function readAgent(env: Cloudflare.Env, id: string, versionId?: string): Promise<Agent | null> {
  const found = await loadAgent(openDb(env.DB), id, versionId).catch((error: unknown) => {
    if (hasCode(error, 'AGENT_NOT_FOUND')) return null
    throw error
  })
  if (!found || (versionId !== undefined && !found.versionIds.includes(versionId))) return null
  const { agent, workflows } = found
  const secret = await decrypt(
    env.PATCHCORD_ENCRYPTION_KEY,
    agent.signingSecret,
    agent.id,
    env.PATCHCORD_ENCRYPTION_KEY_PREVIOUS,
  )
  const { name, provider, bearerHash, deadlineSeconds, phoneNumber, outboundUrl } = agent
  const { connectionId, platformAgentId, platformNumberId } = agent
  return {
    id,
    versionId: versionId ?? found.versionId,
    versionIds: new Set(found.versionIds),
    name,
    provider,
    isDeleted: agent.deletedAt !== null,
    bearerHash,
    deadlineSeconds,
    phoneNumber,
    outboundUrl,
    connectionId,
    platformAgentId,
    platformNumberId,
    secrets: (await platformSecrets(env, agent)).secrets,
    signingKey: await importSigningSecret(secret),
    ...callWorkflows(workflows),
  }
}

async function readWebhook(env: Cloudflare.Env, workflowId: string): Promise<Webhook | null> {
  try {
    return await prepareWebhook(await loadPublished(openDb(env.DB), workflowId))
  } catch (error) {
    if (hasCode(error, 'WORKFLOW_NOT_FOUND')) return null
    if (hasCode(error, 'WORKFLOW_NOT_PUBLISHED')) return { state: 'off' }
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return isCoded(error) && error.code === code
}
