import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { platformSecrets, sealPlatformSecrets } from '../call/platform-secrets.ts'
import { providerNamed, providerNames } from '../call/providers/registry.ts'
import { hashBearer } from '../call/signature.ts'
import { encrypt } from '../connection/encryption.ts'
import { newUuid } from '../db/agent-versions.ts'
import { changeAgent, createAgent, deleteAgent, getAgent, type LiveAgent, listAgents } from '../db/agents.ts'
import { openDb } from '../db/client.ts'
import { getConnection } from '../db/connections.ts'
import { CodedError } from '../errors.ts'
import { flowIds, phoneNumber, webAddress } from './agent-fields.ts'
import { AgentView, viewAgents } from './agent-view.ts'
import { nameText, pageOf, pageQuery } from './input.ts'
import { operation } from './operation.ts'
import { originOf } from './origin.ts'
import type { App } from './types.ts'

/** `/v1/agents`: voice agents, their secrets, and the workflows assigned to them. */
export const agents = new Hono<App>()

const tag = 'Agents'

const platformId = z.string().trim().min(1).max(200).nullish()

const fields = {
  phone_number: phoneNumber.nullish(),
  outbound_url: webAddress.nullish(),
  deadline_seconds: z.number().int().min(1).max(60).nullish(),
  max_concurrent_calls: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .nullish()
    .describe('Of campaigns, all together; null for as many as they may have.'),
  connection_id: z
    .string()
    .nullish()
    .describe("A connection of the platform's own piece: it places calls, lists and synchronises."),
  platform_agent_id: platformId.describe('What the platform calls this agent.'),
  platform_number_id: platformId.describe('What the platform calls the number it calls from.'),
  secrets: z
    .array(z.string().trim().min(8).max(500))
    .max(5)
    .optional()
    .describe('What the platform signs its requests with: several while you change it. Never shown again.'),
  flow_ids: flowIds.optional(),
}
const CreateBody = z.object({ name: nameText, provider: z.enum(providerNames), ...fields })
const CONNECTION_ERRORS = ['CONNECTION_NOT_FOUND', 'CONNECTION_INVALID']
const ChangeBody = z
  .object({ name: nameText.optional(), ...fields })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: `send at least one of ${['name', ...Object.keys(fields)].join(', ')}`,
  })
const ListQuery = pageQuery.extend({
  provider: z.enum(providerNames).optional(),
  search: z.string().max(200).optional().describe('Text in the name.'),
  flow_id: z.string().optional().describe('A workflow that the live version has.'),
})
const Secrets = z.object({
  bearer_secret: z.string().describe('Shown this once.'),
  signing_secret: z.string().describe('Shown this once.'),
})

agents.post(
  '/',
  operation({
    tag,
    summary: 'Add an agent',
    description: 'Its first version is live at once. The answer alone shows its secrets.',
    scope: 'agents.create',
    body: CreateBody,
    status: 201,
    answer: AgentView.extend(Secrets.shape),
    errors: ['WORKFLOW_NOT_FOUND', 'PHONE_NUMBER_TAKEN', ...CONNECTION_ERRORS],
    examples: { body: { name: 'Front desk', provider: 'generic' } },
  }),
  async (c) => {
    const { name, provider, flow_ids, ...body } = c.req.valid('json')
    const id = newUuid()
    await checkConnection(c.env, provider, body.connection_id)
    const secrets = await makeSecrets(c.env, id, body.secrets ?? [])
    const now = Date.now()
    const agent = {
      id,
      name,
      provider,
      ...secrets.columns,
      deadlineSeconds: body.deadline_seconds ?? null,
      phoneNumber: body.phone_number ?? null,
      outboundUrl: body.outbound_url ?? null,
      maxConcurrentCalls: body.max_concurrent_calls ?? null,
      connectionId: body.connection_id ?? null,
      platformAgentId: body.platform_agent_id ?? null,
      platformNumberId: body.platform_number_id ?? null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    }
    const created = await createAgent(openDb(c.env.DB), agent, flow_ids ?? [])
    return c.json({ ...(await answer(c, created)), ...secrets.shownOnce }, 201)
  },
)

agents.get(
  '/',
  operation({
    tag,
    summary: 'List agents',
    scope: 'agents.view',
    query: ListQuery,
    answer: pageOf(AgentView),
    errors: ['CURSOR_INVALID'],
  }),
  async (c) => {
    const { provider, search, flow_id: workflowId, ...request } = c.req.valid('query')
    const db = openDb(c.env.DB)
    const page = await listAgents(db, { provider, search, workflowId }, request)
    return c.json({ ...page, data: await viewAgents(db, page.data, originOf(c)) })
  },
)

