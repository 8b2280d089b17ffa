import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { Agent } from '../call/agent.ts'
import { authenticate } from '../call/authenticate.ts'
import { checkBody, parseObject, readBytes } from '../call/body.ts'
import { findAgent, findAgentVersion } from '../call/directory.ts'
import { createPlatform, planCall, Simulate } from '../call/scenarios.ts'
import { playCall } from '../call/simulator.ts'
import { describeTools } from '../call/tools.ts'
import { CodedError } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { bearerToken, sameSecret } from './auth/bearer.ts'
import { hookSender } from './hook-sender.ts'
import { lookupOf } from './lookup.ts'
import type { App } from './types.ts'

const CallRequest = z.looseObject({
  agent_id: z.string(),
  agent_version_id: z.string().optional(),
  to_number: z.string(),
  dynamic_variables: z.looseObject({ simulate: Simulate.optional() }).default({}),
  client_request_id: z.string().min(1),
})

/** How long a phone rings where nobody says otherwise. Real ones ring for half a minute; here somebody watches. */
const RING_SECONDS = 1

const platform = createPlatform()

/**
 * The simulator's own API: places a call by playing it against this Worker, after the answer. What happens on it is in
 * `call/scenarios.ts`. The same `client_request_id` is the same call, whose events start nothing a second time. Calls
 * live in this process alone: one that is under way when it is killed is never heard of again.
 */
export const simulator = new Hono<App>().post('/calls', async (c) => {
  const rawBody = await readBytes(c.req.raw)
  const body = parseObject(rawBody)
  const request = checkBody(CallRequest, body)
  const agent = await callingAgent(c, request.agent_id, rawBody)
  const digest = createHash('sha256').update(`${agent.id} ${request.client_request_id}`).digest('hex')
  const callId = `sim_${digest.slice(0, 24)}`
  const versionId = request.agent_version_id
  const version = versionId && (await findAgentVersion(agent.id, versionId, lookupOf(c)))
  // As they were sent: the schema reads the variable `simulate` in its own way.
  const dynamicVariables = (body.dynamic_variables ?? {}) as JsonObject
  const call = {
    callId,
    type: 'outbound' as const,
    phoneNumber: request.to_number,
    dynamicVariables,
    agentVersionId: versionId,
    clientRequestId: request.client_request_id,
    tools: describeTools((version || agent).tools),
  }
  const ringSeconds = Number(c.env.PATCHCORD_SIMULATOR_RING_SECONDS || RING_SECONDS)
  const plan = planCall(call.phoneNumber, dynamicVariables, ringSeconds)
  const { status, isPlaced } = platform.answer(plan, call.phoneNumber, call.clientRequestId)
  const options = { plan, sleep: (ms: number) => scheduler.wait(ms) }
  if (isPlaced) c.executionCtx.waitUntil(playOut(playCall(call, hookSender(c, agent), options)))
  if (status !== 201) return c.json({ message: `The number asked for this: ${plan.scenario}.` }, status)
  return c.json({ id: callId, agent_id: agent.id, status: 'dialing', type: 'outbound' }, status)
})

/** The simulator's agent, for a request it signed or the admin sent. @throws CodedError UNAUTHORIZED, AGENT_NOT_FOUND */
async function callingAgent(
  c: Context<App>,
  agentId: string,
  rawBody: Uint8Array<ArrayBuffer>,
): Promise<Agent> {
  const token = bearerToken(c.req.header('authorization'))
  const admin = c.env.PATCHCORD_ADMIN_TOKEN
  const lookup = lookupOf(c)
  if (!admin || token === undefined || !sameSecret(token, admin)) {
    const target = { provider: 'simulator', agentId }
    const request = { url: c.req.url, headers: c.req.raw.headers, rawBody }
    return (await authenticate(request, target, lookup, Date.now())).agent
  }
  const { value: agent } = await findAgent(agentId, lookup)
  if (agent?.provider === 'simulator' && !agent.isDeleted) return agent
  throw new CodedError('AGENT_NOT_FOUND', `There is no agent "${agentId}" on the simulator.`)
}

async function playOut(call: ReturnType<typeof playCall>): Promise<void> {
  for await (const { what, response } of call) {
    if (response.status >= 400) console.warn(`simulator: ${what} was answered with ${response.status}`)
  }
}
