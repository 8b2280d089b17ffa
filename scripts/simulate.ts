import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, parseEnv } from 'node:util'
import { type Exchange, playCall, type Received, type Send } from '../src/call/simulator.ts'
import type { ToolDescription } from '../src/call/tools.ts'
import { isTerminal, type RunStatus } from '../src/engine/records.ts'
import type { Json } from '../src/json.ts'
import { type ManagementApi, managementApi } from './management-api.ts'

/**
 * `npm run simulate [-- --url http://127.0.0.1:8787 --number +34600000092]`: plays one whole call against a running
 * server, and shows what was said and what ran. With a number the agent calls it, and the call goes as the simulator's
 * numbers do. Environment: PORT, PATCHCORD_STATE, PATCHCORD_ADMIN_TOKEN; an agent of your own by
 * PATCHCORD_DEMO_AGENT and PATCHCORD_DEMO_BEARER. Ends with 1 where anything failed.
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
}

function readTarget(): Target {
  const { values } = parseArgs({ options: { url: { type: 'string' }, number: { type: 'string' } } })
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
  }
}

function envFile(path: string): NodeJS.Dict<string> {
  return existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}
}

/** Posts to the agent's hooks as its platform would. */
function hookSender({ url, agentId, bearer }: Target, provider: string): Send {
  return async (path, body) => {
    const response = await fetch(`${url}/hooks/${provider}/${agentId}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    const runIds = response.headers.get('x-run-id')?.split(', ') ?? []
    return { status: response.status, runIds, body: isJson ? (JSON.parse(text) as Json) : text }
  }
}

function printExchange({ what, request, response, ms }: Exchange): void {
  console.log(`\n→ ${what}`)
  console.log(indented(request))
  console.log(`← ${response.status} in ${ms} ms${runsOf(response)}`)
  console.log(indented(response.body))
}

const runsOf = ({ runIds }: Received) => (runIds.length > 0 ? `, run ${runIds.join(', ')}` : '')

const indented = (value: unknown) => JSON.stringify(value, null, 2).replace(/^/gm, '    ')

interface CallSummary {
  id: string
  call_id: string
}

interface TimelineEntry {
  type: 'event' | 'run'
  id: string
  status?: RunStatus
}

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

/** Ids of all runs of the call, once each has ended. The list of calls may lag a little behind. */
async function endedRuns(api: ManagementApi, agentId: string, callId: string): Promise<string[]> {
  const giveUp = Date.now() + PATIENCE_MS
  let call: CallSummary | undefined
  while (Date.now() < giveUp) {
    if (!call) {
      const { data } = await api<{ data: CallSummary[] }>('GET', `/v1/calls?agent_id=${agentId}&limit=30`)
      call = data.find((each) => each.call_id === callId)
    }
    if (call) {
      const { timeline } = await api<{ timeline: TimelineEntry[] }>('GET', `/v1/calls/${call.id}`)
      const runs = timeline.filter((entry) => entry.type === 'run')
      if (runs.every(({ status }) => status && isTerminal(status))) return runs.map(({ id }) => id)
    }
    await sleep(POLL_MS)
  }
  throw new Error(`The runs of the call did not end within ${PATIENCE_MS / 1000} s.`)
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
  const { name, provider } = await api<{ name: string; provider: string }>(
    'GET',
    `/v1/agents/${target.agentId}`,
  )
  const tools = await api<ToolDescription[]>('GET', `/v1/agents/${target.agentId}/tools`)
  const callId = `call_${crypto.randomUUID()}`
  const { number } = target
  console.log(`Agent "${name}" ${number ? `calls ${number}, as` : 'takes'} call ${callId}.`)
  const call = {
    callId,
    type: number ? ('outbound' as const) : ('inbound' as const),
    phoneNumber: number ?? '+34600000001',
    dynamicVariables: { customer_name: 'Ana García' },
    tools,
  }
  let ok = true
  for await (const exchange of playCall(call, hookSender(target, provider), { sleep })) {
    printExchange(exchange)
    ok &&= exchange.response.status < 400
  }
  console.log('\nThe runs of this call, step by step:')
  for (const id of await endedRuns(api, target.agentId, callId)) {
    const run = await api<RunView>('GET', `/v1/workflow/executions/${id}`)
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
