import * as z from 'zod'
import { isObject, type JsonObject } from '../json.ts'
import type { CallInfo } from '../run/protocol.ts'
import { checkBody, parseText } from './body.ts'

/** What happened in a call, whichever platform told it. Names are Diga's, as workflows see them. */
export type CallEvent = CallMoment | FunctionCalls

/** A call starts or is over. */
export interface CallMoment {
  kind: 'pre_call' | 'call_finished'
  call: CallInfo
  /** the trigger's payload: Diga's third version of the names, with the older ones beside them */
  payload: JsonObject
  /** of an ended call: the id that we gave it when we asked for it, where the platform says it */
  clientRequestId?: string
}

/** The agent calls functions: one, or several in one request on some platforms. */
export interface FunctionCalls {
  kind: 'function_call'
  call: CallInfo
  invocations: Invocation[]
  /** where this call takes messages while it lasts, on platforms that say so with the event */
  controlUrl?: string
}

export interface Invocation {
  /** tells a repeat from a new call; null where the platform gives none */
  id: string | null
  name: string
  arguments: JsonObject
}

const CallId = z.string().min(1).max(256)
const text = z.string().nullish()
const variables = z.record(z.string(), z.unknown()).nullish()

const Contact = z.looseObject({
  id: text,
  identifier: text,
  contact_type: text,
  created_date: text,
})

const CallFields = z
  .looseObject({
    id: CallId.nullish(),
    call_id: CallId.nullish(),
    type: text,
    status: text,
    channel: text,
    contact: Contact.nullish(),
    contact_id: text,
    phone_number: text,
    agent_version_id: text,
    phone_register_id: text,
    start_time: text,
    created_date: text,
    dynamic_variables: variables,
  })
  .refine((call) => call.id || call.call_id, { path: ['call_id'], message: 'a call needs its id' })

const FinishedFields = CallFields.safeExtend({
  duration: z.number().nonnegative().nullish(),
  end_time: text,
  end_reason: text,
  recording_url: text,
  messages: z.array(z.looseObject({ role: z.string(), content: text, created_date: text })).nullish(),
})

/** An object, or its JSON text, as language models hand it on. */
const Arguments = z.preprocess(
  (value, context) => {
    if (typeof value !== 'string') return value ?? {}
    try {
      return parseText(value)
    } catch {
      context.addIssue('text must be the JSON of an object')
      return z.NEVER
    }
  },
  z.record(z.string(), z.unknown()),
)

const FunctionCallFields = z.looseObject({
  call_id: CallId,
  arguments: Arguments,
  tool_call_id: CallId.nullish(),
  agent_version_id: text,
  dynamic_variables: variables,
})

/** A start of a call in Diga's fields. @throws CodedError VALIDATION_FAILED */
export function preCallEvent(body: JsonObject, agentId: string): CallMoment {
  const fields = checkBody(CallFields, body)
  return { kind: 'pre_call', ...moment(fields, agentId) }
}

/** The end of a call in Diga's fields. @throws CodedError VALIDATION_FAILED */
export function callFinishedEvent(body: JsonObject, agentId: string): CallMoment {
  const fields = checkBody(FinishedFields, body)
  const { call, payload } = moment(fields, agentId)
  const { duration, end_time, end_reason, recording_url } = fields
  const status = fields.status || 'completed'
  return {
    kind: 'call_finished',
    call: { ...call, ...known({ status, duration, end_time, end_reason, recording_url }) },
    payload: { ...payload, messages: payload.messages ?? [] },
    clientRequestId: requestIdIn(body),
  }
}

/** Our own id in an event. What else platforms may mean by these names is none of our business. */
function requestIdIn({ client_request_id, metadata }: JsonObject): string | undefined {
  const id = client_request_id ?? (isObject(metadata) ? metadata.client_request_id : undefined)
  return typeof id === 'string' ? id : undefined
}

/** One function call. @param name the function's @throws CodedError VALIDATION_FAILED */
export function functionCallEvent(body: JsonObject, agentId: string, name: string): FunctionCalls {
  const fields = checkBody(FunctionCallFields, body)
  const { call_id, agent_version_id, dynamic_variables } = fields
  return {
    kind: 'function_call',
    call: { agent_id: agentId, call_id, ...known({ agent_version_id, dynamic_variables }) } as CallInfo,
    invocations: [{ id: fields.tool_call_id ?? null, name, arguments: fields.arguments as JsonObject }],
  }
}

function moment(fields: z.output<typeof CallFields>, agentId: string): Omit<CallMoment, 'kind'> {
  const call_id = (fields.call_id || fields.id) as string
  const phone_number = fields.contact?.identifier ?? fields.phone_number ?? null
  const contact_id = fields.contact?.id ?? fields.contact_id ?? null
  // The agent's id is ours, so that Make Call and the API know it; platforms have ids of their own.
  const identity = { agent_id: agentId, call_id }
  const { agent_version_id, type, status, channel, start_time, dynamic_variables } = fields
  const facts = { type, status, channel, phone_number, contact_id, start_time, dynamic_variables }
  return {
    call: { ...identity, ...known({ agent_version_id, ...facts }) } as CallInfo,
    payload: {
      ...(fields as JsonObject),
      ...identity,
      id: call_id,
      contact: { ...(fields.contact as JsonObject), id: contact_id, identifier: phone_number },
      contact_id,
      phone_number,
      dynamic_variables: (dynamic_variables ?? {}) as JsonObject,
    },
  }
}

/** The fields that say something: what a later event leaves out or sends empty must not undo an earlier one. */
function known<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(fields).filter(([, value]) => value != null)
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> }
}
