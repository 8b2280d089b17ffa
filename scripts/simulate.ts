import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, parseEnv } from 'node:util'
import { playCall, type Received, type Send } from '../src/call/simulator.ts'
import type { ToolDescription } from '../src/call/tools.ts'
import { isTerminal, type RunStatus } from '../src/engine/records.ts'
import type { Json } from '../src/json.ts'
import { type ManagementApi, managementApi } from './management-api.ts'
import { platformAgent } from './platforms/agent.ts'
import { PLATFORMS } from './platforms/all.ts'
import { type PlatformFixture, requestOf } from './platforms/fixture.ts'
import { momentsOf } from './platforms/play.ts'

/**
 * `npm run simulate [-- --url http://127.0.0.1:8787 --number +34600000092 --platform vapi]`: plays one whole call against
 * a running server, and shows what was said and what ran. With a number the agent calls it, and the call goes as the
 * simulator's numbers do. With a platform, an agent of its own takes the call in that platform's words. Environment: PORT,
 * PATCHCORD_STATE, PATCHCORD_ADMIN_TOKEN; an agent of your own by PATCHCORD_DEMO_AGENT and PATCHCORD_DEMO_BEARER. Ends
 * with 1 where anything failed.
 */

const ROOT = join(import.meta.dirname, '..')
const POLL_MS = 300
/** How long runs may take; the demo's longest waits for some seconds. */
const PATIENCE_MS = 120_000

interface Target {
  url: string
  adminToken: string
  agentId: string
  bearer: string
  /** whom the agent calls; somebody calls the agent where left out */
  number: string | undefined
  platform: PlatformFixture | undefined
}

function readTarget(): Target {
  const type = 'string' as const
  const { values } = parseArgs({ options: { url: { type }, number: { type }, platform: { type } } })
  const state = resolve(ROOT, process.env.PATCHCORD_STATE || '.patchcord')
  const known = { ...envFile(join(ROOT, '.dev.vars')), ...envFile(join(state, 'demo.env')), ...process.env }
  const need = (name: string) => {
    const value = known[name]
    if (value) return value
    throw new Error(`${name} is not known. Start the server with \`npm start\` first, or set it.`)
  }
  return {
    url: values.url?.replace(/\/+$/, '') ?? `http://127.0.0.1:${process.env.PORT || 8787}`,
    adminToken: need('PATCHCORD_ADMIN_TOKEN'),
    agentId: need('PATCHCORD_DEMO_AGENT'),
    bearer: need('PATCHCORD_DEMO_BEARER'),
    number: values.number,
    platform: values.platform === undefined ? undefined : platformNamed(values.platform),
  }
}

function platformNamed(name: string): PlatformFixture {
  const platform = PLATFORMS.find((each) => each.name === name)
  if (platform) return platform
  throw new Error(
    `There is no platform "${name}". There are: ${PLATFORMS.map((each) => each.name).join(', ')}.`,
  )
}

function envFile(path: string): NodeJS.Dict<string> {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}
}

/** Something the platform said, and what it was answered. */
interface Said {
  what: string
  request: unknown
  response: Received
  ms: number
  /** why the answer is no success, whatever its status */
  refusal?: unknown
}

async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<Received & { headers: Headers }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  const runIds = response.headers.get('x-run-id')?.split(', ') ?? []
  return {
    status: response.status,
    headers: response.headers,
    runIds,
    body: isJson ? (JSON.parse(text) as Json) : text,
  }
}

/** A call of the agent itself, in our neutral form. */
async function* neutralCall(
  { url, agentId, bearer, number }: Target,
  api: ManagementApi,
): AsyncGenerator<Said> {
  const { name, provider } = await api<{ name: string; provider: string }>('GET', `/v1/agents/${agentId}`)
  const callId = `call_${crypto.randomUUID()}`
  console.log(`Agent "${name}" ${number ? `calls ${number}, as` : 'takes'} call ${callId}.`)
  const call = {
    callId,
    type: number ? ('outbound' as const) : ('inbound' as const),
    phoneNumber: number ?? '+34600000001',
    dynamicVariables: { customer_name: 'Ana García' },
    tools: await toolsOf(api, agentId),
  }
  const send: Send = (path, body) =>
    post(
      `${url}/hooks/${provider}/${agentId}/${path}`,
      { authorization: `Bearer ${bearer}` },
      JSON.stringify(body),
    )
  yield* playCall(call, send, { sleep })
}

