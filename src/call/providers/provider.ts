import type { Json, JsonObject } from '../../json.ts'
import type { HttpClient } from '../../piece/http-client.ts'
import type { Agent, AgentSecrets } from '../agent.ts'
import type { CallEvent } from '../events.ts'
import type { ToolOutcome } from '../outcome.ts'
import type { PreCallResult } from '../pre-call.ts'
import type { Reply } from '../reply.ts'

/** The kinds of event that start workflows. */
export type HookKind = CallEvent['kind']

/** A request as it arrived; not trusted before `verify`. */
export interface HookRequest {
  headers: Headers
  /** what a signature covers */
  rawBody: Uint8Array<ArrayBuffer>
}

/** What the route says beside the body. */
export interface HookRoute {
  agentId: string
  /** in the path of a tool that has its own URL */
  tool?: string
}

/** What became of a finished call's event. */
export interface FinishedReceipt {
  duplicate: boolean
  callId: string
  runs: { runId: string; workflowId: string; name: string }[]
}

/** A call to be placed. */
export interface OutboundCall {
  /** E.164 */
  to: string
  from: string
  agentVersion?: string
  dynamicVariables: JsonObject
  /** ours; has to reach the platform, so that a call can be found again */
  clientRequestId: string
}

export interface OutboundRequest {
  url: string
  headers: Record<string, string>
  body: string
  /** true: a route of this Worker, not the internet */
  isOwnRoute?: boolean
}

/**
 * One voice platform: everything that is its own about hooks and calls. A new one is a file beside this, and a line
 * in registry.ts.
 */
export interface Provider {
  name: string
  /** whether the request comes from the agent's platform. `now` is in epoch milliseconds */
  verify(request: HookRequest, secrets: AgentSecrets, now: number): Promise<boolean>
  /** what arrived at the one server URL; `ignored` is acknowledged and dropped. @throws CodedError VALIDATION_FAILED */
  classify(body: JsonObject): HookKind | 'ignored'
  /** the body in neutral terms. @throws CodedError VALIDATION_FAILED */
  normalise(kind: HookKind, body: JsonObject, headers: Headers, route: HookRoute): CallEvent
  /** longest the platform waits for a function call, in milliseconds */
  deadlineMs: number
  renderPreCall(result: PreCallResult): Reply
  /** one outcome for each invocation of the event, in its order */
  renderTools(outcomes: ToolOutcome[]): Reply
  renderFinished(receipt: FinishedReceipt): Reply
  /** the request that places a call. @throws CodedError OUTBOUND_NOT_CONFIGURED */
  buildOutbound(call: OutboundCall, agent: Agent, now: number): Promise<OutboundRequest>
  /** the new call's id in the platform's answer */
  callIdOf(answer: Json): string | undefined
  /**
   * what became of a request whose answer was lost; null where the platform can't say. `never_placed` only where it says
   * so in as many words: the number is dialled again then
   */
  findCall?(
    clientRequestId: string,
    agent: Agent,
    http: HttpClient,
  ): Promise<{ callId: string } | 'never_placed' | null>
}
