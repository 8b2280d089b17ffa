import { isDeepStrictEqual } from 'node:util'
import type { Definition } from '../src/workflow/schema.ts'
import type { Shot } from './load.ts'
import { ADMIN_TOKEN, type Server } from './server.ts'
import { booking, bookingAnswer, looping, summary } from './workflows.ts'

/** An agent with the benchmark's workflows, all published and enabled. */
export interface Agent {
  id: string
  bearer: string
}

/** Sets up the agent through the management API, as a user would. */
export async function setUp(server: Server): Promise<Agent> {
  const flows = []
  for (const [name, one] of Object.entries({ booking, looping, summary })) {
    flows.push(await publish(server, name, one))
  }
  const agent = await manage(server, 'POST', '/v1/agents', { name: 'bench', provider: 'generic' })
  await manage(server, 'PATCH', `/v1/agents/${agent.id}`, { flow_ids: flows })
  return { id: String(agent.id), bearer: String(agent.bearer_secret) }
}

async function publish(
  server: Server,
  name: string,
  { trigger, schemaVersion }: Definition,
): Promise<string> {
  const { id } = await manage(server, 'POST', '/v1/workflow/', { name })
  await manage(server, 'POST', `/v1/workflow/${id}/import`, { displayName: name, trigger, schemaVersion })
  await manage(server, 'POST', `/v1/workflow/${id}/publish`)
  await manage(server, 'PATCH', `/v1/workflow/${id}/status`, { status: 'ENABLED' })
  return String(id)
}

async function manage(
  { product }: Server,
  method: string,
  path: string,
  body?: unknown,
): Promise<Record<string, unknown>> {
  const response = await fetch(new URL(path, product), {
    method,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

/** A call of the three-step tool. The party's size goes round so that both branches are taken. */
export function bookingShot(agent: Agent, callId: string, invocation: number): Shot {
  const guest = `Guest ${callId} ${invocation}`
  const people = 1 + (invocation % 8)
  const body = { call_id: callId, tool_call_id: `tool-${invocation}`, arguments: { guest, people } }
  return toolShot(agent, 'booking', body, bookingAnswer(guest, people))
}

/** A call of the looping tool with `iterations` items, the first call of its call. */
export function loopShot(agent: Agent, callId: string, iterations: number): Shot {
  const items = Array.from({ length: iterations }, (_, index) => index)
  const body = { call_id: callId, tool_call_id: 'loop', arguments: { items } }
  return toolShot(agent, 'looping', body, { items: iterations })
}

function toolShot(agent: Agent, tool: string, body: unknown, answer: unknown): Shot {
  return {
    path: `/hooks/generic/${agent.id}/tools/${tool}`,
    headers: { authorization: `Bearer ${agent.bearer}` },
    body,
    check({ status, headers, body: text }) {
      if (status !== 200) return `status ${status}: ${text}`
      if (!headers['x-run-id']) return 'no x-run-id'
      return isDeepStrictEqual(JSON.parse(text), answer)
        ? null
        : `expected ${JSON.stringify(answer)}, got ${text}`
    },
  }
}

/** The end of a call nobody told of before. */
export function finishedShot(agent: Agent, callId: string): Shot {
  return {
    path: `/hooks/generic/${agent.id}/call-finished`,
    headers: { authorization: `Bearer ${agent.bearer}` },
    body: {
      id: callId,
      type: 'inbound',
      status: 'finished',
      channel: 'phone',
      contact: { id: 'cnt_1', identifier: '+34600000001', contact_type: 'phone' },
      start_time: '2026-03-03T10:00:00Z',
      end_time: '2026-03-03T10:01:24Z',
      duration: 84,
      end_reason: 'hangup',
      dynamic_variables: { customer_name: 'Ana' },
      messages: [
        { role: 'assistant', content: 'Hello, how can I help you?' },
        { role: 'user', content: 'I would like to book a table.' },
      ],
    },
    check({ status, body: text }) {
      if (status !== 202) return `status ${status}: ${text}`
      const answer = JSON.parse(text) as { accepted: boolean; duplicate: boolean; runs: unknown[] }
      return answer.accepted && !answer.duplicate && answer.runs.length === 1 ? null : text
    },
  }
}
