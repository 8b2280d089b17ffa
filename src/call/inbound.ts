import { CodedError, isCoded } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { callObject } from '../run/ids.ts'
import type { CallInfo, DispatchReply, DispatchRequest, StartRequest } from '../run/protocol.ts'
import { type Agent, findTool, type Tool } from './agent.ts'
import { checkArguments } from './arguments.ts'
import { dispatch, type RunLookup } from './dispatch.ts'
import type { CallMoment, FunctionCalls, Invocation } from './events.ts'
import { refused, type ToolOutcome, toolOutcome } from './outcome.ts'
import { mergePreCall, type PreCallResult } from './pre-call.ts'
import type { FinishedReceipt } from './providers/provider.ts'

/** What the events of a call do: each is handed to the call's object with the workflows it starts. */

export interface Inbound {
  agent: Agent
  runs: RunLookup
  /** epoch milliseconds */
  now: number
}

/** Runs every pre-call workflow side by side and merges what they return. A repeat starts nothing. */
export async function answerPreCall(inbound: Inbound, event: CallMoment): Promise<PreCallResult> {
  const { preCall } = inbound.agent
  const starts = preCall.map(({ ref, timeoutMs }) => start(ref, event.payload, timeoutMs))
  const { runs } = await send(inbound, 'pre_call', 'pre_call', event.call, starts)
  return mergePreCall(runs, preCall)
}

/** Accepts the end of a call and starts every post-call workflow, once. Comes back when that is durable. */
export async function acceptCallFinished(inbound: Inbound, event: CallMoment): Promise<FinishedReceipt> {
  const starts = inbound.agent.callFinished.map((ref) => start(ref, event.payload, 0))
  const { duplicate, runs } = await send(inbound, 'call_finished', 'call_finished', event.call, starts)
  return { duplicate, callId: event.call.call_id, runs }
}

/** Runs the function calls of one request, one outcome each. @param deadlineMs the platform's patience */
export function answerTools(
  inbound: Inbound,
  event: FunctionCalls,
  deadlineMs: number,
): Promise<ToolOutcome[]> {
  return Promise.all(
    event.invocations.map((invocation) => answerTool(inbound, event.call, invocation, deadlineMs)),
  )
}

async function answerTool(
  inbound: Inbound,
  call: CallInfo,
  invocation: Invocation,
  deadlineMs: number,
): Promise<ToolOutcome> {
  const tool = findTool(inbound.agent, invocation.name)
  if (!tool) return refused(toolUnknown(inbound.agent, invocation.name))
  let started: StartRequest
  try {
    const waitMs = tool.async ? 0 : waitFor(tool, inbound.agent, deadlineMs)
    started = toolStart(tool, call, invocation.arguments, waitMs)
  } catch (error) {
    if (isCoded(error)) return refused(error)
    throw error
  }
  // With the name, so that a caller who reuses an id for another function isn't given this one's result.
  const eventId = `tool:${tool.name}:${invocation.id ?? crypto.randomUUID()}`
  const { runs } = await send(inbound, 'function_call', eventId, call, [started])
  const reply = runs[0]
  if (!reply) throw new CodedError('INTERNAL_ERROR', `The run of "${tool.name}" is missing.`)
  return tool.async ? { kind: 'accepted', runId: reply.runId } : toolOutcome(reply, tool.fallback)
}

function toolStart(tool: Tool, call: CallInfo, given: JsonObject, waitMs: number): StartRequest {
  const checked = checkArguments(tool, given, call.dynamic_variables ?? {})
  const started = start(tool.ref, { call_id: call.call_id, arguments: checked.arguments }, waitMs)
  return Object.keys(checked.fill).length > 0 ? { ...started, fill: checked.fill } : started
}

/** The shortest of what the agent, the workflow and the platform allow. */
function waitFor(tool: Tool, agent: Agent, deadlineMs: number): number {
  const seconds = [agent.deadlineSeconds, tool.deadlineSeconds].filter((each) => each != null)
  return Math.min(deadlineMs, ...seconds.map((each) => each * 1000))
}

function start(workflow: StartRequest['workflow'], payload: JsonObject, waitMs: number): StartRequest {
  return { workflow, payload, waitMs }
}

function send(
  { agent, runs, now }: Inbound,
  kind: DispatchRequest['event']['kind'],
  eventId: string,
  call: CallInfo,
  starts: StartRequest[],
): Promise<DispatchReply> {
  const event = { id: eventId, kind, at: now }
  return dispatch(runs, callObject(agent.id, call.call_id), {
    event,
    call,
    environment: 'PRODUCTION',
    starts,
  })
}

function toolUnknown(agent: Agent, name: string): CodedError {
  const known = agent.tools.map((tool) => tool.name).join(', ') || 'none'
  return new CodedError(
    'TOOL_UNKNOWN',
    `This agent has no function "${name.slice(0, 100)}". It has: ${known}. A workflow must be published, enabled and assigned.`,
  )
}
