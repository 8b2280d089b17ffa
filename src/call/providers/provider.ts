import type { Json, JsonObject } from '../../json.ts'
import type { HttpClient } from '../../piece/http-client.ts'
import type { Connected } from '../../piece/piece.ts'
import type { Agent, AgentSecrets } from '../agent.ts'
import type { CallEvent, CallMoment, FunctionCalls } from '../events.ts'
import type { ToolOutcome } from '../outcome.ts'
import type { Patience } from '../patience.ts'
import type { PreCallResult } from '../pre-call.ts'
import type { Reply } from '../reply.ts'

/** The kinds of event that start workflows. */
export type HookKind = CallEvent['kind']

/** A request as it arrived; not trusted before `verify`. */
export interface HookRequest {
  /** the address as the platform knows it: some sign it */
  url: string
  headers: Headers
  /** what a signature covers */
  rawBody: Uint8Array<ArrayBuffer>
}

/** What the route says beside the body. */
export interface HookRoute {
  agentId: string
  /** in the path of a tool that has its own URL */
  tool?: string
  query: URLSearchParams
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
  /** where the platform is to send what happens in the call */
  hookUrl: string
}

/** A request that is complete as it is. */
export interface OwnRequest {
  url: string
  headers: Record<string, string>
  body: string
  /** true: a route of this Worker, not the internet */
  isOwnRoute?: boolean
}

/** A POST to the platform's API, by the agent's connection. */
export interface ApiRequest {
  path: string
  json?: JsonObject
  form?: Record<string, string>
}

export type OutboundRequest = OwnRequest | ApiRequest

/** A call that is over, as its platform lists it. */
export interface EndedCall {
  /** the call's id at the platform */
  callId: string
  /** the body of the event that should have told of it */
  event(): Promise<JsonObject>
}

/** What an adapter may reach the world with. */
export interface Reach {
  http: HttpClient
  /** the platform's API, by the agent's connection. @throws CodedError OUTBOUND_NOT_CONFIGURED, CONNECTION_* */
  api(): Promise<Connected>
}

/**
 * One voice platform: everything that is its own about hooks and calls. A new one is a file beside this, and a line
 * in registry.ts.
 */
export interface Provider {
  name: string
  patience: Patience
  /** milliseconds that have to lie between two calls to the same number, where the platform refuses them sooner */
  spacingMs?: number
  /** short name of the piece whose connections open the platform's API */
  piece?: string
  /** whether the request comes from the agent's platform. `now` is in epoch milliseconds */
  verify(request: HookRequest, secrets: AgentSecrets, now: number): Promise<boolean>
  /** the body of a proven request, where it is not JSON. @throws CodedError VALIDATION_FAILED */
  readBody?(request: HookRequest): JsonObject
  /**
   * what arrived at the one server URL. `ignored` is acknowledged and dropped; `unknown` too, with a line in the log.
   * @throws CodedError VALIDATION_FAILED
   */
  classify(body: JsonObject, route: HookRoute): HookKind | 'ignored' | 'unknown'
  /** the body in neutral terms. @throws CodedError VALIDATION_FAILED */
  normalise(kind: HookKind, body: JsonObject, headers: Headers, route: HookRoute): CallEvent
  /**
   * adds what the platform tells of a finished call only when it is asked; the event is safe by then, and its runs are
   * held. @throws CodedError, a retryable one where the platform may be asked again
   */
  enrich?(event: CallMoment, reach: Reach): Promise<CallMoment>
  /**
   * the agent's calls that began after `since` and ended before `until` (epoch milliseconds), page by page, for platforms
   * that send an event once, whether or not it is taken
   */
  endedCalls?(
    period: { since: number; until: number },
    agent: Agent,
    reach: Reach,
  ): AsyncIterable<EndedCall[]>
  renderPreCall(result: PreCallResult, event: CallMoment, agent: Agent): Reply
  /** one outcome for each invocation of the event, in its order */
  renderTools(outcomes: ToolOutcome[], event: FunctionCalls): Reply
  renderFinished(receipt: FinishedReceipt): Reply
  /** tells the agent, during the call, what a function gave after the platform's patience had ended */
  deliverLate?(text: string, event: FunctionCalls, reach: Reach): Promise<void>
  /** the request that places a call. @throws CodedError OUTBOUND_NOT_CONFIGURED */
  buildOutbound(call: OutboundCall, agent: Agent, now: number): Promise<OutboundRequest>
  /** the new call's id in the platform's answer */
  callIdOf(answer: Json): string | undefined
  /** why an answer with a good status is a no all the same */
  refusalIn?(answer: Json): string | undefined
  /**
   * what became of a request whose answer was lost; null where the platform can't say. `never_placed` only where it says
   * so in as many words: the number is dialled again then
   * @param to the number that was to be dialled, E.164
   */
  findCall?(
    clientRequestId: string,
    agent: Agent,
    reach: Reach,
    to: string,
  ): Promise<{ callId: string } | 'never_placed' | null>
}
