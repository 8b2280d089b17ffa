import { isObject, type Json, type JsonObject } from '../json.ts'
import type { ToolDescription } from './tools.ts'

/** A voice platform of our own that plays one whole call. Knows nothing of Workers: `send` does the talking. */

export interface SimulatedCall {
  callId: string
  type: 'inbound' | 'outbound'
  phoneNumber: string
  dynamicVariables: JsonObject
  /** the version of the agent that takes part; the live one where unset */
  agentVersionId?: string
  /** as `GET /v1/agents/:id/tools` gives them */
  tools: Pick<ToolDescription, 'name' | 'execution_mode' | 'parameters'>[]
}

/** Posts `body` to a hook of the agent; `path` is what follows the agent's address. */
export type Send = (path: string, body: JsonObject) => Promise<Received>

export interface Received {
  status: number
  /** from `x-run-id` */
  runIds: string[]
  body: Json
}

/** One line of the transcript. */
export interface Exchange {
  /** epoch milliseconds */
  at: number
  /** `pre-call`, `tools/…`, `call-finished` */
  what: string
  request: JsonObject
  response: Received
  ms: number
}

interface Message {
  role: 'assistant' | 'user'
  content: string
  created_date: string
}

/**
 * Plays a call: it starts, the agent calls every function it has (those it waits for first), it ends. The same call
 * played twice sends the same ids, so nothing runs twice.
 */
export async function* playCall(call: SimulatedCall, send: Send): AsyncGenerator<Exchange> {
  const startedAt = Date.now()
  const messages: Message[] = []
  const say = (role: Message['role'], content: string) =>
    messages.push({ role, content, created_date: new Date().toISOString() })

  const facts = factsOf(call, startedAt)
  const prepared = await exchange(send, 'pre-call', { ...facts, status: 'in_progress' })
  yield prepared
  const start = isObject(prepared.response.body) ? prepared.response.body : {}
  const variables = {
    ...call.dynamicVariables,
    ...(isObject(start.dynamic_variables) ? start.dynamic_variables : {}),
  }
  const aborted = start.abort === true
  if (!aborted) {
    say('assistant', 'Hello, how can I help you?')
    for (const tool of inOrder(call.tools)) {
      say('user', `Could you use ${tool.name} for me?`)
      const spoken = await exchange(send, `tools/${encodeURIComponent(tool.name)}`, {
        call_id: call.callId,
        tool_call_id: `${call.callId}-${tool.name}`,
        arguments: sampleArguments(tool.parameters),
        dynamic_variables: variables as JsonObject,
      })
      yield spoken
      say('assistant', spokenOf(spoken.response))
    }
    say('user', 'Thank you, goodbye.')
  }
  yield await exchange(send, 'call-finished', {
    ...facts,
    status: 'completed',
    end_reason: aborted ? 'pre_call_aborted' : 'user_hangup',
    end_time: new Date().toISOString(),
    duration: Math.ceil((Date.now() - startedAt) / 1000),
    dynamic_variables: variables as JsonObject,
    messages: messages as unknown as Json,
  })
}

function factsOf(call: SimulatedCall, startedAt: number): JsonObject {
  const time = new Date(startedAt).toISOString()
  return {
    id: call.callId,
    type: call.type,
    channel: 'phone',
    contact: { id: null, identifier: call.phoneNumber, contact_type: 'call', created_date: time },
    start_time: time,
    created_date: time,
    dynamic_variables: call.dynamicVariables,
    ...(call.agentVersionId === undefined ? {} : { agent_version_id: call.agentVersionId }),
  }
}

async function exchange(send: Send, what: string, request: JsonObject): Promise<Exchange> {
  const at = Date.now()
  const response = await send(what, request)
  return { at, what, request, response, ms: Date.now() - at }
}

/** The functions the agent waits for come first. */
function inOrder(tools: SimulatedCall['tools']): SimulatedCall['tools'] {
  const isAsync = (tool: SimulatedCall['tools'][number]) => tool.execution_mode === 'async'
  return [...tools.filter((tool) => !isAsync(tool)), ...tools.filter(isAsync)]
}

function spokenOf({ status, body }: Received): string {
  if (status === 202) return 'I am on it.'
  if (status >= 400) return 'I am sorry, that did not work.'
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** What a caller might say, by words in the parameter's name. */
const SAMPLES: readonly (readonly [word: RegExp, value: string])[] = [
  [/phone|tel|mobile|number/i, '+34600000001'],
  [/mail/i, 'ana@example.com'],
  [/date|day/i, '2030-05-06'],
  [/time|hour/i, '10:00'],
  [/name|customer/i, 'Ana García'],
  [/./, 'sample'],
]

/** An argument for every parameter of a JSON Schema. */
export function sampleArguments(parameters: JsonObject): JsonObject {
  const properties = isObject(parameters.properties) ? Object.entries(parameters.properties) : []
  return Object.fromEntries(properties.map(([name, schema]) => [name, sampleOf(name, schema as Json)]))
}

function sampleOf(name: string, schema: Json): Json {
  const type = isObject(schema) ? schema.type : undefined
  if (type === 'number') return 2
  if (type === 'boolean') return true
  if (type === 'array') return ['sample']
  return SAMPLES.find(([word]) => word.test(name))?.[1] ?? 'sample'
}
