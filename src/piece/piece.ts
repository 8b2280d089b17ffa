import type * as z from 'zod'
import type { Answer, WaitRequest } from '../engine/ports.ts'
import type { Json } from '../json.ts'
import type { Auth, Credential } from './auth.ts'
import type { HttpClient } from './http-client.ts'
import type { ServiceHttp } from './service-http.ts'
import type { Services } from './services.ts'
import type { HandshakeAnswer, Trigger, WebhookRequest } from './trigger.ts'

/** A connection as a step was given it. */
export interface Connection {
  /** its id; left out while it is tried out before it is kept */
  id?: string
  /** the value: one of Activepieces' shapes, see `credentialOf` */
  value: Json
  /** asks the service for new credentials; gives undefined where there are none to be had */
  refresh?(): Promise<Json | undefined>
}

/** What an action gets. */
export interface ActionContext<Input> {
  input: Input
  http: HttpClient
  /** the connection named in the step's field "auth" */
  connection?: Connection
  run: {
    id: string
    workflowId: string
    /** the step's place in the run, iterations included */
    path: string
    /** the loops around this step, as a prefix of `path`: tells parallel iterations apart */
    scope: string
    attempt: number
    /** equal for all attempts of this step */
    idempotencyKey: string
    /** true in a test of this one step */
    alone: boolean
  }
  services: Services
  signal: AbortSignal
  /** set when the action had returned `wait(…)` before */
  resume?: { payload: Json; timedOut: boolean; state: Json }
  /** answers the caller now; the run goes on */
  respond(answer: Answer): void
  /** ends the run here, as succeeded, once the action returns */
  stop(): void
  /** adds a line to the step's log */
  log(line: string): void
}

const WAIT = Symbol('wait')

/** Returned by an action that wants to be called again later. */
export interface Wait {
  [WAIT]: WaitRequest
}

/** `return wait({ until })` or `return wait({ key })` from an action: the run pauses durably. */
export function wait(request: WaitRequest): Wait {
  return { [WAIT]: request }
}

/** The request inside a returned wait, or undefined for an ordinary output. */
export function waitRequestOf(value: unknown): WaitRequest | undefined {
  return typeof value === 'object' && value !== null && WAIT in value ? (value as Wait)[WAIT] : undefined
}

/** An action as a piece declares it. */
export interface Action<I extends z.ZodObject = z.ZodObject> {
  name: string
  displayName: string
  description: string
  input: I
  output?: z.ZodType
  /**
   * Whether running it again with the same idempotency key does no harm. As a function it gets the resolved
   * input before the schema saw it, and whether what would be repeated is only what follows a wait.
   */
  idempotent: boolean | ((input: Record<string, unknown>, isResumed: boolean) => boolean)
  /** false where it does without a connection, though its piece takes some */
  needsConnection?: boolean
  /** true where it touches nothing outside the run (no I/O at all, deterministic or not) */
  pure?: boolean
  /** longest attempt in milliseconds; the step's own `timeoutSeconds` comes first */
  timeoutMs?: number
  run(context: ActionContext<z.output<I>>): unknown
  /**
   * the action as it is in one step, whose `propertySettings` may say more of its fields than the piece does;
   * undefined where they don't
   */
  inStep?(settings: Readonly<Record<string, unknown>>): Action | undefined
}

/** A connector: what `pieces/<name>/index.ts` exports as default. */
export interface Piece {
  name: string
  displayName: string
  description: string
  version: string
  /** set where it is none of ours, but one that was installed */
  community?: { package: string; authors: readonly string[]; logoUrl?: string }
  categories: readonly string[]
  /** the kinds of connection it takes; none where it needs none */
  auth: readonly Auth[]
  /** what options, triggers and validation get: HTTP bound to a connection, and its credentials */
  connect?(http: HttpClient, connection: Connection | undefined): Connected
  /** tries a connection out. @throws CodedError what the service says to it */
  validate?(connected: Connected): Promise<unknown>
  /** one address for all events of the app, sent to whichever workflow listens */
  appEvents?: AppEvents
  actions: Readonly<Record<string, Action>>
  triggers: Readonly<Record<string, Trigger>>
}

/** What a piece's own parts are given for a connection. */
export interface Connected {
  http: ServiceHttp
  auth: Credential
}

/** How a piece reads what its app sends to the one address for all events. */
export interface AppEvents {
  /** @param secret of the app, from settings. @throws CodedError WEBHOOK_UNAUTHORIZED */
  verify(request: WebhookRequest, secret: string): void | Promise<void>
  /** the events of a request with whose they are; `answer` is what the app wants to hear */
  parse(request: WebhookRequest): ParsedEvents | Promise<ParsedEvents>
}

/** What stands in a request of an app. */
export interface ParsedEvents {
  events: readonly { event: string; identifier: string; id?: string; data: Json }[]
  answer?: HandshakeAnswer
}

/** Declares an action; its input type follows from its schema. */
export function action<I extends z.ZodObject>(declaration: Action<I>): Action {
  return declaration as unknown as Action
}

/** Declares a piece. */
export function piece(
  declaration: {
    name: string
    displayName: string
    description: string
    version: string
    categories: readonly string[]
    actions?: readonly Action[]
    triggers?: readonly Trigger[]
  } & Pick<Partial<Piece>, 'auth' | 'connect' | 'validate' | 'appEvents'>,
): Piece {
  return {
    ...declaration,
    auth: declaration.auth ?? [],
    actions: Object.fromEntries((declaration.actions ?? []).map((each) => [each.name, each])),
    triggers: Object.fromEntries((declaration.triggers ?? []).map((each) => [each.name, each])),
  }
}
