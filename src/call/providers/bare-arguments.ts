import type { JsonObject } from '../../json.ts'
import { type FunctionCalls, functionCallEvent } from '../events.ts'
import type { HookRoute } from './provider.ts'
import { textOf } from './read.ts'

/** A function call whose body holds nothing but the arguments; its call is named in a header or the address, if at all. */
export function bareFunctionCall(
  body: JsonObject,
  headers: Headers,
  { agentId, tool, query }: HookRoute,
): FunctionCalls {
  const call_id = textOf(headers.get('x-call-id'), query.get('call_id')) ?? null
  return functionCallEvent({ call_id, arguments: body }, agentId, tool ?? '')
}
