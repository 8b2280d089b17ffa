import type * as z from 'zod'
import type { Answer, WaitRequest } from '../engine/ports.ts'
import type { Json } from '../json.ts'
import type { HttpClient } from './http-client.ts'
import type { Services } from './services.ts'

/** What an action gets. */
export interface ActionContext<Input> {
  input: Input
  http: HttpClient
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
   * input before the schema saw it.
   */
  idempotent: boolean | ((input: Record<string, unknown>) => boolean)
  /** true where it touches nothing outside the run (no I/O at all, deterministic or not) */
  pure?: boolean
  /** longest attempt in milliseconds; the step's own `timeoutSeconds` comes first */
  timeoutMs?: number
  run(context: ActionContext<z.output<I>>): unknown
}

/** How a trigger is fired. */
export type TriggerType = 'CALL' | 'WEBHOOK' | 'SUBFLOW' | 'SCHEDULE' | 'MANUAL'

/** A request that reached a workflow's webhook. */
export interface WebhookRequest {
  method: string
  headers: Record<string, string>
  queryParams: Record<string, string>
  body: Json
  rawBody: Uint8Array<ArrayBuffer>
}

/** A trigger as a piece declares it. */
export interface Trigger<I extends z.ZodObject = z.ZodObject> {
  name: string
  displayName: string
  description: string
  type: TriggerType
  input: I
  sampleData: Json
  /** refuses a request that doesn't prove where it comes from. @throws CodedError WEBHOOK_UNAUTHORIZED */
  verify?(request: WebhookRequest, input: z.output<I>): void | Promise<void>
}

/** A connector: what `pieces/<name>/index.ts` exports as default. */
export interface Piece {
  name: string
  displayName: string
  description: string
  version: string
  categories: readonly string[]
  actions: Readonly<Record<string, Action>>
  triggers: Readonly<Record<string, Trigger>>
}

/** Declares an action; its input type follows from its schema. */
export function action<I extends z.ZodObject>(declaration: Action<I>): Action {
  return declaration as unknown as Action
}

/** Declares a trigger. */
export function trigger<I extends z.ZodObject>(declaration: Trigger<I>): Trigger {
  return declaration as unknown as Trigger
}

/** Declares a piece. */
export function piece(declaration: {
  name: string
  displayName: string
  description: string
  version: string
  categories: readonly string[]
  actions?: readonly Action[]
  triggers?: readonly Trigger[]
}): Piece {
  return {
    ...declaration,
    actions: Object.fromEntries((declaration.actions ?? []).map((each) => [each.name, each])),
    triggers: Object.fromEntries((declaration.triggers ?? []).map((each) => [each.name, each])),
  }
}
