import { z } from 'zod'
import type { JsonObject } from '../json.ts'
import type { CallInfo } from '../run/protocol.ts'
import { checkBody } from './body.ts'

/** What happened in a call, whichever platform told it. Names are Diga's, as workflows see them. */
export type CallEvent = CallMoment | FunctionCalls

/** A call starts or is over. */
export interface CallMoment {
  kind: 'pre_call' | 'call_finished'
  call: CallInfo
  /** the trigger's payload: Diga's third version of the names, with the older ones beside them */
  payload: JsonObject
}

/** The agent calls functions: one, or several in one request on some platforms. */
export interface FunctionCalls {
  kind: 'function_call'
  call: CallInfo
  invocations: Invocation[]
}

export interface Invocation {
  /** tells a repeat from a new call; null where the platform gives none */
  id: string | null
  name: string
  arguments: JsonObject
}

const CallId = z.string().min(1).max(256)
const text = z.string().nullish()
const variables = z.record(z.string(), z.json()).nullish()

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
      return JSON.parse(value)
    } catch {
      context.addIssue('text must be the JSON of an object')
      return z.NEVER
    }
  },
  z.record(z.string(), z.json()),
)

const FunctionCallFields = z.looseObject({
  call_id: CallId,
  arguments: Arguments,
  tool_call_id: CallId.nullish(),
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
  return {
    kind: 'call_finished',
    call: known({
      ...call,
      duration: fields.duration ?? undefined,
      end_time: fields.end_time ?? undefined,
      end_reason: fields.end_reason ?? undefined,
      recording_url: fields.recording_url ?? undefined,
    }),
    payload: { ...payload, messages: payload.messages ?? [] },
  }
}

/** One function call. @param name the function's @throws CodedError VALIDATION_FAILED */
export function functionCallEvent(body: JsonObject, agentId: string, name: string): FunctionCalls {
  const fields = checkBody(FunctionCallFields, body)
  return {
    kind: 'function_call',
    call: known({
      agent_id: agentId,
      call_id: fields.call_id,
      dynamic_variables: fields.dynamic_variables ?? undefined,
    }) as CallInfo,
    invocations: [{ id: fields.tool_call_id ?? null, name, arguments: fields.arguments as JsonObject }],
  }
}

function moment(fields: z.output<typeof CallFields>, agentId: string): Omit<CallMoment, 'kind'> {
  const id = (fields.call_id || fields.id) as string
  const phone = fields.contact?.identifier ?? fields.phone_number ?? null
  const contactId = fields.contact?.id ?? fields.contact_id ?? null
  const call = known({
    agent_id: agentId,
    call_id: id,
    type: fields.type ?? undefined,
    status: fields.status ?? undefined,
    channel: fields.channel ?? undefined,
    phone_number: phone ?? undefined,
    contact_id: contactId ?? undefined,
    start_time: fields.start_time ?? undefined,
    dynamic_variables: (fields.dynamic_variables ?? undefined) as CallInfo['dynamic_variables'],
  })
  const payload = known({
    ...fields,
    id,
    call_id: id,
    // Ours, so that Make Call and the API know it; platforms have ids of their own.
    agent_id: agentId,
    contact: { ...fields.contact, id: contactId, identifier: phone },
    contact_id: contactId,
    phone_number: phone,
    dynamic_variables: fields.dynamic_variables ?? {},
  }) as JsonObject
  return { call, payload }
}

/** Without the fields that are undefined: they have no place in JSON. */
function known<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T
}
