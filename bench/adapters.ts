import { PLATFORMS } from '../scripts/platforms/all.ts'
import { type PlatformFixture, requestOf } from '../scripts/platforms/fixture.ts'
import type { AgentSecrets } from '../src/call/agent.ts'
import { parseObject } from '../src/call/body.ts'
import type { ToolOutcome } from '../src/call/outcome.ts'
import { generic } from '../src/call/providers/generic.ts'
import type { HookKind, HookRequest, HookRoute, Provider } from '../src/call/providers/provider.ts'
import { providers } from '../src/call/providers/registry.ts'
import { hashBearer } from '../src/call/signature.ts'
import { makeAgent } from '../test/support/calls.ts'
import { percentile } from './stats.ts'

/** What an adapter adds to one request: it is proven, read and answered, with nothing run in between. Milliseconds. */
export interface AdapterRow {
  name: string
  event: HookKind
  p50: number
  p99: number
}

const BEARER = 'pc_bench'
const CALL_ID = 'bench-call'
const ANSWERED: ToolOutcome = {
  kind: 'answered',
  runId: 'run_1',
  answer: { kind: 'response', format: 'json', body: { booked: true, table: 7 } },
}
const RECEIPT = {
  duplicate: false,
  callId: CALL_ID,
  runs: [{ runId: 'run_1', workflowId: 'wf_1', name: 'after' }],
}

/** Every adapter, for a function call where its platform has them and for the end of a call; and the generic one. */
export async function measureAdapters(times: number): Promise<AdapterRow[]> {
  const rows: AdapterRow[] = []
  for (const fixture of [genericFixture, ...PLATFORMS]) {
    const provider = fixture === genericFixture ? generic : providers[fixture.name]
    if (!provider) throw new Error(`There is no adapter for ${fixture.name}.`)
    for (const event of ['function_call', 'call_finished'] as const) {
      const latencies = await handled(fixture, provider, event, times)
      if (!latencies) continue
      const sorted = latencies.toSorted((a, b) => a - b)
      rows.push({ name: fixture.name, event, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) })
    }
  }
  return rows
}

/** What the generic platform sends, in the shape of the others. */
const genericFixture: PlatformFixture = {
  name: 'generic',
  tool: (name, args, { callId, toolCallId }) => ({
    path: `/tools/${name}`,
    body: { call_id: callId, tool_call_id: toolCallId, arguments: args },
  }),
  finished: (callId) => ({
    path: '/call-finished',
    body: { id: callId, status: 'completed', messages: [{ role: 'user', content: 'A table, please.' }] },
  }),
  unknown: { body: {} },
}

/** Milliseconds of each time; undefined where the platform has no such event. A tenth more come first, to warm up. */
async function handled(
  fixture: PlatformFixture,
  provider: Provider,
  event: 'function_call' | 'call_finished',
  times: number,
): Promise<number[] | undefined> {
  const isTool = event === 'function_call'
  const ids = { callId: CALL_ID, toolCallId: 'tool-1' }
  const sent = isTool
    ? fixture.tool?.('booking', { guest: 'Ana', people: 2 }, ids)
    : fixture.finished(CALL_ID)
  if (!sent) return undefined
  const agent = { hookUrl: 'https://patchcord.example/hooks/bench/agent_1', bearer: BEARER }
  const { url, headers, body } = await requestOf(fixture, agent, sent, isTool ? 'tool' : 'event')
  const signing = fixture.publicSecret ?? fixture.secret
  const secrets: AgentSecrets = {
    ...(await makeAgent([])),
    bearerHash: await hashBearer(BEARER),
    secrets: signing === undefined ? [] : [signing],
  }
  const rawBody = Uint8Array.from(Buffer.from(body))
  const route: HookRoute = {
    agentId: 'agent_1',
    tool: isTool ? 'booking' : undefined,
    query: new URLSearchParams(),
  }
  const latencies: number[] = []
  const warmUp = times / 10
  for (let n = 0; n < times + warmUp; n++) {
    const begin = performance.now()
    await handle(provider, { url, headers: new Headers(headers), rawBody }, { event, route, secrets })
    if (n >= warmUp) latencies.push(performance.now() - begin)
  }
  return latencies
}

interface Asked {
  event: 'function_call' | 'call_finished'
  route: HookRoute
  secrets: AgentSecrets
}

async function handle(
  provider: Provider,
  request: HookRequest,
  { event, route, secrets }: Asked,
): Promise<string> {
  if (!(await provider.verify(request, secrets, Date.now()))) throw new Error(`${provider.name} refuses it.`)
  const body = provider.readBody?.(request) ?? parseObject(request.rawBody)
  const read = provider.normalise(event, body, request.headers, route)
  const reply =
    read.kind === 'function_call'
      ? provider.renderTools(
          read.invocations.map(() => ANSWERED),
          read,
        )
      : provider.renderFinished(RECEIPT)
  return JSON.stringify(reply.body)
}
