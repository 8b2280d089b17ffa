import type { Paths } from '../../../client/api.d.ts'
import { isObject, type JsonObject } from '../../../json.ts'
import { isDigaTrigger } from '../../../workflow/diga.ts'
import type { Definition } from '../../../workflow/schema.ts'
import { answerOf, api } from '../../api/client.ts'
import { ofWorkflow } from '../api.ts'
import type { Bench } from '../bench.ts'

/** A call that is played by hand: against an agent's published workflows, or against this draft alone. */

export type Moment = 'pre_call' | 'function_call' | 'call_finished'

/** A function the agent may call. `parameters` are JSON Schemas by name. */
export interface PlayedTool {
  name: string
  isAsync: boolean
  parameters: { name: string; type: string; description: string; required: boolean }[]
}

/** What came of a moment. */
export interface Played {
  moment: Moment
  /** of the function */
  tool?: string
  sent: JsonObject
  isGood: boolean
  /** the HTTP status the platform would get; null in a test of the draft */
  status: number | null
  body: unknown
  /** milliseconds */
  duration: number
  /** the run to look at */
  runs: { workflowId: string; runId: string }[]
  /** our id of the call, where it is kept as one */
  callId: string | null
}

/** The call itself. */
export interface PlayedCall {
  id: string
  number: string
  variables: Record<string, string>
  startedAt: number
}

/** Does a moment of a call. */
export type Play = (moment: Moment, sent: JsonObject, tool?: string) => Promise<Played>

/** Plays against an agent: its hooks get what its platform would send. */
export const playAgent =
  (agentId: string, workflowOf: (tool: string | undefined) => string): Play =>
  async (moment, sent, tool) => {
    type Body =
      Paths['/v1/agents/{agent_id}/simulation']['post']['requestBody']['content']['application/json']
    const body = { event: moment, body: sent, ...(tool !== undefined && { tool }) } as Body
    const asked = { params: { path: { agent_id: agentId } }, body }
    const result = await answerOf(api.POST('/v1/agents/{agent_id}/simulation', asked))
    return {
      moment,
      ...(tool !== undefined && { tool }),
      sent,
      isGood: result.status < 400,
      status: result.status,
      body: result.body,
      duration: result.duration,
      runs: result.run_ids.map((runId) => ({ workflowId: workflowOf(tool), runId })),
      callId: result.call_id,
    }
  }

/** Which moment of a call a workflow is for; null where it is for none. */
export function momentOf({ trigger }: Definition): Moment | null {
  if (isDigaTrigger(trigger, 'preCall')) return 'pre_call'
  if (isDigaTrigger(trigger, 'functionCall')) return 'function_call'
  if (isDigaTrigger(trigger, 'callFinished')) return 'call_finished'
  return null
}

/** Plays against the draft: the moment it is for is a test of it, and nothing happens at the others. */
export const playDraft =
  ({ editor, workflowId }: Bench): Play =>
  async (moment, sent, tool) => {
    const nothing = {
      moment,
      sent,
      isGood: true,
      status: null,
      body: null,
      duration: 0,
      runs: [],
      callId: null,
    }
    if (momentOf(editor.get().definition) !== moment) return nothing
    await editor.settled()
    const payload = (
      moment === 'function_call' ? withVariables(editor.get().definition, sent) : sent
    ) as never
    const started = performance.now()
    const result = await answerOf(
      api.POST('/v1/workflow/{flow_id}/test', { ...ofWorkflow(workflowId), body: { payload } }),
    )
    return {
      ...nothing,
      ...(tool !== undefined && { tool }),
      isGood: result.success || result.status === 'PAUSED',
      body: bodyOf(result.answer) ?? result.error?.message ?? null,
      duration: result.duration ?? Math.round(performance.now() - started),
      runs: [{ workflowId, runId: result.runId }],
    }
  }

