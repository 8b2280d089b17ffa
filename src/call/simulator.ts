import { isObject, type Json, type JsonObject } from '../json.ts'
import { type CallPlan, endOf, isAnswered, planCall } from './scenarios.ts'
import type { ToolDescription } from './tools.ts'

/** A phone network of our own that plays whole calls. Knows nothing of Workers: `send` does the talking. */

export interface SimulatedCall {
  callId: string
  type: 'inbound' | 'outbound'
  phoneNumber: string
  dynamicVariables: JsonObject
  /** the version of the agent that takes part; the live one where unset */
  agentVersionId?: string
  /** what whoever asked for the call named it; all events carry it */
  clientRequestId?: string
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

/** What a player may be told beside the call. */
interface PlayOptions {
  /** by the number and the variable `simulate` where left out */
  plan?: CallPlan
  /** waits so many milliseconds; nobody waits where left out */
  sleep?(ms: number): Promise<unknown>
}

/**
 * Plays a call: it starts, it rings, the agent calls every function it has (those it waits for first), it ends; or what
 * else its plan says. The same call played twice sends the same ids, so nothing runs twice.
 */
export async function* playCall(
  call: SimulatedCall,
  send: Send,
  options: PlayOptions = {},
): AsyncGenerator<Exchange> {
  const { plan = planCall(call.phoneNumber, call.dynamicVariables), sleep = async () => undefined } = options
  const post = plan.scenario === 'duplicate_callbacks' ? twice(send) : send
  const startedAt = Date.now()
  const facts = factsOf(call, startedAt)
  const prepared = await exchange(post, 'pre-call', { ...facts, status: 'in_progress' })
  yield prepared
  const start = isObject(prepared.response.body) ? prepared.response.body : {}
  const variables = {
    ...call.dynamicVariables,
    ...(isObject(start.dynamic_variables) ? start.dynamic_variables : {}),
  } as JsonObject
  const messages: Message[] = []
  const aborted = start.abort === true
  let end = { status: 'completed', end_reason: 'pre_call_aborted', duration: 0 }
  if (!aborted) {
    await sleep(plan.ringMs)
    const pickedUpAt = Date.now()
    yield* converse(call, plan, { post, variables, messages })
    if (isAnswered(plan)) await sleep(plan.talkMs)
    end = endOf(plan, Date.now() - pickedUpAt)
  }
  const ended = { ...facts, ...end, end_time: new Date().toISOString() }
  if (plan.scenario === 'late_callback') await sleep(plan.lateMs)
  yield await exchange(post, 'call-finished', {
    ...ended,
    dynamic_variables: variables,
    messages: messages as unknown as Json,
  })
}

/** A conversation under way. */
interface Conversation {
  post: Send
  variables: JsonObject
  messages: Message[]
}

/** What is said once it has rung, and the functions that are called meanwhile. */
async function* converse(
  call: SimulatedCall,
  plan: CallPlan,
  { post, variables, messages }: Conversation,
): AsyncGenerator<Exchange> {
  const say = (role: Message['role'], content: string) =>
    messages.push({ role, content, created_date: new Date().toISOString() })
  if (plan.scenario === 'voicemail') say('assistant', 'Hello, please call us back.')
  if (!isAnswered(plan)) return
  say('assistant', 'Hello, how can I help you?')
  if (plan.scenario === 'hang_up_early') return
  for (const tool of inOrder(call.tools)) {
    say('user', `Could you use ${tool.name} for me?`)
    const spoken = await exchange(post, `tools/${encodeURIComponent(tool.name)}`, {
      call_id: call.callId,
      tool_call_id: `${call.callId}-${tool.name}`,
      arguments: sampleArguments(tool.parameters),
      dynamic_variables: variables,
      ...ownId(call),
    })
    yield spoken
    say('assistant', spokenOf(spoken.response))
  }
  say('user', 'Thank you, goodbye.')
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
    ...ownId(call),
  }
}

/** The id that whoever asked for the call gave it. */
const ownId = ({ clientRequestId }: SimulatedCall): JsonObject =>
  clientRequestId === undefined ? {} : { client_request_id: clientRequestId }

/** Sends everything twice at the same time, as platforms do that lost an answer. */
const twice =
  (send: Send): Send =>
  async (path, body) => {
    const [received] = await Promise.all([send(path, body), send(path, body)])
    return received
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
