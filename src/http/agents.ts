import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { providerNames } from '../call/providers/registry.ts'
import { hashBearer } from '../call/signature.ts'
import { encrypt } from '../connection/encryption.ts'
import {
  type Assignment,
  assignmentsOf,
  changeAgent,
  createAgent,
  getAgent,
  listAgents,
} from '../db/agents.ts'
import { newId, openDb } from '../db/client.ts'
import type { AgentRow } from '../db/schema.ts'
import { isoTime } from '../run/run-view.ts'
import { consumedVariables, producedVariables } from '../workflow/variables.ts'
import { nameText, pageQuery, readBody, readQuery } from './input.ts'
import type { App } from './types.ts'

/** `/v1/agents`: voice agents, their secrets, and the workflows assigned to them. */
export const agents = new Hono<App>()

const phoneNumber = z
  .string()
  .transform((text) => text.replace(/[\s().-]/g, ''))
  .refine((text) => /^\+[1-9]\d{6,14}$/.test(text), 'write it in international format: +34600000001')

const webAddress = z
  .string()
  .refine((text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ''), 'write it as https://example.com/path')

const flowIds = z
  .array(z.string())
  .max(100)
  .superRefine((ids, context) => {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index)
    if (twice !== undefined) context.addIssue(`"${twice}" is there twice`)
  })

const fields = {
  phone_number: phoneNumber.nullish(),
  outbound_url: webAddress.nullish(),
  deadline_seconds: z.number().int().min(1).max(60).nullish(),
  flow_ids: flowIds.optional(),
}
const CreateBody = z.object({ name: nameText, provider: z.enum(providerNames), ...fields })
const ChangeBody = z
  .object({ name: nameText.optional(), ...fields })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: 'send at least one of name, phone_number, outbound_url, deadline_seconds, flow_ids',
  })

agents.post('/', async (c) => {
  const { name, provider, flow_ids, ...body } = await readBody(c, CreateBody)
  const id = newId('agent')
  const secrets = await makeSecrets(c.env, id)
  const now = Date.now()
  const agent: AgentRow = {
    id,
    name,
    provider,
    ...secrets.columns,
    deadlineSeconds: body.deadline_seconds ?? null,
    phoneNumber: body.phone_number ?? null,
    outboundUrl: body.outbound_url ?? null,
    createdAt: now,
    updatedAt: now,
  }
  await createAgent(openDb(c.env.DB), agent, flow_ids ?? [])
  return c.json({ ...(await answer(c, agent)), ...secrets.shownOnce }, 201)
})

agents.get('/', async (c) => {
  const db = openDb(c.env.DB)
  const page = await listAgents(db, readQuery(c, pageQuery))
  const assignments = await assignmentsOf(
    db,
    page.data.map(({ id }) => id),
  )
  const data = page.data.map((agent) =>
    viewAgent(
      agent,
      assignments.filter(({ agentId }) => agentId === agent.id),
      originOf(c),
    ),
  )
  return c.json({ ...page, data })
})

agents.get('/:id', async (c) => c.json(await answer(c, await getAgent(openDb(c.env.DB), c.req.param('id')))))

agents.patch('/:id', async (c) => {
  const body = await readBody(c, ChangeBody)
  const db = openDb(c.env.DB)
  const { id } = await getAgent(db, c.req.param('id'))
  const change = {
    name: body.name,
    phoneNumber: body.phone_number,
    outboundUrl: body.outbound_url,
    deadlineSeconds: body.deadline_seconds,
    workflowIds: body.flow_ids,
  }
  await changeAgent(db, id, change, Date.now())
  return c.json(await answer(c, await getAgent(db, id)))
})

agents.post('/:id/secrets/rotate', async (c) => {
  const db = openDb(c.env.DB)
  const { id } = await getAgent(db, c.req.param('id'))
  const secrets = await makeSecrets(c.env, id)
  await changeAgent(db, id, secrets.columns, Date.now())
  return c.json({ id, ...secrets.shownOnce })
})

/** New secrets of an agent: as they are stored, and as they are shown this once. @throws CodedError CONFIG_MISSING */
async function makeSecrets(env: Cloudflare.Env, agentId: string) {
  const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32)))
  const bearer_secret = `pc_${random().toString('base64url')}`
  const signing_secret = `whsec_${random().toString('base64')}`
  return {
    columns: {
      bearerHash: await hashBearer(bearer_secret),
      signingSecret: await encrypt(env.PATCHCORD_ENCRYPTION_KEY, signing_secret, agentId),
    },
    shownOnce: { bearer_secret, signing_secret },
  }
}

async function answer(c: Context<App>, agent: AgentRow) {
  return viewAgent(agent, await assignmentsOf(openDb(c.env.DB), [agent.id]), originOf(c))
}

/** The address this server is reached at, without a slash at its end. */
const originOf = (c: Context<App>) =>
  c.env.PATCHCORD_PUBLIC_URL?.replace(/\/+$/, '') || new URL(c.req.url).origin

function viewAgent(agent: AgentRow, assignments: Assignment[], origin: string) {
  return {
    id: agent.id,
    name: agent.name,
    provider: agent.provider,
    hook_url: `${origin}/hooks/${agent.provider}/${agent.id}`,
    phone_number: agent.phoneNumber,
    outbound_url: agent.outboundUrl,
    deadline_seconds: agent.deadlineSeconds,
    flow_ids: assignments.map(({ workflow }) => workflow.id),
    flows: assignments.map(viewAssignment),
    created: isoTime(agent.createdAt),
    updated: isoTime(agent.updatedAt),
  }
}

/** An assigned workflow, in Diga's form. */
function viewAssignment({ workflow, version }: Assignment) {
  return {
    id: workflow.id,
    name: version.name,
    status: workflow.status,
    flow_category: version.category,
    produced_variables: producedVariables(version.definition),
    consumed_variables: consumedVariables(version.definition),
  }
}