agents.get(
  '/:agent_id',
  operation({
    tag,
    summary: 'Read an agent',
    scope: 'agents.view',
    answer: AgentView,
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => c.json(await answer(c, await getAgent(openDb(c.env.DB), c.req.param('agent_id')))),
)

agents.patch(
  '/:agent_id',
  operation({
    tag,
    summary: 'Change an agent',
    description: 'What is left out stays. `flow_ids` replaces the workflows of the live version.',
    scope: 'agents.update',
    body: ChangeBody,
    answer: AgentView,
    errors: ['AGENT_NOT_FOUND', 'WORKFLOW_NOT_FOUND', 'PHONE_NUMBER_TAKEN', ...CONNECTION_ERRORS],
    examples: { body: { flow_ids: ['wf_3f9a1c0e5b7d2a4f6e8c0b1d'] } },
  }),
  async (c) => {
    const body = c.req.valid('json')
    const db = openDb(c.env.DB)
    const agent = await getAgent(db, c.req.param('agent_id'))
    const { id } = agent
    await checkConnection(c.env, agent.provider, body.connection_id)
    const kept = body.secrets && { ...(await platformSecrets(c.env, agent)), secrets: body.secrets }
    const change = {
      name: body.name,
      phoneNumber: body.phone_number,
      outboundUrl: body.outbound_url,
      deadlineSeconds: body.deadline_seconds,
      maxConcurrentCalls: body.max_concurrent_calls,
      connectionId: body.connection_id,
      platformAgentId: body.platform_agent_id,
      platformNumberId: body.platform_number_id,
      platformSecrets: kept && (await sealPlatformSecrets(c.env, id, kept)),
      workflowIds: body.flow_ids,
    }
    await changeAgent(db, id, change, Date.now())
    return c.json(await answer(c, await getAgent(db, id)))
  },
)

agents.delete(
  '/:agent_id',
  operation({
    tag,
    summary: 'Delete an agent',
    description: 'Its hooks answer 404 from then on. Its calls and runs stay.',
    scope: 'agents.delete',
    status: 204,
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const { id } = await getAgent(db, c.req.param('agent_id'))
    await deleteAgent(db, id, Date.now())
    return c.body(null, 204)
  },
)

agents.post(
  '/:agent_id/secrets/rotate',
  operation({
    tag,
    summary: "Replace an agent's secrets",
    description:
      "The former ones count no longer. Tools at the platform carry the bearer secret: synchronise them anew. The platform's own `secrets` stay.",
    scope: 'agents.update',
    answer: Secrets.extend({ id: z.string() }),
    errors: ['AGENT_NOT_FOUND'],
  }),
  async (c) => {
    const db = openDb(c.env.DB)
    const agent = await getAgent(db, c.req.param('agent_id'))
    const { id } = agent
    const secrets = await makeSecrets(c.env, id, (await platformSecrets(c.env, agent)).secrets)
    await changeAgent(db, id, secrets.columns, Date.now())
    return c.json({ id, ...secrets.shownOnce })
  },
)

/** @throws CodedError CONNECTION_NOT_FOUND, CONNECTION_INVALID where it is none of the platform's own piece */
async function checkConnection(
  env: Cloudflare.Env,
  provider: string,
  id: string | null | undefined,
): Promise<void> {
  if (id === undefined || id === null) return
  const { pieceName, displayName } = await getConnection(openDb(env.DB), id)
  const piece = providerNamed(provider)?.piece
  if (pieceName === piece) return
  const wanted = piece ? `takes one of ${piece}` : 'takes none'
  const message = `"connection_id": "${displayName}" is a connection of ${pieceName}, and ${provider} ${wanted}.`
  throw new CodedError('CONNECTION_INVALID', message)
}

/**
 * New secrets of an agent: as they are stored, and as they are shown this once.
 * @param signing the platform's own
 * @throws CodedError CONFIG_MISSING
 */
async function makeSecrets(env: Cloudflare.Env, agentId: string, signing: string[]) {
  const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32)))
  const bearer_secret = `pc_${random().toString('base64url')}`
  const signing_secret = `whsec_${random().toString('base64')}`
  return {
    columns: {
      bearerHash: await hashBearer(bearer_secret),
      signingSecret: await encrypt(env.PATCHCORD_ENCRYPTION_KEY, signing_secret, agentId),
      platformSecrets: await sealPlatformSecrets(env, agentId, { bearer: bearer_secret, secrets: signing }),
    },
    shownOnce: { bearer_secret, signing_secret },
  }
}

async function answer(c: Context<App>, agent: LiveAgent) {
  const [view] = await viewAgents(openDb(c.env.DB), [agent], originOf(c))
  return view
}