/** The function's event with the arguments that come from the call's variables, which the agent doesn't say. */
export function withVariables({ trigger }: Definition, sent: JsonObject): JsonObject {
  if (!isDigaTrigger(trigger, 'functionCall')) return sent
  const { call_id, arguments: given, dynamic_variables: variables } = sent
  const { parameters } = trigger.settings.input ?? {}
  const filled = (Array.isArray(parameters) ? parameters : []).flatMap((parameter) => {
    if (!isObject(parameter) || parameter.valueSource !== 'dynamicVariable' || !isObject(variables)) return []
    const value = variables[String(parameter.dynamicVariableName)]
    return value === undefined ? [] : [[String(parameter.name), value]]
  })
  return {
    call_id,
    arguments: { ...(isObject(given) ? given : {}), ...Object.fromEntries(filled) },
  } as JsonObject
}

/** What a caller is told, of an answer as a run records it. */
function bodyOf(answer: unknown): unknown {
  if (!isObject(answer)) return undefined
  if (answer.kind === 'call_data') {
    return { prompt_addition: answer.promptAddition, dynamic_variables: answer.dynamicVariables }
  }
  return answer.body ?? answer
}

/** The function that the draft is, if it is one. */
export function draftTools({ displayName, trigger }: Definition): PlayedTool[] {
  if (!isDigaTrigger(trigger, 'functionCall')) return []
  const { parameters, executionMode } = trigger.settings.input ?? {}
  const spoken = (Array.isArray(parameters) ? parameters : []).filter(
    (each) => isObject(each) && each.valueSource !== 'dynamicVariable',
  ) as Record<string, unknown>[]
  return [
    {
      name: displayName,
      isAsync: executionMode === 'async',
      parameters: spoken.map(({ name, type, description, required }) => ({
        name: String(name ?? ''),
        type: type === 'text' || type === undefined ? 'string' : String(type),
        description: String(description ?? ''),
        required: required === true,
      })),
    },
  ]
}

/** An agent's functions, of the API's own description of them. */
export function agentTools(
  described: readonly Record<string, unknown>[],
): (PlayedTool & { workflowId: string })[] {
  return described.map(({ name, workflow_id, execution_mode, parameters }) => {
    const schema = isObject(parameters) ? parameters : {}
    const properties = isObject(schema.properties) ? schema.properties : {}
    const required = Array.isArray(schema.required) ? schema.required : []
    return {
      name: String(name),
      workflowId: String(workflow_id),
      isAsync: execution_mode === 'async',
      parameters: Object.entries(properties).map(([key, property]) => ({
        name: key,
        type: isObject(property) && typeof property.type === 'string' ? property.type : 'string',
        description:
          isObject(property) && typeof property.description === 'string' ? property.description : '',
        required: required.includes(key),
      })),
    }
  })
}

/** What was typed for a parameter as its type has it. */
export function argumentOf(type: string, typed: string): unknown {
  if (type === 'number') return typed.trim() === '' ? undefined : Number(typed)
  if (type === 'boolean') return typed === 'true'
  if (type === 'array') {
    const items = typed.split(',').map((item) => item.trim())
    return items.filter((item) => item !== '')
  }
  return typed
}

/** A call's facts, as every event of it carries them. */
export function factsOf({ id, number, variables, startedAt }: PlayedCall): JsonObject {
  const at = new Date(startedAt).toISOString()
  return {
    id,
    call_id: id,
    type: 'inbound',
    channel: 'phone',
    contact: { id: null, identifier: number, contact_type: 'call', created_date: at },
    start_time: at,
    created_date: at,
    dynamic_variables: variables,
  }
}

/** The event of a call's end, with what was said about its functions as its transcript. */
export function endOf(call: PlayedCall, events: readonly Played[]): JsonObject {
  const now = new Date()
  const spoken = events.filter(({ moment }) => moment === 'function_call')
  return {
    ...factsOf(call),
    status: 'completed',
    end_reason: 'user_hangup',
    end_time: now.toISOString(),
    duration: Math.ceil((now.getTime() - call.startedAt) / 1000),
    messages: spoken.flatMap(({ tool, body }) => [
      { role: 'user', content: `Could you use ${tool} for me?`, created_date: now.toISOString() },
      {
        role: 'assistant',
        content: typeof body === 'string' ? body : JSON.stringify(body),
        created_date: now.toISOString(),
      },
    ]),
  }
}
