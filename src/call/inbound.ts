import { CodedError, type ErrorData, isCoded } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { callObject } from '../run/ids.ts'
import type { CallInfo, CallWatcher, DispatchReply, StartRequest } from '../run/protocol.ts'
import { type Agent, findTool, type Tool } from './agent.ts'
import { checkArguments } from './arguments.ts'
import { dispatch, type RunLookup, runPurged, versionOf } from './dispatch.ts'
import type { CallEvent, CallMoment, FunctionCalls, Invocation } from './events.ts'
import { refused, type ToolOutcome, toolOutcome } from './outcome.ts'
import { type Patience, preCallWait, waitFor } from './patience.ts'
import { mergePreCall, type PreCallResult } from './pre-call.ts'
import type { FinishedReceipt } from './providers/provider.ts'

/** What the events of a call do: each is handed to the call's object with the workflows it starts. */

export interface Inbound {
  /** on the version the event names, else on the live one */
  agent: Agent
  /** the event named the version. Where it didn't, the call may be on another one than `agent` */
  isVersionNamed: boolean
  /** the agent on that version; null where it has no such version */
  onVersion(versionId: string): Promise<Agent | null>
  runs: RunLookup
  /** its platform can be told during a call what a function gave after the caller was let go */
  tellsLate?: boolean
  /** who waits for the end of a call that we asked for by that id, though nobody may have heard that it was placed */
  placedBy(clientRequestId: string, call: CallInfo): Promise<CallWatcher | undefined>
  /** epoch milliseconds */
  now: number
}

/** What an event does on one version of its agent. */
interface Plan {
  eventId: string
  starts: StartRequest[]
  watcher?: CallWatcher
  enrich?: CallMoment
}

/** Runs every pre-call workflow side by side and merges what they return. A repeat starts nothing. */
export async function answerPreCall(
  inbound: Inbound,
  event: CallMoment,
  patience: Pick<Patience, 'preCall'> = {},
): Promise<PreCallResult> {
  const { agent, reply } = await send(inbound, event, (version) => ({
    eventId: 'pre_call',
    starts: version.preCall.map((workflow) =>
      start(workflow.ref, payloadOf(event, version), preCallWait(workflow, patience)),
    ),
  }))
  return mergePreCall(reply.runs, agent.preCall)
}

/**
 * Accepts the end of a call and starts every post-call workflow, once. Comes back when that is durable.
 * @param isEnriched false where the platform is to be asked for what the event leaves out, before they begin
 */
export async function acceptCallFinished(
  inbound: Inbound,
  event: CallMoment,
  isEnriched = true,
): Promise<FinishedReceipt> {
  const { clientRequestId: id, call } = event
  const watcher = id === undefined ? undefined : await inbound.placedBy(id, call)
  const { reply } = await send(inbound, event, (version) => ({
    eventId: 'call_finished',
    starts: version.callFinished.map((ref) => start(ref, payloadOf(event, version), 0)),
    watcher,
    ...(isEnriched ? {} : { enrich: event }),
  }))
  return { duplicate: reply.duplicate, callId: event.call.call_id, runs: reply.runs }
}

/** Platforms have ids of their own for versions; workflows get ours. */
function payloadOf({ payload }: CallMoment, { versionId }: Agent): JsonObject {
  return { ...payload, agent_version_id: versionId }
}

/** Runs the function calls of one request, one outcome each. */
export function answerTools(
  inbound: Inbound,
  event: FunctionCalls,
  patience: Patience,
): Promise<ToolOutcome[]> {
  return Promise.all(event.invocations.map((invocation) => answerTool(inbound, event, invocation, patience)))
}

async function answerTool(
  inbound: Inbound,
  event: FunctionCalls,
  invocation: Invocation,
  patience: Patience,
): Promise<ToolOutcome> {
  const id = invocation.id ?? crypto.randomUUID()
  try {
    const { agent, reply } = await send(inbound, event, (version) => {
      const tool = toolOf(version, invocation.name)
      const started = toolStart(
        tool,
        event.call,
        invocation.arguments,
        tool.async ? 0 : waitFor(tool, version, patience),
      )
      if (inbound.tellsLate) started.late = event.controlUrl ? { controlUrl: event.controlUrl } : {}
      // With the name, so that a caller who reuses an id for another function isn't given this one's result.
      return { eventId: `tool:${tool.name}:${id}`, starts: [started] }
    })
    const tool = toolOf(agent, invocation.name)
    const run = reply.runs[0]
    if (!run) return refused(runPurged())
    return tool.async
      ? { kind: 'accepted', runId: run.runId }
      : toolOutcome(run, tool.fallback, reply.variables)
  } catch (error) {
    return isRefusal(error) ? refused(error) : { kind: 'unreached', cause: error }
  }
}

/** Codes of a function call that cannot be made: nothing was run. */
const REFUSALS: ReadonlySet<string> = new Set(['TOOL_UNKNOWN', 'ARGUMENT_MISSING', 'ARGUMENT_INVALID'])

const isRefusal = (error: unknown): error is ErrorData => isCoded(error) && REFUSALS.has(error.code)

function toolStart(tool: Tool, call: CallInfo, given: JsonObject, waitMs: number): StartRequest {
  const checked = checkArguments(tool, given, call.dynamic_variables ?? {})
  const payload = { call_id: call.call_id, arguments: checked.arguments }
  const started = { ...start(tool.ref, payload, waitMs), shareMs: tool.repeatWindowMs }
  return Object.keys(checked.fill).length > 0 ? { ...started, fill: checked.fill } : started
}

function start(workflow: StartRequest['workflow'], payload: JsonObject, waitMs: number): StartRequest {
  return { workflow, payload, waitMs }
}

/**
 * Hands an event to its call's object, with what it starts on the version of the agent that the call is on: the one the
 * event names, else the one of the call's earlier events, else the live one. The live one is tried first, so that only a
 * call that began on another costs a second message. Gives the agent on that version, and the object's reply.
 */
async function send(
  inbound: Inbound,
  event: CallEvent,
  plan: (version: Agent) => Plan,
): Promise<{ agent: Agent; reply: DispatchReply }> {
  const { agent, isVersionNamed, runs } = inbound
  const object = callObject(agent.id, event.call.call_id)
  const attempt = async (version: Agent, guessedVersion: boolean) => {
    const { eventId, ...planned } = plan(version)
    const reply = await dispatch(runs, object, {
      event: { id: eventId, kind: event.kind, at: inbound.now },
      call: { ...event.call, agent_version_id: version.versionId },
      guessedVersion,
      environment: 'PRODUCTION',
      ...planned,
    })
    return { agent: version, reply }
  }
  const first = await attempt(agent, !isVersionNamed).catch(async (error: unknown) => {
    // What this version can't do, the one the call is on may.
    const mayDiffer = isRefusal(error) && !isVersionNamed && agent.versionIds.size > 1
    const otherVersion = mayDiffer ? await versionOf(runs, object) : undefined
    if (otherVersion === undefined || otherVersion === agent.versionId) throw error
    return { agent, reply: { otherVersion } as DispatchReply }
  })
  const { otherVersion } = first.reply
  if (otherVersion === undefined) return first
  return attempt((await inbound.onVersion(otherVersion)) ?? agent, false)
}

function toolOf(agent: Agent, name: string): Tool {
  const tool = findTool(agent, name)
  if (tool) return tool
  const known = agent.tools.map((tool) => tool.name).join(', ') || 'none'
  throw new CodedError(
    'TOOL_UNKNOWN',
    `This agent has no function "${name.slice(0, 100)}". It has: ${known}. A workflow must be published, enabled and assigned.`,
  )
}
