import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Definition } from '../../src/workflow/schema.ts'
import { type ManagementApi, managementApi } from '../management-api.ts'

const AGENT = { name: 'Demo agent', provider: 'simulator', phone_number: '+34910000000' }

/** In the order they are assigned to the agent. */
const AGENT_WORKFLOWS = ['greet-the-caller', 'check-opening-hours', 'log-request', 'after-the-call']
const LAUNCHER = 'call-me-back'

/** What a script needs to play a call against the demo. */
export type Demo = Record<`PATCHCORD_DEMO_${'AGENT' | 'HOOK' | 'BEARER' | 'SIGNING' | 'LAUNCHER'}`, string>

/** How to log in to the demo. */
export type DemoLogin = Record<`PATCHCORD_DEMO_${'EMAIL' | 'PASSWORD'}`, string>

interface CreatedAgent {
  id: string
  hook_url: string
  bearer_secret: string
  signing_secret: string
}

/**
 * Makes the demo agent and its workflows where the store holds neither agents nor workflows.
 * @returns undefined where it holds any
 */
export async function seedDemo(url: string, adminToken: string): Promise<Demo | undefined> {
  const api = managementApi(url, adminToken)
  if (!(await isEmpty(api))) return undefined
  const agent = await api<CreatedAgent>('POST', '/v1/agents', AGENT)
  const flow_ids: string[] = []
  for (const file of AGENT_WORKFLOWS) flow_ids.push(await publishDemo(api, file))
  await api('PATCH', `/v1/agents/${agent.id}`, { flow_ids })
  const launcher = await publishDemo(api, LAUNCHER)
  return {
    PATCHCORD_DEMO_AGENT: agent.id,
    PATCHCORD_DEMO_HOOK: agent.hook_url,
    PATCHCORD_DEMO_BEARER: agent.bearer_secret,
    PATCHCORD_DEMO_SIGNING: agent.signing_secret,
    PATCHCORD_DEMO_LAUNCHER: `${url}/webhooks/${launcher}`,
  }
}

/** Makes the demo's administrator where there are no members. @returns undefined where there are */
export async function seedAdministrator(url: string, adminToken: string): Promise<DemoLogin | undefined> {
  const api = managementApi(url, adminToken)
  const { setup_required } = await api<{ setup_required: boolean }>('GET', '/v1/session')
  if (!setup_required) return undefined
  const email = 'demo@example.com'
  const password = randomBytes(12).toString('base64url')
  await api('POST', '/v1/session/setup', { email, name: 'Demo administrator', password })
  return { PATCHCORD_DEMO_EMAIL: email, PATCHCORD_DEMO_PASSWORD: password }
}

async function isEmpty(api: ManagementApi): Promise<boolean> {
  const lists = await Promise.all(
    ['/v1/workflow/?limit=1', '/v1/agents?limit=1'].map((path) => api<{ data: unknown[] }>('GET', path)),
  )
  return lists.every(({ data }) => data.length === 0)
}

async function publishDemo(api: ManagementApi, file: string): Promise<string> {
  const path = join(import.meta.dirname, `${file}.json`)
  return publishWorkflow(api, JSON.parse(readFileSync(path, 'utf8')) as Definition)
}

/** A new workflow from a definition, published and enabled. @returns its id */
export async function publishWorkflow(api: ManagementApi, definition: Definition): Promise<string> {
  const { id } = await api<{ id: string }>('POST', '/v1/workflow/', { name: definition.displayName })
  await api('POST', `/v1/workflow/${id}/import`, definition)
  await api('POST', `/v1/workflow/${id}/publish`)
  await api('PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
  return id
}
