import type * as z from 'zod'
import type { Form } from '../form/form.ts'
import type { Json } from '../json.ts'
import type { KeyValueStore } from './services.ts'

/** How a trigger is fired. */
export type TriggerType =
  | 'CALL'
  | 'WEBHOOK'
  | 'APP_WEBHOOK'
  | 'POLLING'
  | 'SUBFLOW'
  | 'SCHEDULE'
  | 'FORM'
  | 'MANUAL'

/** A request that reached a workflow's webhook. */
export interface WebhookRequest {
  method: string
  headers: Record<string, string>
  queryParams: Record<string, string>
  body: Json
  rawBody: Uint8Array<ArrayBuffer>
}

/** What a trigger gets. `Connected` is what its piece adds: `http` and `auth`. */
export type TriggerContext<Input, Connected = object> = Connected & {
  input: Input
  /** what belongs to this workflow's trigger, kept while it is enabled and across versions */
  store: KeyValueStore
  signal: AbortSignal
}

/** Something a poll found. */
export interface PollItem {
  /** the same at every poll: an item starts one run, ever */
  id: string
  /** epoch milliseconds it was made or changed; with it, items older than the trigger start nothing */
  at?: number
  /** what the run gets */
  data: Json
}

/** How a service's own webhooks are handled. What `enable` gives is kept and handed to the others as `state`. */
export interface Subscription<Input, Connected> {
  enable(context: TriggerContext<Input, Connected> & { webhookUrl: string; secret: string }): Promise<Json>
  disable(context: TriggerContext<Input, Connected> & { state: Json }): Promise<void>
  /** for subscriptions that run out: called before `everyHours` have passed; gives the new state */
  renew?: {
    everyHours: number
    run(
      context: TriggerContext<Input, Connected> & { state: Json; webhookUrl: string; secret: string },
    ): Promise<Json>
  }
}

/** When a trigger is polled: at the times of a cron expression, on the clocks of a zone. */
export interface PollTimes {
  cron: string
  zone: string
}

/** How a poll that has a memory of its own is switched on and off. */
export interface Watch<Input, Connected> {
  /** gives when it is polled, where it has a say in that */
  start(context: TriggerContext<Input, Connected>): Promise<PollTimes | undefined>
  stop(context: TriggerContext<Input, Connected>): Promise<void>
}

/** What stands in a request to a webhook besides what the trigger was given. */
export interface Delivery<Input> {
  request: WebhookRequest
  input: Input
  state: Json
  /** made by us for this trigger and given to `enable` */
  secret: string
}

/** An answer to a service that tries out an address before it uses it. */
export interface HandshakeAnswer {
  status: number
  headers?: Record<string, string>
  body?: string
}

/** When a trigger of type SCHEDULE fires. Times are epoch milliseconds, and nominal: what the rule says. */
export interface Timetable {
  /** the first time after an instant; undefined where none follows */
  next(after: number): number | undefined
  /** how many times that were missed are made up for, the latest of them */
  makesUpFor: number
  /** what the run of a time gets */
  dataAt(nominal: number): Json
}

/** What all triggers declare. */
interface TriggerBase<I extends z.ZodObject> {
  name: string
  displayName: string
  description: string
  input: I
  /** false where it does without a connection, though its piece takes some */
  needsConnection?: boolean
  sampleData: Json
  /** `sampleData` as the settings of this workflow make it */
  sampleFor?(input: z.output<I>): Json
}

/** A trigger as a piece declares it. `Connected` is what the piece adds to its contexts. */
export interface Trigger<I extends z.ZodObject = z.ZodObject, Connected = unknown> extends TriggerBase<I> {
  type: TriggerType
  /** refuses a request that doesn't prove where it comes from. @throws CodedError WEBHOOK_UNAUTHORIZED */
  verify?(request: WebhookRequest, input: z.output<I>, delivery?: Delivery<z.output<I>>): void | Promise<void>
  /** WEBHOOK: registers the address with the service */
  subscription?: Subscription<z.output<I>, Connected>
  /** WEBHOOK, APP_WEBHOOK: answers a service that tries out the address; undefined for an event */
  handshake?(
    delivery: TriggerContext<z.output<I>, Connected> & Delivery<z.output<I>>,
  ): HandshakeAnswer | undefined | Promise<HandshakeAnswer | undefined>
  /**
   * WEBHOOK, APP_WEBHOOK: the events of a request, one run each; the whole payload where unset. For APP_WEBHOOK the
   * request's body is one event's data, as `AppEvents.parse` gave it
   */
  events?(context: TriggerContext<z.output<I>, Connected> & Delivery<z.output<I>>): Json[] | Promise<Json[]>
  /**
   * names an event for good, so that one that is delivered twice starts one run; the service's id of it. Where unset,
   * every delivery counts
   */
  eventId?(event: Json): string | undefined
  /** APP_WEBHOOK: which events of the piece it wants, and whose */
  listen?(
    context: TriggerContext<z.output<I>, Connected>,
  ): Promise<{ events: readonly string[]; identifier: string }>
  /**
   * POLLING: what is there now, newest or all; `since` is the latest `at` seen, `seen` the latest ids. What was seen
   * before starts nothing
   */
  poll?(
    context: TriggerContext<z.output<I>, Connected> & { since?: number; seen?: readonly string[] },
  ): Promise<PollItem[]>
  /** POLLING: for a trigger that itself tells old from new, in place of the first poll */
  watch?: Watch<z.output<I>, Connected>
  /** SCHEDULE: the times it fires at, of an input that never changes. @throws CodedError INPUT_INVALID */
  timetable?(input: z.output<I>): Timetable
  /** FORM: the page that people fill in. @throws CodedError INPUT_INVALID */
  form?(input: z.output<I>): Form
  /** some real events to try the workflow with; a POLLING trigger polls where unset */
  test?(context: TriggerContext<z.output<I>, Connected>): Promise<Json[]>
}

/** Declares a trigger. */
export function trigger<I extends z.ZodObject>(declaration: Trigger<I>): Trigger {
  return declaration as unknown as Trigger
}