/** A call of an agent on that platform, as the platform tells of it. */
async function* platformCall(
  platform: PlatformFixture,
  like: string,
  api: ManagementApi,
): AsyncGenerator<Said> {
  const agent = await platformAgent(api, platform, like)
  const callId = crypto.randomUUID()
  console.log(`${platform.name} takes call ${callId} and tells ${agent.hookUrl}.`)
  for (const { what, kind, sent } of momentsOf(platform, await toolsOf(api, agent.id), callId)) {
    const { url, headers, body } = await requestOf(platform, agent, sent, kind)
    const from = performance.now()
    const response = await post(url, headers, body)
    const ms = Math.round(performance.now() - from)
    const refusal = kind === 'tool' ? platform.toldError?.(response) : undefined
    yield { what, request: sent.body, response, ms, refusal }
  }
}

const toolsOf = (api: ManagementApi, agentId: string) =>
  api<ToolDescription[]>('GET', `/v1/agents/${agentId}/tools`)

function printSaid({ what, request, response, ms }: Said): void {
  console.log(`\n→ ${what}`)
  console.log(indented(request))
  console.log(`← ${response.status} in ${ms} ms${runsOf(response)}`)
  console.log(indented(response.body))
}

const runsOf = ({ runIds }: Received) => (runIds.length > 0 ? `, run ${runIds.join(', ')}` : '')

const indented = (value: unknown) => JSON.stringify(value, null, 2).replace(/^/gm, '    ')

interface RunView {
  flowDisplayName: string
  status: RunStatus
  duration: number | null
  steps: Record<string, StepView>
  error: { code: string; message: string } | null
}

interface StepView {
  displayName: string
  status: string
  output: Json
  error: { code: string; message: string } | null
  attempts: unknown[]
  duration: number | null
}

/** A run once it has ended. */
async function endedRun(api: ManagementApi, id: string): Promise<RunView> {
  const giveUp = Date.now() + PATIENCE_MS
  while (Date.now() < giveUp) {
    const run = await api<RunView>('GET', `/v1/workflow/executions/${id}`)
    if (isTerminal(run.status)) return run
    await sleep(POLL_MS)
  }
  throw new Error(`Run ${id} did not end within ${PATIENCE_MS / 1000} s.`)
}

function printRun(id: string, run: RunView): void {
  console.log(`\n${run.flowDisplayName}: ${run.status} in ${run.duration} ms (run ${id})`)
  printSteps(run.steps, '  ')
  if (run.error) console.log(`  ${run.error.code}: ${run.error.message}`)
}

function printSteps(steps: Record<string, StepView>, margin: string): void {
  for (const [name, step] of Object.entries(steps)) {
    const tries = step.attempts.length > 1 ? `, ${step.attempts.length} attempts` : ''
    const title = step.displayName && step.displayName !== name ? `${name} "${step.displayName}"` : name
    const iterations = iterationsOf(step.output)
    const shown = iterations
      ? `${iterations.length} iterations`
      : shortened(step.error?.message ?? step.output)
    console.log(`${margin}${step.status.padEnd(9)} ${title} (${step.duration ?? 0} ms${tries}) ${shown}`)
    for (const inner of iterations ?? []) printSteps(inner, `${margin}    `)
  }
}

function iterationsOf(output: unknown): Record<string, StepView>[] | undefined {
  const { iterations } = (output ?? {}) as { iterations?: unknown }
  return Array.isArray(iterations) ? iterations : undefined
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? ''
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}

async function main(): Promise<boolean> {
  const target = readTarget()
  const api = managementApi(target.url, target.adminToken)
  const { platform } = target
  const call = platform ? platformCall(platform, target.agentId, api) : neutralCall(target, api)
  let ok = true
  const runIds = new Set<string>()
  for await (const said of call) {
    printSaid(said)
    ok &&= said.response.status < 400 && said.refusal === undefined
    for (const id of said.response.runIds) runIds.add(id)
  }
  console.log('\nThe runs of this call, step by step:')
  for (const id of runIds) {
    const run = await endedRun(api, id)
    printRun(id, run)
    ok &&= run.status === 'SUCCEEDED'
  }
  console.log(ok ? '\nEverything succeeded.' : '\nSomething failed: see above.')
  return ok
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  const { message, cause } = error as Error
  console.error(cause instanceof Error ? `${message}: ${cause.message}. Is the server running?` : message)
  process.exitCode = 1
}
