import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, vi } from 'vitest'
import { seal } from '../../src/connection/seal.ts'
import type { ConnectionValue } from '../../src/connection/value.ts'
import { openDb } from '../../src/db/client.ts'
import { insertConnection } from '../../src/db/connections.ts'
import { objectOfRun } from '../../src/run/ids.ts'
import type { Language } from '../../src/template/source.ts'
import { hook, type TestAgent } from './agents.ts'
import { api } from './api.ts'
import { expectContract } from './diga-contract.ts'

const google: ConnectionValue = {
  type: 'OAUTH2',
  access_token: 'ya29.token',
  token_type: 'Bearer',
  claimed_at: 4_000_000_000,
  expires_in: 3_600,
  scope: '',
  token_url: 'https://oauth2.googleapis.com/token',
  client_id: 'client',
  grant_type: 'authorization_code',
  authorization_method: 'BODY',
  data: {},
}

/** Credentials by the piece they are for. */
const CREDENTIALS: Readonly<Record<string, ConnectionValue>> = {
  'google-calendar': google,
  'google-sheets': google,
  gmail: google,
  'cal-com': { type: 'SECRET_TEXT', secret_text: 'cal_live_1' },
  hubspot: { type: 'SECRET_TEXT', secret_text: 'pat-eu1-1' },
  slack: { type: 'SECRET_TEXT', secret_text: 'xoxb-1' },
  http: { type: 'SECRET_TEXT', secret_text: 'shop-token' },
  twilio: { type: 'BASIC_AUTH', username: `AC${'0'.repeat(32)}`, password: 'token-for-tests' },
  whatsapp: { type: 'CUSTOM_AUTH', props: { access_token: 'EAAG-test', businessAccountId: '500' } },
  zendesk: { type: 'CUSTOM_AUTH', props: { subdomain: 'acme', email: 'agent@acme.com', token: 'tok' } },
  shopify: { type: 'CUSTOM_AUTH', props: { shopName: 'acme', adminToken: 'shpat_1' } },
  ai: { type: 'CUSTOM_AUTH', props: { provider: 'openai', apiKey: 'sk-1', model: 'gpt-5' } },
}

/** A connection of a piece. Gives its id. */
export async function connect(pieceName: string): Promise<string> {
  const id = `conn_${crypto.randomUUID().replaceAll('-', '')}`
  const value = CREDENTIALS[pieceName]!
  const at = Date.now()
  await insertConnection(openDb(env.DB), {
    id,
    pieceName,
    displayName: pieceName,
    type: value.type,
    secret: await seal(env, value, id),
    status: 'ACTIVE',
    statusReason: null,
    createdAt: at,
    updatedAt: at,
  })
  return id
}

/** A template as the API lists it. */
export interface Listed {
  id: string
  slug: string
  name: string
  template: { displayName: string }
  connections: { key: string; piece_name: string }[]
  variables: string[]
}

/** A template of the list. */
export async function templateNamed(slug: string, language: Language): Promise<Listed> {
  const { body } = await api('GET', `/v1/workflow/template?language=${language}&limit=100`)
  expectContract('PaginatedResponse_FlowTemplateResponse_', body)
  const found = body.data.find((each: Listed) => each.slug === slug)
  if (!found) throw new Error(`There is no template ${slug} in ${language}.`)
  return found
}

/** A copy of a template with all it asks for, published and enabled: its trigger may ask its service. Gives its id. */
export async function install(
  slug: string,
  language: Language,
  variables: Record<string, string | number | boolean> = {},
): Promise<string> {
  const { id, connections } = await templateNamed(slug, language)
  const given = await Promise.all(
    connections.map(async ({ key, piece_name }) => ({
      key,
      value: await connect(piece_name.replace('@activepieces/piece-', '')),
    })),
  )
  const copied = await api('POST', `/v1/workflow/template/${id}/copy`, { variables, connections: given })
  expect([copied.status, copied.body.message]).toEqual([200, undefined])
  const { flow_id } = copied.body
  const published = await api('POST', `/v1/workflow/${flow_id}/publish`)
  expect([published.status, published.body.message]).toEqual([200, undefined])
  expect(published.body.warnings).toEqual([])
  const enabled = await api('PATCH', `/v1/workflow/${flow_id}/status`, { status: 'ENABLED' })
  expect([enabled.body.status, enabled.body.message]).toEqual(['ENABLED', undefined])
  return flow_id
}

/** How a run stands. */
export const readRun = async (runId: string) => (await api('GET', `/v1/workflow/executions/${runId}`)).body

/** A run once it has that status. */
export function runWith(status: string, runId: string) {
  return vi.waitFor(
    async () => {
      const run = await readRun(runId)
      expect([run.status, run.error?.message]).toEqual([status, undefined])
      return run
    },
    { timeout: 20_000 },
  )
}

/** A finished call in Diga's fields, whose workflow has run to its end. */
export async function finishCall(agent: TestAgent, call: object): Promise<void> {
  const { status, body } = await hook(agent, '/call-finished', call)
  expect(status).toBe(202)
  for (const { run_id } of body.runs) await runWith('SUCCEEDED', run_id)
}

/** Lets the time pass that a run waits for. */
export async function passTime(runId: string, seconds: number): Promise<void> {
  await runWith('PAUSED', runId)
  vi.setSystemTime(Date.now() + seconds * 1000)
  await runDurableObjectAlarm(env.RUNS.getByName(objectOfRun(runId)!))
  vi.useRealTimers()
}
