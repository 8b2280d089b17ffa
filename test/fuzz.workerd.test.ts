import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { management } from '../src/http/management.ts'
import { type Endpoint, endpointsOf } from '../src/http/openapi.ts'
import { addWorkflow, api, worker } from './support/api.ts'
import { hostileBodies, hostileQueries } from './support/hostile.ts'

const endpoints = endpointsOf(management.routes)
const ADMIN = { authorization: 'Bearer test-admin-token' }

/** Ids of everything there is, by the path parameter that names one; each is also tried where it doesn't belong. */
let ids: Record<string, string> = {}

const definition = {
  displayName: 'Fuzzed',
  trigger: {
    name: 'trigger',
    type: 'PIECE_TRIGGER',
    displayName: 'Catch',
    settings: {
      pieceName: '@activepieces/piece-webhook',
      pieceVersion: '0.1.0',
      triggerName: 'catch_webhook',
      input: { authType: 'none' },
    },
    nextAction: {
      name: 'step_1',
      type: 'ROUTER',
      displayName: 'Which',
      settings: {
        executionType: 'EXECUTE_FIRST_MATCH',
        branches: [
          {
            branchName: 'One',
            branchType: 'CONDITION',
            conditions: [[{ operator: 'EXISTS', firstValue: '{{trigger.body}}' }]],
          },
          { branchName: 'Otherwise', branchType: 'FALLBACK' },
        ],
      },
      children: [null, null],
    },
  },
}

async function made(path: string, body: unknown): Promise<Record<string, string>> {
  const answer = await api('POST', path, body)
  if (answer.status >= 300) throw new Error(`${path} ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

beforeAll(async () => {
  const flow_id = await addWorkflow(definition)
  const { id: agent_id = '', version_id = '' } = await made('/v1/agents', {
    name: 'A',
    provider: 'generic',
    flow_ids: [flow_id],
  })
  const { id: folder_id = '' } = await made('/v1/folders', { name: 'F' })
  const { id: key_id = '' } = await made('/v1/api-keys', { name: 'K', scopes: ['runs.view'] })
  const { id: member_id = '' } = await made('/v1/members', {
    name: 'Ana',
    email: 'ana@example.com',
    role: 'MEMBER',
  })
  const { id: connection_id = '' } = await made('/v1/workflow/connections?validate=false', {
    piece_name: 'slack',
    display_name: 'S',
    type: 'SECRET_TEXT',
    value: { secret_text: 'xoxb-fuzz' },
  })
  const number = '+34600000001'
  await made('/v1/do-not-call', { numbers: [number] })
  const hooked = await worker.fetch(`http://patchcord.test/webhooks/${flow_id}`, {
    method: 'POST',
    body: '{}',
  })
  const run_id = hooked.headers.get('x-webhook-id') ?? ''
  ids = {
    flow_id,
    agent_id,
    version_id,
    folder_id,
    key_id,
    member_id,
    connection_id,
    number,
    run_id,
    step_name: 'step_1',
    action_name: 'step_1',
    piece_name: 'slack',
  }
})

/** The endpoint's path with real ids, with ids of other things, and with none. */
function pathsOf({ path }: Endpoint, seed: number): string[] {
  const others = Object.values(ids)
  const fill = (id: (name: string, n: number) => string) => {
    let n = 0
    return path.replace(/:(\w+)(?:\{[^}]*\})?/g, (_, name: string) => encodeURIComponent(id(name, n++)))
  }
  const paths = [
    fill((name) => ids[name] ?? 'nothing'),
    fill((_, n) => others[(seed + n) % others.length] ?? 'x'),
    fill(() => '%00‮\u{1f71a}'),
    fill(() => '__proto__'),
    fill(() => 'x'.repeat(500)),
  ]
  return [...new Set(paths)]
}

async function send(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }> {
  const response = await worker.fetch(`http://patchcord.test${path}`, {
    method,
    headers: ADMIN,
    ...(body === undefined || method === 'GET'
      ? {}
      : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, text: response.status === 204 ? '' : await response.text() }
}

/** All that D1 holds, but for when keys were last used. */
async function contents(): Promise<string> {
  const { results } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
  ).all<{ name: string }>()
  const tables = results
    .map(({ name }) => name)
    .filter((name) => name !== 'login_attempts' && name !== 'runs' && name !== 'calls')
  const rows = await env.DB.batch(tables.map((name) => env.DB.prepare(`SELECT * FROM ${name}`)))
  return JSON.stringify(rows.map(({ results }) => results))
}

const ErrorForm = z.object({
  status: z.literal('error'),
  error_code: z.string().regex(/^[A-Z][A-Z0-9_]+$/),
  message: z.string().min(5),
})

/** An answer is good, or an error in the one form that says what to do; and an error has changed nothing. */
async function check(method: string, path: string, body?: unknown): Promise<number> {
  const before = method === 'GET' ? '' : await contents()
  const { status, text } = await send(method, path, body)
  const what = `${method} ${path.slice(0, 300)} ${JSON.stringify(body)?.slice(0, 300)} answers ${status} ${text.slice(0, 300)}`
  expect(status, what).toBeLessThan(500)
  if (status < 400) return status
  const error = ErrorForm.safeParse(JSON.parse(text))
  expect(error.success, what).toBe(true)
  if (method !== 'GET') expect(await contents(), `${what}, and changed something`).toBe(before)
  return status
}

/** These end the session of whoever asks, or reach out into the world. */
const named = endpoints.map((endpoint, n) => [`${endpoint.method} ${endpoint.path}`, endpoint, n] as const)

describe('whatever is sent, there is an answer that says what to do, and nothing is half done', () => {
  test.each(named)('%s', async (_, endpoint, seed) => {
    const { method, operation } = endpoint
    const known = Object.values(ids)
    const [path = '', ...others] = pathsOf(endpoint, seed)
    for (const other of others) await check(method, other, {})
    if (operation.query) {
      const schema = z.toJSONSchema(operation.query, { io: 'input', unrepresentable: 'any' })
      for (const query of hostileQueries(schema as never, known, seed)) await check(method, path + query, {})
    }
    if (!operation.body) return
    const schema = z.toJSONSchema(operation.body, { io: 'input', unrepresentable: 'any' })
    for (const body of hostileBodies(schema as never, known, seed)) await check(method, path, body)
  })
})

test('there are many endpoints, and what was made is still there to be tried', async () => {
  expect(endpoints.length).toBeGreaterThan(90)
  expect(Object.values(ids).every(Boolean)).toBe(true)
})
